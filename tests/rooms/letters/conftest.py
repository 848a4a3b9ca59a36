"""A patient with a care team, assessed and treated: what letters rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from afterglow.care.assessment.actions import ask_conditions, decide_suitability, write_medicine
from afterglow.care.assessment.models import SuitabilityDecision
from afterglow.care.course.actions import report_given
from afterglow.care.course.models import Course, Treatment
from afterglow.care.referral.actions import judge, receive
from afterglow.care.referral.models import Referral
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.audit import trail
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.people.actions import add_outside_clinician, correct_details, join_care_team
from afterglow.record.people.models import OutsideClinician, Patient
from tests.people import NOW, Cast, cast_of, maya

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Story:
    """A clinic, a patient and what has happened to them."""

    cast: Cast
    patient: Patient
    referral: Referral
    decision: SuitabilityDecision

    @property
    def treatment(self) -> Treatment:
        return treated(self)


@pytest.fixture
def story(db: None, clinic_time: object) -> Story:
    cast = cast_of()
    patient = maya(cast)
    correct_details(patient=patient, address="4 Orchard Way\nNorthshire", county="Northshire", by=cast.joanne, now=NOW)
    gp = outside(cast, "Dr Ines Alvarez", "gp", address="Elm Surgery\n3 Mill Lane")
    referral = receive(
        patient=patient, came_by="letter", referrer=gp, responsible=True, by=cast.joanne, now=NOW - 9 * DAY
    )
    for role, name in (("gp", ""), ("psychiatrist", "Dr Kari Lund"), ("care-coordinator", "Sam Bell")):
        clinician = outside(cast, name, role, address="2 Long Road") if name else gp
        join_care_team(patient=patient, clinician=clinician, role=role, by=cast.joanne, now=NOW - 9 * DAY)
    judge(referral=referral, decision="accept", words="Fits.", by=cast.hannah, now=NOW - 8 * DAY)
    write_medicine(patient=patient, name="Sertraline", dose="150 mg daily", by=cast.hannah, now=NOW - 8 * DAY)
    ask_conditions(patient=patient, present={}, by=cast.hannah, now=NOW - 8 * DAY)
    decision = decide_suitability(
        episode=referral.episode,
        suitable=True,
        reasons="Two trials failed",
        despite={"conditions-not-asked": "Asked by phone"},
        by=cast.hannah,
        now=NOW - 8 * DAY,
    )
    return Story(cast, patient, referral, decision)


def outside(cast: Cast, name: str, profession: str, address: str = "") -> OutsideClinician:
    return add_outside_clinician(name=name, profession=profession, address=address, by=cast.joanne, now=NOW - 9 * DAY)


def treated(story: Story) -> Treatment:
    """One treatment given three days ago; its plan stands here as rows, because planning it needs consent first."""
    with trail.opened(author=story.cast.hannah, now=NOW, verb="test.planned"):
        course = Course.objects.create(
            clinic_id=story.patient.clinic_id,
            episode=story.referral.episode,
            number=1,
            protocol_version=protocol_in_force(story.cast.clinic, NOW).version,
            treatment_code="ketamine-infusion",
            dose_per_kg_micrograms=500,
            spacing="1 week apart",
            planned_at=NOW - 4 * DAY,
        )
        planned = Treatment.objects.create(
            clinic_id=course.clinic_id,
            course=course,
            number=1,
            code="ketamine-infusion",
            drug="ketamine",
            route="intravenous",
            planned_day=(NOW - 3 * DAY).date(),
        )
    return report_given(
        treatment=planned,
        given=Dose.of("35"),
        at=NOW - 3 * DAY,
        side_effects="nausea for ten minutes",
        by=story.cast.priya,
        now=NOW - 3 * DAY,
    )
