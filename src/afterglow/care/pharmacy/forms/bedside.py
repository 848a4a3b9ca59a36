"""What is typed when a dose is drawn up, or a supply handed out."""

from __future__ import annotations

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
from afterglow.ground.kernel.quantity import Dose


class DrawForm(WitnessedForm):
    """What is opened, drawn and destroyed at once. The second person checks the same figures."""

    patient_shown = HiddenField("", required=False)
    holding = ChoiceField("From which lot?", [], kind="select")
    units = WholeNumberField("How many are opened?", least=1, greatest=20, initial=1)
    drawn = QuantityField(Dose, "Drawn up", hint="The dose, and what stays in syringe and line")
    destroyed = QuantityField(Dose, "Destroyed at once", hint="What is not drawn, denatured. 0 where nothing is left")


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
