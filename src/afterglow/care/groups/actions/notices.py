"""What patients are told by e-mail and text: that something waits, when and where; never a clinical word."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from afterglow.care.groups.models.places import Place
from afterglow.care.groups.models.series import Guest, Meeting
from afterglow.care.groups.models.waiting import Offer
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
        f"A place on {when} is kept for you until {until}.{wait} Take it or let it go here: {_address(offer.place)} "
        "If you do nothing it goes to the next person, and you owe nothing."
    )
    _tell(f"place-offered:{offer.ref}", f"A place is kept for you: {when}", words, patient, by, now)


def tell_called_off(place: Place, by: Actor, now: datetime) -> None:
    """The clinic called a meeting off: nothing is owed, and what was paid is given back."""
    when = moment(place.meeting.starts_at, ZoneInfo(place.patient.clinic.time_zone))
    words = f"We cannot hold the meeting on {when}. You owe nothing, and what you paid is given back. {_address(place)}"
    _tell(f"called-off:{place.ref}", f"Called off: {when}", words, place.patient, by, now)


def tell_of_guest(guest: Guest, place: Place, by: Actor, now: datetime) -> None:
    """Somebody will be there as a guest: their name and their part (F43)."""
    when = moment(guest.meeting.starts_at, ZoneInfo(place.patient.clinic.time_zone))
    does = "takes part as a trainee" if guest.part == "trainee" else "watches and listens"
    words = f"On {when} a guest will be there: {guest.name} {does}. If you mind, tell us or give your place back: "
    key = f"guest:{guest.ref}:{place.ref}"
    _tell(key, f"A guest on {when}", f"{words}{_address(place)}", place.patient, by, now)


def tell_line_is_over(meeting: Meeting, patient: Patient, by: Actor, now: datetime) -> None:
    """No place came free, or there is no meeting: whoever waited owes nothing."""
    when = moment(meeting.starts_at, ZoneInfo(patient.clinic.time_zone))
    words = (
        f"No place came free for {when}. You owe nothing. Other dates: {settings.PUBLIC_URL}{reverse('groups:mine')}"
    )
    _tell(f"line-over:{meeting.ref}:{patient.ref}", f"No place on {when}", words, patient, by, now)


def _address(place: Place) -> str:
    return f"{settings.PUBLIC_URL}{reverse('groups:place', args=[place.ref])}"


def _tell(key: str, subject: str, words: str, patient: Patient, by: Actor, now: datetime) -> None:
    for channel, address in ((EMAIL, patient.email), (SMS, patient.phone)):
        if address:
            queue_message(
                key=f"{channel}:{key}",
                channel=channel,
                address=address,
                subject=f"{patient.clinic.name}: {subject}",
                text=f"{words}\n",
                patient=patient,
                by=by,
                now=now,
            )
