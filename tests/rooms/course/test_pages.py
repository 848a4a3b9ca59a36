"""The course through its pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from afterglow.care.assessment import actions as assessment
from afterglow.care.course import actions
from afterglow.care.course.models import Course, Direction, DoseReview, Treatment
from afterglow.care.course.queries import direction_for, treatments_of
from afterglow.care.course.rules.terms import Terms
from afterglow.ground.kernel.quantity import Dose, Weight
from afterglow.record.diary.actions import add_bay
from afterglow.record.diary.models import Appointment
from afterglow.record.pathway.models import Override
from afterglow.record.people.actions import add_outside_clinician, join_care_team
from tests.people import NOW, Cast, as_patient, cast_of, signed_in
from tests.rooms.course.test_course_actions import planned, ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic_time")]


def begun(slug: str = "larkfield") -> tuple[Cast, Course, str]:
    cast = cast_of(slug)
    course = planned(cast)
    return cast, course, f"/patients/{course.patient.ref}/course/"


def next_page(course: Course, page: str) -> str:
    return f"/patients/{course.patient.ref}/course/{treatments_of(course)[0].ref}/{page}/"


@pytest.mark.pathway("F6", "F12", "N9")
def test_days_are_worked_out_shown_and_then_planned() -> None:
    cast = cast_of("larkfield")
    episode = ready(cast)
    patient = episode.patient
    browser = signed_in(cast.hannah)
    page = f"/patients/{patient.ref}/course/plan/ketamine-infusion/"
    typed = {
        "per_kg": "0.5", "spacing": "1 week apart", "sessions": "6", "reason": "First course.",
        "first_day_day": "13", "first_day_month": "6", "first_day_year": "2026", "patient_shown": patient.ref,
    }  # fmt: skip
    shown = browser.post(page, {**typed, "step": "show"})
    assert shown.status_code == 200
    assert "Monday 15 June" in shown.content.decode()  # 13 June is a Saturday
    assert not Course.objects.exists()
    assert browser.post(page, {**typed, "step": "plan"}).status_code == 302
    course = Course.objects.get()
    days = [row.planned_day for row in treatments_of(course)]
    assert days == [date(2026, 6, 15) + timedelta(weeks=week) for week in range(6)]
    assert all(row.planned_micrograms == 35_000 for row in treatments_of(course))
    shown = browser.get(f"/patients/{patient.ref}/course/").content.decode()
    assert "Monday 15 June" in shown
    assert "0.5\u00a0mg/kg" in shown


def test_a_plan_that_cannot_be_read_keeps_what_was_typed() -> None:
    cast = cast_of("larkfield")
    patient = ready(cast).patient
    page = f"/patients/{patient.ref}/course/plan/ketamine-infusion/"
    answer = signed_in(cast.hannah).post(page, {"per_kg": "half", "reason": "First course."})
    assert answer.status_code == 422
    assert "First course." in answer.content.decode()
    assert "Enter dose for each kg in mg/kg" in answer.content.decode()


def test_a_direction_is_worked_out_with_its_arithmetic_and_then_signed() -> None:
    cast, course, _ = begun()
    browser = signed_in(cast.hannah)
    page = next_page(course, "direction")
    typed = {
        "per_kg": "0.5", "valid_on_day": "12", "valid_on_month": "6", "valid_on_year": "2026",
        "patient_shown": course.patient.ref,
    }  # fmt: skip
    shown = browser.post(page, {**typed, "step": "show"}).content.decode()
    for words in ("0.5\u00a0mg/kg × 70\u00a0kg, rounded to 0.5\u00a0mg", "35\u00a0mg ÷ 1\u00a0mg/mL", "52.5"):
        assert words in shown
    assert "one of the first treatments" in shown
    assert not Direction.objects.exists()
    figures = shown.split('name="shown" value="')[1].split('"')[0]
    assert browser.post(page, {**typed, "step": "sign", "shown": figures}).status_code == 302
    signed = direction_for(treatments_of(course)[0])
    assert signed is not None
    assert (signed.dose_micrograms, signed.microlitres, signed.rate_microlitres_per_hour) == (35_000, 35_000, 52_500)
    assert (signed.weight_grams, signed.weight_basis, signed.minutes) == (70_000, "actual", 40)
    assert (signed.may_slow, signed.valid_on) == ("psychiatrist, nurse", date(2026, 6, 12))
    assert signed.author_name == "Dr Hannah Brandt, psychiatrist"


def test_a_signature_holds_on_to_the_figures_that_were_shown() -> None:
    cast, course, _ = begun()
    browser = signed_in(cast.hannah)
    page = next_page(course, "direction")
    typed = {
        "per_kg": "0.5", "valid_on_day": "12", "valid_on_month": "6", "valid_on_year": "2026",
        "patient_shown": course.patient.ref,
    }  # fmt: skip
    figures = browser.post(page, {**typed, "step": "show"}).content.decode().split('name="shown" value="')[1]
    assessment.record_measurement(patient=course.patient, weight=Weight(80_000), by=cast.priya, now=NOW)
    answer = browser.post(page, {**typed, "step": "sign", "shown": figures.split('"')[0]})
    assert answer.status_code == 422
    assert "The figures have changed" in answer.content.decode()
    assert not Direction.objects.exists()


def test_a_dose_outside_the_limits_is_signed_only_with_a_reason() -> None:
    cast, course, _ = begun()
    browser = signed_in(cast.hannah)
    page = next_page(course, "direction")
    typed = {
        "per_kg": "1.2", "valid_on_day": "12", "valid_on_month": "6", "valid_on_year": "2026",
        "patient_shown": course.patient.ref,
    }  # fmt: skip
    shown = browser.post(page, {**typed, "step": "show"}).content.decode()
    typed |= {"step": "sign", "shown": shown.split('name="shown" value="')[1].split('"')[0]}
    answer = browser.post(page, typed)
    assert answer.status_code == 422
    assert "outside" in answer.content.decode()
    assert 'name="despite_dose-outside-limits"' in answer.content.decode()
    reason = "Slept through lower doses; discussed with the team."
    assert browser.post(page, {**typed, "despite_dose-outside-limits": reason}).status_code == 302
    assert Override.objects.get().reason == reason


@pytest.mark.pathway("F8", "F9", "F12")
def test_each_dose_is_reviewed_and_wishes_for_more_are_flagged() -> None:
    cast, course, address = begun()
    nurse = signed_in(cast.priya)
    page = next_page(course, "review")
    assert "Have you used ketamine outside the clinic?" in nurse.get(page).content.decode()
    typed = {
        "weight": "71.5", "last_response": "Lighter for two days.", "side_effects": "None", "wants_more": "yes",
        "uses_elsewhere": "no", "patient_shown": course.patient.ref,
    }  # fmt: skip
    assert nurse.post(page, {**typed, "wants_more": ""}).status_code == 422
    assert nurse.post(page, typed).status_code == 302
    assert DoseReview.objects.get().weight_grams == 71_500
    assert "wishes for a higher dose" in nurse.get(address).content.decode()


@pytest.mark.pathway("F6")
def test_a_treatment_is_booked_moved_and_not_given() -> None:
    cast, course, address = begun()
    bay = add_bay(name="Bay 1", by=cast.joanne, now=NOW)
    clerk, nurse = signed_in(cast.priya), signed_in(cast.priya)
    mine = {"patient_shown": course.patient.ref}
    sunday = clerk.post(next_page(course, "book"), {**mine, "starts_at": "2026-06-14T10:00", "bay": bay.ref})
    assert sunday.status_code == 422
    assert "does not treat at weekends" in sunday.content.decode()
    booked = clerk.post(next_page(course, "book"), {**mine, "starts_at": "2026-06-15T10:00", "bay": bay.ref})
    assert booked.status_code == 302
    assert Appointment.objects.get().bay == bay
    assert "Monday 15 June, 10:00" in nurse.get(address).content.decode()
    moved = {**mine, "day_day": "16", "day_month": "6", "day_year": "2026"}
    assert nurse.post(next_page(course, "move"), moved).status_code == 302
    assert Appointment.objects.get().cancelled_at == NOW
    assert nurse.post(next_page(course, "not-given"), mine).status_code == 422
    assert nurse.post(next_page(course, "not-given"), {**mine, "because": "Unwell"}).status_code == 302
    assert Treatment.objects.get(course=course, number=1).not_given_because == "Unwell"


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("book", {"starts_at": "2026-06-15T10:00"}),
        ("move", {"day_day": "16", "day_month": "6", "day_year": "2026"}),
        ("not-given", {"because": "Unwell"}),
    ],
)
def test_the_office_lands_on_a_page_that_is_theirs(page: str, typed: dict[str, str]) -> None:
    cast, course, _ = begun()
    bay = add_bay(name="Bay 1", by=cast.joanne, now=NOW)
    office, address = signed_in(cast.joanne), next_page(course, page)
    home = f"/patients/{course.patient.ref}/"
    assert f'href="{home}"' in office.get(address).content.decode()
    landed = office.post(address, {**typed, "patient_shown": course.patient.ref, "bay": bay.ref}, follow=True)
    assert landed.redirect_chain == [(home, 302)]
    assert landed.status_code == 200


@pytest.mark.pathway("F12")
def test_a_day_too_soon_is_said_before_it_is_planned_and_after() -> None:
    cast, course, address = begun()
    first, second = treatments_of(course)[:2]
    actions.mark_not_given(treatment=treatments_of(course)[2], because="Away", by=cast.priya, now=NOW)
    nurse, soon = signed_in(cast.priya), first.planned_day + timedelta(days=3)
    page = f"/patients/{course.patient.ref}/course/{second.ref}/move/"
    typed = {
        "patient_shown": course.patient.ref,
        **{f"day_{part}": str(getattr(soon, part)) for part in ("day", "month", "year")},
    }
    asked = nurse.post(page, typed)
    assert asked.status_code == 200
    assert "Sooner than planned: 3\u00a0days after the last treatment" in asked.content.decode()
    assert Treatment.objects.get(pk=second.pk).planned_day == second.planned_day
    assert nurse.post(page, {**typed, "shown": soon.isoformat()}).status_code == 302
    actions.mark_not_given(treatment=first, because="Unwell", by=cast.priya, now=NOW)
    assert "Sooner than planned" not in nurse.get(address).content.decode()  # nothing stands before it any more


@pytest.mark.pathway("F12")
def test_a_direction_for_another_day_is_said_on_the_course() -> None:
    cast, course, address = begun()
    first = treatments_of(course)[0]
    terms = Terms(Dose(35_000), Dose(35_000), first.planned_day)
    actions.sign_direction(treatment=first, terms=terms, by=cast.hannah, now=NOW)
    nurse = signed_in(cast.priya)
    assert "Sign again." not in nurse.get(address).content.decode()
    actions.move_treatment(treatment=first, day=first.planned_day + timedelta(days=3), by=cast.priya, now=NOW)
    assert "Sign again." in nurse.get(address).content.decode()


@pytest.mark.pathway("F10", "S9")
def test_a_decision_is_recorded_with_its_reason_and_the_plan_follows() -> None:
    cast, course, address = begun()
    browser = signed_in(cast.hannah)
    page = f"{address}decide/"
    mine = {"patient_shown": course.patient.ref}
    shown = browser.get(page).content.decode()
    assert "pramipexole" in shown
    assert "about 15 %" in shown
    nobody = browser.post(page, {**mine, "kind": "add-medicine", "reason": "Benefit fades."})
    assert nobody.status_code == 422
    assert "Name the prescriber" in nobody.content.decode()
    added = {**mine, "kind": "add-medicine", "reason": "Benefit fades.", "prescriber": "Dr Omar Reyes"}
    assert browser.post(page, added).status_code == 302
    change = {**mine, "kind": "change-dose", "reason": "Slept through.", "per_kg": "0.4"}
    assert browser.post(page, change).status_code == 302
    assert {row.planned_micrograms for row in treatments_of(course)} == {28_000}
    until = {"until_day": "1", "until_month": "9", "until_year": "2026"}
    assert browser.post(page, {**mine, "kind": "break", "reason": "A planned break.", **until}).status_code == 302
    course.episode.refresh_from_db()
    assert course.episode.stage == "on a break"
    shown = browser.get(address).content.decode()
    for words in ("Take a break", "until 1 September 2026", "prescribed by Dr Omar Reyes", "Change the dose"):
        assert words in shown


def test_a_patient_sees_their_plan_and_what_nobody_can_tell() -> None:
    cast, course, _ = begun()
    rows = treatments_of(course)
    actions.report_given(treatment=rows[0], given=Dose(35_000), at=NOW, side_effects="none", by=cast.priya, now=NOW)
    shown = signed_in(as_patient(course.patient)).get("/my/course/").content.decode()
    assert "Treatment 1: given on Thursday 11 June" in shown
    assert "Treatment 2: next, Friday 19 June" in shown
    assert "Nobody can tell for whom" in shown
    assert "off-label" in shown


@pytest.mark.parametrize("page", ["", "plan/ketamine-infusion/", "more/", "decide/"])
def test_another_clinics_course_is_not_found(page: str) -> None:
    _, _, address = begun()
    stranger = cast_of("tern-house")
    assert signed_in(stranger.hannah).get(f"{address}{page}").status_code == 404


@pytest.mark.parametrize("page", ["direction", "review", "book", "move", "not-given"])
def test_another_clinics_treatment_is_not_found(page: str) -> None:
    _, course, _ = begun()
    assert signed_in(cast_of("tern-house").hannah).get(next_page(course, page)).status_code == 404


def test_a_save_from_another_patients_tab_is_refused() -> None:
    cast, _, address = begun()
    answer = signed_in(cast.hannah).post(f"{address}decide/", {"kind": "stop", "reason": "x", "patient_shown": ""})
    assert answer.status_code == 422
    assert "Nothing was saved" in answer.content.decode()


def test_no_course_yet_leads_to_consent_first() -> None:
    cast = cast_of("larkfield")
    episode = ready(cast)
    shown = signed_in(cast.hannah).get(f"/patients/{episode.patient.ref}/course/").content.decode()
    assert "Plan ketamine infusion" in shown
    assert (
        "No course has been planned yet" in signed_in(as_patient(episode.patient)).get("/my/course/").content.decode()
    )


@pytest.mark.pathway("N11")
def test_the_course_stands_in_a_wider_plan_for_staff_and_patient() -> None:
    cast, course, page = begun("marlow-rooms")
    patient = course.patient
    assessment.write_medicine(patient=patient, name="Sertraline", dose="150 mg daily", by=cast.hannah, now=NOW)
    therapist = add_outside_clinician(name="Ruth Lind", profession="psychotherapist", by=cast.joanne, now=NOW)
    join_care_team(patient=patient, clinician=therapist, role="therapist", by=cast.joanne, now=NOW)
    for browser, where in ((signed_in(cast.hannah), page), (signed_in(as_patient(patient)), "/my/course/")):
        shown = browser.get(where).content.decode()
        for words in ("one part of a wider plan", "Sertraline 150 mg daily", "Ruth Lind"):
            assert words in shown, where
