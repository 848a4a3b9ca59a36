"""What is typed about a course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from afterglow.ground.kernel.finding import Finding, stops
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Weight
from afterglow.ground.protocol.schema.treatments import Treatment
from afterglow.ground.protocol.spacing import parse_spacing
from afterglow.record.diary.models import Bay


class DespiteForm(Form):
    """A form that asks a reason for going past each clinical stop that stands in its way."""

    def ask_about(self, found: Iterable[Finding]) -> Self:
        """This form, with a field for each stop that a prescriber may go past."""
        for stop in stops(found):
            if stop.overridable:
                label = f"Reason for going on although: {stop.words}"
                self.fields[f"despite_{stop.code}"] = LongTextField(label, rows=2, required=False)
        return self

    @property
    def despite(self) -> Mapping[str, str]:
        """The reasons typed, by the code of the stop."""
        start = "despite_"
        return {name.removeprefix(start): str(self.data[name]) for name in self.data if name.startswith(start)}


class DoseForm(DespiteForm):
    """A dose for each kilogram, or a fixed one, whichever the treatment is dosed by."""

    per_kg = QuantityField(DosePerWeight, "Dose for each kg")
    fixed = ChoiceField("Dose", ())

    def dosed_as(self, what: Treatment) -> Self:
        """This form, asking for the dose in the way the protocol doses this treatment."""
        if what.dose is None:
            del self.fields["per_kg"]
            doses = tuple(Choice(str(dose.units), str(dose)) for dose in what.doses)
            self.offer_choices("fixed", doses)
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
        self.offer_choices("spacing", choices)
        return self


class MoreForm(DespiteForm):
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
    """What is looked at before one dose. The protocol's questions about reliance stand beside it."""

    weight = QuantityField(Weight, "Weight today", least=Weight.of(20), greatest=Weight.of(350))
    last_response = LongTextField("How was it after the last treatment?", rows=3)
    side_effects = LongTextField("Side effects since then", rows=2, hint="“None” where there were none")
    wants_more = YesNoField("Does the patient wish for a higher dose, or for treatment more often?")
    uses_elsewhere = YesNoField("Has the patient used ketamine outside the clinic?")
    note = LongTextField("Anything else", rows=2, required=False)


class SpacingField(TextField):
    """An interval as a protocol writes it, such as ``3 weeks apart``; given as those words."""

    def to_python(self, value: object) -> str:
        """The words, when they are a spacing."""
        text = str(super().to_python(value))
        try:
            return parse_spacing(text).words if text else ""
        except ValueError as wrong:
            raise self.wrong(str(wrong)) from None


class DecisionForm(DespiteForm):
    """One decision about the course, with what it needs."""

    kind = ChoiceField("Decision", ())
    reason = LongTextField("Reason", rows=3)
    per_kg = QuantityField(DosePerWeight, "New dose for each kg", required=False)
    fixed = ChoiceField("New dose", (), kind="select", required=False)
    spacing = SpacingField("New interval", required=False, width=20, hint="Such as “3 weeks apart” or “2 per week”")
    until = DayField("Until", required=False, hint="When a break ends, or when the review is")
    prescriber = TextField("Prescriber of an added medicine", required=False)

    def between(self, kinds: Iterable[Choice], what: Treatment) -> Self:
        """This form, with the decisions that can be taken now, and the doses of the present treatment."""
        self.offer_choices("kind", kinds)
        doses = tuple(Choice(str(dose.units), str(dose)) for dose in what.doses)
        self.offer_choices("fixed", doses)
        if not doses:
            del self.fields["fixed"]
        return self

    @property
    def dose(self) -> DosePlan | None:
        """The new dose, where one was typed."""
        typed = self.cleaned_data
        if typed.get("per_kg"):
            return DosePlan(per_kg=typed["per_kg"])
        return DosePlan(fixed=Dose(int(typed["fixed"]))) if typed.get("fixed") else None


class BookForm(Form):
    """A day, a time and a bay."""

    starts_at = MomentField("Day and time")
    bay = ChoiceField("Bay", (), kind="select")

    def in_bays(self, bays: Sequence[Bay]) -> Self:
        """This form, with the clinic's bays."""
        self.offer_choices("bay", (Choice(bay.ref, bay.name) for bay in bays))
        return self


class NotGivenForm(Form):
    """Why a treatment is not given."""

    because = TextField("Why is it not given?", most=300)


class MoveForm(Form):
    """Another day for a planned treatment."""

    day = DayField("Which day?")
