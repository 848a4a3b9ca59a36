"""What patients are told by e-mail and text: that something waits, when and where; never a clinical word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from afterglow.care.groups.actions.inviting import calendar_of, place_address
from afterglow.care.groups.models.places import CONFIRMED, Place
from afterglow.care.groups.models.series import Guest, Meeting
from afterglow.care.groups.models.waiting import Offer
from afterglow.care.groups.queries.inviting import calendar_key, in_calendar
from afterglow.ground.access.actor import Actor
from afterglow.ground.design.words import moment
from afterglow.record.contact.actions import queue_message
from afterglow.record.contact.models import EMAIL, SMS
from afterglow.record.people.models import Patient


def tell_of_offer(offer: Offer, patient: Patient, by: Actor, now: datetime) -> None:
    """A place has come free: until when it is kept, and where it is taken or let go."""
    zone = ZoneInfo(patient.clinic.time_zone)
    when, until = moment(offer.place.meeting.starts_at, zone), moment(offer.expires_at, zone)
    asked = offer.place.asked_from
    wait = f" There is nothing to do before {moment(asked, zone)}." if asked else ""
    words = (
        f"A place on {when} is kept for you until {until}.{wait} Take it or let it go here: "
        f"{place_address(offer.place)} If you do nothing it goes to the next person, and you owe nothing."
    )
    _tell(f"place-offered:{offer.ref}", f"A place is kept for you: {when}", words, patient, by, now)


def tell_called_off(place: Place, by: Actor, now: datetime) -> None:
    """The clinic called a meeting off: nothing is owed, and what was paid is given back.

    The e-mail that says so takes the place out of the participant's calendar too: there is one, not two.
    """
    when = moment(place.meeting.starts_at, ZoneInfo(place.patient.clinic.time_zone))
    nothing = "You owe nothing, and what you paid is given back."
    words = f"We cannot hold the meeting on {when}. {nothing} {place_address(place)}"
    calendar = (
        _OfCalendar(calendar_key(place, taken_back=True), calendar_of(place, now)) if in_calendar(place) else None
    )
    _tell(f"called-off:{place.ref}", f"Called off: {when}", words, place.patient, by, now, calendar)


def tell_moved(place: Place, was_at: datetime, by: Actor, now: datetime) -> None:
    """A meeting is at another time: the place moves with it, in the participant's calendar too, and is free again."""
    meeting, zone = place.meeting, ZoneInfo(place.patient.clinic.time_zone)
    before, when = moment(was_at, zone), moment(meeting.starts_at, zone)
    free = " Giving it back costs nothing, until it begins." if place.fee_pence else ""
    words = f"The meeting on {before} is now on {when}. Your place moves with it.{free} {place_address(place)}"
    key, calendar = f"moved:{place.ref}:{meeting.revision}", None
    if place.state == CONFIRMED:
        known = calendar_key(place, taken_back=False)
        calendar = _OfCalendar(f"{known}:{key}" if in_calendar(place) else known, calendar_of(place, now))
    _tell(key, f"Moved to {when}", words, place.patient, by, now, calendar)


def tell_line_moved(meeting: Meeting, patient: Patient, was_at: datetime, by: Actor, now: datetime) -> None:
    """Whoever waits for a meeting hears that it is at another time, and keeps their turn."""
    zone = ZoneInfo(patient.clinic.time_zone)
    before, when = moment(was_at, zone), moment(meeting.starts_at, zone)
    page = f"{settings.PUBLIC_URL}{reverse('groups:mine')}"
    words = f"The date you wait for, {before}, is now {when}. You keep your turn, or leave the line here: {page}"
    _tell(f"moved:{meeting.ref}:{patient.ref}:{meeting.revision}", f"Moved to {when}", words, patient, by, now)


def tell_of_guest(guest: Guest, place: Place, by: Actor, now: datetime) -> None:
    """Somebody will be there as a guest: their name and their part (F43)."""
    when = moment(guest.meeting.starts_at, ZoneInfo(place.patient.clinic.time_zone))
    does = "takes part as a trainee" if guest.part == "trainee" else "watches and listens"
    words = f"On {when} a guest will be there: {guest.name} {does}. If you mind, tell us or give your place back: "
    key = f"guest:{guest.ref}:{place.ref}"
    _tell(key, f"A guest on {when}", f"{words}{place_address(place)}", place.patient, by, now)


def tell_line_is_over(meeting: Meeting, patient: Patient, by: Actor, now: datetime) -> None:
    """No place came free, or there is no meeting: whoever waited owes nothing."""
    when = moment(meeting.starts_at, ZoneInfo(patient.clinic.time_zone))
    words = (
        f"No place came free for {when}. You owe nothing. Other dates: {settings.PUBLIC_URL}{reverse('groups:mine')}"
    )
    _tell(f"line-over:{meeting.ref}:{patient.ref}", f"No place on {when}", words, patient, by, now)


@dataclass(frozen=True)
class _OfCalendar:
    """What an e-mail carries for a calendar, and the key under which the calendar is known to have been told."""

    key: str
    content: str


def _tell(
    key: str,
    subject: str,
    words: str,
    patient: Patient,
    by: Actor,
    now: datetime,
    calendar: _OfCalendar | None = None,
) -> None:
    for channel, address in ((EMAIL, patient.email), (SMS, patient.phone)):
        carried = calendar if channel == EMAIL else None
        if address:
            queue_message(
                key=carried.key if carried else f"{channel}:{key}",
                channel=channel,
                address=address,
                subject=f"{patient.clinic.name}: {subject}",
                text=f"{words}\n",
                calendar=carried.content if carried else "",
                patient=patient,
                by=by,
                now=now,
            )
