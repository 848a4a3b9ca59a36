"""A patient's own place in words: how it stands, what to do next, and what giving it back would mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse

from afterglow.care.groups.models.door import Arrival
from afterglow.care.groups.models.places import (
    ABSENT,
    ATTENDED,
    CALLED_OFF,
    CANCELLED,
    CANCELLED_LATE,
    CONFIRMED,
    HELD,
    Place,
)
from afterglow.care.groups.rules.door import Doorway, doorway
from afterglow.care.groups.rules.holding import GivingBack, giving_back
from afterglow.ground.design.words import clock, moment
from afterglow.ground.kernel.money import Money


@dataclass(frozen=True)
class Standing:
    """How a place stands: an outcome first, what follows second, and its look."""

    look: str
    outcome: str
    follows: str
    tag: str


def standing(place: Place, now: datetime, zone: ZoneInfo, *, offered: bool) -> Standing:
    """How a place stands now, in words for its patient."""
    fee = Money(place.fee_pence, place.currency)
    if place.state == HELD and place.held_until is not None:
        return _held(place, place.held_until, now, zone, fee, offered)
    ended = {
        CONFIRMED: Standing("ok", "You have a place", "", "Booked"),
        ATTENDED: Standing("ok", "You were there", "", "Attended"),
        ABSENT: Standing("info", "You were not there", place.because, "Missed"),
        CANCELLED: Standing("info", "You gave this place back", "You owe nothing for it.", "Given back"),
        CANCELLED_LATE: Standing(
            "info", "You gave this place back", f"After the free time was over: {fee} is kept.", "Given back"
        ),
        CALLED_OFF: Standing(
            "caution",
            "We have called this date off",
            f"{place.because} You owe nothing. What you paid is given back.".strip(),
            "Called off",
        ),
    }
    lost = Standing("info", "This place is no longer kept for you", "You owe nothing. You can book again.", "Not kept")
    return ended.get(place.state, lost)


def _held(place: Place, until: datetime, now: datetime, zone: ZoneInfo, fee: Money, offered: bool) -> Standing:
    kept = f"It is kept for you until {moment(until, zone)}."
    if place.asked_from is not None and now < place.asked_from:
        follows = f"There is nothing to do before {moment(place.asked_from, zone)}. {kept} Rest first."
        return Standing("ok", "A place is kept for you", follows, "Kept")
    if offered:
        return Standing("ok", "A place is yours if you want it", f"{kept} If you do nothing, you owe nothing.", "Offer")
    follows = f"{kept} It is yours when {fee} is paid." if fee.pence else kept
    return Standing("caution", "Not booked yet", follows, "Not booked yet")


def clock_for(place: Place, now: datetime, zone: ZoneInfo) -> GivingBack:
    """The cancellation clock of a place."""
    fee = Money(place.fee_pence, place.currency)
    return giving_back(fee, place.free_until, place.meeting.starts_at, now, zone)


@dataclass(frozen=True)
class OwnDoor:
    """The door as its participant sees it."""

    state: str
    words: str
    may_arrive: bool = False


def own_door(place: Place, arrival: Arrival | None, *, admitted: bool, now: datetime, zone: ZoneInfo) -> OwnDoor:
    """What a participant is told at the door, as it happens (L9)."""
    meeting = place.meeting
    if place.state != CONFIRMED or meeting.cancelled_at is not None or now >= meeting.ends_at:
        return OwnDoor("over", "")
    opens, closes = clock(meeting.door_opens_at, zone), clock(meeting.door_closes_at, zone)
    if admitted:
        return OwnDoor("in", "You are let in.")
    if arrival is not None and arrival.in_time:
        came = clock(arrival.happened_at, zone)
        words = f"You are in the waiting room since {came}. You came in time: a facilitator lets you in."
        return OwnDoor("waiting", words)
    door = doorway(now, opens_at=meeting.door_opens_at, closes_at=meeting.door_closes_at)
    if door is Doorway.NOT_OPEN:
        words = f"The waiting room opens here at {opens}. Nobody is let in after {closes}."
        return OwnDoor("not open", words)
    if door is Doorway.OPEN:
        words = f"The waiting room is open. Come in before {closes}: nobody is let in after that."
        return OwnDoor("open", words, may_arrive=True)
    words = f"The door closed at {closes}. This time nobody else is let in. You are welcome at the next one."
    return OwnDoor("closed", words, may_arrive=arrival is None)


def pay_address(place: Place) -> str:
    """Where it is paid, in the billing room; the place itself where this installation takes no payments."""
    try:
        return reverse("billing:pay", args=[place.ref])
    except NoReverseMatch:
        return reverse("groups:place", args=[place.ref])
