"""Places in groups in the participant's own calendar: an invitation when confirmed, a cancellation when it ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from afterglow.care.groups.models.places import CONFIRMED, Place
from afterglow.care.groups.queries.inviting import calendar_key
from afterglow.care.groups.queries.terms import group_of, protocol_of
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.words import moment
from afterglow.ground.kernel.calendar_entry import CalendarEntry, Invited, invitation
from afterglow.ground.kernel.money import Money
from afterglow.record.contact.actions import queue_message
from afterglow.record.contact.models import EMAIL, Message

REMIND_BEFORE = timedelta(minutes=15)
"""Five minutes before the waiting room opens (L9)."""


@action("groups.calendar_told", may=Permission.DO_DUE_WORK)
def tell_calendar(*, place: Place, by: Actor, now: datetime) -> Message:
    """Send a participant the entry for their own calendar, or its taking back; neither says what the group is.

    A place that ended says in the same message what is owed for it, and what goes back.
    """
    patient, ended = place.patient, place.state != CONFIRMED
    when = moment(place.meeting.starts_at, ZoneInfo(patient.clinic.time_zone))
    if ended:
        subject = f"Taken out of your calendar: {when}"
        words = f"Your place on {when} has ended. This message takes it out of your calendar.{_owed_words(place)}"
    else:
        subject = f"Your place on {when}"
        words = f"You have a place on {when}. This message brings it along for your own calendar."
    return queue_message(
        key=calendar_key(place, taken_back=ended),
        channel=EMAIL,
        address=patient.email,
        subject=f"{patient.clinic.name}: {subject}",
        text=f"{words} Your page: {place_address(place)}\n",
        calendar=calendar_of(place, now),
        patient=patient,
        by=by,
        now=now,
    )


def calendar_of(place: Place, now: datetime) -> str:
    """What a message carries so that a place comes into a calendar as it is now, or leaves it."""
    contact, patient = protocol_of(place.meeting).contact, place.patient
    invited = Invited(patient.first_name, patient.email, patient.clinic.name, contact.email)
    return invitation(calendar_entry(place, now), invited)


def calendar_entry(place: Place, now: datetime) -> CalendarEntry:
    """A place as the participant's own calendar reads it. The way in is not in it: it is shown at the door alone."""
    meeting, clinic = place.meeting, place.patient.clinic
    protocol, ended = protocol_of(meeting), place.state != CONFIRMED
    online = group_of(meeting).where == "online"
    return CalendarEntry(
        uid=f"{place.ref}@afterglow",
        sequence=meeting.revision + ended,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=protocol.zone,
        title=f"Meeting, {clinic.name}",
        where="Online" if online else ", ".join(protocol.contact.address),
        text=f"Your page: {place_address(place)}",
        written_at=now,
        remind_before=REMIND_BEFORE,
        cancelled=ended,
    )


def place_address(place: Place) -> str:
    """Where a participant reads how their place stands."""
    return f"{settings.PUBLIC_URL}{reverse('groups:place', args=[place.ref])}"


def _owed_words(place: Place) -> str:
    if not place.fee_pence:
        return ""
    if place.owed_pence:
        return f" {Money(place.owed_pence, place.currency)} is kept, because the free time was over."
    return " You owe nothing for it, and what you paid for it is given back."
