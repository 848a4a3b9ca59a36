"""Who may refer, who pays, and from where new patients come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from afterglow.care.referral.rules.acceptance import (
    OWN_CONSULTANT,
    Arrived,
    Profession,
    acceptance_findings,
    funding_findings,
    referrer_findings,
    residence_findings,
    ways_to_pay,
)
from afterglow.ground.kernel.finding import Severity
from tests.rules.larkfield import LARKFIELD

REFERRAL = LARKFIELD.referral
OPEN_TO_ALL = REFERRAL.model_copy(update={"new_patients": None})
SELF_ENQUIRY = REFERRAL.model_copy(update={"accepted_from": ("patient", "gp")})
LETTER = Arrived(date(2026, 3, 2), "gp", responsible=True, residence="Northshire", funding="self-pay")


@pytest.mark.parametrize(
    ("referrer", "responsible", "code"),
    [
        ("gp", True, None),
        ("psychiatrist", True, None),
        (OWN_CONSULTANT, True, None),
        ("gp", False, "no-responsibility"),
        ("psychologist", True, "support-is-no-referral"),
        ("psychotherapist", False, "support-is-no-referral"),
        ("other-doctor", True, "referrer-not-accepted"),
        ("care-coordinator", True, "referrer-not-accepted"),
        (None, False, "no-doctor"),
    ],
)
@pytest.mark.pathway("F4")
def test_a_referral_comes_from_a_doctor_with_clinical_responsibility(
    referrer: Profession | None, responsible: bool, code: str | None
) -> None:
    found = referrer_findings(referrer, responsible, REFERRAL)
    assert [one.code for one in found] == ([code] if code else [])


@pytest.mark.pathway("S1", "F4")
def test_where_the_clinic_allows_it_a_patient_asks_for_themselves() -> None:
    assert referrer_findings(None, False, SELF_ENQUIRY) == ()


@pytest.mark.parametrize(
    ("funding", "referrer", "residence", "received", "expected"),
    [
        ("self-pay", "gp", "London", "2026-03-02", []),
        ("nhs", OWN_CONSULTANT, "Northshire", "2026-03-02", [("joint-care", Severity.INFO)]),
        ("nhs", OWN_CONSULTANT, " eastshire ", "2026-03-02", [("joint-care", Severity.INFO)]),
        ("nhs", OWN_CONSULTANT, "London", "2026-03-02", [("funding-not-open", Severity.STOP)]),
        ("nhs", OWN_CONSULTANT, "", "2026-03-02", [("funding-not-open", Severity.STOP)]),
        ("nhs", "gp", "Northshire", "2026-03-02", [("funding-not-open", Severity.STOP)]),
        ("nhs", "psychiatrist", "Northshire", "2026-03-02", [("funding-not-open", Severity.STOP)]),
        ("individual-funding-request", "gp", "Northshire", "2024-02-18", []),
        ("individual-funding-request", "gp", "Northshire", "2024-02-19", [("funding-not-open", Severity.STOP)]),
    ],
)
@pytest.mark.pathway("F1")
def test_who_pays(
    funding: Any, referrer: Profession, residence: str, received: str, expected: list[tuple[str, Severity]]
) -> None:
    arrived = replace(
        LETTER, funding=funding, referrer=referrer, residence=residence, received_on=date.fromisoformat(received)
    )
    assert [(one.code, one.severity) for one in funding_findings(arrived, REFERRAL)] == expected


@pytest.mark.pathway("F1")
def test_a_closed_way_of_paying_says_since_when() -> None:
    (finding,) = funding_findings(replace(LETTER, funding="individual-funding-request"), REFERRAL)
    assert finding.how.startswith("Closed since 19 February 2024. Open to this patient: ")


def test_a_way_the_clinic_never_had_is_not_offered() -> None:
    only_self_pay = REFERRAL.model_copy(update={"funding": REFERRAL.funding[:1]})
    (finding,) = funding_findings(replace(LETTER, funding="nhs"), only_self_pay)
    assert finding.code == "funding-not-offered"
    assert finding.how == f"Open to this patient: {REFERRAL.funding[0].say}"


@pytest.mark.parametrize(
    ("referrer", "residence", "kinds"),
    [("gp", "Northshire", ["self-pay"]), (OWN_CONSULTANT, "Northshire", ["self-pay", "nhs"])],
)
@pytest.mark.pathway("F1")
def test_the_ways_open_to_one_patient(referrer: Profession, residence: str, kinds: list[str]) -> None:
    arrived = replace(LETTER, referrer=referrer, residence=residence)
    assert [funding.kind for funding in ways_to_pay(arrived, REFERRAL)] == kinds


@pytest.mark.parametrize(
    ("residence", "received", "known", "code"),
    [
        ("London", "2026-05-31", False, None),
        ("London", "2026-06-01", False, "lives-elsewhere"),
        ("London", "2026-06-01", True, None),  # who is in treatment already stays
        ("Northshire", "2026-06-01", False, None),
        ("eastshire", "2026-07-01", False, None),
        (" ", "2026-06-01", False, "residence-not-known"),
    ],
)
@pytest.mark.pathway("F40")
def test_from_a_day_on_new_patients_come_from_two_counties(
    residence: str, received: str, known: bool, code: str | None
) -> None:
    arrived = replace(LETTER, residence=residence, received_on=date.fromisoformat(received), known_here=known)
    assert [one.code for one in residence_findings(arrived, REFERRAL)] == ([code] if code else [])
    assert residence_findings(arrived, OPEN_TO_ALL) == ()


def test_all_reasons_are_shown_together_and_a_clinician_may_go_past_each() -> None:
    arrived = Arrived(date(2026, 6, 2), "psychologist", False, "London", "individual-funding-request")
    found = acceptance_findings(arrived, REFERRAL)
    assert [one.code for one in found] == ["support-is-no-referral", "lives-elsewhere", "funding-not-open"]
    assert all(one.overridable for one in found)
    assert acceptance_findings(LETTER, REFERRAL) == ()
