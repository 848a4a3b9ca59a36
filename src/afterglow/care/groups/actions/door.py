"""The door: arriving, letting in, closing attendance; and what must not stay unsaid."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from afterglow.care.groups.actions.holding import become, locked_run, refusal
from afterglow.care.groups.models.door import Admission, Arrival, Concern, DoorEvent
from afterglow.care.groups.models.places import CONFIRMED, Place
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.door import arrivals_of
from afterglow.care.groups.queries.places import confirmed
from afterglow.care.groups.rules.door import Doorway, door_words, doorway, may_admit
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.access.signing import signed
from afterglow.record.people.models import Patient
from afterglow.record.tasks.actions import raise_task

CONCERN_TASK = "group-concern"
GRADES = {"now": timedelta(hours=1), "same-day": timedelta(hours=4), "": timedelta(days=2)}
"""Within what time somebody takes it on (default)."""


@action("groups.arrived", may=Permission.SEE_OWN_RECORD)
def arrive(*, place: Place, where: str, phone: str, by: Actor, now: datetime) -> Arrival:
    """A participant is at the door, says where they are and how to reach them today.

    The moment decides (L9): in time until the door closes, that very moment included. Who comes later is written
    down too, and not let in. Raises Refused before the door opens and without a confirmed place.
    """
    row = _held(place)
    meeting = row.meeting
    door = doorway(now, opens_at=meeting.door_opens_at, closes_at=meeting.door_closes_at)
    if row.state != CONFIRMED or meeting.cancelled_at is not None or now >= meeting.ends_at:
        raise refusal("no-place", "You have no place in this meeting now.")
    if door is Doorway.NOT_OPEN:
        zone = meeting.series.clinic.time_zone
        raise refusal("door-not-open", door_words(meeting.door_opens_at, meeting.door_closes_at, ZoneInfo(zone)), "L9")
    if row.agreed_at is None:
        row.agreed_at = now
        row.save(update_fields=["agreed_at"])
    made: Arrival = Arrival.objects.create(
        place=row, where=where, phone=phone, in_time=door is Doorway.OPEN, **signed(by=by, now=now)
    )
    _announce(meeting, now)
    return made


@action("groups.admitted", may=Permission.LEAD_GROUPS)
def admit(*, place: Place, by: Actor, now: datetime) -> Admission:
    """Let a participant in who arrived in time, whenever a facilitator looks. Does nothing a second time (L9)."""
    row = _held(place)
    found: Admission | None = Admission.objects.filter(place=row).first()
    if found is not None:
        return found
    arrival = arrivals_of([row]).get(row.pk)
    if not may_admit(arrived_in_time=arrival is not None and arrival.in_time, now=now, ends_at=row.meeting.ends_at):
        raise refusal("not-in-time", "Only who arrived in time is let in, and only until the end.", "L9")
    made: Admission = Admission.objects.create(place=row, **signed(by=by, now=now))
    _announce(row.meeting, now)
    return made


@action("groups.attendance_closed", may=Permission.DO_DUE_WORK)
def close_attendance(*, meeting: Meeting, by: Actor, now: datetime) -> None:
    """After the end: who was let in attended, everybody else was absent; the fee follows (L10)."""
    run = locked_run(meeting)
    row = next(one for one in run if one.pk == meeting.pk)
    if row.closed_at is not None:
        return
    places = confirmed(row)
    arrivals = arrivals_of(places)
    admitted = frozenset(Admission.objects.filter(place__in=places).values_list("place_id", flat=True))
    for place in places:
        arrival = arrivals.get(place.pk)
        if place.pk in admitted:
            become(place, "attended", now)
        elif arrival is not None and arrival.in_time:
            become(place, "not let in", now, because="Arrived in time and was not let in: nothing is owed.")
        else:
            become(place, "absent", now, because="Came after the door had closed." if arrival else "")
    row.closed_at = now
    row.save(update_fields=["closed_at"])


@action("groups.concern_written", may=Permission.LEAD_GROUPS)
def write_concern(*, meeting: Meeting, patient: Patient, text: str, grade: str, by: Actor, now: datetime) -> Concern:
    """Something said in a group needs action: it goes into the record, and somebody owns it.

    ``grade`` is ``now``, ``same-day`` or empty. Notes kept apart never excuse silence.
    """
    made: Concern = Concern.objects.create(meeting=meeting, patient=patient, text=text, **signed(by=by, now=now))
    raise_task(
        kind=CONCERN_TASK,
        about=made.ref,
        title="Something said in a group needs action",
        detail=text,
        role=Role.PSYCHIATRIST,
        patient=patient,
        link=reverse("record:patient", args=[patient.ref]),
        grade=grade,
        due_at=now + GRADES[grade],
        pass_on_at=now + GRADES[grade],
        pass_on_to=Role.NURSE,
        by=by,
        now=now,
    )
    return made


def _held(place: Place) -> Place:
    rows = Place.objects.select_for_update(of=("self",))
    row: Place = rows.select_related("meeting__series__clinic", "patient").get(pk=place.pk)
    return row


def _announce(meeting: Meeting, now: datetime) -> None:
    DoorEvent.objects.create(clinic_id=meeting.clinic_id, meeting=meeting, at=now)
