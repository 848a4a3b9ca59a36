"""Signing up for a date of a professional event, saying that one cannot come, and what is told about it (F37)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from afterglow.care.groups.actions.holding import refusal
from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.models.series import PROFESSIONALS, Meeting
from afterglow.care.groups.queries.events import letters_key, sign_ups_of
from afterglow.care.groups.queries.terms import name_of, names_kept_until, protocol_of, vat_of
from afterglow.care.groups.rules.fees import fee_words
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.words import moment
from afterglow.ground.kernel.calendar_entry import CalendarEntry, Invited, invitation
from afterglow.ground.kernel.money import Money
from afterglow.record.contact.actions import erase_message, queue_message
from afterglow.record.contact.models import EMAIL
from afterglow.record.contact.queries import messages_under, token_hash

MOST = 200
"""How many sign up online for one date (default): more are somebody's mischief, or a matter for a telephone call."""
_REMIND_BEFORE = timedelta(hours=1)


@action("groups.signed_up", may=Permission.DO_DUE_WORK)
def sign_up(
    *, meeting: Meeting, name: str, email: str, profession: str, invoice_to: str = "", by: Actor, now: datetime
) -> SignUp:
    """Take down, as the system, that a professional comes; they get it for their calendar. Once for each address.

    From then on they owe the fee of the date, where it has one.

    Raises Refused for a date that is not open, and when too many have signed up online.
    """
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("series__clinic")
    row: Meeting = rows.get(pk=meeting.pk)
    if row.series.audience != PROFESSIONALS or row.cancelled_at is not None or now >= row.starts_at:
        raise refusal("not-open", "This date is no longer open. Choose another.")
    known, email = sign_ups_of(row), email.strip().lower()
    found = next((one for one in known if one.email == email), None)
    if found is not None:
        return found
    if len(known) >= MOST:
        raise refusal("too-many", "No more people can sign up online for this date. Please call us.")
    token = secrets.token_urlsafe(32)
    made: SignUp = SignUp.objects.create(
        clinic_id=by.clinic_id,
        meeting=row,
        name=name,
        email=email,
        profession=profession,
        invoice_to=invoice_to,
        owed_pence=row.fee_pence,
        free_until=row.free_until,
        keep_until=names_kept_until(row),
        token_sha256=token_hash(token),
        signed_up_at=now,
    )
    leave = f"{settings.PUBLIC_URL}{reverse('groups:leave-event', args=[token])}"
    words = f"You have signed up for it.{_to_pay(made, token)} If you cannot come, say so here: {leave}"
    _tell(made, letters_key(made), words, by, now)
    return made


@action("groups.sign_up_ended", may=Permission.DO_DUE_WORK)
def cannot_come(*, one: SignUp, by: Actor, now: datetime) -> None:
    """Somebody who signed up says that they cannot come, as the system. Does nothing a second time."""
    row: SignUp = (
        SignUp.objects.select_for_update(of=("self",)).select_related("meeting__series__clinic").get(pk=one.pk)
    )
    if row.ended_at is None:
        row.ended_at = now
        row.owed_pence = 0 if now <= row.free_until else row.owed_pence
        row.save(update_fields=["ended_at", "owed_pence"])
        fee = Money(row.owed_pence, row.meeting.currency)
        owed = f" The fee of {fee} is kept: it was free until {_when(row, row.free_until)}." if fee.pence else ""
        _tell(row, f"{letters_key(row)}:ended", f"You have said that you cannot come.{owed or _nothing(row)}", by, now)


def tell_sign_ups(meeting: Meeting, by: Actor, now: datetime) -> None:
    """A date was moved or called off: whoever signed up hears of it, and it moves in or leaves their calendar."""
    for one in sign_ups_of(meeting):
        free = " Saying that you cannot come costs nothing, until it begins." if one.owed_pence else ""
        words = f"We cannot hold it.{_nothing(one)}" if meeting.cancelled_at else f"It is at this new time.{free}"
        _tell(one, f"{letters_key(one)}:{meeting.revision}", words, by, now)


def owe_nothing(meeting: Meeting) -> None:
    """A date was called off: nobody owes anything for it, not even whoever had said no too late."""
    for one in SignUp.objects.select_for_update(of=("self",)).filter(meeting=meeting, owed_pence__gt=0):
        one.owed_pence = 0
        one.save(update_fields=["owed_pence"])


@action("groups.sign_up_erased", may=Permission.DO_DUE_WORK)
def erase_sign_up(*, one: SignUp, by: Actor, now: datetime) -> None:
    """Erase who it was, and what was written to them, once the time for it is over; that somebody came stays.

    The link in their letter opens nothing any more. What was charged and paid keeps its name as long as tax law asks.
    """
    one.name = one.email = one.profession = one.invoice_to = ""
    one.token_sha256, one.erased_at = f"erased {one.ref}", now
    one.save(update_fields=["name", "email", "profession", "invoice_to", "token_sha256", "erased_at"])
    for message in messages_under(letters_key(one), clinic_id=one.clinic_id):
        erase_message(message=message, by=by, now=now)


def free_until_the_start(meeting: Meeting) -> None:
    """A date was moved: whoever signed up agreed to another time, and can say no free until it begins."""
    for one in SignUp.objects.select_for_update(of=("self",)).filter(meeting=meeting, ended_at=None):
        one.free_until, one.keep_until = meeting.starts_at, names_kept_until(meeting)
        one.save(update_fields=["free_until", "keep_until"])


def _to_pay(one: SignUp, token: str) -> str:
    """What it costs and where it is paid; nothing for what is free."""
    if not one.owed_pence:
        return ""
    fee = fee_words(Money(one.owed_pence, one.meeting.currency), vat_of(one.meeting))
    page = f"{settings.PUBLIC_URL}{reverse('billing:event', args=[token])}"
    until = f"You can say no free until {_when(one, one.free_until)}; after that the fee is kept."
    return f" It costs {fee}: your invoice, and paying, is here: {page} {until}"


def _nothing(one: SignUp) -> str:
    """For a date with a fee, that nothing is owed; what was paid goes back with a message of its own."""
    return " You owe nothing; what you have paid goes back to you." if one.meeting.fee_pence else ""


def _when(one: SignUp, at: datetime) -> str:
    return moment(at, protocol_of(one.meeting).zone)


def _tell(one: SignUp, key: str, words: str, by: Actor, now: datetime) -> None:
    meeting: Meeting = one.meeting
    protocol = protocol_of(meeting)
    what = f"{name_of(meeting.series, protocol)}, {moment(meeting.starts_at, protocol.zone)}"
    ended = meeting.cancelled_at is not None or one.ended_at is not None
    entry = CalendarEntry(
        uid=f"{one.ref}@afterglow",
        sequence=meeting.revision + (one.ended_at is not None),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=protocol.zone,
        title=f"{name_of(meeting.series, protocol)}, {protocol.clinic}",
        where=", ".join(protocol.contact.address),
        text=f"Questions: {protocol.contact.phone}",
        written_at=now,
        remind_before=_REMIND_BEFORE,
        cancelled=ended,
    )
    queue_message(
        key=key,
        channel=EMAIL,
        address=one.email,
        subject=f"{protocol.clinic}: {what}",
        text=f"{what}. {words}\n",
        calendar=invitation(entry, Invited(one.name, one.email, protocol.clinic, protocol.contact.email)),
        by=by,
        now=now,
    )
