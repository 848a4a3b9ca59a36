"""What rooms ask a protocol."""

from datetime import date, timedelta

import pytest

from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.families import families, families_of
from afterglow.ground.protocol.reading import load_protocol
from afterglow.ground.protocol.schema.protocol import Protocol
from tests.rules.protocol.shipped import clinic, text_of


def changed(good: str, other: str) -> Protocol:
    assert good in text_of("larkfield")
    return load_protocol(text_of("larkfield").replace(good, other, 1))


def test_a_treatment_is_found_by_route_drug_or_code() -> None:
    larkfield = clinic("F")
    assert larkfield.treatment("nasal").drug == "esketamine"
    assert larkfield.treatment("nasal", "esketamine") == larkfield.treatment_coded("esketamine-spray")
    assert larkfield.observation("nasal").at[0] == timedelta(minutes=-15)
    with pytest.raises(KeyError):
        larkfield.treatment("nasal", "ketamine")
    with pytest.raises(KeyError):
        larkfield.treatment("intramuscular")
    with pytest.raises(KeyError):
        larkfield.treatment_coded("nothing")
    with pytest.raises(KeyError):
        larkfield.observation("oral")


def test_what_has_a_code_is_found_by_it_and_nothing_else_is() -> None:
    larkfield = clinic("F")
    assert larkfield.referral.ground("recent-mania").then == "send-elsewhere"
    assert larkfield.session.effect("nausea").kind == "side-effect"
    assert larkfield.letters.kind("end-of-course").to[-1] == "patient"
    assert larkfield.fees.price("oral").per == "month"
    assert larkfield.information_on("licence").part_of_consent
    assert larkfield.readiness.question("alcohol").option("yes").finding == "caution"
    assert larkfield.group("nothing") is None
    assert larkfield.fees.for_treatment("nothing") is None
    for ask in (
        larkfield.referral.ground,
        larkfield.session.effect,
        larkfield.letters.kind,
        larkfield.fees.price,
        larkfield.information_on,
        larkfield.readiness.question,
        larkfield.readiness.question("alcohol").option,
    ):
        with pytest.raises(KeyError):
            ask("nothing")


@pytest.mark.parametrize(("age", "after"), [(18, 6), (65, 6), (66, 10), (90, 10)])
def test_over_65_the_trial_is_longer(age: int, after: int) -> None:
    assert clinic("F").course.no_response_after(age) == after


@pytest.mark.parametrize(("age", "caution"), [(64, "above 140"), (65, "above 150")])
def test_older_people_have_a_higher_caution_before_the_dose(age: int, caution: str) -> None:
    assert clinic("F").limits.systolic.caution_before(age).words.startswith(caution)


def test_an_instrument_without_such_an_item_has_none() -> None:
    assert clinic("F").safety.item("gad-7") is None
    assert clinic("L").safety.item("qids-sr16") is None


@pytest.mark.pathway("F45")
@pytest.mark.parametrize(
    ("day", "kept_out"),
    [
        (date(2026, 1, 11), False),
        (date(2026, 1, 12), True),
        (date(2026, 2, 1), True),
        (date(2026, 2, 2), False),
        (date(2026, 3, 1), True),
        (date(2030, 1, 1), True),
    ],
)
def test_infection_control_keeps_companions_out_between_its_dates(day: date, kept_out: bool) -> None:
    times = """times = [
  { since = 2026-01-12, until = 2026-02-02, reason = "Influenza on the ward" },
  { since = 2026-03-01, reason = "Norovirus" },
]"""
    assert changed("times = []", times).companion.kept_out_on(day) is kept_out
    assert not clinic("F").companion.kept_out_on(day)


@pytest.mark.parametrize(
    ("day", "usual"),
    [
        (date(2026, 9, 17), True),
        (date(2026, 9, 18), False),
        (date(2026, 9, 19), False),
        (date(2026, 9, 20), False),
        (date(2026, 9, 21), True),
    ],
)
def test_the_clinic_treats_on_its_usual_days(day: date, usual: bool) -> None:
    with_closed_day = changed('bank_holidays = "closed"', 'bank_holidays = "closed"\nalso_closed_on = [2026-09-18]')
    assert with_closed_day.opening.usual_day(day) is usual


def test_a_question_may_belong_to_a_route() -> None:
    protocol = changed(
        'code = "pregnancy"\nsource = "F7"\ntitle', 'code = "pregnancy"\nroutes = ["nasal"]\nsource = "F7"\ntitle'
    )
    assert "pregnancy" in [question.code for question in protocol.readiness.for_route("nasal")]
    assert "pregnancy" not in [question.code for question in protocol.readiness.for_route("intravenous")]


@pytest.mark.parametrize(("route", "cannula"), [("intravenous", True), ("nasal", False)])
def test_a_cannula_belongs_to_an_infusion_alone(route: str, cannula: bool) -> None:
    larkfield = clinic("F")
    assert ("cannula" in [step.code for step in larkfield.session.steps_for(route)]) is cannula
    assert ("cannula-out" in [check.code for check in larkfield.leaving.checks_for(route)]) is cannula
    assert [check.code for check in larkfield.leaving.checks_for(route)][-1] == "advice-given"


@pytest.mark.parametrize(("dose", "price"), [("56 mg", 55_100), ("84 mg", 71_400)])
def test_a_spray_costs_the_clinics_fee_and_the_drug(dose: str, price: int) -> None:
    assert clinic("F").fees.price("esketamine").for_dose(Dose.parse(dose)) == Money(price)


def test_a_dose_without_a_price_has_none() -> None:
    with pytest.raises(KeyError):
        clinic("F").fees.price("esketamine").for_dose(Dose.parse("28 mg"))
    assert clinic("F").fees.price("infusion").for_dose(Dose.parse("35 mg")) == Money(22_500)


def test_an_information_text_comes_in_paragraphs() -> None:
    text = clinic("F").information_on("driving")
    assert len(text.paragraphs) == 2
    assert all("\n" not in paragraph and "  " not in paragraph for paragraph in text.paragraphs)
    assert text.paragraphs[0].startswith("Do not drive")


@pytest.mark.parametrize(
    ("medicine", "codes"),
    [
        ("Diazepam 5 mg at night", {"benzodiazepine"}),
        ("ZOPICLONE", {"z-drug"}),
        ("venlafaxine XL 150 mg", {"snri", "venlafaxine-or-duloxetine"}),
        ("sertraline", {"ssri"}),
        ("St John's Wort", {"enzyme-inducer"}),
        ("Co-codamol 30/500", {"opioid"}),
        ("vitamin D", set()),
        ("nondiazepamlike", set()),
        ("", set()),
    ],
)
def test_a_medicine_is_known_by_its_name_however_it_is_written(medicine: str, codes: set[str]) -> None:
    assert {family.code for family in families_of(medicine)} == codes


def test_families_hold_generic_names_in_small_letters() -> None:
    for family in families().values():
        assert family.names
        assert all(name == name.casefold().strip() for name in family.names)
        assert len(set(family.names)) == len(family.names)
