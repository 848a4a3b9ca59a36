"""Sending an approved letter, and the log of it."""

from __future__ import annotations

from datetime import datetime

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.protocols import protocol_version
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.office.letters.models import Approval, Dispatch, Letter
from afterglow.office.letters.queries.letters import approval_of, patient_key
from afterglow.record.contact.actions import queue_message
from afterglow.record.contact.models import Message


@action("letters.dispatched", may=Permission.WRITE_LETTERS)
def dispatch(*, letter: Letter, recipient: str, how: str, by: Actor, now: datetime) -> Dispatch:
    """Record that an approved letter went to one of its recipients, by the key that the approval gives them.

    ``own-page`` puts it on the patient's own pages and sends a message that says only that something waits there.
    The same way to the same person is recorded once. Once everybody has it, the letter is sent. Raises Refused for
    a letter nobody approved, a stranger, or a way that does not lead to them.
    """
    row = Letter.objects.select_for_update(of=("self",)).select_related("patient", "clinic").get(pk=letter.pk)
    approval = approval_of(row)
    if approval is None:
        raise _no("letter-not-approved", "A letter goes out only when it is approved.")
    person = next((one for one in approval.recipients if one["key"] == recipient), None)
    if person is None:
        raise _no("no-recipient", "This letter does not go to that person.")
    found: Dispatch | None = Dispatch.objects.filter(letter=row, recipient=recipient, how=how).first()
    if found is not None:
        return found
    message = _told(row, recipient, by, now) if how == "own-page" else None
    made = Dispatch.objects.create(
        letter=row,
        approval=approval,
        recipient=recipient,
        name=person["name"],
        role_words=person["role_words"],
        how=how,
        address="\n".join(person["lines"]),
        message=message,
        **signed(by=by, now=now),
    )
    _finish(row, approval, now)
    return made


def _told(letter: Letter, recipient: str, by: Actor, now: datetime) -> Message | None:
    patient = letter.patient
    if recipient != patient_key(patient) or patient.account_id is None:
        raise _no("no-own-page", "Only a patient who can sign in has pages of their own.")
    if not patient.email:
        return None
    protocol = protocol_version(letter.clinic_id, letter.protocol_version)
    text = (
        f"{protocol.clinic} has put a letter for you on your own pages. Sign in to read it.\n\n"
        f"Nobody reads answers to this message. To reach us, call {protocol.contact.phone}."
    )
    return queue_message(
        key=f"letter:{letter.ref}",
        channel="email",
        address=patient.email,
        subject=f"{protocol.clinic}: a letter for you",
        text=text,
        by=by,
        now=now,
        patient=patient,
    )


def _finish(letter: Letter, approval: Approval, now: datetime) -> None:
    reached = set(Dispatch.objects.filter(letter=letter, approval=approval).values_list("recipient", flat=True))
    if {one["key"] for one in approval.recipients} <= reached and letter.state != Letter.SENT:
        letter.state, letter.sent_at = Letter.SENT, now
        letter.save(update_fields=["state", "sent_at"])


def _no(code: str, words: str) -> Refused:
    return Refused([Finding(code, Severity.STOP, words, "default", interlock=True)])
