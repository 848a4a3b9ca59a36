"""The readiness check: one question at a time for the patient, all of them for the nurse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.forms import BoundField
from django.http import HttpRequest

from afterglow.care.treatment.actions.readiness import Completed
from afterglow.care.treatment.forms.settling import PatientForm
from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    Form,
    MomentField,
    PhoneField,
    TextField,
    TickField,
)
from afterglow.ground.protocol.schema.companion import Companion
from afterglow.ground.protocol.schema.readiness import Question

ANSWER, WORDS = "answer-", "words-"


class AnswerForm(Form):
    """The patient's answer to one question."""

    answer = ChoiceField("", [], missing="Choose the answer that fits best")

    @classmethod
    def to(cls, request: HttpRequest, question: Question, chosen: str) -> AnswerForm:
        """The form of one question, with the answer given before."""
        form = cls.of(request, initial={"answer": chosen})
        field = form.fields["answer"]
        field.label, field.help_text = question.ask, question.help
        form.offer_choices("answer", (Choice(one.code, one.say) for one in question.options))
        return form


class ReadinessForm(PatientForm):
    """The whole check, as the nurse completes it."""

    last_food_at = MomentField("Last food", required=False)
    last_drink_at = MomentField("Last drink", required=False)
    last_alcohol_at = MomentField("Last alcohol", required=False)
    last_benzodiazepine_at = MomentField("Last benzodiazepine or sleeping tablet", required=False)
    benzodiazepine_every_day = TickField("Takes it every day", required=False)
    escort = TextField("Who takes the patient home?", required=False, width=20)
    escort_phone = PhoneField("Their phone number", required=False)
    escort_adult = TickField("Is an adult", required=False)
    escort_able = TickField("Is able to take the patient home", required=False)
    wants_company = TickField("The patient asked for somebody beside them", required=False)

    @classmethod
    def about(
        cls,
        request: HttpRequest,
        questions: Sequence[Question],
        policy: Companion,
        answers: Mapping[str, str],
        said: Mapping[str, str],
    ) -> ReadinessForm:
        """The check of one patient: each question with the answer so far, and what the patient ``said`` before."""
        initial = {f"{ANSWER}{code}": option for code, option in answers.items()}
        form = cls.of(request, initial=initial)
        for question in questions:
            choices = [Choice(one.code, one.as_nurse_hears_it) for one in question.options]
            form.fields[f"{ANSWER}{question.code}"] = ChoiceField(
                question.as_nurse_asks_it, choices, kind="pair", hint=said.get(question.code, "")
            )
            form.fields[f"{WORDS}{question.code}"] = TextField(question.name, required=False, most=300)
        if policy.in_treatment_room == "required":
            form.fields["escort"].label = f"Who is the {policy.word}? They take the patient home"
        return form

    def answers(self) -> list[BoundField]:
        """Each question's field."""
        return [self[name] for name in self.fields if name.startswith(ANSWER)]

    def words(self) -> list[BoundField]:
        """For each question, the field for what was said about it."""
        return [self[name] for name in self.fields if name.startswith(WORDS)]

    def completed(self) -> Completed:
        """What was typed, for the action."""
        given = dict(self.cleaned_data)
        given.pop("patient_shown")
        answers = {name.removeprefix(ANSWER): given.pop(name) for name in list(given) if name.startswith(ANSWER)}
        words = {name.removeprefix(WORDS): given.pop(name) for name in list(given) if name.startswith(WORDS)}
        return Completed(answers=answers, words={code: said for code, said in words.items() if said}, **given)
