"""Writing on a page: locked first, each entry sealed over the one before, the page's own state kept in step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from afterglow.care.pharmacy.models import Holding, Line, Lot, Place, RegisterPage, Sealed
from afterglow.care.pharmacy.queries.sealing import right_seal
from afterglow.care.pharmacy.rules.balance import balance_after
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Membership
from afterglow.ground.access.roles import Role
from afterglow.ground.access.signing import signed

S = TypeVar("S", bound=Sealed)

_STATE = ["balance", "lines", "entries", "head"]


@dataclass(frozen=True)
class Hand:
    """Whose hand writes, when, and who watched."""

    by: Actor
    now: datetime
    witness: Account | None = None


@contextmanager
def page_to_write_on(number: int) -> Iterator[RegisterPage]:
    """The page, locked until the transaction ends; its balance, numbers and last seal are saved at the end."""
    page = RegisterPage.objects.select_for_update().get(pk=number)
    yield page
    page.save(update_fields=_STATE)


def write(page: RegisterPage, entry_of: type[S], hand: Hand, /, **columns: Any) -> S:
    """Write an entry on a locked page, in its order and sealed."""
    entry = entry_of(
        page=page,
        sequence=page.entries + 1,
        previous=page.head,
        witness=hand.witness,
        witness_name=named(hand.witness, page.clinic_id) if hand.witness else "",
        **columns,
        **signed(by=hand.by, now=hand.now),
    )
    entry.seal = right_seal(entry)
    entry.save()
    page.entries, page.head = entry.sequence, entry.seal
    return entry


def write_line(
    page: RegisterPage,
    kind: str,
    hand: Hand,
    *,
    received: int = 0,
    supplied: int = 0,
    restated: int = 0,
    **columns: Any,
) -> Line:
    """Write a line with the balance it leaves."""
    page.lines += 1
    page.balance = balance_after(page.balance, received=received, supplied=supplied, restated=restated)
    return write(
        page,
        Line,
        hand,
        number=page.lines,
        kind=kind,
        received=received,
        supplied=supplied,
        restated=restated,
        balance=page.balance,
        **columns,
    )


def written_before(uuid: UUID | None, clinic_id: int) -> Line | None:
    """The line that this form has written already, if it was sent twice; to be asked with its page locked."""
    if uuid is None:
        return None
    found: Line | None = Line.objects.filter(clinic_id=clinic_id, uuid=uuid).first()
    return found


def change_held(page: RegisterPage, lot: Lot, place: Place, change: int) -> None:
    """Put so many units of a lot into a place, or take them out. The database refuses less than none."""
    rows = Holding.objects.select_for_update().filter(lot=lot, place=place)
    held = rows.first() or Holding(clinic_id=page.clinic_id, page=page, lot=lot, place=place)
    held.units += change
    held.save()


def named(account: Account, clinic_id: int) -> str:
    """Somebody with their roles, as an entry keeps them."""
    rows = Membership.objects.filter(account=account, clinic_id=clinic_id, ended_at=None)
    words = ", ".join(sorted(Role(role).value for role in rows.values_list("role", flat=True)))
    return f"{account}, {words}"[:200]
