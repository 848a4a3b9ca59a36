"""What is typed when a dose is drawn up, what is left of it destroyed, or a supply handed out."""

from __future__ import annotations

from typing import Any

from afterglow.care.pharmacy.forms.stock import MOST_UNITS
from afterglow.care.pharmacy.forms.witnessed import WitnessedForm
from afterglow.care.pharmacy.rules.supplying import COLLECTORS
from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    HiddenField,
    QuantityField,
    TextField,
    WholeNumberField,
    YesNoField,
)
from afterglow.ground.kernel.quantity import Dose, Volume


class DrawForm(WitnessedForm):
    """What is opened, drawn and destroyed at once. The second person checks the same figures."""

    patient_shown = HiddenField("", required=False)
    holding = ChoiceField("From which lot?", [], kind="select")
    units = WholeNumberField("How many are opened?", least=1, greatest=20, initial=1)
    drawn = QuantityField(Dose, "Drawn up", hint="The dose, and what stays in syringe and line")
    destroyed = QuantityField(Dose, "Destroyed at once", hint="What is not drawn, denatured. 0 where nothing is left")


class RestForm(WitnessedForm):
    """What is left in syringe and line: all that must be, or what two people measured otherwise."""

    ALL, MEASURED = "all", "measured"

    patient_shown = HiddenField("", required=False)
    what = ChoiceField("What is destroyed, denatured?", [], initial=ALL)
    volume = QuantityField(Volume, "What you both measured", required=False, hint="Only where it differs")
    amount = QuantityField(Dose, "What you both measured", required=False, hint="Only where it differs")

    def offer_rest(self, words: str, *, by_volume: bool) -> None:
        """Offer what must be left, in words; what differs is told in millilitres where the strength is known."""
        del self.fields["amount" if by_volume else "volume"]
        other = "Something else: we measured it, and it differs. This opens a case"
        self.offer_choices("what", [Choice(self.ALL, words), Choice(self.MEASURED, other)])

    def clean(self) -> dict[str, Any]:
        """A differing amount is told; one told beside “all” is not guessed at."""
        name = "volume" if "volume" in self.fields else "amount"
        told, what = self.cleaned_data.get(name), self.cleaned_data.get("what")
        if what == self.MEASURED and told is None and name not in self.errors:
            self.add_error(name, "Enter what you both measured")
        if what == self.ALL and told is not None:
            self.add_error("what", "You entered a measured amount. Choose “Something else”, or clear it")
        return self.cleaned_data


class SupplyForm(WitnessedForm):
    """A supply to take home, and who collects it."""

    patient_shown = HiddenField("", required=False)
    holding = ChoiceField("From which lot?", [], kind="select")
    units = WholeNumberField("How many?", least=1, greatest=MOST_UNITS)
    name = TextField("Who collects it?", most=150)
    kind = ChoiceField(
        "They are", [Choice(one, f"the {one}" if one == "patient" else f"a {one}") for one in COLLECTORS]
    )
    id_asked = YesNoField("Was proof of identity asked for?")
    id_shown = YesNoField("Was it shown?")
