"""QIDS-SR16: sixteen questions about depression over seven days, scored in nine domains.

Its words belong to others and need permission (instruments/qids-sr16/rights.md). What stands here are plain
labels of our own, so that the scorer and the pages can be shown; a clinic with permission loads its text with
``licensed_text.load_text``.
"""

from __future__ import annotations

from datetime import timedelta

from afterglow.record.outcomes.rules.instrument import Answers, Band, Instrument, Item, Option, Part, Score, Wording

DOMAINS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sleep", ("1", "2", "3", "4")),
    ("mood", ("5",)),
    ("appetite and weight", ("6", "7", "8", "9")),
    ("concentration", ("10",)),
    ("view of self", ("11",)),
    ("thoughts of death", ("12",)),
    ("interest", ("13",)),
    ("energy", ("14",)),
    ("pace", ("15", "16")),
)
"""The nine domains and their items; each domain takes the highest of its items."""

_EITHER = (("6", "7"), ("8", "9"))

_STRENGTH = (Option(0, "Not at all"), Option(1, "A little"), Option(2, "Clearly"), Option(3, "Very much"))
_THOUGHTS = (
    Option(0, "None"),
    Option(1, "Life feels pointless"),
    Option(2, "They came back on several days"),
    Option(3, "Every day, or with a plan, or I tried"),
)

_LABELS = (
    "Slow to fall asleep",
    "Waking in the night",
    "Waking too early",
    "Sleeping too long",
    "Sadness",
    "Eating less than usual",
    "Eating more than usual",
    "Losing weight",
    "Gaining weight",
    "Hard to concentrate or decide",
    "Thinking badly of myself",
    "Thoughts of death or suicide",
    "Less interest in people and things",
    "Less energy",
    "Slowed down",
    "Restless",
)


def score_qids(instrument: Instrument, answers: Answers) -> Score:
    """Add the nine domains, 0 to 27; never the sum of the sixteen items.

    One of items 6 and 7, and one of 8 and 9, may lawfully be blank, because the form asks for only one of
    each pair. With any other item blank there is no total.
    """
    missing = _missing(instrument, answers)
    parts = tuple(Part(name, _highest(keys, answers), keys) for name, keys in DOMAINS)
    total = None if missing else sum(part.value for part in parts if part.value is not None)
    return Score(
        instrument.code,
        instrument.algorithm,
        instrument.recall,
        total,
        None if total is None else instrument.band(total),
        parts,
        missing,
    )


def _highest(keys: tuple[str, ...], answers: Answers) -> int | None:
    given = [value for value in map(answers.get, keys) if value is not None]
    return max(given) if given else None


def _missing(instrument: Instrument, answers: Answers) -> tuple[str, ...]:
    excused = {key for pair in _EITHER if any(answers.get(other) is not None for other in pair) for key in pair}
    return tuple(key for key in instrument.scored_keys if key not in excused and answers.get(key) is None)


QIDS_SR16 = Instrument(
    code="qids-sr16",
    name="QIDS-SR16",
    about="Depression, over 7 days",
    instruction="Thinking of the last 7 days: how much was each of these there? "
    "Of the two about eating, and of the two about weight, answer the one that fits.",
    recall=timedelta(days=7),
    items=tuple(
        Item(str(number), words, _THOUGHTS if number == 12 else _STRENGTH)
        for number, words in enumerate(_LABELS, start=1)
    ),
    scorer=score_qids,
    algorithm="qids-sr16:1",
    source="rush-2003",
    wording=Wording.OURS,
    bands=(
        Band("none", 0, 5),
        Band("mild", 6, 10),
        Band("moderate", 11, 15),
        Band("severe", 16, 20),
        Band("very severe", 21, 27),
    ),
    safety_item="12",
)
