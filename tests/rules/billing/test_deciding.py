"""What is charged, who is billed, and what may be let off or given back: tables that a finance clerk can check."""

from __future__ import annotations

from datetime import date

import pytest

from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.reading import load_protocol
from afterglow.office.billing.rules.charging import (
    consultation_price,
    dose_price,
    item_price,
    items,
    month_price,
    words_of_moved,
)
from afterglow.office.billing.rules.letting_off import refund_findings, waiver_findings, write_off_findings
from afterglow.office.billing.rules.payers import Agreed, Payer, funding_findings, payer_on
from tests.people import shipped_text

DAY = date(2026, 6, 11)
LARKFIELD = load_protocol(shipped_text("larkfield", DAY))
SOLENT = load_protocol(shipped_text("solent-mind", DAY))


@pytest.mark.pathway("F35", "F21")
@pytest.mark.parametrize(
    ("treatment", "mg", "pence"),
    [("ketamine-infusion", 35, 22_500), ("esketamine-spray", 56, 55_100), ("esketamine-spray", 84, 71_400)],
)
def test_a_dose_costs_what_the_clinic_publishes(treatment: str, mg: int, pence: int) -> None:
    priced = dose_price(LARKFIELD.fees, treatment, Dose.of(mg))
    assert priced is not None
    assert (priced.amount, priced.vat_percent, priced.vat) == (Money(pence), None, Money(0))


@pytest.mark.pathway("F35")
def test_oral_treatment_is_charged_by_the_month_and_not_by_the_dose() -> None:
    priced = month_price(LARKFIELD.fees, "oral-ketamine")
    assert priced is not None
    assert priced.amount == Money(6_000)
    assert dose_price(LARKFIELD.fees, "oral-ketamine", Dose.of(100)) is None
    assert month_price(LARKFIELD.fees, "ketamine-infusion") is None


def test_a_dose_without_a_price_is_left_to_a_person() -> None:
    with pytest.raises(KeyError):
        dose_price(LARKFIELD.fees, "esketamine-spray", Dose.of(28))


@pytest.mark.pathway("S1")
def test_a_free_first_consultation_is_not_charged() -> None:
    assert consultation_price(SOLENT.fees) is None


def test_care_is_exempt_and_a_report_for_an_insurer_is_not() -> None:
    assert [one.code for one in items(LARKFIELD.fees)] == ["report"]
    report = item_price(LARKFIELD.fees, "report")
    assert (report.amount, report.vat_percent, report.vat) == (Money(9_000), 20, Money(1_500))


@pytest.mark.pathway("F42")
def test_no_price_is_lower_for_help_with_the_clinics_work() -> None:
    assert LARKFIELD.fees.reductions.for_help is False


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 6, 19), "Place in a group, 19 June 2026"),
        (date(2026, 6, 18), "Place in a group, 19 June 2026, moved to 18 June 2026"),
        (date(2026, 7, 1), "Place in a group, 19 June 2026, moved to 1 July 2026"),
    ],
)
def test_a_charge_says_where_its_date_went(day: date, words: str) -> None:
    assert words_of_moved("Place in a group, 19 June 2026", date(2026, 6, 19), day) == words


INSURER = Payer("insurer", "Broadgate Health")
NHS = Payer("nhs", "Northshire Commissioners")


@pytest.mark.pathway("F1")
@pytest.mark.parametrize(
    ("agreed", "referred_as", "expected"),
    [
        ([], "", "self-pay"),
        ([], "self-pay", "self-pay"),
        ([], "individual-funding-request", "self-pay"),
        ([], "nhs", "nhs"),
        ([Agreed(date(2026, 6, 12), INSURER)], "", "self-pay"),
        ([Agreed(DAY, INSURER)], "", "insurer"),
        ([Agreed(date(2026, 1, 1), INSURER), Agreed(date(2026, 5, 1), NHS)], "", "nhs"),
        ([Agreed(DAY, INSURER), Agreed(DAY, Payer("self-pay"))], "nhs", "self-pay"),
    ],
)
def test_who_is_billed_for_a_day(agreed: list[Agreed], referred_as: str, expected: str) -> None:
    assert payer_on(DAY, agreed, referred_as=referred_as).kind == expected


@pytest.mark.pathway("F1")
@pytest.mark.parametrize(
    ("payer", "code"),
    [
        (NHS, ""),
        (INSURER, ""),
        (Payer("self-pay"), ""),
        (Payer("insurer", " "), "payer-without-name"),
        (Payer("nhs"), "payer-without-name"),
    ],
)
def test_who_may_be_agreed_to_pay_at_larkfield(payer: Payer, code: str) -> None:
    assert [one.code for one in funding_findings(payer, DAY, LARKFIELD.referral.funding)] == ([code] if code else [])


@pytest.mark.pathway("F1")
def test_the_nhs_pays_only_where_the_protocol_says_so() -> None:
    assert [one.code for one in funding_findings(NHS, DAY, SOLENT.referral.funding)] == ["not-paid-by-nhs"]


@pytest.mark.parametrize("rule", [waiver_findings, write_off_findings, refund_findings])
@pytest.mark.parametrize(
    ("asked", "reason", "code"),
    [
        (500, "in hospital", ""),
        (1_000, "in hospital", ""),
        (1_001, "in hospital", "too-much"),
        (0, "in hospital", "too-much"),
        (500, " ", "no-reason"),
    ],
)
def test_never_more_than_there_is_and_never_without_a_reason(rule, asked: int, reason: str, code: str) -> None:  # type: ignore[no-untyped-def]
    assert [one.code for one in rule(Money(asked), Money(1_000), reason)] == ([code] if code else [])
