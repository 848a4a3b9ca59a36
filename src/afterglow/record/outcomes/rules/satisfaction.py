"""How the clinic did: the clinic's own questions (F31), each standing for itself, on a scale of ours from 1 to 5."""

from __future__ import annotations

from datetime import timedelta

from afterglow.ground.protocol.schema.outcomes import Satisfaction
from afterglow.record.outcomes.rules.instrument import Answers, Instrument, Item, Option, Part, Score, Wording

SATISFACTION = "satisfaction"
"""The code under which a protocol's questions are asked."""

_WORDS = {1: "Poor", 2: "Not so good", 3: "Neither good nor poor", 4: "Good", 5: "Very good"}


def satisfaction_of(asked: Satisfaction) -> Instrument:
    """The satisfaction questionnaire as the protocol asks it: a higher answer is always a better one."""
    options = tuple(Option(value, _WORDS.get(value, str(value))) for value in range(asked.lowest, asked.highest + 1))
    return Instrument(
        code=SATISFACTION,
        name="How we did",
        about=f"Your view of the clinic, every {asked.every}",
        instruction=f"Thinking of the last {asked.every} at the clinic, how were these for you?",
        recall=timedelta(days=30 * asked.every.count),
        items=tuple(Item(question.code, question.ask, options) for question in asked.questions),
        scorer=_each_alone,
        algorithm="satisfaction:1",
        source=asked.source,
        wording=Wording.OURS,
    )


def _each_alone(instrument: Instrument, answers: Answers) -> Score:
    """Keep every answer. There is no total, because nobody has shown what one would mean."""
    parts = tuple(Part(key, answers.get(key), (key,)) for key in instrument.scored_keys)
    missing = tuple(part.name for part in parts if part.value is None)
    return Score(instrument.code, instrument.algorithm, instrument.recall, None, None, parts, missing)
