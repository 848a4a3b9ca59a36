"""Booking a place: by a patient, or by staff for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from afterglow.care.groups.actions.holding import full, locked_run, refusal, refuse_closed
from afterglow.care.groups.actions.line import end_turn, offer_free_places, put_down
from afterglow.care.groups.actions.talking import close_asking
from afterglow.care.groups.models.places import CONFIRMED, HELD, PastTheRule, Place
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.models.waiting import TAKEN
from afterglow.care.groups.queries.joining import ask
from afterglow.care.groups.queries.line import own_entry, somebody_is_in_line
from afterglow.care.groups.queries.places import own_place
from afterglow.care.groups.queries.seats import Seats, seats_of
from afterglow.care.groups.queries.terms import group_of
from afterglow.care.groups.rules.holding import Keeping, kept
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.finding import Finding, stops
from afterglow.ground.protocol.schema.groups import Group
from afterglow.record.people.models import Patient


@dataclass(frozen=True)
class _Wish:
    """What is wanted for a patient: a place, and how long it is kept until they have agreed and paid."""

    patient: Patient
    for_how_long: timedelta
    quiet: datetime | None
    agreed_at: datetime | None = None


@action("groups.place_booked", may=Permission.SEE_OWN_RECORD)
def book_own(
    *, meeting: Meeting, patient: Patient, agreed: bool, in_group_therapy: bool, by: Actor, now: datetime
) -> Place:
    """Take a place in every meeting of the run, or in none; returns that of the first.

    It is confirmed at once where nothing is paid online, else held until it is paid. In the quiet time after a dose
    nothing is asked: the place is kept, and the patient agrees and pays afterwards. Raises Refused with what holds
    the patient back, or when every place is taken.
    """
    run = locked_run(meeting)
    seats = seats_of(run)
    found = _already(run, seats, patient, now)
    if found is not None:
        return found
    asked = ask(patient, run, now=now, in_group_therapy=in_group_therapy)
    held_back, quiet = stops(asked.findings), asked.quiet
    if held_back:
        raise Refused(held_back)
    if quiet is None and not agreed:
        raise refusal("not-agreed", "Agree to first names and to keep what is said in the group.", "L6")
    group = group_of(run[0])
    agreed_at = now if quiet is None else None
    place = _take(run, seats, _Wish(patient, _held_for(group), quiet, agreed_at), by, now)
    if agreed_at is not None and place.agreed_at is None:
        _write_agreement(place, now)
    return place


@action("groups.place_booked_for", may=Permission.BOOK)
def book_for(
    *, meeting: Meeting, patient: Patient, reason: str, in_group_therapy: bool, by: Actor, now: datetime
) -> Place:
    """Take a place for a patient. A stop is gone past with a reason, which is kept with the place.

    What is paid online stays held as long as the offer of a freed place would, so that the patient can be told.
    """
    run = locked_run(meeting)
    seats = seats_of(run)
    found = _already(run, seats, patient, now)
    if found is not None:
        return found
    asked = ask(patient, run, now=now, in_group_therapy=in_group_therapy)
    held_back = stops(asked.findings)
    if held_back and not reason.strip():
        raise Refused(held_back)
    group = group_of(run[0])
    place = _take(run, seats, _Wish(patient, group.places.offer_open_for, asked.quiet), by, now)
    for finding in held_back:
        _go_past(finding, reason, place, by, now)
    close_asking(meeting=run[0], patient=patient, by=by, now=now)
    return place


def _already(run: Sequence[Meeting], seats: Seats, patient: Patient, now: datetime) -> Place | None:
    refuse_closed(run, now)
    return own_place(patient, run[0]) if patient.pk in seats.patients else None


def _take(run: Sequence[Meeting], seats: Seats, wish: _Wish, by: Actor, now: datetime) -> Place:
    patient, group = wish.patient, group_of(run[0])
    is_waited_for = somebody_is_in_line(run[0])
    if is_waited_for and offer_free_places(run, by, now):
        seats = seats_of(run)
        offered = own_place(patient, run[0])
        if offered is not None:
            return offered
    if not seats.free:
        raise full(group)
    keeping = kept(now, wish.for_how_long, quiet=wish.quiet, last=run[0].door_opens_at)
    _refuse_no_time(keeping)
    state = HELD if wish.quiet is not None or _paid_first(group) else CONFIRMED
    first, *_ = put_down(run, patient, seats.free[0], state, now, keeping, wish.agreed_at)
    entry = own_entry(patient, run[0]) if is_waited_for else None
    if entry is not None:
        end_turn(entry, TAKEN, now)
    return first


def _refuse_no_time(keeping: Keeping) -> None:
    if keeping.asked_from is not None and keeping.asked_from >= keeping.until:
        words = "You had treatment less than a day before this group. Ask us, and we talk it over with you."
        raise refusal("too-soon-after-a-dose", words)


def _paid_first(group: Group) -> bool:
    return group.fee is not None and group.fee.amount.pence > 0 and group.fee.pay_by == "card-online"


def _held_for(group: Group) -> timedelta:
    return group.fee.holding.place_held_for if group.fee else group.places.offer_open_for


def _write_agreement(place: Place, now: datetime) -> None:
    for one in Place.objects.filter(clinic_id=place.clinic_id, together=place.together, agreed_at=None):
        one.agreed_at = now
        one.save(update_fields=["agreed_at"])
    place.agreed_at = now


def _go_past(finding: Finding, reason: str, place: Place, by: Actor, now: datetime) -> None:
    PastTheRule.objects.create(
        together=place.together,
        patient=place.patient,
        code=finding.code,
        words=finding.words,
        reason=reason.strip(),
        **signed(by=by, now=now),
    )
