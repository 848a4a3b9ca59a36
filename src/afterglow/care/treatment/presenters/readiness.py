"""The readiness part: what was answered, what was found, and what is confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from afterglow.care.treatment.presenters.times import by_whom, clock
from afterglow.care.treatment.queries.before import pressures_before, questions_of
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.sessions import sitter_answer
from afterglow.care.treatment.rules.blood_pressure import before_dose
from afterglow.care.treatment.rules.readiness import Asker
from afterglow.ground.design.words import day, phone
from afterglow.ground.kernel.finding import Severity
from afterglow.ground.kernel.quantity import Weight

_LOOKS = {"none": ("Met", "ok"), "info": ("Noted", "info"), "caution": ("Noted", "caution"), "stop": ("Stop", "stop")}


@dataclass(frozen=True)
class Row:
    """One line: what it is about, what is known, and how it stands (words and look of a tag)."""

    title: str
    hint: str
    state: str
    look: str
    url: str = ""
    """Where it is done, while it is still open."""

    @property
    def in_order(self) -> bool:
        """Whether nobody has anything to do about it."""
        return self.look == "ok"


def check_rows(known: Known) -> tuple[Row, ...]:
    """Every line of the readiness check as it stands; its questions once a nurse has asked them."""
    asked = _answers(known) if known.check is not None else ()
    return (*asked, _pressure(known), _weight(known), _home(known), _consent(known), _confirmed(known))


def patient_answers(known: Known) -> tuple[tuple[str, str], ...]:
    """What the patient answered the day before: the question as it was put to them, and the answer with its time."""
    found = []
    for question in questions_of(known, Asker.PATIENT):
        answer = known.answers.get(question.code)
        if answer is not None:
            said = question.option(answer.option).say
            found.append((f"“{question.ask}”", f"“{said}” ({_when(known, answer.happened_at)})"))
    return tuple(found)


def said_before(known: Known) -> dict[str, str]:
    """What the patient answered the day before, by question, in words beside the nurse's own question."""
    asked = {one.code: one for one in questions_of(known, Asker.PATIENT)}
    return {
        code: f"Said the day before: “{asked[code].option(answer.option).say}”"
        for code, answer in known.answers.items()
        if code in asked
    }


def answers_so_far(known: Known) -> dict[str, str]:
    """What the nurse finds filled in: the last completed check, or else the patient's own answers.

    What the patient meant to do, and is asked again once the night is over, nobody has answered yet.
    """
    if known.check is not None:
        return dict(known.check.answers)
    again = {one.code for one in questions_of(known, Asker.NURSE) if one.on_the_day}
    return {code: answer.option for code, answer in known.answers.items() if code not in again}


def _answers(known: Known) -> tuple[Row, ...]:
    check = known.check
    rows = []
    for question in questions_of(known, Asker.NURSE):
        option = question.option(check.answers[question.code]) if check and question.code in check.answers else None
        words = check.words.get(question.code, "") if check else ""
        if option is None:
            rows.append(Row(question.name, "Not asked yet", "Not yet", "plain"))
        else:
            state, look = _LOOKS[option.finding]
            said = f"“{option.as_nurse_hears_it}”"
            rows.append(Row(question.name, ". ".join(filter(None, (said, words))), state, look))
    return tuple(rows)


def _pressure(known: Known) -> Row:
    measured, title = pressures_before(known), "Blood pressure before the dose"
    if not measured:
        return Row(title, "Not taken", "Not yet", "plain", _part(known, "during"))
    last = measured[-1].value
    found = before_dose(last, known.age, known.protocol.limits)
    hint = f"{last} at {clock(known, last.taken_at)}"
    if not found:
        return Row(title, hint, "Met", "ok")
    state = ("Stop", "stop") if found[0].severity is Severity.STOP else ("Noted", "caution")
    return Row(title, f"{hint}: {found[0].how}", *state)


def _weight(known: Known) -> Row:
    if not known.weights or not known.weights[0].weight_grams:
        return Row("Weight", "Not weighed", "Not yet", "plain", _review(known))
    newest = known.weights[0]
    hint = f"{Weight(newest.weight_grams or 0)}, {_when(known, newest.happened_at)}"
    if len(known.weights) > 1 and known.weights[1].weight_grams:
        hint += f"; {Weight(known.weights[1].weight_grams)} on {day(known.weights[1].happened_at, known.protocol.zone)}"
    return Row("Weight", hint, "Met", "ok")


def _home(known: Known) -> Row:
    policy, check = known.protocol.companion, known.check
    title = f"{policy.word.capitalize()} and way home" if policy.in_treatment_room == "required" else "Way home"
    if check is None or not check.escort:
        answer = sitter_answer(known.treatment)
        if answer is not None and check is None:
            return Row(title, f"By their link: {answer}", "Not yet", "plain")
        required = policy.escort.home == "required" or policy.in_treatment_room == "required"
        return Row(title, "Nobody named", *(("Stop", "stop") if required and check else ("Not yet", "plain")))
    return Row(title, ", ".join(filter(None, (check.escort, phone(check.escort_phone)))), "Named", "ok")


def _consent(known: Known) -> Row:
    if known.consent is None:
        return Row("Consent", "There is no valid consent", "Stop", "stop")
    return Row("Consent", f"Signed {_when(known, known.consent.happened_at)}", "Met", "ok")


def _confirmed(known: Known) -> Row:
    title = "Understands, and wants this dose"
    if known.confirmation is None:
        return Row(title, "Not asked today", "Not yet", "plain", "#before-every-dose")
    return Row(title, f"Confirmed by {by_whom(known, known.confirmation)}", "Met", "ok")


def _part(known: Known, name: str) -> str:
    return reverse(f"treatment:{name}", args=[known.treatment.ref])


def _review(known: Known) -> str:
    return reverse("course:review", args=[known.patient.ref, known.treatment.ref])


def _when(known: Known, when: datetime) -> str:
    return f"{day(when, known.protocol.zone)}, {clock(known, when)}"
