"""A time in somebody's own calendar: an iCalendar file to fetch, an invitation, or the taking back of one.

Written after RFC 5545 (the format) and RFC 5546 (invitations). It says when and where, never what for; whoever is
invited is named by a first name only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from afterglow.ground.kernel.clock_changes import described

REQUEST, CANCEL = "REQUEST", "CANCEL"
_ROUND = timedelta(days=400)
"""How far around its times a file describes the changes of the clock: at least one in each direction."""


@dataclass(frozen=True)
class CalendarEntry:
    """One time. ``uid`` stays the same for its whole life; ``sequence`` grows with every change of it.

    The times are written in ``zone``, so that they keep the clinic's own clock where a calendar knows better rules.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    title: str
    where: str
    text: str
    written_at: datetime
    remind_before: timedelta
    cancelled: bool = False


@dataclass(frozen=True)
class Invited:
    """Who is invited, by first name, and in whose name; nobody is asked to answer."""

    first_name: str
    email: str
    organiser: str
    organiser_email: str


def calendar_file(entries: Sequence[CalendarEntry]) -> bytes:
    """A calendar to fetch and keep."""
    return _written("PUBLISH", entries, [_event(entry) for entry in entries])


def invitation(entry: CalendarEntry, invited: Invited) -> str:
    """What a mail carries so that the time comes into a calendar, or leaves it again when it was cancelled."""
    event = _event(entry)
    organiser = vCalAddress(f"mailto:{invited.organiser_email}")
    organiser.params["CN"] = vText(invited.organiser)
    event["organizer"] = organiser
    guest = vCalAddress(f"mailto:{invited.email}")
    guest.params["CN"] = vText(invited.first_name)
    guest.params["ROLE"] = vText("REQ-PARTICIPANT")
    guest.params["PARTSTAT"] = vText("ACCEPTED")
    guest.params["RSVP"] = vText("FALSE")
    event.add("attendee", guest, encode=False)
    return _written(CANCEL if entry.cancelled else REQUEST, [entry], [event]).decode()


def _written(method: str, entries: Sequence[CalendarEntry], events: Sequence[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Afterglow//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for zone in {entry.zone for entry in entries}:
        times = [moment for entry in entries for moment in (entry.starts_at, entry.ends_at) if entry.zone == zone]
        calendar.add_component(described(zone, min(times) - _ROUND, max(times) + _ROUND))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.written_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("dtstart", entry.starts_at.astimezone(entry.zone))
    event.add("dtend", entry.ends_at.astimezone(entry.zone))
    event.add("summary", entry.title)
    event.add("location", entry.where)
    event.add("description", entry.text)
    event.add("class", "PRIVATE")
    if not entry.cancelled:
        event.add_component(_reminder(entry))
    return event


def _reminder(entry: CalendarEntry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    alarm.add("trigger", -entry.remind_before)
    return alarm
