"""Approving a letter: the psychiatrist's name under one version, and the file that goes out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Membership
from afterglow.ground.access.protocols import protocol_version
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.design import words
from afterglow.ground.gateways.typesetting import CannotTypeset, typeset
from afterglow.ground.kernel.finding import Finding, Severity, stops
from afterglow.ground.kernel.nhs_number import show_nhs_number
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.office.letters.actions.drafting import refuse_if_changed, refuse_unless_draft
from afterglow.office.letters.models import Approval, Dispatch, Letter, LetterVersion, TakenBack
from afterglow.office.letters.queries import contacts
from afterglow.office.letters.queries.letters import approval_of, latest_version, parts_of
from afterglow.office.letters.rules.recipients import Recipient

TEMPLATE = Path(__file__).resolve().parent.parent / "templates/letters/letter.typ"


@action("letters.approved", may=Permission.APPROVE_LETTERS)
def approve(*, letter: Letter, version: int, also_to: Collection[str], by: Actor, now: datetime) -> Approval:
    """Sign the version with this number and make the file that goes to everybody on the clinic's list.

    ``also_to`` holds the keys of those it goes to besides, such as a therapist elsewhere. Raises Refused when a
    required name or address is missing (F24), when the text was changed meanwhile, or when a character cannot be
    printed.
    """
    row = Letter.objects.select_for_update(of=("self",)).select_related("patient", "clinic").get(pk=letter.pk)
    refuse_unless_draft(row)
    latest = latest_version(row)
    refuse_if_changed(latest, version)
    known = contacts.known_contacts(row.patient)
    held_back = stops(contacts.findings(row, known))
    if held_back:
        raise Refused(held_back)
    chosen = [one for one in contacts.recipients(row, known) if one.usual or one.key in also_to]
    pdf = _printed(row, latest, chosen, by, now)
    approval = Approval.objects.create(
        letter=row,
        version=latest,
        recipients=[one.kept() for one in chosen],
        pdf=pdf,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        **signed(by=by, now=now),
    )
    row.state, row.approved_at = Letter.APPROVED, now
    row.save(update_fields=["state", "approved_at"])
    return approval


@action("letters.approval_taken_back", may=Permission.APPROVE_LETTERS)
def take_back(*, letter: Letter, reason: str, by: Actor, now: datetime) -> Letter:
    """Make an approved letter a draft again. Raises Refused once it has gone to anybody, or without a reason."""
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    approval = approval_of(row)
    if approval is None or Dispatch.objects.filter(letter=row).exists():
        said = "This letter has gone out. Write another one to put it right."
        raise Refused([Finding("letter-gone", Severity.STOP, said, "default", interlock=True)])
    if not reason.strip():
        raise Refused([Finding("no-reason", Severity.STOP, "Write why the approval is taken back.", "default")])
    TakenBack.objects.create(approval=approval, reason=reason.strip(), **signed(by=by, now=now))
    row.state, row.approved_at = Letter.DRAFT, None
    row.save(update_fields=["state", "approved_at"])
    return row


def _printed(
    letter: Letter, version: LetterVersion, recipients: Sequence[Recipient], by: Actor, now: datetime
) -> bytes:
    protocol = protocol_version(letter.clinic_id, letter.protocol_version)
    first, *others = recipients
    content = {
        "title": letter.title,
        "reference": f"{protocol.clinic}, letter {letter.ref}",
        "sender": {"name": protocol.clinic, "lines": _sender_lines(protocol)},
        "to": [first.name, *first.lines],
        "date": words.day(now, protocol.zone),
        "patient": _patient_lines(letter),
        "parts": [{"heading": part.heading, "text": list(part.paragraphs)} for part in parts_of(version)],
        "signed": _signature(by),
        "copies": [f"{one.name}, {one.role_words}" for one in others],
    }
    try:
        return typeset(TEMPLATE, content, made_at=now)
    except CannotTypeset as wrong:
        if not wrong.characters:
            raise
        said = f"These characters cannot be printed here: {wrong.characters}. Write them in another way."
        raise Refused([Finding("cannot-be-printed", Severity.STOP, said, "default", interlock=True)]) from None


def _sender_lines(protocol: Protocol) -> list[str]:
    address = [line for line in protocol.contact.address if line != protocol.clinic]
    return [*address, protocol.contact.phone, protocol.contact.email]


def _patient_lines(letter: Letter) -> list[str]:
    patient = letter.patient
    number = f"NHS number {show_nhs_number(patient.nhs_number)}" if patient.nhs_number else "NHS number not known"
    return [patient.full_name, f"born {words.day(patient.birth_date)}", number]


def _signature(by: Actor) -> list[str]:
    rows = Membership.objects.filter(account=by.account_id, clinic_id=by.clinic_id, ended_at=None)
    titles = [line for row in rows.order_by("pk") for line in (row.title, row.registration) if line]
    return [by.name, *dict.fromkeys(titles)]
