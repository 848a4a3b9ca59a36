"""Taking up a place that was kept, letting it go, giving one back, and its being lost when time is over."""

from __future__ import annotations

from datetime import datetime

from afterglow.care.groups.actions.holding import become, changeable, locked_run, locked_together, refusal
from afterglow.care.groups.actions.line import answer_offer, offer_free_places
from afterglow.care.groups.models.places import HELD, Place
from afterglow.care.groups.models.waiting import EXPIRED, LET_GO, TAKEN
from afterglow.care.groups.queries.terms import group_of
from afterglow.care.groups.rules.holding import held_for_payment, is_free
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission


@action("groups.place_taken_up", may=Permission.SEE_OWN_RECORD)
def take_up(*, place: Place, agreed: bool, by: Actor, now: datetime) -> Place:
    """Take a place that was kept or offered: confirmed where nothing is paid online, else held until it is paid.

    Raises Refused when it is no longer held, without the patient's agreement, and in the quiet time after a dose.
    """
    locked_run(place.meeting)
    held = [one for one in changeable(locked_together(place), now) if one.state == HELD]
    if not held:
        raise refusal("no-longer-held", "This place is no longer kept for you.")
    if held[0].asked_from is not None and now < held[0].asked_from:
        raise refusal("nothing-asked-yet", "There is nothing to do yet. The place is kept for you.")
    if not agreed:
        raise refusal("not-agreed", "Agree to first names and to keep what is said in the group.", "L6")
    for one in held:
        _take(one, now)
    answer_offer([one.pk for one in held], TAKEN, now)
    place.refresh_from_db()
    return place


@action("groups.place_given_back", may=Permission.SEE_OWN_RECORD)
def give_back(*, place: Place, by: Actor, now: datetime) -> Place:
    """Give back every place taken together whose meeting is still to come; the line moves up.

    Free until the moment that was told (L10); after it the fee stays owed. What was only held owes nothing.
    Raises Refused once the meeting has begun.
    """
    return _give_back(place, "Given back by the patient.", by, now)


@action("groups.place_given_back_for", may=Permission.BOOK)
def give_back_for(*, place: Place, because: str, by: Actor, now: datetime) -> Place:
    """As ``give_back``, by staff for a patient, saying why."""
    return _give_back(place, because, by, now)


@action("groups.place_lapsed", may=Permission.DO_DUE_WORK)
def lapse(*, place: Place, by: Actor, now: datetime) -> bool:
    """A hold or an offer is over: its places are lost and the line moves up. Whether there was anything to do."""
    run = locked_run(place.meeting)
    over = [one for one in locked_together(place) if one.state == HELD and one.held_until and one.held_until <= now]
    for one in over:
        become(one, "lost", now, because="Its time was over.")
    answer_offer([one.pk for one in over], EXPIRED, now)
    if over:
        offer_free_places(run, by, now)
    return bool(over)


def _take(place: Place, now: datetime) -> None:
    fee = group_of(place.meeting).fee
    if fee is None or not fee.amount.pence or fee.pay_by != "card-online":
        become(place, "confirmed", now)
    elif place.held_until is not None:
        place.held_until = max(place.held_until, held_for_payment(now, fee.holding.place_held_for))
    place.agreed_at = now
    place.save(update_fields=["agreed_at", "held_until"])


def _give_back(place: Place, because: str, by: Actor, now: datetime) -> Place:
    run = locked_run(place.meeting)
    places = changeable(locked_together(place), now)
    if not places:
        raise refusal("nothing-to-give-back", "This place can no longer be given back.")
    for one in places:
        in_time = one.state == HELD or is_free(one.free_until, now)
        become(one, "cancelled" if in_time else "cancelled late", now, because=because)
    answer_offer([one.pk for one in places], LET_GO, now)
    offer_free_places(run, by, now)
    place.refresh_from_db()
    return place
