"""Ready to treat? The answers of the day before and of the day, as findings. Nothing cancels a treatment by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.readiness import Option, Question

_SEVERITY = {"info": Severity.INFO, "caution": Severity.CAUTION, "stop": Severity.STOP}


class Asker(StrEnum):
    """Whose turn it is to answer."""

    PATIENT = "patient"
    NURSE = "nurse"


@dataclass(frozen=True)
class About:
    """What decides whether a question applies to this patient."""

    could_be_pregnant: bool = False
    takes_diabetes_medicine: bool = False


def questions_for(questions: Iterable[Question], who: Asker, about: About) -> tuple[Question, ...]:
    """The questions that this person answers for this patient, in the protocol's order."""
    return tuple(
        question for question in questions if question.answered_by in (who, "both") and _applies(question, about)
    )


def answer_findings(questions: Iterable[Question], answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """What staff read about the answers: question code to option code, as the protocol weighs each.

    Raises KeyError for an answer that a question does not offer.
    """
    found = []
    for question in questions:
        if question.code in answers:
            option = question.option(answers[question.code])
            if option.finding != "none":
                found.append(_finding(question, option))
    return tuple(found)


def open_questions(questions: Iterable[Question], answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """One stop for each question nobody has answered: the check is not complete."""
    return tuple(
        Finding(f"not-answered-{question.code}", Severity.STOP, f"Not answered yet: {question.name}", question.source)
        for question in questions
        if question.code not in answers
    )


def told(questions: Iterable[Question], answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """What the patient reads about their answers, in the protocol's words for them; never a stop."""
    found = []
    for question in questions:
        option = question.option(answers[question.code]) if question.code in answers else None
        if option is not None and option.told:
            severity = Severity.INFO if option.finding == "info" else Severity.CAUTION
            found.append(Finding(question.code, severity, option.told, question.source, how=question.why))
    return tuple(found)


def _applies(question: Question, about: About) -> bool:
    if question.only_if == "could-be-pregnant":
        return about.could_be_pregnant
    if question.only_if == "takes-diabetes-medicine":
        return about.takes_diabetes_medicine
    return True


def _finding(question: Question, option: Option) -> Finding:
    words = f"{question.name}: “{option.as_nurse_hears_it}”."
    how = f"The patient is told: “{question.why}”"
    return Finding(f"answer-{question.code}", _SEVERITY[option.finding], words, question.source, how=how)
