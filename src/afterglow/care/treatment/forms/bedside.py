"""What is typed at the bedside beside readings and effects."""

from __future__ import annotations

from collections.abc import Iterable

from afterglow.care.treatment.entries import AsNeeded
from afterglow.care.treatment.forms.dose import InfusionForm
from afterglow.care.treatment.forms.settling import PatientForm
from afterglow.care.treatment.rules.incidents import KINDS
from afterglow.ground.design.forms import Choice, ChoiceField, HiddenField, LongTextField, TextField


class PortionForm(InfusionForm):
    """One device or spray."""

    lot = TextField("Lot number on the device", most=40, width=20, missing="Enter the lot number")


class PortionsEndForm(InfusionForm):
    """Why no further device or spray is given."""

    no_more_because = TextField("Why is no more given?", most=300, missing="Write why no more is given")


class TargetForm(PatientForm):
    """Another oxygen target."""

    target = ChoiceField(
        "Oxygen target", (Choice("lower", "88-92 %"), Choice("usual", "Usual")), kind="pair", missing="Choose a target"
    )
    target_reason = TextField("Why", most=300, missing="Write why this target holds")


class AsNeededForm(PatientForm):
    """A medicine signed for."""

    code = HiddenField("")


class AsNeededGivenForm(InfusionForm):
    """A medicine given as needed."""

    medicine = ChoiceField("Medicine given", [], kind="select", missing="Choose what was given")
    needed_because = TextField("Why it was needed", most=300, missing="Write why it was needed")

    def offer(self, signed: Iterable[AsNeeded]) -> None:
        """Offer what was signed for."""
        self.offer_choices("medicine", (Choice(one.code, one.words) for one in signed))


class IncidentForm(InfusionForm):
    """Something that went otherwise than planned."""

    incident = ChoiceField(
        "What happened",
        [Choice(code, kind.say) for code, kind in KINDS.items()],
        kind="select",
        missing="Choose what happened",
    )
    incident_words = LongTextField("In words", rows=2, most=1000, missing="Write what happened")
    incident_done = LongTextField("What was done", rows=2, most=1000, missing="Write what was done")
