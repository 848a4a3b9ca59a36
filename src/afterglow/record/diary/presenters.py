"""A day of the diary as a page shows it, and a patient's appointments as their own calendar reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from afterglow.ground.access.models import Clinic
from afterglow.ground.protocol.schema.clinic import Contact
from afterglow.record.diary.models import Appointment, Bay

_REMIND_BEFORE = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """A bay, or no bay, with what happens there on one day."""

    name: str
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True)
class Free:
    """The times at which something could begin in a bay."""

    bay: Bay
    starts: tuple[datetime, ...]


def places(bays: Iterable[Bay], appointments: Sequence[Appointment]) -> tuple[Place, ...]:
    """The day by bay; consultations and calls, which need none, stand last. A retired bay shows while it is used."""
    known = list(bays)
    used = {row.bay for row in appointments if row.bay is not None and row.bay not in known}
    by_bay = [
        Place(bay.name, tuple(row for row in appointments if row.bay_id == bay.pk))
        for bay in [*known, *sorted(used, key=lambda bay: bay.name)]
    ]
    return (*by_bay, Place("Consultations and calls", tuple(row for row in appointments if row.bay_id is None)))


def free_times(free: Mapping[Bay, tuple[datetime, ...]], *, most: int = 8) -> tuple[Free, ...]:
    """A few free starts of each bay, spread over the day."""
    return tuple(Free(bay, starts[:: max(1, -(-len(starts) // most))]) for bay, starts in free.items() if starts)


def calendar_file(appointments: Iterable[Appointment], *, clinic: Clinic, contact: Contact) -> bytes:
    """An iCalendar file of a patient's own appointments. It says when and where, never what for."""
    calendar = Calendar()
    calendar.add("prodid", "-//Afterglow//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    zone = ZoneInfo(clinic.time_zone)
    for appointment in appointments:
        calendar.add_component(_event(appointment, clinic, contact, zone))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(appointment: Appointment, clinic: Clinic, contact: Contact, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", f"{appointment.ref}@afterglow")
    event.add("dtstamp", appointment.cancelled_at or appointment.booked_at)
    event.add("sequence", 1 if appointment.cancelled_at else 0)
    event.add("status", "CANCELLED" if appointment.cancelled_at else "CONFIRMED")
    event.add("dtstart", appointment.starts_at.astimezone(zone))
    event.add("dtend", appointment.ends_at.astimezone(zone))
    event.add("summary", f"Appointment, {clinic.name}")
    event.add("location", ", ".join(contact.address))
    event.add("description", f"To change it, call {contact.phone}.")
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"Appointment tomorrow, {clinic.name}")
    alarm.add("trigger", -_REMIND_BEFORE)
    event.add_component(alarm)
    return event


def day_asked(text: str, today: date) -> date:
    """The day named in an address as ``2026-06-11``; today for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today
