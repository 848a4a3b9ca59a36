"""Chapter three: the course is planned and booked, and each dose is signed for."""

from __future__ import annotations

from datetime import date, timedelta

from afterglow.care.assessment.queries import latest_height, latest_weight
from afterglow.care.course import actions as course
from afterglow.care.course.models import Course, Treatment
from afterglow.care.course.queries import protocol_of
from afterglow.care.course.rules.dose import dose_sheet
from afterglow.care.course.rules.planned_dose import planned_dose
from afterglow.care.course.rules.terms import DosePlan, Review, Terms
from afterglow.care.course.rules.weight import Sex, dosing_weight
from afterglow.demo.chapters.assessing import episode_of
from afterglow.demo.telling import Scene
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Height, Weight
from afterglow.record.diary.queries import free_places
from afterglow.record.people.models import Patient

_LENGTH = timedelta(minutes=120)


def plan(
    scene: Scene,
    patient: Patient,
    *,
    code: str,
    dose: DosePlan,
    first: date,
    spacing: str = "1 week apart",
    sessions: int = 6,
    days_between: int = 7,
) -> Course:
    """Plan a course from a day on; each session on an open day."""
    days: list[date] = []
    for number in range(sessions):
        days.append(scene.open_day(first + timedelta(days=number * days_between)))
    return course.plan_course(
        episode=episode_of(patient),
        treatment_code=code,
        dose=dose,
        spacing=spacing,
        days=days,
        reason="Depression that did not lift with two medicines; what treatment can and cannot do was talked over.",
        by=scene.people["psychiatrist"],
        now=scene.now,
    )


def treatments(planned: Course) -> list[Treatment]:
    """Its treatments in order."""
    return list(Treatment.objects.filter(course=planned).select_related("course__episode__patient").order_by("number"))


def book(scene: Scene, treatment: Treatment, clock: str, *, bay: int | None = None) -> Treatment:
    """Book it on its planned day, at the first free time from ``clock`` on, in this bay or any."""
    day = treatment.planned_day
    free = free_places(day, clinic=scene.clinic, protocol=scene.protocol, length=_LENGTH)
    wanted = scene.at(day, clock)
    places = [
        (start, number, place)
        for number, (place, starts) in enumerate(sorted(free.items(), key=lambda item: item[0].pk))
        for start in starts
        if start >= wanted and bay in (None, number)
    ]
    start, _, place = min(places, key=lambda item: item[:2])
    return course.book_treatment(
        treatment=treatment,
        starts_at=start,
        ends_at=start + _LENGTH,
        bay=place,
        by=scene.people["administrator"],
        now=scene.now,
    )


def review(scene: Scene, treatment: Treatment, kg: str, *, response: str, side_effects: str) -> None:
    """Before a dose: weight, how it went since the last one, side effects."""
    course.review_dose(
        treatment=treatment,
        review=Review(last_response=response, side_effects=side_effects, weight=Weight.of(kg)),
        by=scene.people["nurse"],
        now=scene.now,
    )


def sign(scene: Scene, treatment: Treatment) -> Terms:
    """The prescriber signs the direction for the day it is planned on."""
    terms = _terms(treatment)
    course.sign_direction(treatment=treatment, terms=terms, by=scene.people["psychiatrist"], now=scene.now)
    return terms


def _terms(treatment: Treatment) -> Terms:
    what = protocol_of(treatment.course).treatment_coded(treatment.code)
    per_kg, weight, basis = _weighed(treatment)
    fixed = treatment.course.dose_micrograms
    if per_kg is not None and weight is not None:
        assert what.rounding is not None
        dose = planned_dose(per_kg, weight, what.rounding.to)
    else:
        assert fixed is not None
        dose = Dose(fixed)
    vial = what.products[0].strength if what.products else None
    sheet = dose_sheet(dose, what, vial)
    minutes = int(what.over / timedelta(minutes=1)) if what.over else None
    return Terms(
        dose=dose,
        most=dose,
        valid_on=treatment.planned_day,
        per_kg=per_kg,
        weight=weight,
        weight_basis=basis,
        minutes=minutes if sheet.rate else None,
        volume=sheet.volume,
        rate=sheet.rate,
    )


def _weighed(treatment: Treatment) -> tuple[DosePerWeight | None, Weight | None, str]:
    per_kg = treatment.course.dose_per_kg_micrograms
    if per_kg is None:
        return None, None, ""
    rule = protocol_of(treatment.course).treatment_coded(treatment.code).dosing_weight
    assert rule is not None
    patient = treatment.patient
    measured, height = latest_weight(patient), latest_height(patient)
    assert measured is not None
    assert measured.weight_grams is not None
    tall = Height(height.height_millimetres) if height and height.height_millimetres else None
    worked_out = dosing_weight(rule, Weight(measured.weight_grams), tall, _sex(patient))
    return DosePerWeight(per_kg), worked_out.weight, rule.basis


def _sex(patient: Patient) -> Sex | None:
    known: dict[str, Sex] = {"female": "female", "male": "male"}
    return known.get(patient.sex_at_birth)
