"""Places in groups in the participant's own calendar: an invitation when confirmed, a cancellation when it ended."""

from __future__ import annotations

from datetime import datetime, timedelta

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
from afterglow.record.contact.actions import queue_message
from afterglow.record.contact.models import EMAIL, Message

REMIND_BEFORE = timedelta(minutes=15)
"""Five minutes before the waiting room opens (L9)."""


@action("groups.calendar_told", may=Permission.DO_DUE_WORK)
def tell_calendar(*, place: Place, by: Actor, now: datetime) -> Message:
    """Send a participant the entry for their own calendar, or its taking back; neither says what the group is."""
    entry, patient = calendar_entry(place, now), place.patient
    contact = protocol_of(place.meeting).contact
    invited = Invited(patient.first_name, patient.email, patient.clinic.name, contact.email)
    when = moment(entry.starts_at, entry.zone)
    if entry.cancelled:
        subject = f"Taken out of your calendar: {when}"
        words = f"Your place on {when} has ended. This message takes it out of your calendar."
    else:
        subject = f"Your place on {when}"
        words = f"You have a place on {when}. This message brings it along for your own calendar."
    return queue_message(
        key=calendar_key(place, taken_back=entry.cancelled),
        channel=EMAIL,
        address=patient.email,
        subject=f"{patient.clinic.name}: {subject}",
        text=f"{words} {entry.text}\n",
        calendar=invitation(entry, invited),
        patient=patient,
        by=by,
        now=now,
    )


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
        text=f"Your page: {settings.PUBLIC_URL}{reverse('groups:place', args=[place.ref])}",
        written_at=now,
        remind_before=REMIND_BEFORE,
        cancelled=ended,
    )
