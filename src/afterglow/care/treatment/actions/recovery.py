"""Recovery scored: a nurse grades what only a person can see, the latest pressure grades the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from afterglow.care.treatment.actions.live import announce, held_open, refusal
from afterglow.care.treatment.models import RecoveryScored, Session
from afterglow.care.treatment.queries.during import own_pressure, pressures_since
from afterglow.care.treatment.queries.giving import ended_at
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.standing import score_to_take
from afterglow.care.treatment.rules.recovery_scores import NAMES, Kind, scored
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed


@action("treatment.recovery_scored", may=Permission.TREAT)
def score_recovery(
    *, session: Session, kind: Kind, grades: Mapping[str, int], by: Actor, now: datetime
) -> RecoveryScored:
    """Keep one score of recovery. Graded again later, the later one counts.

    Raises Refused before the dose is over, for a score that is not next in the clinic's order, without a blood
    pressure since the dose ended and one before it, and for a part that is not graded 0 to 2.
    """
    row = held_open(session)
    known = known_about(row.treatment, now)
    ended = ended_at(known)
    if ended is None:
        raise refusal("dose-not-over", "The dose is not over. Recovery is scored after it.")
    if score_to_take(known) != kind:
        raise refusal("not-next", f"{NAMES[kind]} is not the next score here. Load the page again.")
    since, own = pressures_since(known, ended), own_pressure(known)
    if not since or own is None:
        raise refusal("no-pressure", "Take a blood pressure first: the score compares it with the one before the dose.")
    try:
        score = scored(kind, grades, since[-1].value, own.value)
    except ValueError:
        raise refusal("not-graded", "Grade every part from 0 to 2.") from None
    made: RecoveryScored = RecoveryScored.objects.create(
        session=row,
        kind=kind,
        parts=dict(score.parts),
        pressure=since[-1].reading,
        total=score.total,
        **signed(by=by, now=now),
    )
    announce(row, "recovery", now)
    return made
