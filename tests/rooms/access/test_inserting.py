"""A row inserted once is whole and in the trail; a second one like it changes nothing and leaves no trace."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from afterglow.care.treatment.models import TYPED, Reading
from afterglow.ground.access.signing import signed
from afterglow.ground.audit import trail
from afterglow.ground.audit.models import AuditRow
from tests.people import NOW, Cast, cast_of
from tests.rooms.treatment.day import settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of("larkfield")


def reading(cast: Cast, **columns: object) -> Reading:
    return Reading(
        session=columns.pop("session", None) or settled(cast),
        uuid=columns.pop("uuid", None) or uuid4(),
        source=TYPED,
        **columns,
        **signed(by=cast.priya, now=NOW, happened_at=NOW - timedelta(minutes=3)),
    )


def test_it_is_inserted_whole_and_noted(cast: Cast) -> None:
    row = reading(cast, systolic=121, diastolic=79, on_oxygen=True, raw="as sent")
    with trail.opened(author=cast.priya, now=NOW, verb="treatment.reading_recorded"):
        assert row.insert_once()
    [kept] = Reading.objects.all()
    assert kept == row
    assert not row._state.adding
    assert {field.attname: getattr(kept, field.attname) for field in Reading._meta.concrete_fields} == {
        field.attname: getattr(row, field.attname) for field in Reading._meta.concrete_fields
    }
    last = AuditRow.objects.filter(clinic_id=cast.clinic.pk).order_by("-number")[0]
    [[label, number, *_]] = json.loads(last.body)
    assert (label, number) == ("treatment.reading", row.pk)


def test_a_second_one_is_not_and_the_first_stays_as_it_was(cast: Cast) -> None:
    first = reading(cast, heart_rate=61)
    with trail.opened(author=cast.priya, now=NOW, verb="treatment.reading_recorded"):
        assert first.insert_once()
        again = reading(cast, session=first.session, uuid=first.uuid, heart_rate=99)
        assert not again.insert_once()
    assert again.pk is None
    assert list(Reading.objects.values_list("heart_rate", flat=True)) == [61]
    last = AuditRow.objects.filter(clinic_id=cast.clinic.pk).order_by("-number")[0]
    assert len(json.loads(last.body)) == 1
