"""What the patient feels: complaints that stop the dose, side effects, and effects that were expected."""

from __future__ import annotations

import pytest

from afterglow.care.treatment.rules.symptoms import effect_findings, symptom_findings
from afterglow.ground.kernel.finding import Severity
from tests.rules.larkfield import LARKFIELD
from tests.rules.treatment.safety_table import SafetyTable

SESSION = LARKFIELD.session
SYMPTOMS = LARKFIELD.limits.symptoms


COMPLAINTS_TABLE = SafetyTable(
    "Complaints that stop the dose",
    "Whatever the figures say. It holds until a prescriber signs past it.",
    ("reported", "shown"),
    (
        ("chest-pain", "Chest pain. Stop the infusion and call the doctor."),
        ("severe-headache", "Severe headache. Stop the infusion and call the doctor."),
        ("change-of-vision", "Change of vision. Stop the infusion and call the doctor."),
        ("breathlessness", "Breathlessness. Stop the infusion and call the doctor."),
    ),
)


@pytest.mark.parametrize(("reported", "words"), COMPLAINTS_TABLE.rows)
def test_four_complaints_stop_the_dose_whatever_the_figures_say(reported: str, words: str) -> None:
    (finding,) = symptom_findings([reported], SYMPTOMS)
    assert (finding.severity, finding.words) == (Severity.STOP, words)


@pytest.mark.parametrize(
    "effect",
    [
        "calm",
        "changed-perception",
        "dissociation",
        "floating",
        "watching-thoughts",
        "sleepiness",
        "difficulty-concentrating",
    ],
)
@pytest.mark.pathway("I4", "N6")
def test_expected_effects_are_charted_and_raise_nothing_however_strong(effect: str) -> None:
    assert SESSION.effect(effect).kind == "expected"
    assert effect_findings({effect: 4}, SESSION) == ()


EFFECTS_TABLE = SafetyTable(
    "Side effects",
    "The level is asked from 0, none, up. An effect that was told beforehand raises nothing, however strong.",
    ("effect", "level", "shown"),
    (
        ("nausea", 0, None),
        ("nausea", 1, None),
        ("nausea", 2, "Nausea or vomiting: moderate. Medicine against sickness is prescribed if needed."),
        ("dizziness", 1, None),
        ("dizziness", 3, "Dizzy or light-headed: strong. Ask again soon."),
        ("hallucinations", 2, "Seeing or hearing things: moderate. Ask again soon."),
        (
            "sore-cannula",
            1,
            "Cannula painful or swollen: slight. Look at the cannula before going on: "
            "the drug may run beside the vein.",
        ),
        (
            "agitation",
            1,
            "Agitated or frightened: slight. Stay with the patient, speak calmly, and tell the doctor if it "
            "does not settle.",
        ),
    ),
)


@pytest.mark.parametrize(("effect", "level", "words"), EFFECTS_TABLE.rows)
@pytest.mark.pathway("S7", "F23")
def test_side_effects_are_recorded_and_managed(effect: str, level: int, words: str | None) -> None:
    found = effect_findings({effect: level}, SESSION)
    assert [one.words for one in found] == ([words] if words else [])
    assert all(one.severity is Severity.CAUTION for one in found)


def test_an_effect_or_level_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        effect_findings({"joy": 1}, SESSION)
    with pytest.raises(ValueError, match="no level 5"):
        effect_findings({"calm": 5}, SESSION)
