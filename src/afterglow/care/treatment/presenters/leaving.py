"""The leaving part: the checklist line by line, and what stands before the door."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.care.treatment.presenters.times import by_whom
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.standing import ESCORT, checklist
from afterglow.care.treatment.rules.leaving import Said
from afterglow.care.treatment.rules.recovery_scores import NAMES, PARTS, Kind
from afterglow.ground.design.words import counted


@dataclass(frozen=True)
class LineShown:
    """One line: its code, words, whether it is met, what is known, and whether a nurse records it here."""

    code: str
    words: str
    met: bool
    hint: str
    said: str
    to_record: bool


def lines_shown(known: Known) -> tuple[LineShown, ...]:
    """The checklist as it stands; the line about the escort is met only at the door."""
    own = {check.code for check in known.protocol.leaving.checks}
    found = []
    for line in checklist(known, None):
        done = known.leaving_checks.get(line.code)
        hint = by_whom(known, done) if done else line.how
        met = bool(line.met)
        to_record = line.said is Said.NURSE and line.code in own and not met
        if line.code == ESCORT and known.departure is not None:
            met, hint = bool(known.departure.escort), known.departure.escort or known.departure.alone_because
        found.append(LineShown(line.code, line.words, met, hint, str(line.said), to_record))
    return tuple(found)


@dataclass(frozen=True)
class ScoreShown:
    """The latest of one score of recovery: ``9 of 10``, its parts, who graded it, whether it reaches the line."""

    name: str
    total: str
    parts: tuple[tuple[str, str], ...]
    by: str
    enough: bool


def scores_shown(known: Known) -> tuple[ScoreShown, ...]:
    """The latest of each recovery score, in the protocol's order."""
    rule = known.protocol.leaving.recovery
    latest = {row.kind: row for row in known.recovery_scores}
    rows = [latest[kind] for kind in rule.scores if kind in latest] if rule else []
    return tuple(
        ScoreShown(
            NAMES[row.kind],
            f"{row.total} of 10",
            tuple((_part_name(row.kind, code), str(grade)) for code, grade in row.parts.items()),
            by_whom(known, row),
            rule is not None and row.total >= rule.enough,
        )
        for row in rows
    )


def _part_name(kind: Kind, code: str) -> str:
    return next((part.name for part in PARTS[kind] if part.code == code), code.capitalize())


def open_words(lines: tuple[LineShown, ...]) -> str:
    """``3 checks are open``."""
    still = sum(1 for line in lines if not line.met and line.code != ESCORT)
    return f"{counted(still, 'check')} {'is' if still == 1 else 'are'} open" if still else ""
