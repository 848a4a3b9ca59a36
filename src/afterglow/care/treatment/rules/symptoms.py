"""What the patient feels during a dose: effects that are expected, side effects, and complaints that stop it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.limits import Symptoms
from afterglow.ground.protocol.schema.session import Effect, Session

_MODERATE = 2
"""From this level up the nurse is asked to act on a side effect (default)."""

_LOOK = {
    "sore-cannula": "Look at the cannula before going on: the drug may run beside the vein.",
    "agitation": "Stay with the patient, speak calmly, and tell the doctor if it does not settle.",
}
"""Side effects that call for something of their own, at any level."""


def symptom_findings(reported: Iterable[str], symptoms: Symptoms, stop: str = "") -> tuple[Finding, ...]:
    """A stop for each complaint that ends the dose at once, whatever the figures say: the codes reported.

    ``stop`` says what to do where no infusion runs; the protocol's words are for one that does.
    """
    told = frozenset(reported)
    return tuple(
        Finding(f"symptom-{symptom.code}", Severity.STOP, f"{symptom.say}. {stop or symptoms.do}", symptoms.source)
        for symptom in symptoms.stop
        if symptom.code in told
    )


def effect_findings(levels: Mapping[str, int], session: Session) -> tuple[Finding, ...]:
    """What effects call for: effect code to a level of the session's scale, 0 being none.

    An expected effect gives no finding, however strong: it is what the patient was told of, and it is charted.
    Raises KeyError for an effect the protocol does not have, ValueError for a level off the scale.
    """
    found: list[Finding] = []
    for code, level in levels.items():
        effect = session.effect(code)
        if not 0 <= level < len(session.effect_scale.levels):
            raise ValueError(f"{effect.say}: there is no level {level}.")
        if level and effect.kind == "side-effect":
            found.extend(_side_effect(effect, level, session))
    return tuple(found)


def _side_effect(effect: Effect, level: int, session: Session) -> tuple[Finding, ...]:
    own = _LOOK.get(effect.code)
    if own is None and level < _MODERATE:
        return ()
    shown = f"{effect.say}: {session.effect_scale.levels[level]}."
    do = own or (
        "Medicine against sickness is prescribed if needed." if _sickness(effect, session) else "Ask again soon."
    )
    return (Finding(f"effect-{effect.code}", Severity.CAUTION, f"{shown} {do}", effect.source),)


def _sickness(effect: Effect, session: Session) -> bool:
    return effect.code == "nausea" and session.anti_sickness.given_in_clinic
