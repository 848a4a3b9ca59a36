"""The waiting line: joining and leaving it, and its moving up whenever a place is free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from afterglow.care.groups.actions.holding import locked_run, refusal
from afterglow.care.groups.actions.notices import tell_line_is_over, tell_of_offer
from afterglow.care.groups.models.places import HELD, TAKING, Place
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.models.waiting import LEFT, OFFERED, OVER, WAITING, Offer, WaitingEntry
from afterglow.care.groups.queries.joining import ask
from afterglow.care.groups.queries.line import own_entry
from afterglow.care.groups.queries.offers import ToOffer, to_offer
from afterglow.care.groups.queries.terms import group_of
from afterglow.care.groups.rules.holding import Keeping
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import new_ref
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.finding import stops
from afterglow.record.people.models import Patient


@action("groups.line_joined", may=Permission.SEE_OWN_RECORD)
def join_own_line(*, meeting: Meeting, patient: Patient, by: Actor, now: datetime) -> WaitingEntry:
    """Join the line for a full run of meetings, at its end. Nothing is owed for waiting (L8)."""
    return _join(meeting, patient, by, now)


@action("groups.line_joined_for", may=Permission.BOOK)
def join_line_for(*, meeting: Meeting, patient: Patient, by: Actor, now: datetime) -> WaitingEntry:
    """As ``join_own_line``, by staff for a patient."""
    return _join(meeting, patient, by, now)


@action("groups.line_left", may=Permission.SEE_OWN_RECORD)
def leave_line(*, entry: WaitingEntry, by: Actor, now: datetime) -> WaitingEntry:
    """Leave the line. Does nothing a second time; an offer that is open is let go on the page of its place."""
    locked_run(entry.meeting)
    row: WaitingEntry = WaitingEntry.objects.get(pk=entry.pk)
    if row.state == WAITING:
        end_turn(row, LEFT, now)
    return row


@action("groups.line_moved_up", may=Permission.DO_DUE_WORK)
def move_up(*, meeting: Meeting, by: Actor, now: datetime) -> int:
    """Offer every free place to whoever is next in line and may take it; returns how many offers were made."""
    return offer_free_places(locked_run(meeting), by, now)


@action("groups.line_closed", may=Permission.DO_DUE_WORK)
def close_line(*, entry: WaitingEntry, by: Actor, now: datetime) -> None:
    """End somebody's turn because booking is over; they are told that no place came free."""
    locked_run(entry.meeting)
    row: WaitingEntry = WaitingEntry.objects.select_related("meeting", "patient__clinic").get(pk=entry.pk)
    if row.state == WAITING:
        end_turn(row, OVER, now)
        tell_line_is_over(row.meeting, row.patient, by, now)


def offer_free_places(run: Sequence[Meeting], by: Actor, now: datetime) -> int:
    """As ``move_up``, where the run is locked already: called wherever a place may have come free."""
    offers = to_offer(run, now=now)
    for one in offers:
        _offer(one, run, by, now)
    return len(offers)


def put_down(
    run: Sequence[Meeting],
    patient: Patient,
    number: int,
    state: str,
    now: datetime,
    keeping: Keeping | None,
    agreed_at: datetime | None = None,
) -> Sequence[Place]:
    """Make the places of a run for a patient, all under one number and taken together."""
    together = new_ref()
    return [
        Place.objects.create(
            clinic_id=meeting.clinic_id,
            meeting=meeting,
            patient=patient,
            number=number,
            together=together,
            state=state,
            state_since=now,
            taken_at=now,
            held_until=keeping.until if keeping and state == HELD else None,
            asked_from=keeping.asked_from if keeping else None,
            agreed_at=agreed_at,
            fee_pence=meeting.fee_pence,
            currency=meeting.currency,
            free_until=meeting.free_until,
            owed_pence=0 if state == HELD else meeting.fee_pence,
        )
        for meeting in run
    ]


def answer_offer(place_ids: Sequence[int], state: str, now: datetime) -> None:
    """End the open offer of one of these places, if there is one, and the turn it was made to."""
    rows = Offer.objects.filter(place_id__in=place_ids, answered_at=None).select_related("entry")
    for offer in rows:
        offer.answered_at = now
        offer.save(update_fields=["answered_at"])
        if offer.entry.state == OFFERED:
            end_turn(offer.entry, state, now)


def end_turn(entry: WaitingEntry, state: str, now: datetime) -> None:
    """Give somebody's turn in the line another state."""
    entry.state, entry.state_since = state, now
    entry.save(update_fields=["state", "state_since"])


def _join(meeting: Meeting, patient: Patient, by: Actor, now: datetime) -> WaitingEntry:
    run = locked_run(meeting)
    _refuse_joining(run, patient, now)
    found = own_entry(patient, run[0])
    if found is not None:
        return found
    made: WaitingEntry = WaitingEntry.objects.create(
        clinic_id=by.clinic_id, meeting=run[0], patient=patient, joined_at=now, state=WAITING, state_since=now
    )
    offer_free_places(run, by, now)
    made.refresh_from_db()
    return made


def _refuse_joining(run: Sequence[Meeting], patient: Patient, now: datetime) -> None:
    group = group_of(run[0])
    if not group.places.waiting_line or group.membership is not None:
        raise refusal("no-line", "There is no waiting line for this group.", group.places.source)
    if now >= run[0].door_opens_at or any(meeting.cancelled_at for meeting in run):
        raise refusal("booking-over", "Booking for this date is over.")
    if Place.objects.filter(meeting=run[0], patient=patient, state__in=TAKING).exists():
        raise refusal("has-a-place", "You have a place already.")
    held_back = stops(ask(patient, run, now=now).findings)
    if held_back:
        raise Refused(held_back)


def _offer(chosen: ToOffer, run: Sequence[Meeting], by: Actor, now: datetime) -> None:
    entry, keeping = chosen.entry, chosen.keeping
    first, *_ = put_down(run, entry.patient, chosen.number, HELD, now, keeping)
    end_turn(entry, OFFERED, now)
    offer = Offer.objects.create(
        clinic_id=entry.clinic_id, entry=entry, place=first, made_at=now, expires_at=keeping.until
    )
    tell_of_offer(offer, entry.patient, by, now)
