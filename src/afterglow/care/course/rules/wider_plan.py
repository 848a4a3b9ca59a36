"""What goes on beside this treatment: medicines, therapy elsewhere, the clinic's groups (N11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDER = "This treatment is one part of a wider plan. Other treatment goes on beside it unless it is changed together."


@dataclass(frozen=True)
class Beside:
    """One kind of help beside the treatment, with what is recorded of it."""

    title: str
    lines: tuple[str, ...]


def wider_plan(
    medicines: Sequence[str], therapy: Sequence[str], groups: Sequence[tuple[str, str]]
) -> tuple[Beside, ...]:
    """Medicines and therapy as recorded, and the groups (name, how they are recommended) that the clinic holds.

    That none is recorded is said too: a blank could pass for "none is taken". Groups stand only where there are any.
    """
    found = [
        Beside("Medicines", tuple(medicines) or ("None is recorded.",)),
        Beside("Therapy elsewhere", tuple(therapy) or ("None is recorded.",)),
    ]
    if groups:
        found.append(Beside("Groups", tuple(f"{name}. {said}" for name, said in groups)))
    return tuple(found)
