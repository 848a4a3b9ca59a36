"""Recovery and leaving: the checklist line by line, the escort at the door, and a stop signed past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from afterglow.care.course.actions import mark_not_given, sum_up_side_effects
from afterglow.care.pharmacy.actions import giving as register
from afterglow.care.pharmacy.queries.drawn import open_draws
from afterglow.care.treatment.actions.cleaning import write_turn
from afterglow.care.treatment.actions.live import announce, held_open, refusal
from afterglow.care.treatment.entries import BayTurn
from afterglow.care.treatment.models import Departure, LeavingCheck, Session
from afterglow.care.treatment.queries.before import before_findings
from afterglow.care.treatment.queries.during import during_findings
from afterglow.care.treatment.queries.giving import ended_at
from afterglow.care.treatment.queries.known import Known, known_about
from afterglow.care.treatment.queries.placed import Placed, held_back
from afterglow.care.treatment.queries.standing import leaving_held, unmet_cautions
from afterglow.care.treatment.rules.incidents import KINDS
from afterglow.care.treatment.rules.leaving import EscortHere
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.pathway.actions import override
from afterglow.record.pathway.models import Override


@dataclass(frozen=True)
class Leaves:
    """How the patient leaves. ``escort`` is who stands there; ``alone_because`` is said where nobody does."""

    escort: str = ""
    escort_phone: str = ""
    alone_because: str = ""
    told_patient: bool = False
    told_escort: bool = False


@action("treatment.leaving_checked", may=Permission.TREAT)
def check_leaving(*, session: Session, code: str, by: Actor, now: datetime, words: str = "") -> LeavingCheck:
    """Write down that one line of the leaving checklist is met. Raises Refused before the dose is over."""
    row = held_open(session)
    known = known_about(row.treatment, now)
    if code not in {one.code for one in known.protocol.leaving.checks}:
        raise refusal("no-such-line", "The checklist has no such line.")
    if ended_at(known) is None:
        raise refusal("dose-not-over", "The dose is not over. The checklist begins after it.")
    if code in known.leaving_checks:
        return known.leaving_checks[code]
    made: LeavingCheck = LeavingCheck.objects.create(session=row, code=code, words=words, **signed(by=by, now=now))
    announce(row, "leaving", now)
    return made


@action("treatment.left", may=Permission.TREAT)
def leave(*, session: Session, leaves: Leaves, by: Actor, now: datetime) -> Departure:
    """Let the patient go after a dose. The bay is free, and the course has the summary of side effects.

    Raises Refused with every line that is not met and that no prescriber signed past, without advice given, and
    for a patient who leaves alone without words about it.
    """
    row = held_open(session)
    known = known_about(row.treatment, now)
    if ended_at(known) is None:
        raise refusal("dose-not-over", "The dose is not over. Stop it first, or close the session as not given.")
    seen_by = signed(by=by, now=now)["author_name"]
    escort = EscortHere(leaves.escort, leaves.told_patient and leaves.told_escort, seen_by)
    found = leaving_held(known, escort)
    if held_back(found):
        raise Refused(held_back(found))
    if not leaves.told_patient:
        raise refusal("not-told", "Give the patient the advice for today, and tick it.")
    if unmet_cautions(found) and not leaves.alone_because.strip():
        if leaves.escort.strip():
            words = (
                f"Give {leaves.escort.strip()} the advice too, and tick it, or write why the patient leaves without it."
            )
            raise refusal("escort-not-told", words)
        raise refusal("alone", "Write why the patient leaves without somebody who takes them home.")
    made: Departure = Departure.objects.create(
        session=row, side_effects=side_effects(known), **vars(leaves), **signed(by=by, now=now)
    )
    sum_up_side_effects(treatment=row.treatment, side_effects=made.side_effects, by=by, now=now)
    _close(row, by=by, now=now)
    return made


@action("treatment.not_given", may=Permission.TREAT)
def close_without_dose(*, session: Session, because: str, by: Actor, now: datetime) -> Session:
    """Close the session of a patient who goes home without a dose. Raises Refused once a dose has begun."""
    row = held_open(session)
    if known_about(row.treatment, now).events:
        raise refusal("dose-begun", "A dose has begun. The patient leaves by the checklist.")
    mark_not_given(treatment=row.treatment, because=because, by=by, now=now)
    if open_draws(row.treatment):
        register.report_given(treatment=row.treatment, given=Dose(0), by=by, now=now)
    _close(row, by=by, now=now)
    return row


@action("treatment.stop_overridden", may=Permission.PRESCRIBE)
def override_stop(*, session: Session, code: str, about: str, reason: str, by: Actor, now: datetime) -> Override:
    """Sign past one clinical stop, found in one entry. The same stop found in the next reading stands again.

    Raises Refused for an interlock, without a reason, and for a stop that no longer stands.
    """
    row = held_open(session)
    known = known_about(row.treatment, now)
    found = next((one for one in standing_stops(known) if (one.finding.code, one.about) == (code, about)), None)
    if found is None:
        raise refusal("not-standing", "This stop no longer stands. Look at the page again.")
    episode = row.treatment.course.episode
    made = override(episode=episode, finding=found.finding, about=about, reason=reason, by=by, now=now)
    announce(row, "override", now)
    return made


def standing_stops(known: Known) -> tuple[Placed, ...]:
    """Every stop that holds a step back now: before the dose, during it, or at leaving."""
    found = [*during_findings(known)]
    found += before_findings(known) if not known.events else ()
    found += leaving_held(known, None) if ended_at(known) is not None else ()
    return tuple(one for one in found if one.holds)


def side_effects(known: Known) -> str:
    """The day's side effects and complaints in words, each at its strongest; ``none`` where they were asked for."""
    scale = known.protocol.session.effect_scale.levels
    worst: dict[str, int] = {}
    for note in known.effects:
        for code, level in note.effects.items():
            if known.protocol.session.effect(code).kind == "side-effect" and level:
                worst[code] = max(worst.get(code, 0), level)
    complaints = {code for note in known.effects for code in note.symptoms}
    said = [one.say for one in known.protocol.limits.symptoms.stop if one.code in complaints]
    said += [f"{known.protocol.session.effect(code).say} ({scale[level]})" for code, level in worst.items()]
    said += [KINDS[one.kind].say for one in known.incidents]
    if not known.effects and not known.incidents:
        return "not asked"
    return "; ".join(said) if said else "none"


def _close(row: Session, *, by: Actor, now: datetime) -> None:
    row.left_at = now
    row.save(update_fields=["left_at"])
    write_turn(bay=row.bay, kind=BayTurn.LEFT, by=by, now=now)
    announce(row, "left", now)
