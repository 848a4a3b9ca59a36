"""The figures of a dose, typed by each of two people on their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.forms import BoundField

from afterglow.care.treatment.forms.settling import PatientForm
from afterglow.care.treatment.rules.second_check import Figures
from afterglow.ground.access.models import Account
from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    HiddenField,
    LongTextField,
    QuantityField,
    SecretField,
)
from afterglow.ground.kernel.quantity import Dose, Rate, Strength, Volume, Weight

_FIELDS: Mapping[str, Callable[[], QuantityField[Any]]] = {
    "weight": lambda: QuantityField(Weight, "Weight", hint="kg, from the scales"),
    "dose": lambda: QuantityField(Dose, "Dose", hint="mg"),
    "strength": lambda: QuantityField(Strength, "Strength", hint="mg/mL, from the label"),
    "volume": lambda: QuantityField(Volume, "Volume", hint="mL"),
    "rate": lambda: QuantityField(Rate, "Rate", hint="mL/h, as the pump reads"),
}


_SITES = tuple(
    Choice(site, site) for site in ("Left upper arm", "Right upper arm", "Left thigh", "Right thigh", "Buttock")
)


class FiguresForm(PatientForm):
    """What one person works out. Only what the route has is asked for."""

    def ask(self, expected: Figures) -> None:
        """Ask for the figures that this dose has; none of ``expected`` is shown."""
        for name, made in _FIELDS.items():
            value = getattr(expected, name)
            if value is not None and not (name == "weight" and value.units == 0):
                self.fields[name] = made()

    def figure_fields(self) -> list[BoundField]:
        """The fields of the figures, in their order."""
        return [self[name] for name in _FIELDS if name in self.fields]

    def figures(self) -> Figures:
        """What was typed."""
        given = {name: self.cleaned_data[name] for name in _FIELDS if name in self.fields}
        return Figures(**{"weight": Weight(0), **given})


class SecondCheckForm(FiguresForm):
    """What the second person works out, and who they are. On a tablet of their own they need no PIN."""

    second = ChoiceField("Who checks?", [], kind="select", missing="Choose who makes the second check")
    pin = SecretField("Their PIN", width=6, most=6, missing="Enter the PIN of whoever makes the second check")

    def offer(self, people: Iterable[Account]) -> None:
        """Offer the people who may check a dose beside whoever is signed in; nobody where they check it themselves."""
        self.offer_choices("second", (Choice(one.ref, str(one)) for one in people))

    def alone(self) -> None:
        """Whoever is signed in makes the second check themselves."""
        del self.fields["second"], self.fields["pin"]


class InfusionForm(PatientForm):
    """One step of the infusion."""

    uuid = HiddenField("")

    def clean_uuid(self) -> UUID:
        """The identifier made when the button was drawn."""
        try:
            return UUID(self.cleaned_data["uuid"])
        except ValueError:
            raise self.fields["uuid"].wrong("Load the page again") from None  # type: ignore[attr-defined]


_STOPPED_FOR = (
    "The patient asks",
    "A complaint",
    "Blood pressure",
    "Oxygen or breathing",
    "Too drowsy",
    "The cannula",
    "Something else",
)


class StopForm(InfusionForm):
    """Why an infusion is stopped: one touch for what is usual, words for anything else."""

    because = ChoiceField(
        "Why is it stopped?",
        tuple(Choice(one, one) for one in _STOPPED_FOR),
        kind="pair",
        missing="Choose why the infusion is stopped",
    )
    reason = LongTextField("In words", rows=2, most=400, required=False)
    infused = QuantityField(
        Volume, "Volume infused", hint="mL, as the pump shows. Left empty, rates and times count.", required=False
    )
    differs = LongTextField("Why do pump and clock differ?", rows=2, most=400, required=False)

    def clean(self) -> dict[str, Any]:
        """Both as one reason."""
        given = super().clean() or {}
        said = (given.pop("because", ""), given.get("reason", ""))
        given["reason"] = ". ".join(one for one in said if one)
        return given


class RateForm(InfusionForm):
    """Another rate."""

    rate = QuantityField(Rate, "New rate")
    why = LongTextField("Why is it changed?", rows=2, most=500)


class StartForm(InfusionForm):
    """Starting, where the treatment begins slowly, at a rate below the checked one."""

    rate = QuantityField(Rate, "Start at", required=False)


class GiveForm(InfusionForm):
    """How much was given at once."""

    given = QuantityField(Dose, "Given")
    site = ChoiceField("Where", _SITES, kind="select", required=False)
