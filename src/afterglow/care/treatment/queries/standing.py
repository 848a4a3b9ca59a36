"""Where a treatment day stands: its phase, what holds the next step back, and the leaving checklist."""

from __future__ import annotations

from collections.abc import Mapping

from afterglow.care.treatment.queries.before import before_findings
from afterglow.care.treatment.queries.during import own_pressure, pressures_since
from afterglow.care.treatment.queries.giving import ended_at, infusion_phase, single_dose
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.placed import Placed, about_entry, held_back, placed
from afterglow.care.treatment.queries.vitals import last_with
from afterglow.care.treatment.rules.leaving import EscortHere, Line, Recovered, leaving_findings, leaving_lines
from afterglow.care.treatment.rules.phases import Phase, Stand, phase_of
from afterglow.care.treatment.rules.recovery_scores import Kind, next_score
from afterglow.ground.kernel.finding import stops

ESCORT = "escort"
"""The code of the checklist's line about the escort, met only when they stand there."""


def phase(known: Known) -> Phase:
    """The phase the day is in."""
    given = ended_at(known) is not None
    return phase_of(
        Stand(
            settled=known.session is not None,
            infusion=infusion_phase(known),
            dosed=single_dose(known) is not None,
            clear_to_start=not known.events and not held_back(before_findings(known)),
            clear_to_leave=given and not held_back(leaving_held(known, None)),
            left=known.session is not None and known.session.left_at is not None,
        )
    )


def checklist(known: Known, escort: EscortHere | None) -> tuple[Line, ...]:
    """Every line of the leaving checklist. ``escort`` is whoever stands there now."""
    ended = ended_at(known)
    since = [one for one in known.readings if ended is not None and one.happened_at >= ended]
    awake, calm = last_with(since, "sedation"), last_with(since, "agitation")
    own = own_pressure(known)
    facts = Recovered(
        dose_ended_at=ended,
        pressures=tuple(one.value for one in pressures_since(known, ended)),
        own=own.value if own else None,
        alertness=awake.sedation if awake else None,
        ticked=dict.fromkeys(known.leaving_checks, True),
        escort=escort,
        scores=scores_reached(known),
        calm=calm.agitation if calm else None,
    )
    protocol = known.protocol
    rule = protocol.leaving.model_copy(update={"checks": protocol.leaving.checks_for(known.treatment.route)})
    return leaving_lines(facts, rule, known.given.stay, protocol.companion, known.now, protocol.zone)


def scores_reached(known: Known) -> Mapping[Kind, int]:
    """The latest total of each recovery score of the day."""
    return {row.kind: row.total for row in known.recovery_scores}


def score_to_take(known: Known) -> Kind | None:
    """Which recovery score a nurse grades next, once the dose is over; None where none is asked for any more."""
    rule = known.protocol.leaving.recovery
    if rule is None or ended_at(known) is None:
        return None
    return next_score(rule.scores, scores_reached(known), rule.enough)


def leaving_held(known: Known, escort: EscortHere | None) -> tuple[Placed, ...]:
    """What speaks against leaving now. With no escort at hand the line about them waits for the moment of leaving."""
    lines = checklist(known, escort)
    asked = [line for line in lines if escort is not None or line.code != ESCORT]
    return placed(leaving_findings(asked), about_entry(known, "leaving"), known)


def unmet_cautions(found: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """Those that hold nothing back but want a reason in words."""
    return tuple(one for one in found if not stops([one.finding]))
