"""At the bedside beside readings and dose: an oxygen target, medicines as needed, what went otherwise than planned."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from afterglow.care.treatment.actions.live import announce, held_open, refusal
from afterglow.care.treatment.entries import AsNeeded, AsNeededGiven, Incident, OxygenTarget
from afterglow.care.treatment.models import Session
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.rules.as_needed import as_needed_findings
from afterglow.care.treatment.rules.incidents import KINDS
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed


@action("treatment.oxygen_target_set", may=Permission.PRESCRIBE)
def set_oxygen_target(*, session: Session, lower: bool, reason: str, by: Actor, now: datetime) -> OxygenTarget:
    """Prescribe a target of 88-92 % for today (``lower``), or the usual one again. Raises Refused without a reason."""
    row = held_open(session)
    if not reason.strip():
        raise refusal("no-reason", "Write why this target holds for this patient.")
    made: OxygenTarget = OxygenTarget.objects.create(
        session=row, lower=lower, reason=reason.strip(), **signed(by=by, now=now)
    )
    announce(row, "target", now)
    return made


@action("treatment.as_needed_signed", may=Permission.PRESCRIBE)
def sign_as_needed(*, session: Session, code: str, by: Actor, now: datetime) -> AsNeeded:
    """Sign for one of the protocol's as-needed medicines, for this session. Signed already, it is returned as it is.

    Raises Refused for a medicine the protocol does not have.
    """
    row = held_open(session)
    rule = known_about(row.treatment, now).protocol.session.anti_sickness
    medicine = next((one for one in rule.medicines if one.code == code), None)
    if medicine is None or not rule.given_in_clinic:
        raise refusal("not-offered", "The protocol has no such medicine.", rule.source)
    found: AsNeeded | None = AsNeeded.objects.filter(session=row, code=code).first()
    if found is not None:
        return found
    made: AsNeeded = AsNeeded.objects.create(
        session=row, code=code, words=medicine.say, most_times=medicine.most_times, **signed(by=by, now=now)
    )
    announce(row, "as-needed", now)
    return made


@action("treatment.as_needed_given", may=Permission.TREAT)
def give_as_needed(*, session: Session, uuid: UUID, code: str, because: str, by: Actor, now: datetime) -> AsNeededGiven:
    """Write down that a medicine signed for as needed was given, and why. Sent again, the one kept is returned.

    Raises Refused for what was not signed for, oftener than was signed for, and without a reason.
    """
    row = held_open(session)
    found: AsNeededGiven | None = AsNeededGiven.objects.filter(clinic_id=by.clinic_id, uuid=uuid).first()
    if found is not None:
        return found
    known = known_about(row.treatment, now)
    order = next((one for one in known.as_needed if one.code == code), None)
    if order is None:
        raise refusal("not-signed", "No prescriber has signed for this medicine today.")
    if not because.strip():
        raise refusal("no-reason", "Write why it was needed.")
    rule = known.protocol.session.anti_sickness
    refused = as_needed_findings(order.words, order.given.count(), order.most_times, rule.source)
    if refused:
        raise Refused(refused)
    made: AsNeededGiven = AsNeededGiven.objects.create(
        signed_for=order, uuid=uuid, because=because.strip()[:300], **signed(by=by, now=now)
    )
    announce(row, "as-needed", now)
    return made


@action("treatment.incident_noted", may=Permission.TREAT)
def note_incident(
    *, session: Session, uuid: UUID, kind: str, words: str, done: str, by: Actor, now: datetime
) -> Incident:
    """Keep what went otherwise than planned, and what was done. Sent again, the one kept is returned.

    Raises Refused for a kind that is not offered, and without words on either.
    """
    row = held_open(session)
    found: Incident | None = Incident.objects.filter(clinic_id=by.clinic_id, uuid=uuid).first()
    if found is not None:
        return found
    if kind not in KINDS:
        raise refusal("not-offered", "Choose what happened from the list.")
    if not (words.strip() and done.strip()):
        raise refusal("no-words", "Write what happened, and what was done.")
    made: Incident = Incident.objects.create(
        session=row, uuid=uuid, kind=kind, words=words.strip(), done=done.strip(), **signed(by=by, now=now)
    )
    announce(row, "incident", now)
    return made
