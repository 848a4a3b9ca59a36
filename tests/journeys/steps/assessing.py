"""The first consultation: what is found out, and whether treatment is suitable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.journeys.visitor import Visitor


@dataclass(frozen=True)
class Measured:
    """What the nurse measures, as it is typed."""

    weight: str
    height: str
    pressure: str
    pulse: str


def opens_assessment(visitor: Visitor, ref: str) -> None:
    """The assessment of one patient."""
    visitor.goes_to(f"/patients/{ref}/assessment/")


def writes_goals(visitor: Visitor, hopes: str, expects: str) -> None:
    """What the patient hopes for and expects, in their words."""
    visitor.presses("Write or change")
    visitor.fills("What do you hope will change?", hopes)
    visitor.fills("What do you expect of the treatment itself?", expects)
    visitor.presses("Save", exact=True)


def writes_history(visitor: Visitor, said: Mapping[str, str]) -> None:
    """What was said under the protocol's headings."""
    visitor.presses("Write history")
    for heading, text in said.items():
        visitor.fills(heading, text)
    visitor.presses("Save", exact=True)


def writes_what_was_tried(visitor: Visitor, what: str, how_much: str, response: str) -> None:
    """A treatment tried before."""
    visitor.presses("Add what was tried")
    visitor.fills("What was tried?", what)
    visitor.fills("How much, for how long?", how_much)
    visitor.picks("What came of it?", response)
    visitor.presses("Save", exact=True)


def asks_about_conditions(visitor: Visitor, there: Sequence[str] = ()) -> None:
    """Every condition of the protocol is asked about; those that are there are ticked."""
    visitor.presses("Ask about conditions")
    for condition in there:
        visitor.ticks(condition)
    visitor.ticks("I asked about each of these")
    visitor.presses("Save", exact=True)


def writes_medicine(visitor: Visitor, name: str, dose: str) -> None:
    """A medicine that is taken now."""
    visitor.presses("Add a medicine")
    visitor.fills("Medicine", name)
    visitor.fills("Dose as taken", dose)
    visitor.presses("Save", exact=True)


def measures(visitor: Visitor, measured: Measured) -> None:
    """Weight, height, blood pressure, pulse."""
    visitor.presses("Add measurements")
    visitor.fills("Weight", measured.weight)
    visitor.fills("Height", measured.height)
    visitor.fills("Blood pressure", measured.pressure)
    visitor.fills("Pulse", measured.pulse)
    visitor.presses("Save", exact=True)


def decides(visitor: Visitor, reasons: str, *, suitable: bool = True) -> None:
    """Whether treatment is suitable, with the reasons."""
    visitor.presses("Decide on suitability")
    visitor.chooses("Is treatment suitable for this patient now?", "Suitable" if suitable else "Not suitable")
    visitor.fills("Reasons", reasons)
    visitor.presses("Record the decision")
