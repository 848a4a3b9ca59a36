"""What is typed about questionnaires: one answer, a request, and a whole sheet written down by staff."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from afterglow.ground.design.forms import Choice, ChoiceField, Form, HiddenField, MomentField, WholeNumberField
from afterglow.record.outcomes.rules.instrument import Instrument, Item

_START = "item_"


class QuestionForm(Form):
    """One question."""

    answer = ChoiceField("Your answer", (), missing="Choose an answer, or leave this question out")


def question_form(request: HttpRequest, item: Item, chosen: int | None) -> QuestionForm:
    """The form of one item, with the answer chosen before."""
    form = QuestionForm.of(request, initial={"answer": "" if chosen is None else str(chosen)})
    form.fields["answer"].label = item.words
    form.offer_choices("answer", _choices(item))
    return form


class AskForm(Form):
    """Which questionnaire, and how many days there are to answer it."""

    patient_shown = HiddenField("", required=False)
    instrument = ChoiceField("Questionnaire", (), kind="select", missing="Choose a questionnaire")
    days = WholeNumberField("Answer within", least=0, greatest=60, unit="days", initial=3)


def ask_form(request: HttpRequest, instruments: Iterable[Instrument]) -> AskForm:
    """The form with the questionnaires this clinic has; empty where the page was only opened."""
    form = AskForm.of(request)
    form.offer_choices("instrument", (Choice(one.code, f"{one.name}: {one.about}") for one in instruments))
    return form


class EnterForm(Form):
    """A whole questionnaire as somebody answered it by phone or on paper; blank is what they left out."""

    patient_shown = HiddenField("", required=False)
    how = ChoiceField(
        "How it was answered",
        (Choice("phone", "By phone, read out word for word"), Choice("paper", "On paper")),
        missing="Choose how it was answered",
    )
    happened_at = MomentField("When it was answered")

    @property
    def answers(self) -> dict[str, int | None]:
        """The answers by the key of their item."""
        sent = {name: value for name, value in self.cleaned_data.items() if name.startswith(_START)}
        return {name.removeprefix(_START): int(value) if value else None for name, value in sent.items()}


def enter_form(request: HttpRequest, instrument: Instrument) -> EnterForm:
    """The form with a field for each item."""
    form = EnterForm.of(request)
    for item in instrument.items:
        label = f"{item.key}. {item.words}" if item.key.isdigit() else item.words
        form.fields[f"{_START}{item.key}"] = ChoiceField(label, _choices(item), kind="select", required=False)
    return form


def _choices(item: Item) -> tuple[Choice, ...]:
    return tuple(Choice(str(option.value), option.words) for option in item.options)
