"""What is typed at an assessment, and by the patient before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Self

from afterglow.care.assessment.models import EarlierTreatment
from afterglow.care.assessment.rules.considerations import UNDER_18
from afterglow.ground.design.forms import (
    BloodPressureField,
    Choice,
    ChoiceField,
    DayField,
    Form,
    LongTextField,
    ManyField,
    QuantityField,
    TextField,
    TickField,
    WholeNumberField,
    YesNoField,
)
from afterglow.ground.kernel.finding import Finding, stops
from afterglow.ground.kernel.quantity import Height, Weight
from afterglow.ground.protocol.families import Family
from afterglow.ground.protocol.schema.assessment import Consideration, Contraindication, RepeatTest


class HistoryForm(Form):
    """One field for each heading of the protocol's assessment."""

    def about(self, headings: Sequence[str], written: Mapping[str, str]) -> Self:
        """This form, with a field for each heading, showing what stands under it."""
        for place, heading in enumerate(headings):
            field = LongTextField(heading.capitalize(), rows=4, required=False, initial=written.get(heading, ""))
            self.fields[f"heading_{place}"] = field
        self.headings = tuple(headings)
        return self

    def texts(self) -> Mapping[str, str]:
        """What was typed under each heading."""
        return {heading: self.cleaned_data[f"heading_{place}"] for place, heading in enumerate(self.headings)}


class EarlierTreatmentForm(Form):
    """A treatment tried before."""

    what = TextField("What was tried?", hint="A medicine, ECT, or a kind of therapy")
    how_much = TextField("How much, for how long?", required=False)
    response = ChoiceField(
        "What came of it?", [Choice(value, label) for value, label in EarlierTreatment.RESPONSES], kind="select"
    )
    note = LongTextField("Anything else", rows=2, required=False)


class MedicineForm(Form):
    """A medicine as it is taken."""

    name = TextField("Medicine", hint="Its generic name where you know it, such as diazepam")
    dose = TextField("Dose as taken", hint="Such as 150 mg daily", required=False)
    as_needed = TickField("Taken only as needed", required=False)
    last_taken = DayField("Last taken", required=False)
    family = ChoiceField(
        "Family", (), kind="select", required=False, hint="Only where the name is not recognised by itself"
    )

    def of_families(self, families: Iterable[Family]) -> Self:
        """This form, with the families of medicines to choose from."""
        choices = tuple(Choice(family.code, family.say) for family in families)
        self.offer_choices("family", choices)
        return self


class ChangedMedicineForm(MedicineForm):
    """A medicine that is taken differently, or no longer."""

    stopped = TickField("No longer taken", required=False)


Asked = Contraindication | Consideration


class ConditionsForm(Form):
    """Every condition that the protocol asks about: ticked where it is there."""

    contraindications = ManyField("What speaks against treatment", (), kind="checks", required=False)
    considerations = ManyField("What treatment is weighed against", (), kind="checks", required=False)
    all_asked = TickField("I asked about each of these")

    def about(
        self, against: Sequence[Contraindication], weighed: Sequence[Consideration], days: Mapping[str, date | None]
    ) -> Self:
        """This form for the clinic's own conditions; with a day for each that counts only for a time."""
        self._offer("contraindications", against)
        self._offer("considerations", [one for one in weighed if one.code != UNDER_18])
        self.dated = tuple(one.code for one in against if one.within)
        for one in against:
            if one.within:
                field = DayField(f"{one.say}: when?", required=False, initial=days.get(one.code))
                self.fields[f"day_{one.code}"] = field
        self.order_fields([name for name in self.fields if name != "all_asked"])
        return self

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a condition that counts only for a time."""
        typed = self.cleaned_data
        for code in self.dated:
            if code in typed.get("contraindications", ()) and not typed.get(f"day_{code}"):
                self.add_error(f"day_{code}", f"Enter the day for “{self.fields[f'day_{code}'].label}”")
        return typed

    def _offer(self, name: str, conditions: Sequence[Asked]) -> None:
        choices = tuple(Choice(one.code, one.say) for one in conditions)
        self.offer_choices(name, choices)


class MeasurementForm(Form):
    """What was measured, whichever of it."""

    weight = QuantityField(Weight, "Weight", least=Weight.of(20), greatest=Weight.of(350), required=False)
    height = QuantityField(Height, "Height", least=Height.of(80), greatest=Height.of(250), required=False)
    pressure = BloodPressureField("Blood pressure", required=False)
    pulse = WholeNumberField("Pulse", least=20, greatest=250, unit="a minute", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a page on which nothing was entered."""
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error("weight", "Enter at least one measurement")
        return self.cleaned_data


class InvestigationForm(Form):
    """The result of a test that the protocol asks for."""

    code = ChoiceField("Which test?", (), kind="select")
    day = DayField("When was it taken?")
    result = TextField("Result", most=300)

    def of_tests(self, tests: Sequence[RepeatTest]) -> Self:
        """This form, with the protocol's tests to choose from."""
        choices = tuple(Choice(test.code, test.say) for test in tests)
        self.offer_choices("code", choices)
        return self


class GoalsForm(Form):
    """What a patient hopes for and expects, in their own words."""

    hopes = LongTextField("What do you hope will change?", rows=5)
    expects = LongTextField("What do you expect of the treatment itself?", rows=4, required=False)


class DecisionForm(Form):
    """Whether treatment is suitable, and why."""

    suitable = YesNoField("Is treatment suitable for this patient now?", yes="Suitable", no="Not suitable")
    reasons = LongTextField("Reasons", rows=4)

    def ask_about(self, found: Sequence[Finding]) -> Self:
        """This form, with a field for the reason of going past each clinical stop."""
        for stop in stops(found):
            label = f"Reason for treating although: {stop.words}"
            self.fields[f"despite_{stop.code}"] = LongTextField(label, rows=2, required=False)
        return self

    @property
    def despite(self) -> Mapping[str, str]:
        """The reasons typed, by the code of the stop."""
        start = "despite_"
        return {name.removeprefix(start): str(self.data[name]) for name in self.data if name.startswith(start)}
