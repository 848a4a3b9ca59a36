"""A patient's questionnaires as rows of tables for staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from afterglow.record.outcomes.models import HOW, Answer, Request
from afterglow.record.outcomes.presenters.answering import answer_words
from afterglow.record.outcomes.presenters.words import state_of
from afterglow.record.outcomes.queries import ScorePoint, instrument_asked
from afterglow.record.outcomes.rules.sheet import Sheet
from afterglow.record.outcomes.rules.words import occasion_words

_HOW = dict(HOW)


@dataclass(frozen=True)
class AskedRow:
    """A questionnaire that has no score: still open, or never answered."""

    request: Request
    name: str
    occasion: str
    answered: int
    state: str
    look: str
    open_still: bool


@dataclass(frozen=True)
class ScoreRow:
    """One score in words."""

    point: ScorePoint
    occasion: str
    figure: str
    how: str


@dataclass(frozen=True)
class AnswerRow:
    """One item with the answer that counts, and those it replaced."""

    number: str
    words: str
    answer: str
    value: int | None
    scored: bool
    safety: bool
    before: tuple[str, ...]


@dataclass(frozen=True)
class AnsweredSheet:
    """A questionnaire as it was answered."""

    name: str
    about: str
    occasion: str
    recall_days: int
    rows: tuple[AnswerRow, ...]


def asked_rows(requests: Sequence[Request], answered: Mapping[int, int], *, now: datetime) -> list[AskedRow]:
    """What has not been answered, newest first; ``answered`` counts the items dealt with by the request's id."""
    return [
        AskedRow(
            request,
            instrument_asked(request).name,
            occasion_words(request.occasion),
            answered.get(request.pk, 0),
            *state_of(request, answered=answered.get(request.pk, 0), now=now),
            open_still=request.closed_at is None and now < request.expires_at,
        )
        for request in requests
        if request.submitted_at is None
    ]


def score_rows(points: Sequence[ScorePoint]) -> list[ScoreRow]:
    """The scores, newest first."""
    newest_first = reversed(points)
    return [ScoreRow(one, occasion_words(one.occasion), _figure(one), _HOW[one.how]) for one in newest_first]


def answered_sheet(request: Request, sheet: Sheet, answers: Sequence[Answer]) -> AnsweredSheet:
    """Every item in order, with its answer in words."""
    instrument = sheet.instrument
    rows = tuple(
        AnswerRow(
            number=item.key if item.key.isdigit() else "",
            words=item.words,
            answer=answer_words(sheet, item.key),
            value=sheet.answers.get(item.key),
            scored=item.scored,
            safety=item.key == instrument.safety_item,
            before=tuple(_said(sheet, row) for row in answers if row.item == item.key)[:-1],
        )
        for item in instrument.items
    )
    return AnsweredSheet(
        instrument.name, instrument.about, occasion_words(request.occasion), instrument.recall.days, rows
    )


def _said(sheet: Sheet, row: Answer) -> str:
    return "left out" if row.value is None else sheet.item(row.item).option(row.value).words


def _figure(point: ScorePoint) -> str:
    if point.total is None:
        return "No total" if point.most is None else "No total: too much left blank"
    return f"{point.total} of {point.most}, {point.band}{' (scaled up)' if point.prorated else ''}"
