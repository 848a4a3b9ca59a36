"""A patient's own questionnaires as a list of things to do and things done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from afterglow.record.outcomes.models import Request
from afterglow.record.outcomes.presenters.words import state_of
from afterglow.record.outcomes.queries import instrument_asked
from afterglow.record.outcomes.rules.instrument import Instrument
from afterglow.record.outcomes.rules.words import own_title


@dataclass(frozen=True)
class OwnRow:
    """One questionnaire in a patient's list. ``to_do`` is whether it can still be answered."""

    request: Request
    title: str
    questions: int
    answered: int
    state: str
    look: str
    to_do: bool


def own_rows(requests: Sequence[Request], answered: Mapping[int, int], *, now: datetime) -> list[OwnRow]:
    """Each questionnaire with its state, in the order given; ``answered`` counts items by the request's id."""
    return [_row(request, instrument_asked(request), answered.get(request.pk, 0), now) for request in requests]


def _row(request: Request, instrument: Instrument, answered: int, now: datetime) -> OwnRow:
    state, look = state_of(request, answered=answered, now=now)
    open_still = request.closed_at is None and now < request.expires_at
    words = {"Sent": "To do", "Past its day": "Still open"}.get(state, state)
    return OwnRow(request, own_title(instrument), len(instrument.items), answered, words, look, open_still)
