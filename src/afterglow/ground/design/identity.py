"""Whose page it is: shown whole on staff pages and on a patient's own, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Identity:
    """A patient as named at the top of a page. ``ref`` guards a save made from a tab that shows somebody else.

    ``nhs_number`` is ten digits or empty; ``allergies`` is words such as ``Penicillin (rash)``, ``None known`` or
    ``Not asked yet``; ``note`` stands at the end of the bar, such as the bay or the crisis team.
    """

    ref: str
    name: str
    born: date | None = None
    nhs_number: str = ""
    allergies: str = ""
    note: str = ""
