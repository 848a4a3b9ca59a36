"""What the rules say as a course goes on: non-response, tolerance, the oral gate, and what differs between clinics."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from afterglow.care.assessment import actions as assessment
from afterglow.care.course import actions
from afterglow.care.course.models import Course
from afterglow.care.course.queries import (
    decision_findings,
    first_dose_ahead,
    given_to,
    plan_findings,
    progress_of,
    protocol_of,
    treatments_of,
)
from afterglow.care.course.rules.terms import Choice, DosePlan, Terms
from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.kernel.finding import Severity
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Weight
from afterglow.record.diary import actions as diary
from afterglow.record.diary.models import TELEPHONE_FOLLOW_UP
from afterglow.record.outcomes.actions.answering import enter_answers
from afterglow.record.outcomes.actions.asking import ask
from afterglow.record.pathway.models import Override
from afterglow.record.people.actions import correct_details
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, cast_of, signed_in
from tests.rooms.course.test_course_actions import WEEKLY, planned, ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic_time")]

DAY = timedelta(days=1)
DOMAINS = ("5", "1", "13", "14", "10", "11", "6", "15")
"""One item of each domain of QIDS-SR16 that takes points."""


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)


def score(cast: Cast, course: Course, day: date, total: int) -> None:
    """QIDS-SR16 answered so that it comes to a total of 0 to 24."""
    points = {str(item): 0 for item in range(1, 17)} | {"7": None, "9": None}
    for place in range(total):
        points[DOMAINS[place % 8]] = (points[DOMAINS[place % 8]] or 0) + 1
    request = ask(
        patient=course.patient, instrument="qids-sr16", due_at=at(day), occasion=f"on:{day}", by=cast.joanne,
        now=at(day), told=False,
    )  # fmt: skip
    enter_answers(request=request, answers=points, how="paper", happened_at=at(day), by=cast.priya, now=at(day))


def give(cast: Cast, course: Course, days: Sequence[date], milligrams: int = 35) -> None:
    for row, day in zip([row for row in treatments_of(course) if row.state == "planned"], days, strict=False):
        actions.report_given(
            treatment=row, given=Dose.of(milligrams), at=at(day), side_effects="none", by=cast.priya, now=at(day)
        )


def codes(course: Course, day: date) -> set[str]:
    return {finding.code for finding in progress_of(course, now=at(day)).findings}


@pytest.mark.pathway("F11", "F13")
def test_no_response_to_six_treatments_stops_for_review() -> None:
    cast = cast_of("larkfield")
    course = planned(cast)
    score(cast, course, WEEKLY[0] - DAY, 18)
    give(cast, course, WEEKLY[:5])
    score(cast, course, WEEKLY[4] + DAY, 17)
    assert codes(course, WEEKLY[4] + DAY) == set()
    give(cast, course, WEEKLY[5:])
    assert codes(course, WEEKLY[5] + DAY) == {"no-response"}
    later = [WEEKLY[5] + 7 * DAY]
    more = {"course": course, "days": later, "by": cast.hannah, "now": at(WEEKLY[5] + DAY)}
    with pytest.raises(Refused, match="No response after 6"):
        actions.add_treatments(**more)
    actions.add_treatments(**more, despite={"no-response": "Sleeps better; she asks for two more."})
    assert Override.objects.get().code == "no-response"
    assert len(treatments_of(course)) == 7
    page = signed_in(cast.hannah).get(f"/patients/{course.patient.ref}/course/").content.decode()
    assert "No response after 6" in page
    assert "Sleeps better; she asks for two more." in page
    assert "likely to respond" not in page


@pytest.mark.pathway("F11")
def test_a_response_lets_the_course_go_on() -> None:
    cast = cast_of("larkfield")
    course = planned(cast)
    score(cast, course, WEEKLY[0] - DAY, 18)
    give(cast, course, WEEKLY)
    score(cast, course, WEEKLY[5] + DAY, 9)
    progress = progress_of(course, now=at(WEEKLY[5] + DAY))
    assert progress.findings == ()
    assert progress.latest is not None
    assert (progress.latest.baseline, progress.latest.latest) == (18, 9)


@pytest.mark.pathway("F10")
def test_possible_tolerance_names_the_clinics_answers_and_chooses_none() -> None:
    cast = cast_of("larkfield")
    course = planned(cast)
    score(cast, course, WEEKLY[0] - DAY, 18)
    give(cast, course, WEEKLY)
    for week, total in ((1, 6), (4, 16), (5, 17)):
        score(cast, course, WEEKLY[week] + DAY, total)
    found = progress_of(course, now=at(WEEKLY[5] + DAY)).findings
    assert [finding.code for finding in found] == ["possible-tolerance"]
    for answer in ("A planned break", "A longer interval", "pramipexole"):
        assert answer in found[0].words
    longer = Choice("lengthen-interval", "Benefit fades.", spacing="2 weeks apart")
    decision = actions.decide(course=course, choice=longer, by=cast.hannah, now=at(WEEKLY[5] + DAY))
    assert course.spacing == "2 weeks apart"
    assert decision.findings[0][0] == "possible-tolerance"


ORAL = Choice("oral-after-gap", "Benefit lasts ten days.", DosePlan(per_kg=DosePerWeight(1_000)), "", "oral-ketamine")


def call(cast: Cast, course: Course, day: date) -> None:
    booked = diary.book(
        patient=course.patient, kind=TELEPHONE_FOLLOW_UP, starts_at=at(day), ends_at=at(day) + timedelta(minutes=30),
        by=cast.joanne, now=at(day),
    )  # fmt: skip
    diary.mark_attended(appointment=booked, by=cast.joanne, now=at(day))


@pytest.mark.pathway("F19")
@pytest.mark.parametrize(
    ("given", "gap", "called", "scored", "found"),
    [
        (2, 22, True, True, {"oral-too-few-before"}),
        (3, 20, True, True, {"oral-gap-too-short"}),
        (3, 21, True, True, set()),
        (6, 28, True, True, set()),
        (6, 29, True, True, {"oral-gap-long"}),
        (6, 24, False, True, {"oral-not-judged"}),
        (6, 24, True, False, {"oral-no-scores"}),
    ],
)
def test_the_way_to_an_oral_dose(given: int, gap: int, called: bool, scored: bool, found: set[str]) -> None:
    """3 to 6 infusions, then a gap of 3 to 4 weeks with scores, judged at a telephone follow-up."""
    cast = cast_of("larkfield")
    course = planned(cast)
    score(cast, course, WEEKLY[0] - DAY, 18)
    give(cast, course, WEEKLY[:given])
    last = WEEKLY[given - 1]
    score(cast, course, last, 8)
    if scored:
        score(cast, course, last + 14 * DAY, 9)
    if called:
        call(cast, course, last + gap * DAY)
    assert {finding.code for finding in decision_findings(course, ORAL, now=at(last + gap * DAY))} == found


@pytest.mark.pathway("F19")
def test_oral_treatment_is_never_planned_alone() -> None:
    cast = cast_of("larkfield")
    episode = ready(cast)
    alone = {
        "episode": episode, "treatment_code": "oral-ketamine", "dose": DosePlan(per_kg=DosePerWeight(1_000)),
        "spacing": "1 week apart", "days": WEEKLY, "reason": "x", "by": cast.hannah, "now": NOW,
    }  # fmt: skip
    with pytest.raises(Refused, match="that come first"):
        actions.plan_course(**alone)
    assert not Course.objects.exists()


def test_oral_treatment_after_the_gap_becomes_maintenance() -> None:
    cast = cast_of("larkfield")
    course = planned(cast)
    score(cast, course, WEEKLY[0] - DAY, 18)
    give(cast, course, WEEKLY)
    last = WEEKLY[5]
    score(cast, course, last + 14 * DAY, 8)
    call(cast, course, last + 24 * DAY)
    when = at(last + 24 * DAY)
    actions.decide(course=course, choice=ORAL, by=cast.hannah, now=when)
    course.episode.refresh_from_db()
    assert course.episode.stage == "maintenance"
    row = actions.add_treatments(course=course, days=[last + 27 * DAY], by=cast.hannah, now=when)[0]
    assert (row.route, row.drug, row.planned_micrograms) == ("oral", "ketamine", 70_000)


@pytest.mark.pathway("F2", "F21")
def test_the_spray_is_planned_twice_a_week_beside_an_antidepressant() -> None:
    cast = cast_of("larkfield")
    episode = ready(cast)
    protocol = protocol_in_force(cast.clinic, NOW)
    what = protocol.treatment_coded("esketamine-spray")
    dose = DosePlan(fixed=Dose.of(56))

    def found() -> set[str]:
        return {one.code for one in plan_findings(episode.patient, protocol, what, dose, now=NOW)}

    assert found() == {"taken-without-antidepressant"}
    browser = signed_in(cast.hannah)
    page = f"/patients/{episode.patient.ref}/course/plan/esketamine-spray/"
    typed = {
        "fixed": "56000", "spacing": "2 per week", "sessions": "8", "reason": "First course.", "step": "show",
        "first_day_day": "15", "first_day_month": "6", "first_day_year": "2026",
    }  # fmt: skip
    shown = browser.post(page, typed).content.decode()
    for words in ("asks for an SSRI or SNRI", "registered in the scheme", "NICE has not approved", "Thursday 18 June"):
        assert words in shown
    assessment.write_medicine(patient=episode.patient, name="Cipralex", dose="20 mg daily", by=cast.priya, now=NOW)
    assert found() == set()
    beyond = plan_findings(episode.patient, protocol, what, DosePlan(fixed=Dose.of(112)), now=NOW)
    assert {one.code for one in beyond} == {"dose-above-most", "dose-not-offered"}


@pytest.mark.pathway("F21")
def test_from_65_the_smaller_first_spray_is_said_when_it_is_planned_and_when_it_is_signed() -> None:
    cast = cast_of("larkfield")
    episode = ready(cast)
    patient = correct_details(patient=episode.patient, birth_date=date(1961, 6, 15), by=cast.joanne, now=NOW)
    assessment.write_medicine(patient=patient, name="Cipralex", dose="20 mg daily", by=cast.priya, now=NOW)
    browser, words = signed_in(cast.hannah), "28\u00a0mg is asked for first, not 56\u00a0mg"
    page = f"/patients/{patient.ref}/course/plan/esketamine-spray/"
    typed = {
        "fixed": "56000", "spacing": "2 per week", "sessions": "8", "reason": "First course.", "step": "show",
        "first_day_day": "15", "first_day_month": "6", "first_day_year": "2026", "patient_shown": patient.ref,
    }  # fmt: skip
    assert words not in browser.post(page, typed).content.decode(), "64 years old today"
    browser.post(page, {**typed, "step": "plan"})
    first = treatments_of(Course.objects.get())[0]
    signing = f"/patients/{patient.ref}/course/{first.ref}/direction/"
    days = {"valid_on_day": "15", "valid_on_month": "6", "valid_on_year": "2026", "patient_shown": patient.ref}
    assert words in browser.post(signing, {**days, "fixed": "56000", "step": "show"}).content.decode(), "65 that day"
    assert words not in browser.post(signing, {**days, "fixed": "28000", "step": "show"}).content.decode()
    correct_details(patient=patient, birth_date=date(1960, 1, 1), by=cast.joanne, now=NOW)
    what = protocol_in_force(cast.clinic, NOW).treatment_coded("esketamine-spray")
    (found,) = first_dose_ahead(Patient.objects.get(pk=patient.pk), what, Dose.of(56), NOW.date())
    assert found.severity is Severity.CAUTION


@pytest.mark.pathway("I9")
def test_a_course_at_the_sitter_clinic_is_up_to_six_infusions() -> None:
    cast = cast_of("tern-house")
    episode = ready(cast)
    page = signed_in(cast.hannah).get(f"/patients/{episode.patient.ref}/course/plan/ketamine-infusion/")
    shown = page.content.decode()
    assert "to 6 treatments" in shown
    assert 'name="sessions" value="6"' in shown


@pytest.mark.pathway("N5", "N9")
def test_the_third_clinic_plans_by_three_routes() -> None:
    cast = cast_of("marlow-rooms")
    episode = ready(cast)
    shown = signed_in(cast.hannah).get(f"/patients/{episode.patient.ref}/course/").content.decode()
    for code in ("ketamine-infusion", "ketamine-injection", "ketamine-spray"):
        assert f"/course/plan/{code}/" in shown


def test_nothing_is_planned_on_a_closed_day_or_in_the_past() -> None:
    cast = cast_of("larkfield")
    course = planned(cast)
    for day, words in ((date(2026, 8, 31), "on bank holidays"), (date(2026, 8, 30), "at weekends")):
        with pytest.raises(Refused, match=words):
            actions.add_treatments(course=course, days=[day], by=cast.hannah, now=NOW)
    with pytest.raises(Refused, match="That day is over"):
        actions.add_treatments(course=course, days=[date(2026, 6, 10)], by=cast.hannah, now=NOW)
    with pytest.raises(Refused, match="one after another"):
        actions.add_treatments(course=course, days=[WEEKLY[1], WEEKLY[0]], by=cast.hannah, now=NOW)


def test_only_a_prescriber_signs_and_never_more_than_the_most() -> None:
    cast = cast_of("larkfield")
    row = treatments_of(planned(cast))[0]
    terms = Terms(Dose.of(35), Dose.of(30), WEEKLY[0], DosePerWeight(500), Weight(70_000), "actual", 40)
    with pytest.raises(Refused, match="more than the most"):
        actions.sign_direction(treatment=row, terms=terms, by=cast.hannah, now=NOW)
    with pytest.raises(NotAllowed):
        actions.sign_direction(treatment=row, terms=terms, by=cast.priya, now=NOW)


def test_what_was_given_is_written_down_once_and_as_it_was() -> None:
    cast = cast_of("larkfield")
    course = planned(cast)
    row = treatments_of(course)[0]
    whole = {"treatment": row, "at": NOW, "side_effects": "", "by": cast.priya, "now": NOW}
    actions.report_given(given=Dose.of(40), **whole)
    with pytest.raises(Refused, match="no longer planned"):
        actions.report_given(given=Dose.of(40), **whole)
    actions.sum_up_side_effects(treatment=row, side_effects="Slight nausea", by=cast.priya, now=NOW)
    assert [(one.given_micrograms, one.side_effects) for one in given_to(course.patient)] == [(40_000, "Slight nausea")]


def test_one_course_at_a_time_and_a_reading_of_its_own_protocol() -> None:
    cast = cast_of("larkfield")
    course = planned(cast)
    assert protocol_of(course).version == course.protocol_version
    with pytest.raises(Refused, match="going on already"):
        actions.plan_course(
            episode=course.episode, treatment_code="ketamine-infusion", dose=DosePlan(per_kg=DosePerWeight(500)),
            spacing="1 week apart", days=WEEKLY, reason="x", by=cast.hannah, now=NOW,
        )  # fmt: skip


def test_the_database_itself_refuses_given_without_an_amount() -> None:
    row = treatments_of(planned(cast_of("larkfield")))[0]
    row.state = "given"
    with pytest.raises(IntegrityError), transaction.atomic():
        super(type(row).__mro__[1], row).save()
