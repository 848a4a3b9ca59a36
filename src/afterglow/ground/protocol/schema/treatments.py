"""The treatments a clinic gives: drug, route, dose, limits, preparation and spacing."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from afterglow.ground.protocol.schema.base import Code, Flag, Part, Sourced, Words
from afterglow.ground.protocol.schema.units import (
    AnyDose,
    AnyDosePerWeight,
    AnyMoney,
    AnySpacing,
    AnyStrength,
    AnyVolume,
    AnyWeight,
    CountRange,
    DosePerWeightRange,
    Duration,
    DurationRange,
)

Route = Literal["intravenous", "intramuscular", "nasal", "oral", "sublingual"]
Drug = Literal["ketamine", "esketamine"]


class DosingWeight(Sourced):
    """Which weight the dose is worked out on; never inferred."""

    basis: Literal["actual", "ideal", "adjusted", "capped"]
    cap: AnyWeight | None = None

    @model_validator(mode="after")
    def _cap_belongs_to_capped(self) -> DosingWeight:
        if (self.basis == "capped") != (self.cap is not None):
            raise ValueError("A cap such as “120 kg” is given when, and only when, the basis is “capped”.")
        return self


class DoseLimits(Sourced):
    """The least and the most a prescriber may sign for."""

    per_kg: DosePerWeightRange | None = None
    most: AnyDose
    step: AnyDosePerWeight | None = None


class Rounding(Sourced):
    """The step to which a worked-out dose is rounded."""

    to: AnyDose


class Preparation(Sourced):
    """How the dose is made ready to give."""

    style: Literal["fixed-concentration", "fixed-volume", "undiluted", "device", "dispensed"]
    strength: AnyStrength | None = None
    volume: AnyVolume | None = None
    diluent: str = ""
    each: AnyDose | None = None
    """What one device or spray holds, where a dose is given in several."""
    apart: Duration | None = None
    """The rest between two of them."""
    say: Words

    @model_validator(mode="after")
    def _says_how_strong(self) -> Preparation:
        needs = {"fixed-concentration": self.strength, "undiluted": self.strength, "fixed-volume": self.volume}
        if self.style in needs and needs[self.style] is None:
            raise ValueError(f"“{self.style}” needs a strength such as “1 mg/mL” or a volume such as “50 mL”.")
        if (self.each is None) != (self.apart is None):
            raise ValueError("A dose given in several parts has both: each = “28 mg” and apart = “5 min”.")
        return self


class Product(Sourced):
    """A pack that the pharmacy holds."""

    code: Code
    name: Words
    unit: Literal["vial", "device", "bottle"]
    form: Words | None = None
    """As it stands at the head of a page of the register, such as ``solution for injection``."""
    strength: AnyStrength | None = None
    contents: AnyDose
    price: AnyMoney | None = None


class Phase(Sourced):
    """A stretch of a course with one spacing."""

    name: Literal["induction", "continuation", "maintenance"]
    spacing: AnySpacing
    lasting: Duration | None = None
    sessions: CountRange | None = None


class OnlyAfter(Sourced):
    """What must come before this treatment."""

    route: Route
    sessions: CountRange
    gap: DurationRange
    decided_at: Literal["telephone-follow-up", "review"]
    say: Words


class TogetherWith(Sourced):
    """Medicines of which the patient takes one for the licence to hold."""

    families: tuple[Code, ...]
    say: Words


class FirstDoseFrom65(Sourced):
    """A smaller first dose for older people."""

    dose: AnyDose


class Fasting(Sourced):
    """How long before the dose a patient neither eats nor drinks."""

    food: Duration
    clear_fluids: Duration
    say: Words


class Stay(Sourced):
    """How long a patient stays under observation, from the end of the dose."""

    at_least: Duration


class SchemeForm(Part):
    """The monitoring form that a scheme wants after every session."""

    within: Duration
    send_to: Words


class Scheme(Sourced):
    """A risk-minimisation scheme in which the clinic is registered."""

    name: Words
    say: Words
    form: SchemeForm | None = None


class TakeHome(Sourced):
    """How a medicine taken at home is prescribed."""

    form: Words
    """As the prescription names it: ``oral solution``."""
    valid_for: Duration
    supply_at_most: Duration


class Treatment(Sourced):
    """One drug by one route."""

    code: Code
    name: Words
    drug: Drug
    route: Route
    licence: Literal["off-label", "licensed", "licensed-with-antidepressant"]
    licence_words: Words
    dose: AnyDosePerWeight | None = None
    doses: tuple[AnyDose, ...] = ()
    dosing_weight: DosingWeight | None = None
    limits: DoseLimits
    rounding: Rounding | None = None
    over: Duration | None = None
    session_length: DurationRange | None = None
    begins: Literal["slowly", "at the set rate"] = "at the set rate"
    review_before_each: Flag
    preparation: Preparation
    products: tuple[Product, ...]
    phases: tuple[Phase, ...]
    only_after: OnlyAfter | None = None
    never_alone: Flag = False
    together_with: TogetherWith | None = None
    first_dose_from_65: FirstDoseFrom65 | None = None
    fasting: Fasting | None = None
    stay: Stay | None = None
    where: Literal["clinic", "home"]
    scheme: Scheme | None = None
    take_home: TakeHome | None = None

    @model_validator(mode="after")
    def _one_way_of_dosing(self) -> Treatment:
        if (self.dose is None) == (not self.doses):
            raise ValueError("Give either a dose per weight (“0.5 mg/kg”) or a list of doses ([“56 mg”, “84 mg”]).")
        if self.dose is not None and (self.dosing_weight is None or self.rounding is None):
            raise ValueError("A dose per weight needs dosing_weight and rounding.")
        return self

    @property
    def in_clinic(self) -> bool:
        """Whether the dose is given in the clinic, with observation and a checklist for leaving."""
        return self.where == "clinic"
