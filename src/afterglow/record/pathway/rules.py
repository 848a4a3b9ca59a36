"""The stages of a patient's way through the clinic, and the one table of lawful moves between them."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where a patient's episode stands."""

    REFERRED = "referred"
    INFORMATION_ASKED = "information asked for"
    ACCEPTED = "accepted"
    SUITABLE = "suitable"
    CONSENTED = "consented"
    IN_COURSE = "in course"
    UNDER_REVIEW = "under review"
    MAINTENANCE = "maintenance"
    ON_BREAK = "on a break"
    FOLLOW_UP = "follow-up"
    DISCHARGED = "discharged"
    NOT_SUITABLE = "not suitable"
    SENT_ELSEWHERE = "sent elsewhere"
    WITHDRAWN = "withdrawn"


_S = Stage

LAWFUL_MOVES: dict[Stage, frozenset[Stage]] = {
    _S.REFERRED: frozenset({_S.INFORMATION_ASKED, _S.ACCEPTED, _S.SENT_ELSEWHERE, _S.WITHDRAWN}),
    _S.INFORMATION_ASKED: frozenset({_S.REFERRED, _S.SENT_ELSEWHERE, _S.WITHDRAWN}),
    _S.ACCEPTED: frozenset({_S.SUITABLE, _S.NOT_SUITABLE, _S.WITHDRAWN}),
    _S.SUITABLE: frozenset({_S.CONSENTED, _S.NOT_SUITABLE, _S.WITHDRAWN}),
    _S.CONSENTED: frozenset({_S.IN_COURSE, _S.SUITABLE, _S.NOT_SUITABLE, _S.WITHDRAWN}),
    _S.IN_COURSE: frozenset({_S.UNDER_REVIEW, _S.MAINTENANCE, _S.ON_BREAK, _S.FOLLOW_UP, _S.SUITABLE, _S.WITHDRAWN}),
    _S.UNDER_REVIEW: frozenset({_S.IN_COURSE, _S.MAINTENANCE, _S.ON_BREAK, _S.FOLLOW_UP, _S.WITHDRAWN}),
    _S.MAINTENANCE: frozenset({_S.UNDER_REVIEW, _S.ON_BREAK, _S.FOLLOW_UP, _S.WITHDRAWN}),
    _S.ON_BREAK: frozenset({_S.IN_COURSE, _S.MAINTENANCE, _S.UNDER_REVIEW, _S.FOLLOW_UP, _S.WITHDRAWN}),
    _S.FOLLOW_UP: frozenset({_S.IN_COURSE, _S.MAINTENANCE, _S.DISCHARGED, _S.WITHDRAWN}),
    _S.DISCHARGED: frozenset(),
    _S.NOT_SUITABLE: frozenset(),
    _S.SENT_ELSEWHERE: frozenset(),
    _S.WITHDRAWN: frozenset(),
}
"""From each stage, where it may go. A stage with nowhere to go ends the episode; a new referral opens another."""

FIRST = Stage.REFERRED


def is_lawful(here: Stage, there: Stage) -> bool:
    """Whether an episode may move from one stage to another."""
    return there in LAWFUL_MOVES[here]


def is_ended(stage: Stage) -> bool:
    """Whether an episode in this stage is over."""
    return not LAWFUL_MOVES[stage]


def diagram() -> str:
    """The table drawn as Mermaid text, for the manual."""
    names = {stage: stage.name.lower() for stage in Stage}
    lines = ["stateDiagram-v2", f"    [*] --> {names[FIRST]}"]
    for here in Stage:
        lines += [f"    {names[here]} --> {names[there]}" for there in Stage if there in LAWFUL_MOVES[here]]
        lines += [f"    {names[here]} --> [*]"] if is_ended(here) else []
    return "\n".join(lines) + "\n"


def manual_page() -> str:
    """The page of the manual about stages: the drawing, and the same as a table for those who cannot see it."""
    rows = [f"| {here.value} | {', '.join(_ordered(LAWFUL_MOVES[here])) or 'ends the episode'} |" for here in Stage]
    return "\n".join(
        (
            "# Stages",
            "",
            "Where a patient’s episode stands, and the one table of lawful moves, from `record/pathway/rules.py`.",
            "",
            "```mermaid",
            diagram().rstrip(),
            "```",
            "",
            "| from | may go to |",
            "|---|---|",
            *rows,
            "",
        )
    )


def _ordered(stages: frozenset[Stage]) -> list[str]:
    return [stage.value for stage in Stage if stage in stages]
