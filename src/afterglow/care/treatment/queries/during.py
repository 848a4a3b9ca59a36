"""What calls for somebody during a dose and after it, and which reading is due next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from afterglow.care.treatment.models import MONITOR, EffectNote, Reading
from afterglow.care.treatment.queries.before import pressures_before
from afterglow.care.treatment.queries.giving import ended_at, infusion_phase, planned_length, progress_of, started_at
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.placed import Placed, about_entry, placed
from afterglow.care.treatment.queries.vitals import ACVPU, Pressure, last_with, observed, pressures, rounds, series
from afterglow.care.treatment.rules import infusion
from afterglow.care.treatment.rules.blood_pressure import during_dose, repeat_by
from afterglow.care.treatment.rules.incidents import incident_findings
from afterglow.care.treatment.rules.news2 import (
    Aware,
    News2,
    for_whom,
    news2,
    news2_findings,
    recheck_findings,
)
from afterglow.care.treatment.rules.observations import Observation, Taking, next_due, observe, plan_observations
from afterglow.care.treatment.rules.signal import quiet_findings, signal_findings, silent_since
from afterglow.care.treatment.rules.stopping import STOP_INFUSION, Giving, stop_words
from afterglow.care.treatment.rules.symptoms import effect_findings, symptom_findings
from afterglow.care.treatment.rules.vital_limits import Level, scale_findings, vital_findings
from afterglow.care.treatment.rules.vitals import Charted, Sign
from afterglow.ground.design.words import clock, span
from afterglow.ground.kernel.finding import Finding, Severity

_IN_DOSE = (infusion.Phase.RUNNING, infusion.Phase.PAUSED)
_SIGN_OF = {"pulse": Sign.PULSE, "oxygen": Sign.OXYGEN, "breathing": Sign.BREATHING}


def during_findings(known: Known) -> tuple[Placed, ...]:
    """Everything that calls for somebody now, while the patient is watched. Nothing once they have left."""
    if known.session is None or known.session.left_at is not None:
        return ()
    return (
        *_incidents(known),
        *_complaints(known),
        *_pressure(known),
        *_signs(known),
        *_scales(known),
        *_early_warning(known),
        *_late(known),
        *_silent(known),
        *_quiet(known),
    )


def pressures_since(known: Known, since: datetime | None) -> tuple[Pressure, ...]:
    """The blood pressures after a moment, oldest first; none where it has not come."""
    return tuple(one for one in pressures(known.readings) if since is not None and one.value.taken_at > since)


def own_pressure(known: Known) -> Pressure | None:
    """The patient's own pressure: the last one before the dose."""
    return (pressures_before(known) or (None,))[-1]


def schedule(known: Known) -> tuple[Observation, ...]:
    """The planned readings of the day and how each stands; none where the route has no schedule."""
    rule = known.protocol.observations.get(known.given.route)
    if rule is None or known.session is None:
        return ()
    start, length = started_at(known), planned_length(known)
    if start is None:
        planned = plan_observations([one for one in rule.at if one < timedelta(0)], _expected_start(known, rule.at))
    else:
        progress = progress_of(known)
        end = ended_at(known) or (progress.expected_end if progress else None)
        planned = plan_observations(rule.at, start, length if end else None, end)
    return observe(planned, rounds(known.readings), known.session.left_at or known.now, rule.late_after)


def repeat_due(known: Known) -> datetime | None:
    """When pressure is measured again out of turn; None when the schedule is enough, or it was done."""
    since = pressures_since(known, started_at(known))
    own = own_pressure(known)
    values = [one.value for one in since]
    return repeat_by(values, own.value if own else None, known.protocol.limits)


def early_warning(known: Known) -> tuple[News2, Reading] | None:
    """NEWS2 of the last set of observations that somebody took; None where it is not used, or nothing was taken."""
    policy = known.protocol.early_warning
    reading = last_with(known.readings, "consciousness")
    if not policy.used or reading is None:
        return None
    return news2(observed(reading), 2 if lower_oxygen_target(known) else policy.oxygen_scale), reading


def not_for_early_warning(known: Known) -> Finding | None:
    """Why NEWS2 does not hold for this patient: under 16, or pregnant as the record or today's check has it."""
    answered = (known.check.answers if known.check else {}).get("pregnancy")
    return for_whom(known.age, known.pregnant or answered == "yes")


def lower_oxygen_target(known: Known) -> bool:
    """Whether a prescriber has set a target of 88-92 % for this patient today."""
    return bool(known.oxygen_targets) and known.oxygen_targets[-1].lower


def last_note(known: Known) -> EffectNote | None:
    """What the patient said when they were last asked."""
    return known.effects[-1] if known.effects else None


def complaint_words(known: Known) -> str:
    """What to do for a complaint that stops the dose, while it has not begun, is given, or is over."""
    return _other_than_infusion(known) or known.protocol.limits.symptoms.do


def _incidents(known: Known) -> Iterable[Placed]:
    for one in known.incidents:
        yield from placed(incident_findings(one.kind), about_entry(known, one.uuid), known, one.happened_at)


def _complaints(known: Known) -> tuple[Placed, ...]:
    note = last_note(known)
    if note is None:
        return ()
    levels = {code: int(level) for code, level in note.effects.items()}
    found = (
        *symptom_findings(note.symptoms, known.protocol.limits.symptoms, _other_than_infusion(known)),
        *effect_findings(levels, known.protocol.session),
    )
    return placed(found, about_entry(known, note.uuid), known, note.happened_at)


def _pressure(known: Known) -> tuple[Placed, ...]:
    since, own = pressures_since(known, started_at(known)), own_pressure(known)
    if not since:
        return ()
    values = [one.value for one in since]
    found = during_dose(values, own.value if own else None, known.protocol.limits, _stop(known))
    return placed(found, about_entry(known, since[-1].reading.uuid), known, since[-1].value.taken_at)


def _signs(known: Known) -> Iterable[Placed]:
    for sign, column in ((Sign.PULSE, "heart_rate"), (Sign.OXYGEN, "spo2"), (Sign.BREATHING, "respiratory_rate")):
        reading = last_with(known.readings, column)
        sent = series(known.readings, sign)
        if reading is not None and isinstance(sent[-1], Charted):
            numbers = [one for one in sent if isinstance(one, Charted)]
            lower = lower_oxygen_target(known)
            what = vital_findings(numbers, known.protocol.limits, lower_oxygen_target=lower, stop=_stop(known))
            yield from placed(what, about_entry(known, reading.uuid), known, reading.happened_at)


def _scales(known: Known) -> Iterable[Placed]:
    limits = known.protocol.limits
    for column, scale in (("sedation", limits.sedation), ("agitation", limits.agitation)):
        rows = [one for one in known.readings if getattr(one, column) is not None]
        if rows:
            reading, levels = rows[-1], [Level(int(getattr(one, column)), one.happened_at) for one in rows]
            what = scale_findings(levels, scale, stop=_stop(known))
            yield from placed(what, about_entry(known, reading.uuid), known, reading.happened_at)


def _early_warning(known: Known) -> tuple[Placed, ...]:
    scored = early_warning(known)
    if scored is None or not_for_early_warning(known) is not None:
        return ()
    score, reading = scored
    policy, in_dose = known.protocol.early_warning, infusion_phase(known) in _IN_DOSE
    seen = [Aware(ACVPU[one.consciousness], one.happened_at) for one in known.readings if one.consciousness]
    found = (*news2_findings(score, in_dose, policy), *recheck_findings(seen, in_dose, policy, known.now))
    told = [one for one in found if one.severity is not Severity.INFO]
    return placed(told, about_entry(known, reading.uuid), known, reading.happened_at)


def _late(known: Known) -> tuple[Placed, ...]:
    due = next_due(schedule(known))
    if due is None or due.taking is not Taking.LATE:
        return ()
    at = due.planned.at
    words = f"Reading {span(due.late_by)} late: due since {clock(due.due_since or at, known.protocol.zone)}."
    rule = known.protocol.observation(known.given.route)
    late = Finding("reading-late", Severity.CAUTION, words, rule.source)
    return placed([late], about_entry(known, f"{at:%H:%M}"), known, at)


def _silent(known: Known) -> tuple[Placed, ...]:
    rule = known.protocol.observations.get(known.given.route)
    signs = [_SIGN_OF[vital] for vital in (rule.continuous if rule else ()) if vital in _SIGN_OF]
    asked = {sign: silent_since(series(known.readings, sign, source=MONITOR), known.now) for sign in signs}
    silent = {sign: since for sign, since in asked.items() if since is not None}
    if not silent:
        return ()
    since = min(silent.values())
    about = about_entry(known, f"{'+'.join(silent)}:{since:%H:%M}")
    return placed(signal_findings(silent, known.now), about, known, since)


def _quiet(known: Known) -> tuple[Placed, ...]:
    rule = known.protocol.observations.get(known.given.route)
    last = known.readings[-1].happened_at if known.readings else None
    if rule is None or last is None:
        return ()
    sent = any(one.source == MONITOR for one in known.readings)
    found = quiet_findings(last, sent, known.now, rule.quiet_after, rule.source)
    return placed(found, about_entry(known, f"{last:%H:%M}"), known, last)


def _stop(known: Known) -> str:
    giving = Giving.BEFORE if started_at(known) is None else Giving.DURING if ended_at(known) is None else Giving.OVER
    return stop_words(known.given.route, giving)


def _other_than_infusion(known: Known) -> str:
    """What to do for a complaint, where the protocol's words about an infusion do not fit."""
    words = _stop(known)
    return "" if words == STOP_INFUSION else words


def _expected_start(known: Known, offsets: tuple[timedelta, ...]) -> datetime:
    assert known.session is not None
    first = known.session.settled_at - min(offsets)
    booked = known.treatment.appointment.starts_at if known.treatment.appointment else first
    return max(booked, first)
