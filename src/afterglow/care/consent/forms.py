"""What is typed about consent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from afterglow.care.consent.rules.cost import Way
from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    Form,
    HiddenField,
    LongTextField,
    ManyField,
    MoneyField,
    TextField,
    WholeNumberField,
    YesNoField,
)
from afterglow.ground.kernel.money import Money


class SignForm(Form):
    """Who signs, what was talked over, and what the clinician found."""

    sha256 = HiddenField("The version read")
    covered = ManyField("Talked over together", (), kind="checks")
    signer = ChoiceField("Who signs?", (Choice("patient", "The patient"), Choice("parent", "A parent or guardian")))
    name = TextField("Name, as signed", most=200)
    relation = TextField("A parent’s or guardian’s relation to the patient", most=100, required=False)
    patient_agrees = YesNoField("Does the patient agree?")
    capacity = YesNoField("Does the patient have capacity to decide about this treatment now?")
    capacity_words = LongTextField(
        "How you came to that",
        rows=3,
        hint="Understands, remembers, weighs up, tells the choice.",
        missing="Write how you came to your view of capacity",
    )
    own_team_agrees = YesNoField("Do parents and present doctors take part in the decision?", required=False)
    questions_asked = LongTextField("What the patient asked, and what was answered", rows=3, required=False)

    def covers(self, items: Sequence[str], *, under_age: bool) -> Self:
        """This form, asking for exactly what the clinic's consent covers; of doctors and parents only under age."""
        self.offer_choices(
            "covered",
            (Choice(item, item.capitalize()) for item in items),
        )
        if not under_age:
            for name in ("own_team_agrees", "relation", "signer"):
                del self.fields[name]
        return self


class WithdrawForm(Form):
    """Taking consent back."""

    reason = LongTextField("Reason", rows=3, required=False, hint="You need not give one.")


class DataForm(Form):
    """Two choices about data, apart from consent to treatment and from each other."""

    evaluation = YesNoField("May answers be used, without names, to see how well the service works?")
    research = YesNoField("May we ask about joining research, such as a study of brain rhythms?")


class CostForm(Form):
    """What one visit asks, as the patient puts it; nothing of it is kept."""

    way = ChoiceField("Which treatment?", ())
    travel = MoneyField("Travel, there and back", initial=Money(0))
    night_away = MoneyField("A night away, if you need one", initial=Money(0))
    hours = WholeNumberField("Hours away from home or work", least=1, greatest=72, unit="a visit", initial=5)

    def offering(self, ways: Sequence[Way]) -> Self:
        """This form, with the clinic's own ways of treatment to choose from."""
        self.offer_choices("way", (Choice(way.code, way.words) for way in ways))
        return self
