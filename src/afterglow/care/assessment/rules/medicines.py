"""A medicine as it was written down: its families, a likely slip of the pen, and how much a day it comes to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction

from afterglow.care.assessment.rules.brand_names import BRANDS, with_generic_names
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.families import families, families_of


@dataclass(frozen=True)
class Taken:
    """A medicine as written: its name, the dose in words, and a family chosen by hand where the name says none."""

    name: str
    dose: str = ""
    family: str = ""
    as_needed: bool = False


_TIMES_A_DAY = (
    (4, r"four times|qds|4 times"),
    (3, r"three times|tds|3 times"),
    (2, r"twice|bd|2 times"),
    (1, r"daily|a day|each day|every day|once|od|at night|nocte|in the morning|mane"),
)
_AMOUNT = re.compile(r"(?<![\w.])(?P<number>[0-9]+(?:\.[0-9]+)?) ?(?P<unit>mg|micrograms?|mcg)\b")
_MICROGRAMS = {"mg": 1_000}
_UNSURE = re.compile(r"\b(?:and|or|to|needed|prn|sometimes|week|weekly|alternate|other)\b|-")

_FIVE_OF_DIAZEPAM = {
    "alprazolam": "0.25",
    "chlordiazepoxide": "12.5",
    "clobazam": "10",
    "clonazepam": "0.25",
    "diazepam": "5",
    "lorazepam": "0.5",
    "lormetazepam": "0.5",
    "nitrazepam": "5",
    "oxazepam": "10",
    "temazepam": "10",
}
"""How many mg are like 5 mg of diazepam (British National Formulary). Of a range, the smaller: it counts for more."""


def families_taken(taken: Taken) -> tuple[str, ...]:
    """The codes of the families a medicine belongs to, by its generic and brand names or as chosen by hand."""
    codes = [family.code for family in families_of(with_generic_names(taken.name))]
    return tuple(dict.fromkeys([*codes, *([taken.family] if taken.family else [])]))


def spelling_findings(taken: Iterable[Taken]) -> tuple[Finding, ...]:
    """A caution for a name that no rule knows and that is close to one that rules do know.

    Without it a slip of the pen would look like a medicine without interactions.
    """
    known = [*BRANDS, *(name for family in families().values() for name in family.names)]
    found = []
    for one in taken:
        first = re.split(r"[\s,(]", one.name.strip().casefold(), maxsplit=1)[0]
        close = [] if families_taken(one) else get_close_matches(first, known, n=1, cutoff=0.82)
        if close:
            words = f"“{one.name}” is not known here. Was {close[0]} meant? Check it against the box."
            found.append(Finding("medicine-spelling", Severity.CAUTION, words, "default"))
    return tuple(found)


def daily_dose(words: str) -> Dose | None:
    """The amount a day, from words such as "2 mg twice daily"; None where they do not say it plainly."""
    text = words.casefold()
    amounts = list(_AMOUNT.finditer(text))
    times = next((count for count, pattern in _TIMES_A_DAY if re.search(rf"\b(?:{pattern})\b", text)), None)
    if len(amounts) != 1 or times is None or _UNSURE.search(text):
        return None
    per_unit = _MICROGRAMS.get(amounts[0]["unit"], 1)
    micrograms = Fraction(amounts[0]["number"]) * per_unit * times
    return Dose(int(micrograms)) if micrograms.denominator == 1 else None


def diazepam_equivalent(taken: Taken) -> Fraction | None:
    """The mg of diazepam a day that a benzodiazepine is like; None for another medicine or an unknown amount."""
    text = with_generic_names(taken.name)
    alike = next((mg for name, mg in _FIVE_OF_DIAZEPAM.items() if re.search(rf"\b{name}\b", text)), None)
    daily = None if taken.as_needed else daily_dose(taken.dose)
    if alike is None or daily is None:
        return None
    return Fraction(daily.units, 1_000) * 5 / Fraction(alike)
