"""Families of medicines, to which the interaction rules of a protocol refer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

_FILE: Final = Path(__file__).parent / "families.toml"


@dataclass(frozen=True)
class Family:
    """Medicines that meet a treatment in the same way, by their generic names in small letters."""

    code: str
    say: str
    names: tuple[str, ...]

    def holds(self, medicine: str) -> bool:
        """Whether a medicine as somebody wrote it ("Diazepam 5 mg at night") names one of the family."""
        written = medicine.casefold()
        return any(re.search(rf"\b{re.escape(name)}\b", written) for name in self.names)


@cache
def families() -> Mapping[str, Family]:
    """All families by their code."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType({code: Family(code, table["say"], tuple(table["names"])) for code, table in tables.items()})


def families_of(medicine: str) -> tuple[Family, ...]:
    """The families that a medicine, as written, belongs to; none for one that no rule knows."""
    return tuple(family for family in families().values() if family.holds(medicine))
