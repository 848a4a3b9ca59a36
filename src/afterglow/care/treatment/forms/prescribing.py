"""What is typed for a medicine taken at home, and on a scheme's monitoring form."""

from __future__ import annotations

from datetime import date

from afterglow.care.treatment.forms.settling import PatientForm
from afterglow.care.treatment.rules.prescription import Wanted
from afterglow.ground.design.forms import LongTextField, QuantityField, TextField, WholeNumberField, YesNoField
from afterglow.ground.kernel.quantity import Dose


class PrescriptionForm(PatientForm):
    """A dose, how often, and how many times."""

    dose = QuantityField(Dose, "Each dose")
    every_days = WholeNumberField("Days from one dose to the next", least=1, greatest=90)
    doses = WholeNumberField("How many doses", least=1, greatest=90)
    number = TextField("Your prescriber number", most=20, width=10, missing="Enter your prescriber number")

    def wanted(self, today: date) -> Wanted:
        """What was typed, for the rule."""
        given = self.cleaned_data
        return Wanted(given["dose"], given["every_days"], given["doses"], today)


class CancelForm(PatientForm):
    """Why a prescription is not to be dispensed."""

    because = LongTextField("Why is it not to be dispensed?", rows=2, most=300, missing="Write why")


class SchemeFormForm(PatientForm):
    """The one thing the record does not hold."""

    enrolled = YesNoField("Was the patient enrolled in the scheme before the first dose?")
