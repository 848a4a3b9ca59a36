"""What is typed about a course."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

from afterglow.care.course.rules.terms import DosePlan
from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    DayField,
    Form,
    HiddenField,
    LongTextField,
    MomentField,
    QuantityField,
    TextField,
    WholeNumberField,
    YesNoField,
)
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Weight
from afterglow.ground.protocol.schema.treatments import Treatment
from afterglow.record.diary.models import Bay


class DoseForm(Form):
    """A dose for each kilogram, or a fixed one, whichever the treatment is dosed by."""

    per_kg = QuantityField(DosePerWeight, "Dose for each kg")
    fixed = ChoiceField("Dose", ())

    def dosed_as(self, what: Treatment) -> Self:
        """This form, asking for the dose in the way the protocol doses this treatment."""
        if what.dose is None:
            del self.fields["per_kg"]
            doses = tuple(Choice(str(dose.units), str(dose)) for dose in what.doses)
            self.fields["fixed"].choices = doses  # type: ignore[attr-defined]  # a ChoiceField has them
        else:
            del self.fields["fixed"]
        return self

    @property
    def dose(self) -> DosePlan:
        """The dose as typed."""
        typed = self.cleaned_data
        return DosePlan(per_kg=typed["per_kg"]) if "per_kg" in typed else DosePlan(fixed=Dose(int(typed["fixed"])))


class PlanForm(DoseForm):
    """A course: how often, how many, from when."""

    spacing = ChoiceField("How far apart?", (), kind="select")
    sessions = WholeNumberField("How many treatments?", least=1, greatest=40)
    first_day = DayField("First treatment on")
    reason = LongTextField("Reason", rows=2)

    def spaced(self, words: Iterable[str]) -> Self:
        """This form, with the spacings to choose from."""
        choices = tuple(Choice(one, one) for one in words)
        self.fields["spacing"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField has them
        return self


class MoreForm(Form):
    """Further treatments of the present kind."""

    sessions = WholeNumberField("How many more?", least=1, greatest=40, initial=1)
    first_day = DayField("The first of them on")


class DirectionForm(DoseForm):
    """What a prescriber signs for one dose. ``shown`` holds the figures that stood on the page."""

    most = QuantityField(Dose, "The most that may be given", required=False, hint="Empty: no more than the dose")
    valid_on = DayField("Valid on")
    note = LongTextField("Note for whoever gives it", rows=2, required=False)
    shown = HiddenField("Figures shown", required=False)


class ReviewForm(Form):
    """What is looked at before one dose. The questions about reliance are the protocol's."""

    weight = QuantityField(Weight, "Weight today", least=Weight.of(20), greatest=Weight.of(350))
    last_response = LongTextField("How was it after the last treatment?", rows=3)
    side_effects = LongTextField("Side effects since then", rows=2, hint="“None” where there were none")
    note = LongTextField("Anything else", rows=2, required=False)

    def asking(self, questions: Sequence[str]) -> Self:
        """This form, with the questions about reliance."""
        self.questions = tuple(questions)
        for place, question in enumerate(self.questions):
            self.fields[f"reliance_{place}"] = YesNoField(question)
        self.order_fields(["weight", "last_response", "side_effects", *self._reliance, "note"])
        return self

    @property
    def answers(self) -> tuple[tuple[str, bool], ...]:
        """Each question about reliance with its answer."""
        return tuple(
            (question, bool(self.cleaned_data[name]))
            for question, name in zip(self.questions, self._reliance, strict=True)
        )

    @property
    def _reliance(self) -> list[str]:
        return [f"reliance_{place}" for place in range(len(self.questions))]


class DecisionForm(Form):
    """One decision about the course, with what it needs."""

    kind = ChoiceField("Decision", ())
    reason = LongTextField("Reason", rows=3)
    per_kg = QuantityField(DosePerWeight, "New dose for each kg", required=False)
    fixed = ChoiceField("New dose", (), kind="select", required=False)
    spacing = TextField("New interval", required=False, hint="Such as “3 weeks apart” or “2 per week”", width=20)
    until = DayField("Until", required=False, hint="When a break ends, or when the review is")
    prescriber = TextField("Prescriber of an added medicine", required=False)


class BookForm(Form):
    """A day, and where one is wanted a time and a bay."""

    starts_at = MomentField("Day and time")
    bay = ChoiceField("Bay", (), kind="select")

    def in_bays(self, bays: Sequence[Bay]) -> Self:
        """This form, with the clinic's bays."""
        self.fields["bay"].choices = tuple(Choice(bay.ref, bay.name) for bay in bays)  # type: ignore[attr-defined]
        return self


class NotGivenForm(Form):
    """Why a treatment is not given."""

    because = TextField("Why is it not given?", most=300)
