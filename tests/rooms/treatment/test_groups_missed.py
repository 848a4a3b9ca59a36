"""A group that was missed holds no treatment back."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from afterglow.care.course.actions import plan_course
from afterglow.care.course.models import Treatment
from afterglow.care.course.rules.terms import DosePlan
from afterglow.care.groups.due import due
from afterglow.care.groups.models.places import ABSENT, Place
from afterglow.care.treatment.actions.infusion import start
from afterglow.care.treatment.queries.before import before_findings
from afterglow.care.treatment.queries.known import known_about
from afterglow.ground.kernel.quantity import DosePerWeight
from tests.people import NOW, Cast, maya
from tests.rooms.groups.meeting import booked, group_at, meeting_on
from tests.rooms.treatment.day import consenting, direct, minutes, settled, startable

pytestmark = pytest.mark.django_db

TREATED = NOW + timedelta(days=14)
"""A Thursday; the second of the two Tuesdays was two days before."""


@pytest.mark.pathway("F41")
def test_who_missed_the_preparation_group_is_treated_all_the_same(cast: Cast) -> None:
    patient = maya(cast)
    episode = consenting(cast, patient)
    tuesday = date(2026, 6, 16)
    booked(meeting_on(group_at(cast, "preparation", starts_on=tuesday), tuesday), patient)
    plan_course(
        episode=episode,
        treatment_code="ketamine-infusion",
        dose=DosePlan(per_kg=DosePerWeight(500)),
        spacing="1 week apart",
        days=[TREATED.date()],
        reason="First course.",
        by=cast.hannah,
        now=NOW,
    )
    due(TREATED - timedelta(days=1))
    assert {place.state for place in Place.objects.filter(patient=patient)} == {ABSENT}
    treatment = Treatment.objects.get(course__episode=episode)
    direct(cast, treatment, now=TREATED)
    session = startable(cast, settled(cast, treatment, now=TREATED), now=TREATED)
    found = before_findings(known_about(treatment, TREATED))
    assert [one.finding.code for one in found if "group" in f"{one.finding.code} {one.finding.words}".lower()] == []
    assert start(session=session, uuid=uuid4(), by=cast.priya, now=minutes(3, after=TREATED)).kind == "start"
