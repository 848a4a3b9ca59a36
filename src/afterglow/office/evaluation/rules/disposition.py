"""What has become of everybody who started: one word for each, so that the words add up to all of them (F33)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from afterglow.record.pathway.rules import Stage


class Disposition(StrEnum):
    """Where somebody who was given a first dose stands now."""

    FIRST_COURSE = "in a course"
    REGULAR = "continues regular treatment"
    REVIEW = "under review"
    BREAK = "on a break"
    CONSENT = "waits for consent"
    WELL = "ended well"
    ENDED = "ended otherwise"
    WITHDRAWN = "withdrew"


_BY_STAGE = {
    Stage.IN_COURSE: Disposition.FIRST_COURSE,
    Stage.MAINTENANCE: Disposition.REGULAR,
    Stage.UNDER_REVIEW: Disposition.REVIEW,
    Stage.ON_BREAK: Disposition.BREAK,
    Stage.SUITABLE: Disposition.CONSENT,
    Stage.CONSENTED: Disposition.CONSENT,
    Stage.WITHDRAWN: Disposition.WITHDRAWN,
}


def disposition(stage: Stage, *, ended_well: bool) -> Disposition:
    """One person's: the stage of the episode in which they were treated last, and whether its course ended well."""
    still_here = _BY_STAGE.get(stage)
    if still_here is not None:
        return still_here
    return Disposition.WELL if ended_well else Disposition.ENDED


def dispositions(people: Iterable[Disposition]) -> Mapping[Disposition, int]:
    """How many there are of each, in the order above; nobody is left out."""
    counted = Counter(people)
    return {kind: counted[kind] for kind in Disposition}
