"""Letters in words: their state, their facts with a link to each source, and who has them already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.pages import may_enter
from afterglow.office.letters.models import Dispatch, Letter
from afterglow.office.letters.rules.facts import Fact

LOOKS = {Letter.DRAFT: "caution", Letter.APPROVED: "info", Letter.SENT: "ok"}


@dataclass(frozen=True)
class FactRow:
    """A fact, and the address of the page it was recorded on; empty where the reader has no such page."""

    words: str
    url: str
    left_out: bool


@dataclass(frozen=True)
class RecipientRow:
    """Somebody the letter goes to, and how it went so far."""

    key: str
    name: str
    role_words: str
    lines: tuple[str, ...]
    dispatches: tuple[Dispatch, ...]


def fact_rows(facts: Sequence[Fact], left_out: Sequence[Fact], *, reader: Actor) -> list[FactRow]:
    """Every fact with its source, where the reader may open it; those the letter no longer says are marked."""
    return [FactRow(fact.words, _source_url(fact, reader), fact in left_out) for fact in facts]


def _source_url(fact: Fact, reader: Actor) -> str:
    try:
        url = reverse(fact.page, args=list(fact.refs)) if fact.page else ""
    except NoReverseMatch:
        return ""
    return url if url and may_enter(reader, url) else ""


def recipient_rows(kept: Sequence[Mapping[str, Any]], log: Sequence[Dispatch]) -> list[RecipientRow]:
    """Those an approval names, each with the log of what went to them."""
    return [
        RecipientRow(
            str(one["key"]),
            str(one["name"]),
            str(one["role_words"]),
            tuple(one["lines"]),
            tuple(row for row in log if row.recipient == one["key"]),
        )
        for one in kept
    ]
