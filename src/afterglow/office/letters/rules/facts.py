"""What a letter rests on: sentences made of what was recorded, each with the page it can be read on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from afterglow.ground.kernel.quantity import Dose


@dataclass(frozen=True)
class Fact:
    """One recorded thing in a sentence. ``page`` and ``refs`` name the page of its source."""

    section: str
    words: str
    page: str = ""
    refs: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As it is stored beside the letter."""
        return asdict(self)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """As it was stored."""
        return cls(str(kept["section"]), str(kept["words"]), str(kept["page"]), tuple(kept["refs"]))


@dataclass(frozen=True)
class Given:
    """One treatment that was given."""

    ref: str
    number: int
    day: date
    drug: str
    route: str
    micrograms: int
    side_effects: str


@dataclass(frozen=True)
class Scored:
    """One total of a questionnaire."""

    ref: str
    name: str
    day: date
    total: int
    most: int | None
    band: str


OUTCOME, TREATMENT, SCORES, MEDICINES = "Outcome", "Treatment", "Questionnaires", "Medicines"
THERAPY = "Therapy elsewhere"


def day_words(day: date) -> str:
    """A day as letters write it: 11 June 2026."""
    return f"{day.day} {day:%B %Y}"


def suitability_fact(*, suitable: bool, reasons: str, day: date, patient_ref: str) -> Fact:
    """What was decided at the assessment, with the clinician's reasons as they were written."""
    decided = "suitable" if suitable else "not suitable"
    words = f"On {day_words(day)} treatment with ketamine was judged {decided}. {_sentence(reasons)}"
    return Fact(OUTCOME, words.strip(), "assessment:assessment", (patient_ref,))


def medicines_fact(medicines: Sequence[str], *, patient_ref: str) -> Fact:
    """What the patient said they take; an empty list is said too, because a blank could pass for a yes."""
    listed = "; ".join(medicines)
    words = f"Medicines taken, as recorded with the patient: {listed}." if listed else "No medicines are recorded."
    return Fact(MEDICINES, words, "assessment:assessment", (patient_ref,))


def therapy_facts(therapists: Sequence[str], *, patient_ref: str) -> tuple[Fact, ...]:
    """Who gives therapy elsewhere: treatment here is one part of a wider plan (N11). Nothing where nobody is known."""
    if not therapists:
        return ()
    words = f"Therapy goes on with {' and '.join(therapists)}. Treatment here is one part of a wider plan."
    return (Fact(THERAPY, words, "people:details", (patient_ref,)),)


def given_fact(given: Given) -> Fact:
    """One treatment: day, drug, dose, route and side effects as they were summed up."""
    effects = {"": "Side effects were not summed up", "none": "There were no side effects"}.get(
        given.side_effects.strip().lower(), f"Side effects: {given.side_effects.strip()}"
    )
    dose = Dose(given.micrograms)
    words = (
        f"Treatment {given.number}, {day_words(given.day)}: {given.drug} {dose}, {given.route}. {_sentence(effects)}"
    )
    return Fact(TREATMENT, words, "treatment:treatment", (given.ref,))


def course_fact(given: Sequence[Given], *, patient_ref: str) -> Fact:
    """All treatments of a course in one sentence; ``given`` is in order."""
    if not given:
        return Fact(TREATMENT, "No treatment was given in this course.", "course:course", (patient_ref,))
    doses = sorted({one.micrograms for one in given})
    range_of = str(Dose(doses[0])) if len(doses) == 1 else f"{Dose(doses[0])} to {Dose(doses[-1])}"
    count = f"{len(given)} treatment{'' if len(given) == 1 else 's'}"
    ways = " and ".join(dict.fromkeys(f"{one.drug}, {one.route}" for one in given))
    days = (
        f"on {day_words(given[0].day)}"
        if len(given) == 1
        else f"from {day_words(given[0].day)} to {day_words(given[-1].day)}"
    )
    return Fact(TREATMENT, f"{count} given {days} ({ways}): {range_of}.", "course:course", (patient_ref,))


def end_fact(*, kind: str, reason: str, day: date, patient_ref: str) -> Fact:
    """How a course ended, with the prescriber's reason as it was written."""
    ended = "ended well" if kind == "end-well" else "was stopped"
    words = f"The course {ended} on {day_words(day)}. {_sentence(reason)}"
    return Fact(OUTCOME, words.strip(), "course:course", (patient_ref,))


def score_facts(scores: Sequence[Scored], *, patient_ref: str) -> tuple[Fact, ...]:
    """First and latest total of each questionnaire, oldest first; never what a score promises (F13)."""
    found = []
    for name in dict.fromkeys(score.name for score in scores):
        own = [score for score in scores if score.name == name]
        first, latest = own[0], own[-1]
        words = f"{name}: {_total(first)} on {day_words(first.day)}"
        if latest is not first:
            words += f", {_total(latest)} on {day_words(latest.day)}"
        found.append(Fact(SCORES, f"{words}.", "outcomes:answers", (patient_ref, latest.ref)))
    return tuple(found)


def ground_facts(grounds: Sequence[tuple[str, str, str]], *, referral_ref: str) -> tuple[Fact, ...]:
    """Why no assessment is offered and where help is to be had. Each ground is (what it says, the words, signpost)."""
    page, refs = "referral:referral", (referral_ref,)
    reasons = tuple(
        Fact("Why we cannot offer an assessment", f"{_sentence(say)} {_sentence(words)}".strip(), page, refs)
        for say, words, _signpost in grounds
    )
    signposts = dict.fromkeys(signpost for _say, _words, signpost in grounds if signpost)
    return reasons + tuple(Fact("Where help is to be had", _sentence(one), page, refs) for one in signposts)


def _total(score: Scored) -> str:
    of = f" of {score.most}" if score.most is not None else ""
    return f"{score.total}{of}{f', {score.band}' if score.band else ''}"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".?!" else f"{text}."
