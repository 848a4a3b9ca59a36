"""What is typed when a patient's own drug is handed in, and when it is destroyed."""

from __future__ import annotations

from afterglow.care.pharmacy.forms.witnessed import WitnessedForm
from afterglow.ground.design.forms import HiddenField, TextField


class HandedInForm(WitnessedForm):
    """A patient's own drug, as both people see it."""

    patient_shown = HiddenField("", required=False)
    what = TextField("What is it?", most=200, hint="Name, strength and form, as the label says")
    amount = TextField("How much?", most=100, hint="As you both count or measure it, such as 12 mL")
    from_name = TextField("Who hands it in?", most=200)
    kept = TextField("Where is it kept until then?", most=200, hint="Away from stock, such as sealed bag 14, locked")


class EndedForm(WitnessedForm):
    """How it was destroyed."""

    patient_shown = HiddenField("", required=False)
    how = TextField("How was it destroyed?", most=300, hint="Such as denatured in a kit, into the incineration bin")
