"""Answers as they are given, one by one, and the score when they are sent in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.record.contact.actions import close_links
from afterglow.record.contact.models import QUESTIONNAIRE
from afterglow.record.outcomes import queries
from afterglow.record.outcomes.actions.safety import raise_concern
from afterglow.record.outcomes.models import Answer, Request, Score
from afterglow.record.outcomes.rules.instrument import AnswerError, Instrument
from afterglow.record.outcomes.rules.rights import text_hash


@action("outcomes.item_answered", may=Permission.ANSWER_INVITATION)
def answer_item(*, request: Request, item: str, value: int | None, by: Actor, now: datetime) -> Answer:
    """Save one answer of somebody who came by a link; None for an item they would rather not answer.

    The same answer sent twice is saved once. An answer of 1 or more to a question about suicide raises its task
    in the same transaction. Raises Refused for an answer not offered, or when the questionnaire is closed.
    """
    return _save(_open(request, now), item, value, "self", by, now)


@action("outcomes.own_item_answered", may=Permission.SEE_OWN_RECORD)
def answer_own_item(*, request: Request, item: str, value: int | None, by: Actor, now: datetime) -> Answer:
    """As ``answer_item``, for a patient or their helper who has signed in."""
    return _save(_open(request, now), item, value, "self", by, now)


@action("outcomes.submitted", may=Permission.ANSWER_INVITATION)
def submit(*, request: Request, by: Actor, now: datetime) -> Score:
    """Send in what was answered by a link, score it and close the link. Raises Refused when it is closed already."""
    return _score(_open(request, now), "self", by, now, now)


@action("outcomes.own_submitted", may=Permission.SEE_OWN_RECORD)
def submit_own(*, request: Request, by: Actor, now: datetime) -> Score:
    """As ``submit``, for a patient or their helper who has signed in."""
    return _score(_open(request, now), "self", by, now, now)


@action("outcomes.answers_entered", may=Permission.ENTER_ANSWERS)
def enter_answers(
    *, request: Request, answers: Mapping[str, int | None], how: str, happened_at: datetime, by: Actor, now: datetime
) -> Score:
    """Write down what a patient answered by ``phone`` or on ``paper`` at ``happened_at``, and score it.

    Raises Refused for an answer that the questionnaire does not offer, or when it is closed.
    """
    row = _open(request, now)
    for item, value in answers.items():
        _save(row, item, value, how, by, now, happened_at)
    return _score(row, how, by, now, happened_at)


def _open(request: Request, now: datetime) -> Request:
    row = Request.objects.select_for_update(of=("self",)).select_related("patient", "clinic").get(pk=request.pk)
    if row.closed_at is not None or now >= row.expires_at:
        words = "These questions can no longer be answered. What you answered before is kept."
        raise Refused([Finding("questionnaire-closed", Severity.STOP, words, "default", interlock=True)])
    return row


def _save(
    request: Request,
    item: str,
    value: int | None,
    how: str,
    by: Actor,
    now: datetime,
    happened_at: datetime | None = None,
) -> Answer:
    instrument = queries.instrument_asked(request)
    _check_offered(instrument, item, value)
    latest = Answer.objects.filter(request=request, item=item).order_by("-pk").first()
    if latest is not None and latest.value == value:
        return latest
    answer = Answer.objects.create(
        request=request, item=item, value=value, how=how, **signed(by=by, now=now, happened_at=happened_at)
    )
    if item == instrument.safety_item and value:
        raise_concern(request=request, answer=answer, instrument=instrument, by=by, now=now)
    return answer


def _check_offered(instrument: Instrument, item: str, value: int | None) -> None:
    try:
        found = instrument.item(item)
        if value is not None:
            found.option(value)
    except AnswerError as wrong:
        raise Refused([Finding("answer-not-offered", Severity.STOP, str(wrong), "default", interlock=True)]) from None


def _score(request: Request, how: str, by: Actor, now: datetime, happened_at: datetime) -> Score:
    sheet = queries.sheet_of(request)
    made = sheet.instrument.score(sheet.given)
    score = Score.objects.create(
        request=request,
        patient=request.patient,
        instrument=made.instrument,
        algorithm=made.algorithm,
        recall_days=made.recall.days,
        total=made.total,
        band=made.band.name if made.band else "",
        complete=made.complete,
        prorated=made.prorated,
        missing=list(made.missing),
        answers=dict(sheet.given.values),
        working=made.working,
        text_sha256=text_hash(sheet.instrument),
        how=how,
        **signed(by=by, now=now, happened_at=happened_at),
    )
    request.submitted_at = request.closed_at = now
    request.save(update_fields=["submitted_at", "closed_at"])
    close_links(purpose=QUESTIONNAIRE, about=request.ref, by=by, now=now)
    return score
