"""The days a plan may name, the decisions that can be taken, and a direction as it is worked out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.course.rules.planned_days import day_findings, length_findings
from afterglow.care.course.rules.planned_dose import planned_dose
from afterglow.care.course.rules.proposal import WeightMissing, propose
from afterglow.care.course.rules.terms import CLEARS_PLAN, ENDS, LEADS_TO, Choice, DosePlan, Kind, lawful_kinds
from afterglow.care.course.rules.weight import WorkedOutWeight
from afterglow.ground.kernel.finding import Severity
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Weight
from afterglow.record.pathway.rules import Stage, is_lawful
from tests.rules.larkfield import LARKFIELD

TODAY = date(2026, 6, 11)
INFUSION = LARKFIELD.treatment_coded("ketamine-infusion")
SPRAY = LARKFIELD.treatment_coded("esketamine-spray")
HALF = DosePlan(per_kg=DosePerWeight(500))


def closed(day: date) -> str:
    return "at weekends" if day.weekday() >= 5 else ""


@pytest.mark.pathway("F6")
@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([date(2026, 6, 11)], set()),
        ([date(2026, 6, 11), date(2026, 6, 12)], set()),
        ([], {"no-days"}),
        ([date(2026, 6, 10)], {"past-day"}),
        ([date(2026, 6, 13)], {"closed-day"}),
        ([date(2026, 6, 15), date(2026, 6, 12)], {"days-order"}),
        ([date(2026, 6, 12), date(2026, 6, 12)], {"days-order"}),
    ],
)
def test_days_a_plan_may_name(days: list[date], found: set[str]) -> None:
    findings = day_findings(days, TODAY, closed, "F6")
    assert {finding.code for finding in findings} == found
    assert all(finding.interlock for finding in findings)


@pytest.mark.pathway("I9")
@pytest.mark.parametrize(
    ("sessions", "spacing", "said"),
    [
        (3, "1 week apart", ""),
        (6, "1 week apart", ""),
        (2, "1 week apart", "2\u00a0treatments planned; here it is 3 to 6. As it goes."),
        (7, "1 week apart", "7\u00a0treatments planned; here it is 3 to 6. As it goes."),
        (12, "4 weeks apart", ""),
        (7, "2 weeks apart", ""),
    ],
)
def test_how_many_treatments_the_protocol_plans(sessions: int, spacing: str, said: str) -> None:
    findings = length_findings(sessions, spacing, INFUSION, "As it goes.")
    assert [finding.words for finding in findings] == ([said] if said else [])
    assert all(finding.severity is Severity.CAUTION for finding in findings)


@pytest.mark.parametrize(
    ("stage", "not_open"),
    [
        (Stage.IN_COURSE, {"resume"}),
        (Stage.MAINTENANCE, {"resume"}),
        (Stage.UNDER_REVIEW, set[Kind]()),
        (Stage.ON_BREAK, set[Kind]()),
        (Stage.SUITABLE, {"resume", "break", "maintenance", "oral-after-gap", "review", "stop", "end-well"}),
    ],
)
def test_which_decisions_can_be_taken(stage: Stage, not_open: set[Kind]) -> None:
    everything = set(lawful_kinds(Stage.UNDER_REVIEW))
    assert everything - set(lawful_kinds(stage)) == not_open


@pytest.mark.parametrize("stage", list(Stage))
def test_no_decision_leads_where_the_episode_cannot_go(stage: Stage) -> None:
    for kind in lawful_kinds(stage):
        to = LEADS_TO.get(kind, stage)
        assert to is stage or is_lawful(stage, to)


def test_ending_a_course_leaves_nothing_planned() -> None:
    assert ENDS < CLEARS_PLAN


@pytest.mark.parametrize(
    ("choice", "lacks"),
    [
        (Choice("continue", "Well."), ""),
        (Choice("continue", " "), "Write the reason for the decision."),
        (Choice("change-dose", "x"), "Enter the new dose."),
        (Choice("change-dose", "x", HALF), ""),
        (Choice("lengthen-interval", "x"), "Choose the new interval."),
        (Choice("maintenance", "x", spacing="4 weeks apart"), ""),
        (Choice("add-medicine", "x", prescriber=" "), "Name the prescriber of the added medicine."),
        (Choice("oral-after-gap", "x", HALF), "Choose the oral treatment and its dose."),
        (Choice("break", "x"), "Enter the day on which the break ends."),
        (Choice("break", "x", until=TODAY), ""),
    ],
)
def test_what_a_decision_lacks(choice: Choice, lacks: str) -> None:
    assert choice.lacks == lacks


def test_a_dose_is_planned_one_way_or_the_other() -> None:
    with pytest.raises(ValueError, match="either"):
        DosePlan()
    with pytest.raises(ValueError, match="either"):
        DosePlan(per_kg=DosePerWeight(500), fixed=Dose(56_000))


@given(st.integers(100, 1_000), st.integers(30_000, 250_000), st.sampled_from([100, 500, 1_000, 5_000]))
def test_a_planned_dose_is_the_nearest_step(per_kg: int, grams: int, step: int) -> None:
    dose = planned_dose(DosePerWeight(per_kg), Weight(grams), Dose(step)).units
    assert dose % step == 0
    assert abs(dose * 1_000 - per_kg * grams) * 2 <= step * 1_000


@pytest.mark.pathway("F12")
@pytest.mark.parametrize(
    ("kilograms", "dose", "volume", "rate"),
    [(50, "25", "25", "37.5"), (70, "35", "35", "52.5"), (85, "42.5", "42.5", "63.75"), (120, "60", "60", "90")],
)
def test_a_direction_worked_out(kilograms: int, dose: str, volume: str, rate: str) -> None:
    """The table of clinical.md 1.3: 0.5 mg/kg, 1 mg/mL, 40 minutes."""
    weighed = WorkedOutWeight(Weight.of(kilograms), "actual weight")
    made = propose(INFUSION, HALF, weighed, valid_on=TODAY)
    terms = made.terms
    assert terms.volume is not None
    assert terms.rate is not None
    assert (str(terms.dose.number), str(terms.volume.number), str(terms.rate.number)) == (dose, volume, rate)
    assert (terms.most, terms.minutes, terms.weight_basis) == (terms.dose, 40, "actual")
    assert [line.name for line in made.lines] == ["Dose", "Volume", "Rate"]


def test_a_fixed_dose_needs_no_weight_and_runs_through_no_pump() -> None:
    terms = propose(SPRAY, DosePlan(fixed=Dose.of(56)), None, valid_on=TODAY).terms
    assert (terms.dose, terms.weight, terms.volume, terms.rate) == (Dose.of(56), None, None, None)


def test_a_dose_for_each_kilogram_waits_for_the_scales() -> None:
    with pytest.raises(WeightMissing, match="Weigh the patient first"):
        propose(INFUSION, HALF, None, valid_on=TODAY)


def test_the_figures_change_with_anything_that_is_signed() -> None:
    def figures(kilograms: int, most: str = "40") -> str:
        weighed = WorkedOutWeight(Weight.of(kilograms), "")
        return propose(INFUSION, HALF, weighed, valid_on=TODAY + timedelta(days=1), most=Dose.of(most)).figures

    assert len({figures(70), figures(72), figures(70, "45")}) == 3
