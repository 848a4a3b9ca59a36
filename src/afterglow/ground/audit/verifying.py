"""Does the trail still say what it said? Walked from its first row to its last, with what they seal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from afterglow.ground.audit import chain, reads, sign_ins
from afterglow.ground.audit.models import AuditRow, ChainHead

Head = tuple[int, str]
"""The number and the seal of a chain's last row."""


@dataclass(frozen=True)
class Verification:
    """The result of walking one clinic's chain: how many rows are as written, and the first that is not."""

    clinic_id: int
    rows: int
    broken_at: int | None = None
    why: str = ""

    @property
    def holds(self) -> bool:
        """Whether every row, the head, and every read and sign-in that was sealed agree."""
        return self.broken_at is None

    @property
    def words(self) -> str:
        """The result as a sentence."""
        if self.holds:
            return f"Clinic {self.clinic_id}: {self.rows} rows, all as written."
        return f"Clinic {self.clinic_id}: broken at row {self.broken_at}: {self.why}."


def verify(clinic_id: int, *, exported_head: Head | None = None) -> Verification:
    """Walk a clinic's chain from its first row.

    ``exported_head`` was written down earlier, elsewhere: with it, a chain cut short and sealed anew, or put back to
    an older state, is found too.
    """
    previous, number = "", 0
    for row in chain.rows_of(clinic_id):
        number += 1
        why = _fault(row, number, previous, exported_head)
        if why:
            return Verification(clinic_id, number - 1, number, why)
        previous = row.seal
    why = _fault_at_end(clinic_id, (number, previous), exported_head)
    if why:
        return Verification(clinic_id, number, number + 1, why)
    for entries, what in ((reads.SEALED, "reads"), (sign_ins.SEALED, "sign-ins")):
        changed = entries.broken_seals(clinic_id)
        if changed:
            return Verification(clinic_id, changed[0] - 1, changed[0], f"the {what} that it seals were changed")
    return Verification(clinic_id, number)


def verify_all(clinic_ids: Iterable[int], exported: Mapping[int, Head]) -> list[Verification]:
    """Verify the chains of these clinics, and of every other that has or had one: none can be made to vanish."""
    there = set(ChainHead.objects.values_list("clinic_id", flat=True))
    there |= set(AuditRow.objects.values_list("clinic_id", flat=True).distinct())
    return [verify(one, exported_head=exported.get(one)) for one in sorted({*clinic_ids, *there, *exported})]


def _fault(row: chain.Sealed, number: int, previous: str, exported: Head | None) -> str:
    if row.number != number:
        return f"row {number} is missing"
    if row.previous != previous:
        return "it does not follow the row before it"
    if not row.is_as_sealed:
        return "its content was changed"
    if exported and number == exported[0] and row.seal != exported[1]:
        return "it differs from the exported head"
    return ""


def _fault_at_end(clinic_id: int, last: Head, exported: Head | None) -> str:
    if last[0] == 0:
        return "there is no row at all"
    head = ChainHead.objects.filter(clinic_id=clinic_id).first()
    if head is None or (head.number, head.seal) != last:
        return "rows are missing at the end"
    if exported and exported[0] > last[0]:
        return "the chain is shorter than the exported head"
    return ""
