"""Receiving a referral, adding to it, saying that it is urgent, and judging it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast

from django.urls import reverse

from afterglow.care.referral.models import (
    ACCEPT,
    ASK_FOR_MORE,
    ONLINE,
    SEND_ELSEWHERE,
    Addition,
    Enquiry,
    GroundFound,
    Judgement,
    Referral,
)
from afterglow.care.referral.queries import findings_about
from afterglow.care.referral.rules.arriving import NewClinician, NewPatient
from afterglow.care.referral.rules.grounds import Decision, crisis_ground, judgement_findings
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.finding import Finding, Severity, unresolved
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.pathway import actions as pathway
from afterglow.record.pathway.queries import overridden_codes
from afterglow.record.pathway.rules import Stage
from afterglow.record.people import actions as people
from afterglow.record.people.models import OutsideClinician, Patient
from afterglow.record.tasks import actions as tasks
from afterglow.record.tasks.queries import open_task

URGENT_TASK = "urgent-referral"
ENQUIRY_TASK = "enquiry"
MOST_OPEN_ENQUIRIES = 50
"""Beyond so many that nobody has answered, the page asks people to call: a flood must not bury them."""

_LEADS_TO = {
    ACCEPT: Stage.ACCEPTED,
    ASK_FOR_MORE: Stage.INFORMATION_ASKED,
    SEND_ELSEWHERE: Stage.SENT_ELSEWHERE,
}
_IN_CARE_AS = {"gp": "gp", "psychiatrist": "psychiatrist", "trust-consultant-psychiatrist": "psychiatrist"}


@action("referral.received", may=Permission.RECEIVE_REFERRALS)
def receive(
    *,
    patient: Patient,
    came_by: str,
    by: Actor,
    now: datetime,
    referrer: OutsideClinician | None = None,
    responsible: bool = True,
    supporter: OutsideClinician | None = None,
    funding: str = "self-pay",
    indication: str = "",
    text: str = "",
    urgent: bool = False,
    received_at: datetime | None = None,
    outside_id: str = "",
) -> Referral:
    """Enter a referral of a registered patient and open their episode; ``received_at`` is ``now`` unless given.

    Without a ``referrer`` the patient asks for themselves; ``responsible`` is False where the letter leaves open
    whether the doctor has clinical responsibility. An ``urgent`` one opens a task for now. Raises Refused when the
    last episode still goes on, or when a referral of this ``outside_id`` is here already.
    """
    arrived = received_at or now
    _refuse_bad_arrival(by.clinic_id, arrived, outside_id, now)
    episode = pathway.open_episode(patient=patient, by=by, now=now, happened_at=arrived)
    referral = Referral.objects.create(
        clinic_id=by.clinic_id,
        patient=patient,
        episode=episode,
        received_at=arrived,
        came_by=came_by,
        referrer=referrer,
        responsible=responsible,
        supporter=supporter,
        funding=funding,
        indication=indication,
        text=text,
        outside_id=outside_id,
        entered_at=now,
    )
    _join_care(referral, by, now)
    if urgent:
        mark_urgent(referral=referral, by=by, now=now)
    return referral


@action("referral.entered", may=Permission.RECEIVE_REFERRALS)
def enter(
    *,
    patient: Patient | NewPatient,
    referrer: OutsideClinician | NewClinician | None,
    by: Actor,
    now: datetime,
    somebody_else: bool = False,
    enquiry: Enquiry | None = None,
    **letter: Any,
) -> Referral:
    """Receive a referral whose patient or referrer may be new: all of them are entered, or nothing is.

    ``letter`` holds what else ``receive`` takes; an ``enquiry`` it came of is closed. Unless ``somebody_else`` says
    that it was looked into, raises Refused when the clinic may know a new patient already.
    """
    if isinstance(patient, NewPatient):
        patient = people.register_patient(**asdict(patient), somebody_else=somebody_else, by=by, now=now)
    if isinstance(referrer, NewClinician):
        referrer = people.add_outside_clinician(**asdict(referrer), by=by, now=now)
    referral = receive(patient=patient, referrer=referrer, by=by, now=now, **letter)
    if enquiry is not None:
        close_enquiry(enquiry=enquiry, because="Entered as a referral.", referral=referral, by=by, now=now)
    return referral


@action("referral.enquired", may=Permission.DO_DUE_WORK)
def enquire(*, name: str, phone: str, email: str, indication: str, text: str, by: Actor, now: datetime) -> Enquiry:
    """Take down that somebody unknown asks for a first consultation, as the system (S1); a task asks to call them.

    Raises Refused where the clinic takes no enquiries online, or has too many that nobody has answered yet.
    """
    clinic = Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    allowed = protocol_in_force(clinic, now).referral.self_enquiry
    if allowed is None or ONLINE not in allowed.by:
        raise Refused([_no("no-enquiries", "This clinic takes no enquiries online. Please ask your doctor.")])
    if Enquiry.objects.filter(clinic=clinic, closed_at=None).count() >= MOST_OPEN_ENQUIRIES:
        raise Refused([_no("too-many", "We cannot take more enquiries online at the moment. Please call us.")])
    enquiry = Enquiry.objects.create(
        clinic=clinic, name=name, phone=phone, email=email, indication=indication, text=text, asked_at=now
    )
    tasks.raise_task(
        kind=ENQUIRY_TASK,
        about=enquiry.ref,
        title="Somebody asks for a first consultation: call them",
        role=Role.ADMINISTRATOR,
        link=reverse("referral:enquiry", args=[enquiry.ref]),
        by=by,
        now=now,
    )
    return enquiry


@action("referral.enquiry_closed", may=Permission.RECEIVE_REFERRALS)
def close_enquiry(
    *, enquiry: Enquiry, because: str, by: Actor, now: datetime, referral: Referral | None = None
) -> Enquiry:
    """Close an enquiry: a referral came of it, or it is said why none did. Does nothing a second time."""
    row = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    if row.closed_at is None:
        row.closed_at, row.closed_because, row.referral = now, because, referral
        row.save(update_fields=["closed_at", "closed_because", "referral"])
        task = open_task(kind=ENQUIRY_TASK, about=row.ref, clinic_id=row.clinic_id)
        if task is not None:
            tasks.finish(task=task, outcome=because, by=by, now=now)
    return row


@action("referral.urgent", may=Permission.RECEIVE_REFERRALS)
def mark_urgent(*, referral: Referral, by: Actor, now: datetime) -> Referral:
    """Say that a referral tells of an urgent need to save life: a task for now is opened at once (F5)."""
    row = _locked(referral)
    if row.urgent_since is None:
        row.urgent_since = now
        row.save(update_fields=["urgent_since"])
    safety = protocol_in_force(row.patient.clinic, now).safety
    tasks.raise_task(
        kind=URGENT_TASK,
        about=row.ref,
        title="Urgent referral: tell the local team now",
        detail="The referral tells of an urgent need to save life. This clinic is not an emergency service.",
        role=Role[safety.first_to.upper()],
        patient=row.patient,
        link=reverse("referral:referral", args=[row.ref]),
        grade="now",
        due_at=now,
        pass_on_at=now + safety.passed_on_after,
        pass_on_to=Role[safety.passed_on_to.upper()],
        by=by,
        now=now,
    )
    return row


@action("referral.information_added", may=Permission.RECEIVE_REFERRALS)
def add_information(
    *,
    referral: Referral,
    text: str,
    by: Actor,
    now: datetime,
    referrer: OutsideClinician | None = None,
    responsible: bool = False,
) -> Addition:
    """Add what arrived later; a ``referrer`` becomes the referral's own. What waited for it is triaged again."""
    row = _locked(referral)
    added = Addition.objects.create(referral=row, text=text, referrer=referrer, **signed(by=by, now=now))
    if referrer is not None or responsible:
        row.referrer, row.responsible = referrer or row.referrer, responsible
        row.save(update_fields=["referrer", "responsible"])
        _join_care(row, by, now)
    if row.episode.stage == Stage.INFORMATION_ASKED:
        pathway.move(episode=row.episode, to=Stage.REFERRED, reason="What was asked for has arrived.", by=by, now=now)
    return added


@action("referral.judged", may=Permission.TRIAGE_REFERRALS)
def judge(
    *,
    referral: Referral,
    decision: str,
    by: Actor,
    now: datetime,
    words: str = "",
    grounds: Mapping[str, str] | None = None,
    excepted: Collection[str] = (),
) -> Judgement:
    """Judge a referral as a whole: accept, ask for more, or send elsewhere.

    ``grounds`` gives, for each ground found, its code in the protocol and what the clinician says to it;
    ``excepted`` names those whose own exception holds. Raises Refused when what the decision needs is missing,
    when a stop still holds that no prescriber signed past, or when the referral was judged already.
    """
    row = _locked(referral)
    protocol, found = protocol_in_force(row.patient.clinic, now), dict(grounds or {})
    _refuse_unready(row, decision, words, found, protocol)
    judgement = Judgement.objects.create(referral=row, decision=decision, words=words, **signed(by=by, now=now))
    for code, said in found.items():
        ground = protocol.referral.ground(code)
        GroundFound.objects.create(
            judgement=judgement,
            code=code,
            say=ground.say,
            signpost=ground.signpost,
            excepted=code in excepted and bool(ground.unless),
            words=said,
            **signed(by=by, now=now),
        )
    pathway.move(episode=row.episode, to=_LEADS_TO[decision], reason=words, by=by, now=now)
    if crisis_ground(found, protocol.referral):
        mark_urgent(referral=row, by=by, now=now)
    return judgement


@action("referral.stop_overridden", may=Permission.PRESCRIBE)
def go_past(*, referral: Referral, code: str, reason: str, by: Actor, now: datetime) -> None:
    """Sign past one of the stops that hold a referral back, with a reason. Raises Refused for any other code."""
    row = _locked(referral)
    protocol = protocol_in_force(row.patient.clinic, now)
    for finding in findings_about(row, protocol):
        if finding.code == code and finding.overridable:
            pathway.override(episode=row.episode, finding=finding, about=row.ref, reason=reason, by=by, now=now)
            return
    raise Refused([_no("no-such-stop", "This stop does not hold the referral back any more.")])


@action("referral.withdrawn", may=Permission.RECEIVE_REFERRALS)
def withdraw(*, referral: Referral, reason: str, by: Actor, now: datetime) -> None:
    """Write down that the patient no longer wants to be seen, or that the referrer takes the referral back."""
    pathway.move(episode=referral.episode, to=Stage.WITHDRAWN, reason=reason, by=by, now=now)


def _locked(referral: Referral) -> Referral:
    rows = Referral.objects.select_for_update(of=("self",)).select_related("episode", "patient__clinic")
    return rows.get(pk=referral.pk)


def _join_care(referral: Referral, by: Actor, now: datetime) -> None:
    role = _IN_CARE_AS.get(referral.referrer.profession) if referral.referrer else None
    if referral.referrer and role:
        people.join_care_team(patient=referral.patient, clinician=referral.referrer, role=role, by=by, now=now)


def _refuse_bad_arrival(clinic_id: int, arrived: datetime, outside_id: str, now: datetime) -> None:
    if arrived > now:
        raise Refused([_no("not-yet-arrived", "A referral cannot have arrived later than now.")])
    Clinic.objects.select_for_update(no_key=True).get(pk=clinic_id)
    if outside_id and Referral.objects.filter(clinic_id=clinic_id, outside_id=outside_id).exists():
        raise Refused([_no("entered-already", "This referral was entered already.")])


def _refuse_unready(
    referral: Referral, decision: str, words: str, found: Mapping[str, str], protocol: Protocol
) -> None:
    if decision not in _LEADS_TO or not found.keys() <= {ground.code for ground in protocol.referral.grounds}:
        raise Refused([_no("unknown", "Choose a decision, and grounds, from those shown.")])
    missing = judgement_findings(cast(Decision, decision), words, found, protocol.referral)
    holding: tuple[Finding, ...] = ()
    if decision == ACCEPT:
        signed_past = overridden_codes(about=referral.ref, clinic_id=referral.clinic_id)
        holding = unresolved(findings_about(referral, protocol), signed_past)
    if missing or holding:
        raise Refused([*missing, *holding])


def _no(code: str, words: str) -> Finding:
    return Finding(code, Severity.STOP, words, "default", interlock=True)
