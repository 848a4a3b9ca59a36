"""Questionnaires, all along the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from afterglow.demo.telling import Scene
from afterglow.record.outcomes.actions.answering import enter_answers
from afterglow.record.outcomes.actions.asking import ask
from afterglow.record.outcomes.models import Request
from afterglow.record.people.models import Patient

_QIDS_DOMAINS = ("5", "1", "13", "14", "10", "11", "6", "15")
"""The item of each domain that takes its points, in the order in which points are shared out."""

_QIDS_ITEMS = tuple(str(number) for number in range(1, 17))
_ONE_OF_TWO = ("7", "9")
"""Of each pair about appetite and weight only one is answered."""

Answers = Mapping[str, int | None]


def qids_of(total: int) -> Answers:
    """Answers to QIDS-SR16 that come to this total (0 to 24), none of it from the item about suicide."""
    points = dict.fromkeys(_QIDS_DOMAINS, 0)
    for place in range(total):
        points[_QIDS_DOMAINS[place % len(_QIDS_DOMAINS)]] += 1
    return {item: None if item in _ONE_OF_TWO else points.get(item, 0) for item in _QIDS_ITEMS}


def sum_of(total: int, items: int) -> Answers:
    """Answers to a questionnaire of so many items from 0 to 3 that come to this total; the last item stays 0."""
    points = dict.fromkeys((str(number) for number in range(1, items + 1)), 0)
    free = items - 1 if items > 7 else items
    for place in range(total):
        points[str(place % free + 1)] += 1
    return points


def asked(scene: Scene, patient: Patient, instrument: str, occasion: str, *, days: int = 3) -> Request:
    """Ask for it, by message."""
    return ask(
        patient=patient,
        instrument=instrument,
        due_at=scene.now + timedelta(days=days),
        occasion=occasion,
        by=scene.people["administrator"],
        now=scene.now,
    )


def scores(scene: Scene, patient: Patient, occasion: str, qids: int) -> None:
    """The patient answers QIDS-SR16 on the clinic's paper, and a nurse enters it."""
    _enter(scene, asked(scene, patient, "qids-sr16", occasion), qids_of(qids))


def baseline(scene: Scene, patient: Patient, *, qids: int, phq: int, gad: int) -> None:
    """All that is asked before treatment."""
    scores(scene, patient, "baseline", qids)
    _enter(scene, asked(scene, patient, "phq-9", "baseline"), sum_of(phq, 9))
    _enter(scene, asked(scene, patient, "gad-7", "baseline"), sum_of(gad, 7))


def _enter(scene: Scene, request: Request, answers: Answers) -> None:
    enter_answers(
        request=request,
        answers=answers,
        how="paper",
        happened_at=scene.now,
        by=scene.people["nurse"],
        now=scene.now,
    )
