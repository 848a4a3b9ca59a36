"""What is typed about letters: their words, to whom they go besides, and how they went."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    Form,
    HiddenField,
    LongTextField,
    ManyField,
    WholeNumberField,
)
from afterglow.office.letters.models import Dispatch
from afterglow.office.letters.rules.drafting import Part, paragraphs_of
from afterglow.office.letters.rules.recipients import Recipient

_START = "part_"
FURTHER = "Anything else"


class EditForm(Form):
    """The parts of a letter, and the version they were taken from."""

    patient_shown = HiddenField("", required=False)
    based_on = WholeNumberField("Version", least=1, greatest=9_999)
    headings: tuple[str, ...] = ()

    @property
    def parts(self) -> list[Part]:
        """What was typed, part by part; what was left empty is left out."""
        typed = [paragraphs_of(self.cleaned_data[f"{_START}{place}"]) for place in range(len(self.headings))]
        return [Part(heading, text) for heading, text in zip(self.headings, typed, strict=True) if text]


def edit_form(request: HttpRequest, parts: Sequence[Part], number: int) -> EditForm:
    """A box for each part, with its heading as the label, and an empty one at the end."""
    shown = [*parts, Part(FURTHER, ())]
    initial = {f"{_START}{place}": part.text for place, part in enumerate(shown)}
    form = EditForm.of(request, initial={**initial, "based_on": number})
    form.headings = tuple(part.heading for part in shown)
    for place, part in enumerate(shown):
        label = part.heading or "Opening"
        rows = 2 + sum(2 + len(paragraph) // 70 for paragraph in part.paragraphs)
        form.fields[f"{_START}{place}"] = LongTextField(label, required=False, rows=rows, most=10_000)
    return form


class ApproveForm(Form):
    """The version that was read, and to whom the letter goes besides the clinic's own list."""

    patient_shown = HiddenField("", required=False)
    version = WholeNumberField("Version", least=1, greatest=9_999)
    also_to = ManyField("Send it also to", (), required=False)


def approve_form(request: HttpRequest, number: int, further: Sequence[Recipient]) -> ApproveForm:
    """The form with those it may go to besides."""
    form = ApproveForm.of(request, initial={"version": number})
    form.offer_choices("also_to", (Choice(one.key, f"{one.name}, {one.role_words}") for one in further))
    return form


class TakeBackForm(Form):
    """Why an approval is taken back."""

    patient_shown = HiddenField("", required=False)
    reason = LongTextField("Why the approval is taken back", rows=2, most=500)


class SendForm(Form):
    """How the letter went to one person."""

    patient_shown = HiddenField("", required=False)
    recipient = HiddenField("")
    how = ChoiceField("How it went", tuple(Choice(*one) for one in Dispatch.HOW), kind="select")
