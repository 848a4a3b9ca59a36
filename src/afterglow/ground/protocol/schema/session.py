"""The treatment itself: its steps, what the patient may feel, who is in the room."""

from __future__ import annotations

from typing import Literal

from afterglow.ground.protocol.schema.base import Code, Count, Flag, Part, Sourced, Words
from afterglow.ground.protocol.schema.treatments import Route


class Effect(Sourced):
    """An effect told beforehand and recorded during treatment."""

    code: Code
    say: Words
    kind: Literal["expected", "side-effect"]


class Scale(Part):
    """How strong an effect is, in words from none up."""

    levels: tuple[Words, ...]


class Therapist(Sourced):
    """Whether a therapist guides the session and talks afterwards."""

    in_session: Literal["never", "offered", "always"]
    integration_talk: Literal["never", "offered", "always"]
    say: Words


class Step(Sourced):
    """One step of the treatment day."""

    code: Code
    say: Words
    routes: tuple[Route, ...] = ()
    """Only with one of these routes; empty means all."""


class AsNeededMedicine(Part):
    """A medicine that a prescriber may sign for, to be given in the session if needed."""

    code: Code
    say: Words
    """Name, amount and way: ``Ondansetron 4 mg by mouth``."""
    most_times: Count


class AntiSickness(Sourced):
    """Medicine against sickness, given in the clinic when needed."""

    given_in_clinic: Flag
    say: Words
    medicines: tuple[AsNeededMedicine, ...] = ()


class Session(Sourced):
    """A treatment session."""

    monitored_by: Words
    steps: tuple[Step, ...]
    effects: tuple[Effect, ...]
    effect_scale: Scale
    wear_off: Words
    attitude: Words
    therapist: Therapist
    anti_sickness: AntiSickness

    def steps_for(self, route: str) -> tuple[Step, ...]:
        """The steps of a treatment by this route, in order."""
        return tuple(step for step in self.steps if not step.routes or route in step.routes)

    def effect(self, code: str) -> Effect:
        """The effect with a code. Raises KeyError when the protocol has none."""
        for effect in self.effects:
            if effect.code == code:
                return effect
        raise KeyError(code)
