"""Writing down what is found out, always as a new entry, and deciding whether treatment is suitable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from afterglow.care.assessment.models import (
    Condition,
    EarlierTreatment,
    Goal,
    HistoryNote,
    Investigation,
    Measurement,
    Medicine,
    MedicinesConfirmed,
    SuitabilityDecision,
)
from afterglow.care.assessment.queries import (
    condition_findings,
    conditions_of,
    current_medicines,
    decides_suitability,
)
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.finding import Finding, Severity, stops, unresolved
from afterglow.ground.kernel.quantity import Height, Pressure, Weight
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.pathway.actions import move, override
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.queries import overridden_codes
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient


@action("assessment.measured", may=Permission.RECORD_HISTORY)
def record_measurement(
    *,
    patient: Patient,
    by: Actor,
    now: datetime,
    weight: Weight | None = None,
    height: Height | None = None,
    pressure: tuple[Pressure, Pressure] | None = None,
    pulse: int | None = None,
    happened_at: datetime | None = None,
    corrects: Measurement | None = None,
) -> Measurement:
    """Write down weight, height, blood pressure (systolic, diastolic) and pulse (a minute), whichever were measured."""
    systolic, diastolic = (pressure[0].units, pressure[1].units) if pressure else (None, None)
    return Measurement.objects.create(
        patient=patient,
        corrects=corrects,
        weight_grams=weight.units if weight else None,
        height_millimetres=height.units if height else None,
        systolic=systolic,
        diastolic=diastolic,
        pulse=pulse,
        **signed(by=by, now=now, happened_at=happened_at),
    )


@action("assessment.medicine_written", may=Permission.RECORD_HISTORY)
def write_medicine(
    *,
    patient: Patient,
    name: str,
    by: Actor,
    now: datetime,
    dose: str = "",
    family: str = "",
    as_needed: bool = False,
    last_taken: date | None = None,
    stopped: bool = False,
    corrects: Medicine | None = None,
) -> Medicine:
    """Write down what is taken. A change, or stopping, names the entry it ``corrects``.

    Raises Refused when that entry was corrected by somebody else meanwhile.
    """
    _one_at_a_time(patient)
    _refuse_corrected(Medicine, corrects)
    return Medicine.objects.create(
        patient=patient,
        corrects=corrects,
        name=name,
        dose=dose,
        family=family,
        as_needed=as_needed,
        last_taken=last_taken,
        stopped=stopped,
        **signed(by=by, now=now),
    )


@action("assessment.medicines_confirmed", may=Permission.RECORD_HISTORY)
def confirm_medicines(*, patient: Patient, by: Actor, now: datetime) -> MedicinesConfirmed:
    """Write down that the list was gone through with the patient at this contact and is right as it stands."""
    refs = [medicine.ref for medicine in current_medicines(patient)]
    return MedicinesConfirmed.objects.create(patient=patient, medicines=refs, **signed(by=by, now=now))


@action("assessment.conditions_asked", may=Permission.RECORD_HISTORY)
def ask_conditions(*, patient: Patient, present: Mapping[str, date | None], by: Actor, now: datetime) -> None:
    """Write down that every condition of the protocol was asked about: those ``present``, each with the day of its
    event where it has one, and all others as not there. Only what differs from the last answer is written.
    """
    assessment = protocol_in_force(patient.clinic, now).assessment
    former = {one.code: one for one in conditions_of(patient)}
    codes = [one.code for one in assessment.contraindications] + [one.code for one in assessment.considerations]
    for code in codes:
        there, day, last = code in present, present.get(code), former.get(code)
        if last is None or (last.present, last.day) != (there, day):
            write_condition(patient=patient, code=code, present=there, day=day, by=by, now=now)


@action("assessment.condition_written", may=Permission.RECORD_HISTORY)
def write_condition(
    *, patient: Patient, code: str, present: bool, by: Actor, now: datetime, day: date | None = None, note: str = ""
) -> Condition:
    """Write down whether a condition is there; a later answer about the same condition corrects the former."""
    _one_at_a_time(patient)
    former = Condition.objects.filter(patient=patient, code=code, corrected_by=None).order_by("-pk").first()
    return Condition.objects.create(
        patient=patient, corrects=former, code=code, present=present, day=day, note=note, **signed(by=by, now=now)
    )


@action("assessment.history_written", may=Permission.RECORD_HISTORY)
def write_history(*, patient: Patient, heading: str, text: str, by: Actor, now: datetime) -> HistoryNote:
    """Write a note under one heading; what stood under it is kept and corrected by this one."""
    _one_at_a_time(patient)
    former = HistoryNote.objects.filter(patient=patient, heading=heading, corrected_by=None).order_by("-pk").first()
    return HistoryNote.objects.create(
        patient=patient, corrects=former, heading=heading, text=text, **signed(by=by, now=now)
    )


@action("assessment.earlier_treatment_written", may=Permission.RECORD_HISTORY)
def write_earlier_treatment(
    *,
    patient: Patient,
    what: str,
    response: str,
    by: Actor,
    now: datetime,
    how_much: str = "",
    note: str = "",
    corrects: EarlierTreatment | None = None,
) -> EarlierTreatment:
    """Write down a treatment tried before; ``response`` is one of ``EarlierTreatment.RESPONSES``."""
    _one_at_a_time(patient)
    _refuse_corrected(EarlierTreatment, corrects)
    return EarlierTreatment.objects.create(
        patient=patient,
        corrects=corrects,
        what=what,
        how_much=how_much,
        response=response,
        note=note,
        **signed(by=by, now=now),
    )


@action("assessment.investigation_written", may=Permission.RECORD_HISTORY)
def write_investigation(
    *, patient: Patient, code: str, day: date, result: str, by: Actor, now: datetime
) -> Investigation:
    """Write down the result of a test that the protocol asks for, taken on a day."""
    return Investigation.objects.create(patient=patient, code=code, day=day, result=result, **signed(by=by, now=now))


@action("assessment.goals_written_with_patient", may=Permission.RECORD_HISTORY)
def write_goals_with_patient(*, patient: Patient, hopes: str, expects: str, by: Actor, now: datetime) -> Goal:
    """Write down, in the patient's words, what they hope for and expect."""
    return _write_goals(patient, hopes, expects, by, now)


@action("assessment.goals_written", may=Permission.SEE_OWN_RECORD)
def write_own_goals(*, patient: Patient, hopes: str, expects: str, by: Actor, now: datetime) -> Goal:
    """Write down one's own goals before the assessment, or again later (S3)."""
    return _write_goals(patient, hopes, expects, by, now)


@action("assessment.decided", may=Permission.DECIDE_SUITABILITY)
def decide_suitability(
    *,
    episode: Episode,
    suitable: bool,
    reasons: str,
    by: Actor,
    now: datetime,
    despite: Mapping[str, str] = MappingProxyType({}),
) -> SuitabilityDecision:
    """Decide whether treatment is suitable, with reasons; the episode moves accordingly (N1).

    ``despite`` holds the reasons for going past clinical stops, by their code. Raises Refused without reasons, for
    somebody whom the protocol does not name, and when treatment is called suitable while a stop holds: a
    contraindication, or conditions nobody has asked about.
    """
    if not reasons.strip():
        words = "Write the reasons for the decision."
        raise Refused([Finding("no-reason", Severity.STOP, words, "N1", interlock=True)])
    protocol = protocol_in_force(episode.clinic, now)
    _refuse_other_deciders(by, protocol)
    found = condition_findings(episode.patient, protocol, now=now)
    if suitable:
        _settle(found, despite, episode, by, now)
    decision = SuitabilityDecision.objects.create(
        episode=episode,
        suitable=suitable,
        reasons=reasons.strip(),
        findings=[[one.code, one.words, one.source] for one in found],
        **signed(by=by, now=now),
    )
    move(episode=episode, to=Stage.SUITABLE if suitable else Stage.NOT_SUITABLE, reason=reasons, by=by, now=now)
    return decision


def _refuse_other_deciders(by: Actor, protocol: Protocol) -> None:
    if not decides_suitability(by, protocol):
        words = f"Under this protocol suitability is decided by: {', '.join(protocol.assessment.decided_by)}."
        raise Refused([Finding("not-a-decider", Severity.STOP, words, protocol.assessment.source, interlock=True)])


def _settle(found: Sequence[Finding], despite: Mapping[str, str], episode: Episode, by: Actor, now: datetime) -> None:
    for stop in stops(found):
        if despite.get(stop.code, "").strip():
            override(episode=episode, finding=stop, about=episode.ref, reason=despite[stop.code], by=by, now=now)
    left = unresolved(found, overridden_codes(about=episode.ref, clinic_id=by.clinic_id))
    if left:
        raise Refused(left)


def _write_goals(patient: Patient, hopes: str, expects: str, by: Actor, now: datetime) -> Goal:
    _one_at_a_time(patient)
    former = Goal.objects.filter(patient=patient, corrected_by=None).order_by("-pk").first()
    return Goal.objects.create(patient=patient, corrects=former, hopes=hopes, expects=expects, **signed(by=by, now=now))


def _one_at_a_time(patient: Patient) -> None:
    """Two people who correct the same entry at once must not both find it uncorrected."""
    Patient.objects.select_for_update().get(pk=patient.pk)


def _refuse_corrected(kind: type[Medicine | EarlierTreatment], former: Medicine | EarlierTreatment | None) -> None:
    if former is not None and kind.objects.filter(corrects=former).exists():
        words = "Somebody else has changed this entry meanwhile. Look at the list as it stands now."
        raise Refused([Finding("changed-meanwhile", Severity.STOP, words, "default", interlock=True)])
