"""A first draft from recorded facts: a person reads it, changes it and signs it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from afterglow.ground.protocol.schema.letters import Care
from afterglow.office.letters.rules.facts import Fact

SENT_ELSEWHERE = "sent-elsewhere"

_SPACES = re.compile(r"[ \t\n]+")

_OPENINGS = {
    SENT_ELSEWHERE: "Thank you for the referral of {name}. We have read it with care and cannot offer an assessment.",
    "assessment-outcome": "{name} was assessed at {clinic}. This letter says what was found and decided.",
    "after-session": "{name} was treated at {clinic}. This letter says what was given.",
    "end-of-course": "{name} has come to the end of a course at {clinic}. This letter sums it up.",
}


@dataclass(frozen=True)
class Part:
    """A piece of a letter under its heading; the first has none."""

    heading: str
    paragraphs: tuple[str, ...]

    def kept(self) -> dict[str, Any]:
        """As it is stored in a version of the letter."""
        return {"heading": self.heading, "paragraphs": list(self.paragraphs)}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """As it was stored."""
        return cls(str(kept["heading"]), tuple(str(paragraph) for paragraph in kept["paragraphs"]))

    @property
    def text(self) -> str:
        """The paragraphs as they are typed, an empty line between them."""
        return "\n\n".join(self.paragraphs)


def drafted(kind: str, *, name: str, clinic: str, facts: Sequence[Fact], care: Care) -> tuple[Part, ...]:
    """The parts of a letter: an opening, the facts under their headings, and what the clinic does and does not do.

    A letter about a referral sent elsewhere says nothing of shared care: there is none.
    """
    opening = _OPENINGS.get(kind, "This letter is about {name}.").format(name=name, clinic=clinic)
    sections = dict.fromkeys(fact.section for fact in facts)
    parts = [Part("", (opening,))]
    parts += [Part(section, tuple(one.words for one in facts if one.section == section)) for section in sections]
    if kind != SENT_ELSEWHERE:
        parts.append(Part("Shared care", _shared_care(name, clinic, care)))
    return tuple(parts)


def _shared_care(name: str, clinic: str, care: Care) -> tuple[str, ...]:
    """What the clinic leaves to the others who read the letter (F24, F23); a clinic that takes more over says less."""
    left = [
        words
        for words, done_here in (
            ("does not take over psychiatric care", care.takes_over_psychiatric_care),
            ("cannot admit to hospital", care.admits_to_hospital),
        )
        if not done_here
    ]
    kept = (f"{clinic} {' and '.join(left)}.",) if left else ()
    crisis = f"In a crisis the local team helps: please keep {name} on its books, also while we see more of them."
    other = "All other medicines stay with the referring doctor. We may advise about adjusting them."
    return (*kept, crisis, other)


def paragraphs_of(text: str) -> tuple[str, ...]:
    """What somebody typed, as paragraphs: an empty line ends one. A space that must not break stays one."""
    pieces = (_SPACES.sub(" ", piece).strip(" ") for piece in text.replace("\r\n", "\n").split("\n\n"))
    return tuple(piece for piece in pieces if piece)


def left_out(facts: Iterable[Fact], parts: Iterable[Part]) -> tuple[Fact, ...]:
    """Facts whose sentence stands nowhere in the letter any more: whoever approves it is shown them."""
    said = {paragraph for part in parts for paragraph in part.paragraphs}
    return tuple(fact for fact in facts if fact.words not in said)
