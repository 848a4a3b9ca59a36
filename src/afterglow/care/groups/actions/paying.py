"""What ``office/billing`` calls down: holds that last as long as a payment, and what comes of it."""

from __future__ import annotations

from datetime import datetime

from afterglow.care.groups.actions.holding import become, changeable, locked_run, locked_together, refusal
from afterglow.care.groups.actions.line import answer_offer, offer_free_places
from afterglow.care.groups.models.places import ABSENT, ATTENDED, CONFIRMED, HELD, Place
from afterglow.care.groups.models.waiting import TAKEN
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission


@action("groups.hold_extended", may=Permission.SEE_OWN_RECORD)
def extend_hold(*, place: Place, until: datetime, by: Actor, now: datetime) -> Place:
    """A payment begins: the places taken together stay held until ``until`` at least, and an offer of them is taken.

    Raises Refused when they are no longer held, and while the patient is asked nothing (``asked_from``).
    """
    locked_run(place.meeting)
    places = locked_together(place)
    held = [one for one in places if one.state == HELD]
    if not held or any(one.meeting.cancelled_at for one in places):
        raise refusal("no-longer-held", "This place is no longer held. Book again.")
    if held[0].asked_from is not None and now < held[0].asked_from:
        raise refusal("nothing-asked-yet", "Nothing is paid yet. The place is kept for you until then.")
    for one in held:
        one.held_until = max(until, one.held_until or until)
        one.save(update_fields=["held_until"])
    answer_offer([one.pk for one in held], TAKEN, now)
    return _now(place)


@action("groups.place_confirmed", may=Permission.SEE_OWN_RECORD)
def confirm_place(*, place: Place, by: Actor, now: datetime) -> Place:
    """Held becomes confirmed for all places taken together, and the fee is owed. Does nothing a second time.

    The hold's own end does not matter as long as nobody else was given the place. Raises Refused when it was lost,
    given back or called off, or when the meeting is over: what was paid is then given back.
    """
    locked_run(place.meeting)
    places = locked_together(place)
    if all(one.state in (CONFIRMED, ATTENDED, ABSENT) for one in places):
        return _now(place)
    held = [one for one in places if one.state == HELD]
    if not held or any(one.meeting.cancelled_at or now >= one.meeting.ends_at for one in held):
        raise refusal("place-gone", "This place could not be kept. What was paid is given back.")
    for one in held:
        become(one, "confirmed", now)
    answer_offer([one.pk for one in held], TAKEN, now)
    return _now(place)


@action("groups.place_released", may=Permission.SEE_OWN_RECORD)
def release_place(*, place: Place, because: str, by: Actor, now: datetime) -> Place:
    """A payment failed or was cancelled: what is held is lost, and the line moves up. Does nothing otherwise."""
    run = locked_run(place.meeting)
    held = [one for one in changeable(locked_together(place), now) if one.state == HELD]
    for one in held:
        become(one, "lost", now, because=because)
    if held:
        answer_offer([one.pk for one in held], TAKEN, now)
        offer_free_places(run, by, now)
    return _now(place)


def _now(place: Place) -> Place:
    place.refresh_from_db()
    return place
