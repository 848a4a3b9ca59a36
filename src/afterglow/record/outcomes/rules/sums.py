"""Scoring by a plain sum of items, with or without scaling up for a few that were left blank."""

from __future__ import annotations

from collections.abc import Callable

from afterglow.record.outcomes.rules.instrument import Answers, Instrument, Part, Score


def plain_sum(most_missing: int) -> Callable[[Instrument, Answers], Score]:
    """A scorer that adds the scored items.

    With at most ``most_missing`` of them blank, the sum is scaled up to all items and rounded half up; with
    more there is no total.
    """

    def scorer(instrument: Instrument, answers: Answers) -> Score:
        keys = instrument.scored_keys
        parts = tuple(Part(key, answers.get(key), (key,)) for key in keys)
        missing = tuple(part.name for part in parts if part.value is None)
        total: int | None = None
        if len(missing) <= most_missing:
            answered = sum(part.value for part in parts if part.value is not None)
            total = _scaled(answered, len(keys) - len(missing), len(keys))
        return Score(
            instrument.code,
            instrument.algorithm,
            instrument.recall,
            total,
            None if total is None else instrument.band(total),
            parts,
            missing,
            prorated=bool(missing) and total is not None,
        )

    return scorer


def _scaled(points: int, answered: int, of: int) -> int:
    return (2 * points * of + answered) // (2 * answered)
