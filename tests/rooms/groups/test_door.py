"""The door and what follows from it: attendance, the fee, what needs action, and who sees what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from afterglow.care.groups.actions.door import admit, arrive
from afterglow.care.groups.actions.paying import confirm_place
from afterglow.care.groups.due import due
from afterglow.care.groups.models.door import Concern
from afterglow.care.groups.models.places import ABSENT, ATTENDED, Place
from afterglow.care.groups.models.series import Meeting
from afterglow.ground.access.acting import Refused
from afterglow.record.people.actions import add_emergency_contact
from afterglow.record.tasks.models import Task
from tests.people import NOW, Cast, as_patient, cast_of, signed_in
from tests.rooms.groups.meeting import FRIDAY, booked, group_at, meeting_on, treated, utc

pytestmark = pytest.mark.django_db

END = "2026-06-12 15:00:00"


@pytest.fixture
def cast() -> Cast:
    return cast_of("harrow-lane")


@pytest.fixture
def friday(cast: Cast) -> Meeting:
    return meeting_on(group_at(cast), FRIDAY)


def expected(cast: Cast, friday: Meeting, *names: str) -> list[Place]:
    people = treated(cast, len(names), names=names)
    return [confirm_place(place=booked(friday, one), by=as_patient(one), now=NOW) for one in people]


def comes(place: Place, at: str) -> bool:
    here = {"where": "At home, Lantern Row 4", "phone": "+447700900123"}
    return arrive(place=place, **here, by=as_patient(place.patient), now=utc(at)).in_time


@pytest.mark.pathway("L9", "L10")
def test_attendance_and_the_fee_follow_from_the_door(cast: Cast, friday: Meeting) -> None:
    in_time, forgotten, late, away = expected(cast, friday, "Maya", "Ines", "Ruth", "David")
    with pytest.raises(Refused, match="opens at 14:20"):
        comes(in_time, "2026-06-12 13:19:59")
    assert comes(in_time, "2026-06-12 13:45:00")
    assert comes(forgotten, "2026-06-12 13:20:00")
    assert not comes(late, "2026-06-12 13:45:01")
    admit(place=in_time, by=cast.hannah, now=utc("2026-06-12 14:59:59"))
    with pytest.raises(Refused, match="Only who arrived in time"):
        admit(place=late, by=cast.hannah, now=utc("2026-06-12 13:50:00"))
    due(utc(END))
    assert due(utc(END)) == 0
    for place in (in_time, forgotten, late, away):
        place.refresh_from_db()
    assert [(one.state, one.owed_pence) for one in (in_time, forgotten, late, away)] == [
        (ATTENDED, 1000),
        (ABSENT, 0),
        (ABSENT, 1000),
        (ABSENT, 1000),
    ]
    assert "was not let in: nothing is owed" in forgotten.because


@pytest.mark.pathway("L9")
def test_letting_in_twice_is_once(cast: Cast, friday: Meeting) -> None:
    (place,) = expected(cast, friday, "Maya")
    comes(place, "2026-06-12 13:30:00")
    first = admit(place=place, by=cast.hannah, now=utc("2026-06-12 13:31:00"))
    assert admit(place=place, by=cast.omar, now=utc("2026-06-12 13:32:00")).pk == first.pk


@pytest.mark.pathway("L6", "L9")
def test_facilitators_see_first_names_where_people_are_and_whom_to_call(
    clinic_time: Callable[[datetime], None], cast: Cast, friday: Meeting
) -> None:
    one, _ = expected(cast, friday, "Maya", "Maya")
    add_emergency_contact(
        patient=one.patient, name="Sam Example", phone="07700900555", relation="partner", by=cast.joanne, now=NOW
    )
    comes(one, "2026-06-12 13:30:00")
    clinic_time(utc("2026-06-12 13:31:00"))
    client, address = signed_in(cast.hannah), f"/groups/meetings/{friday.ref}/door/"
    page = client.get(address).content.decode()
    for words in ("Maya (1)", "Maya (2)", "Lantern Row 4", "partner", "Waiting since 14:30", "Not here yet"):
        assert words in page
    assert "Example" not in page
    assert client.post(f"/groups/places/{one.ref}/let-in/").status_code == 302
    assert "In since 14:31" in client.get(f"{address}list/").content.decode()


def test_only_those_who_lead_the_series_see_its_door(cast: Cast, friday: Meeting) -> None:
    (place,) = expected(cast, friday, "Maya")
    for actor in (cast.lena, cast.priya, cast.joanne):
        assert signed_in(actor).get(f"/groups/meetings/{friday.ref}/door/").status_code in (403, 404)
        assert signed_in(actor).post(f"/groups/places/{place.ref}/let-in/").status_code in (403, 404)


@pytest.mark.usefixtures("clinic_time")
def test_what_needs_action_becomes_an_entry_of_the_record_and_an_owned_task(cast: Cast, friday: Meeting) -> None:
    (place,) = expected(cast, friday, "Maya")
    said = {"text": "Says she has stopped her medicine.", "grade": "same-day", "patient_shown": place.patient.ref}
    answer = signed_in(cast.omar).post(f"/groups/places/{place.ref}/concern/", said)
    assert answer.status_code == 302
    written, task = Concern.objects.get(), Task.objects.get(kind="group-concern")
    assert (written.patient_id, written.author_id) == (place.patient_id, cast.omar.account_id)
    assert (task.role, task.grade, task.patient_id) == ("psychiatrist", "same-day", place.patient_id)
    assert task.pass_on_to == "infusion nurse"
