"""A course from its plan to its end, through actions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from afterglow.care.assessment import actions as assessment
from afterglow.care.consent import actions as consent
from afterglow.care.consent.queries import confirmed_for, valid_consent
from afterglow.care.consent.rules.signing import Signing
from afterglow.care.consent.rules.texts import texts_sha256
from afterglow.care.course import actions as course_actions
from afterglow.care.course.models import Course
from afterglow.care.course.queries import direction_for, given_to, treatments_of
from afterglow.care.course.rules.terms import Choice, DosePlan, Terms
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Weight
from afterglow.record.pathway import actions as pathway
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.rules import Stage
from tests.people import NOW, Cast, cast_of, maya

pytestmark = pytest.mark.django_db
WEEKLY = tuple(date(2026, 6, 12) + timedelta(weeks=week) for week in range(6))


def ready(cast: Cast) -> Episode:
    """Maya, assessed as suitable and consenting."""
    patient = maya(cast)
    episode = pathway.open_episode(patient=patient, by=cast.joanne, now=NOW)
    pathway.move(episode=episode, to=Stage.ACCEPTED, by=cast.hannah, now=NOW)
    assessment.record_measurement(patient=patient, weight=Weight(70_000), by=cast.priya, now=NOW)
    assessment.ask_conditions(patient=patient, present={}, by=cast.priya, now=NOW)
    reasons = "Two adequate trials."
    assessment.decide_suitability(episode=episode, suitable=True, reasons=reasons, by=cast.hannah, now=NOW)
    consent.give_information(episode=episode, way="together", by=cast.hannah, now=NOW)
    covered = ("procedure", "risks", "benefits", "alternatives")
    signing = Signing("Maya Okonjo", "patient", patient_agrees=True, capacity=True, covered=covered)
    sha256 = texts_sha256(protocol_in_force(cast.clinic, NOW))
    consent.record_consent(episode=episode, signing=signing, sha256=sha256, by=cast.hannah, now=NOW)
    return episode


def planned(cast: Cast) -> Course:
    return course_actions.plan_course(
        episode=ready(cast),
        treatment_code="ketamine-infusion",
        dose=DosePlan(per_kg=DosePerWeight(500)),
        spacing="1 week apart",
        days=WEEKLY,
        reason="First course.",
        by=cast.hannah,
        now=NOW,
    )


def test_plan() -> None:
    cast = cast_of("larkfield")
    course = planned(cast)
    rows = treatments_of(course)
    assert [(row.number, row.planned_day, row.planned_micrograms) for row in rows] == [
        (number, day, 35_000) for number, day in enumerate(WEEKLY, 1)
    ]
    assert course.episode.stage == Stage.IN_COURSE
    terms = Terms(Dose(35_000), Dose(35_000), WEEKLY[0], DosePerWeight(500), Weight(70_000), "actual", 40)
    first = course_actions.sign_direction(treatment=rows[0], terms=terms, by=cast.hannah, now=NOW)
    second = course_actions.sign_direction(treatment=rows[0], terms=terms, by=cast.omar, now=NOW)
    assert direction_for(rows[0]) == second
    assert second.supersedes == first
    course_actions.report_given(
        treatment=rows[0], given=Dose(35_000), at=NOW, side_effects="none", by=cast.priya, now=NOW
    )
    assert [row.pk for row in given_to(course.patient)] == [rows[0].pk]
    assert treatments_of(course)[0].state == "given"
    course_actions.decide(course=course, choice=Choice("stop", "Moved away."), by=cast.hannah, now=NOW)
    assert course.ended_at == NOW
    assert {row.state for row in treatments_of(course)[1:]} == {"not given"}
    consent.confirm_before_dose(
        episode=course.episode, about=rows[0].ref, capacity=True, willingness=True, by=cast.priya, now=NOW
    )
    assert confirmed_for(rows[0].ref)


def test_no_consent_no_course() -> None:
    cast = cast_of("larkfield")
    episode = ready(cast)
    held = valid_consent(episode, NOW)
    assert held
    consent.withdraw(consent=held, reason="", by=cast.hannah, now=NOW)
    with pytest.raises(Refused, match="no valid consent"):
        course_actions.plan_course(
            episode=episode,
            treatment_code="ketamine-infusion",
            dose=DosePlan(per_kg=DosePerWeight(500)),
            spacing="1 week apart",
            days=WEEKLY,
            reason="x",
            by=cast.hannah,
            now=NOW,
        )
