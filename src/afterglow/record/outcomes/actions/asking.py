"""Asking a patient to answer a questionnaire, reminding them once, and closing what nobody answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design import words
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.contact.actions import close_links, make_link, queue_message
from afterglow.record.contact.models import QUESTIONNAIRE
from afterglow.record.contact.queries import link_address
from afterglow.record.outcomes.models import Request
from afterglow.record.outcomes.queries import zone_of
from afterglow.record.outcomes.rules.catalogue import instrument_of
from afterglow.record.people.models import Patient

_LATE_BY = timedelta(days=7)
"""How long after it was due a questionnaire can still be answered, where nobody says otherwise (default)."""


@action("outcomes.asked", may=Permission.ASK_QUESTIONNAIRES)
def ask(
    *,
    patient: Patient,
    instrument: str,
    due_at: datetime,
    by: Actor,
    now: datetime,
    occasion: str = "",
    expires_at: datetime | None = None,
    told: bool = True,
) -> Request:
    """Ask a patient to answer a questionnaire by ``due_at``; it stays open until ``expires_at`` (7 days later).

    The one still open is returned, and so is the one of the same ``occasion``, whatever became of it. With
    ``told`` the patient gets a message with a link, by e-mail or else by text; it holds no clinical word.
    Raises Refused for a questionnaire that the clinic does not ask.
    """
    _check_known(instrument, protocol_in_force(patient.clinic, now))
    Patient.objects.select_for_update().get(pk=patient.pk)
    occasion = occasion or f"asked:{now:%Y-%m-%dT%H:%M}"
    rows = Request.objects.filter(clinic_id=by.clinic_id, patient=patient, instrument=instrument)
    found = rows.filter(closed_at=None).first() or rows.filter(occasion=occasion).first()
    if found is not None:
        return found
    request = Request.objects.create(
        clinic_id=by.clinic_id,
        patient=patient,
        instrument=instrument,
        occasion=occasion,
        protocol_version=protocol_in_force(patient.clinic, now).version,
        asked_at=now,
        due_at=due_at,
        expires_at=expires_at or due_at + _LATE_BY,
    )
    if told:
        _tell([request], "asked", by, now)
    return request


@action("outcomes.told", may=Permission.ASK_QUESTIONNAIRES)
def tell(*, requests: Sequence[Request], by: Actor, now: datetime) -> None:
    """Send one patient one message about everything asked of them at once, with a link for each."""
    if requests:
        _tell(requests, "asked", by, now)


@action("outcomes.reminded", may=Permission.ASK_QUESTIONNAIRES)
def remind(*, request: Request, by: Actor, now: datetime) -> Request:
    """Send the message again with a fresh link. Raises Refused when there is nothing left to answer."""
    row = _locked(request)
    if row.closed_at is not None or now >= row.expires_at:
        words_said = "This questionnaire is no longer open. Ask a new one."
        raise Refused([Finding("questionnaire-closed", Severity.STOP, words_said, "default", interlock=True)])
    return _reminded([row], by, now)[0]


@action("outcomes.reminder_due", may=Permission.DO_DUE_WORK)
def remind_when_due(*, requests: Iterable[Request], by: Actor, now: datetime) -> int:
    """The one reminder that time sends, about everything one patient has not answered; how many it is about.

    What was reminded of or closed meanwhile is left out.
    """
    rows = [_locked(request) for request in requests]
    waiting = [row for row in rows if row.reminded_at is None and row.closed_at is None and now < row.expires_at]
    return len(_reminded(waiting, by, now)) if waiting else 0


@action("outcomes.expired", may=Permission.DO_DUE_WORK)
def expire(*, request: Request, by: Actor, now: datetime) -> Request:
    """Close a questionnaire whose time is over; what was answered so far stays. Does nothing a second time."""
    row = _locked(request)
    if row.closed_at is None and now >= row.expires_at:
        row.closed_at = row.expires_at
        row.save(update_fields=["closed_at"])
        close_links(purpose=QUESTIONNAIRE, about=row.ref, by=by, now=now)
    return row


def end_of_day(now: datetime, clinic: Clinic, days: int) -> datetime:
    """The last minute of the day so many calendar days from now, where the clinic is."""
    zone = ZoneInfo(clinic.time_zone)
    return datetime.combine(local_day(now, zone) + timedelta(days=days), time(23, 59), zone)


def _check_known(instrument: str, protocol: Protocol) -> None:
    try:
        instrument_of(instrument, protocol.outcomes)
    except KeyError:
        said = "This clinic has no such questionnaire."
        raise Refused([Finding("no-such-questionnaire", Severity.STOP, said, "default", interlock=True)]) from None


def _locked(request: Request) -> Request:
    return Request.objects.select_for_update(of=("self",)).select_related("patient", "clinic").get(pk=request.pk)


def _reminded(rows: Sequence[Request], by: Actor, now: datetime) -> Sequence[Request]:
    _tell(rows, f"reminded:{now:%Y-%m-%dT%H:%M}", by, now)
    for row in rows:
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
    return rows


def _tell(requests: Sequence[Request], what: str, by: Actor, now: datetime) -> None:
    first, patient = requests[0], requests[0].patient
    if not (patient.email or patient.phone):
        return
    tokens = [
        make_link(patient=patient, purpose=QUESTIONNAIRE, about=one.ref, expires_at=one.expires_at, by=by, now=now)[1]
        for one in requests
    ]
    queue_message(
        key=f"questionnaire:{first.ref}:{what}",
        channel="email" if patient.email else "sms",
        address=patient.email or patient.phone,
        subject=f"{first.clinic.name}: some questions for you",
        text=_message(requests, tokens, now),
        by=by,
        now=now,
        patient=patient,
    )


def _message(requests: Sequence[Request], tokens: Sequence[str], now: datetime) -> str:
    """It names no questionnaire: what is asked about is for the patient's eyes only."""
    clinic, zone, several = requests[0].clinic, zone_of(requests[0]), len(requests) > 1
    phone = protocol_in_force(clinic, now).contact.phone
    until = words.until(min(one.expires_at for one in requests), zone)
    links = "\n\n".join(
        f"Set {number} of {len(tokens)}: {link_address(token)}" if several else link_address(token)
        for number, token in enumerate(tokens, 1)
    )
    return (
        f"{clinic.name} has {f'{len(tokens)} short sets of' if several else 'some'} questions for you. "
        f"Please answer them by {words.weekday_day(min(one.due_at for one in requests), zone)}.\n\n"
        f"{links}\n\n"
        f"{'Each link is' if several else 'The link is'} for you alone and works until {until}. "
        f"You can stop and come back to it.\n\n"
        f"Nobody reads answers to this message. To reach us, call {phone}."
    )
