"""What is typed at the bedside: vital signs, and what the patient feels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from afterglow.care.treatment.actions.effects import Felt
from afterglow.care.treatment.actions.observing import Measured
from afterglow.care.treatment.forms.dose import InfusionForm
from afterglow.care.treatment.forms.settling import PatientForm
from afterglow.care.treatment.rules.vitals import POSSIBLE, Sign, cannot_be
from afterglow.ground.design.forms import (
    BloodPressureField,
    Choice,
    ChoiceField,
    LongTextField,
    ManyField,
    MomentField,
    TextField,
    TickField,
    WholeNumberField,
)
from afterglow.ground.protocol.schema.limits import ScaleLimits, Symptoms
from afterglow.ground.protocol.schema.session import Session

EFFECT = "effect-"
_WHOLE = {"heart_rate": Sign.PULSE, "spo2": Sign.OXYGEN, "respiratory_rate": Sign.BREATHING}
_ACVPU = (
    Choice("A", "Alert"),
    Choice("C", "New confusion"),
    Choice("V", "Responds to voice"),
    Choice("P", "Responds to pain"),
    Choice("U", "Unresponsive"),
)


class ReadingForm(InfusionForm):
    """One set of vital signs. What was not measured stays empty."""

    bp = BloodPressureField("BP", required=False)
    heart_rate = WholeNumberField("HR", least=0, greatest=999, hint="per min", required=False)
    spo2 = WholeNumberField("SpO₂", least=0, greatest=999, hint="%", required=False)
    respiratory_rate = WholeNumberField("Breaths", least=0, greatest=999, hint="per min", required=False)
    sedation = WholeNumberField("Alertness", least=0, greatest=5, hint="MOAA/S, 0 to 5", required=False)
    temperature = TextField("Temperature", hint="°C", required=False, width=5, most=6)
    consciousness = ChoiceField("Consciousness", _ACVPU, kind="select", required=False)
    on_oxygen = ChoiceField(
        "Breathing", (Choice("air", "Air"), Choice("oxygen", "Oxygen")), kind="pair", required=False
    )
    agitation = ChoiceField("Calm or agitated", [], kind="select", required=False)
    taken_at = MomentField("Taken at", required=False, hint="Empty means now")
    corrects = ChoiceField("Corrects a reading that was typed wrongly", [], kind="select", required=False)
    confirmed = TickField("I looked again: these figures are right", required=False)
    _rare = False

    @classmethod
    def about(
        cls,
        request: HttpRequest,
        typed: Iterable[Choice],
        scale: ScaleLimits,
        *,
        bound: bool,
        filled: Mapping[str, str] | None = None,
    ) -> ReadingForm:
        """The form of one session: ``typed`` are the readings that can be corrected, ``scale`` the protocol's scale of
        agitation, ``filled`` the live figures.
        """
        form = cls.of(request, initial=filled or {})
        form.is_bound = bound
        form.offer_choices("corrects", (Choice("", "None"), *typed))
        levels = [(level, words) for level, words in enumerate(scale.levels, scale.lowest)]
        form.offer_choices(
            "agitation",
            (
                Choice("", "Not rated"),
                *(Choice(str(level), f"{scale.scale} {level:+d}: {words}") for level, words in reversed(levels)),
            ),
        )
        return form

    def clean_temperature(self) -> int | None:
        """Tenths of a degree."""
        typed = self.cleaned_data["temperature"].replace(",", ".").removesuffix("°C").strip()
        if not typed:
            return None
        whole, _, tenth = typed.partition(".")
        if not (whole.isascii() and whole.isdigit() and len(whole) == 2 and (not tenth or tenth in "0123456789")):
            raise self.fields["temperature"].wrong("Enter temperature in °C, such as 36.7")  # type: ignore[attr-defined]
        return int(whole) * 10 + int(tenth or 0)

    def clean(self) -> dict[str, Any]:
        """A figure nobody can have is refused; one that hardly anybody has is asked for once more, then believed."""
        given = super().clean() or {}
        rare = []
        for name, shown, typed in _figures(given):
            label = self.fields[name].label
            if any(cannot_be(sign, value) for sign, value in typed):
                self.add_error(name, f"{label} {shown} is no reading. Look at the patient, and leave the box empty")
            elif not all(POSSIBLE[sign].holds(value) for sign, value in typed):
                rare.append(name)
                if not given.get("confirmed"):
                    self.add_error(name, f"{label} {shown} is rare. Look again, and tick below if it is right")
        self._rare = bool(rare)
        return given

    @property
    def asks_again(self) -> bool:
        """Whether the tick for unusual figures is to be shown."""
        return self.is_bound and self._rare

    def measured(self) -> Measured:
        """What was typed, for the action."""
        given = self.cleaned_data
        upper, lower = given["bp"] or (None, None)
        return Measured(
            systolic=upper.units if upper else None,
            diastolic=lower.units if lower else None,
            heart_rate=given["heart_rate"],
            spo2=given["spo2"],
            on_oxygen={"air": False, "oxygen": True}.get(given["on_oxygen"]),
            respiratory_rate=given["respiratory_rate"],
            temperature_tenths=given["temperature"],
            consciousness=given["consciousness"],
            sedation=given["sedation"],
            agitation=int(given["agitation"]) if given["agitation"] else None,
            confirmed=given["confirmed"],
        )


def _figures(given: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[tuple[Sign, Decimal], ...]]]:
    """Every figure typed: its field, how it reads, and the signs it holds."""
    for name, sign in _WHOLE.items():
        if given.get(name) is not None:
            yield name, str(given[name]), ((sign, Decimal(given[name])),)
    if given.get("bp"):
        upper, lower = (Decimal(one.units) for one in given["bp"])
        yield "bp", f"{upper}/{lower}", ((Sign.SYSTOLIC, upper), (Sign.DIASTOLIC, lower))
    if given.get("temperature") is not None:
        degrees = Decimal(given["temperature"]) / 10
        yield "temperature", f"{degrees} °C", ((Sign.TEMPERATURE, degrees),)


class LevelField(ChoiceField):
    """How strong an effect is. Left open it was not asked, which is neither an error nor "none"."""

    def validate(self, value: Any) -> None:
        """Nothing is missing where nothing was asked."""


class EffectsForm(InfusionForm):
    """What the patient feels when asked."""

    symptoms = ManyField("Complaints that stop the dose", [], kind="checks", required=False)
    words = TextField("In the patient’s words, or something else", required=False, most=500)
    done = TextField("What was done", required=False, most=300)

    @classmethod
    def about(cls, request: HttpRequest, session: Session, symptoms: Symptoms) -> EffectsForm:
        """The effects and complaints of one protocol, every effect with its scale."""
        form = cls.of(request)
        form.offer_choices("symptoms", (Choice(one.code, one.say) for one in symptoms.stop))
        levels = [Choice(str(level), words) for level, words in enumerate(session.effect_scale.levels)]
        for effect in session.effects:
            form.fields[f"{EFFECT}{effect.code}"] = LevelField(effect.say, levels, kind="scale")
        return form

    def scales(self, session: Session, kind: str) -> list[Any]:
        """The fields of the effects of one kind, in the protocol's order."""
        return [self[f"{EFFECT}{one.code}"] for one in session.effects if one.kind == kind]

    def felt(self) -> Felt:
        """What was answered, for the action; an effect not asked about is left out."""
        given = self.cleaned_data
        levels = {
            name.removeprefix(EFFECT): int(value)
            for name, value in given.items()
            if name.startswith(EFFECT) and value != ""
        }
        return Felt(effects=levels, symptoms=given["symptoms"], words=given["words"], done=given["done"])


class TherapistForm(PatientForm):
    """What the therapist writes."""

    kind = ChoiceField(
        "About",
        (Choice("during", "The session"), Choice("integration", "The talk afterwards")),
        kind="pair",
        missing="Choose what the note is about",
    )
    text = LongTextField("Note", missing="Write the note", rows=6)
