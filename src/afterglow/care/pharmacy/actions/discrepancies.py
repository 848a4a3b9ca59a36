"""Following up a difference, and closing it: by two people, with a footnote, and never by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness_of
from afterglow.care.pharmacy.actions.writing import (
    Hand,
    change_held,
    page_to_write_on,
    write,
    write_line,
)
from afterglow.care.pharmacy.models import (
    CHECKED,
    Discrepancy,
    DiscrepancyNote,
    Footnote,
    Line,
    Lot,
    RegisterPage,
    Spilt,
)
from afterglow.care.pharmacy.queries.counts import DISCREPANCY_TASK, agreed_since
from afterglow.care.pharmacy.queries.units import held_of
from afterglow.care.pharmacy.rules.discrepancy import RESTATES, SPILT, Closing, closing_findings, ends_of_a_rest
from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Countersignature
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.record.tasks import actions as tasks
from afterglow.record.tasks.queries import open_task


@dataclass(frozen=True)
class Explained:
    """How a difference ends: one of ``rules.discrepancy.ENDS``, in words, and where stock is restated, which lot's."""

    end: str
    words: str
    line: Line | None = None
    lot: Lot | None = None


@action("pharmacy.discrepancy_noted", may=Permission.WITNESS)
def note_discrepancy(*, case: Discrepancy, text: str, told_officer: bool, by: Actor, now: datetime) -> DiscrepancyNote:
    """Write down what was looked into, and whether the accountable officer was told."""
    made: DiscrepancyNote = DiscrepancyNote.objects.create(
        discrepancy=case, text=text, told_officer=told_officer, **signed(by=by, now=now)
    )
    return made


def what_is_closed(case: Discrepancy, explained: Explained) -> Witnessed:
    """What the witness of a closing puts their PIN to."""
    return {
        "act": "close discrepancy",
        "case": case.ref,
        "end": explained.end,
        "words": explained.words,
        "line": explained.line.ref if explained.line else "",
        "lot": explained.lot.ref if explained.lot else "",
    }


@action("pharmacy.discrepancy_closed", may=Permission.WITNESS)
def close_discrepancy(
    *,
    case: Discrepancy,
    explained: Explained,
    by: Actor,
    now: datetime,
    countersigned: Countersignature | None = None,
) -> Discrepancy:
    """Close a case. Where stock is restated, a footnote goes to the line and the next line says what was counted.

    Raises Refused when it is closed already, while the rule holds it back, and without another person as witness.
    """
    watched = witness_of(countersigned, what_is_closed(case, explained), by, now)
    with page_to_write_on(case.page_id) as page:
        row = Discrepancy.objects.select_for_update().get(pk=case.pk)
        refused = closing_findings(_closing(row, page, explained))
        if row.closed_at is not None:
            refused = (interlock("case-closed", "This case is closed already.", "default"),)
        if refused:
            raise Refused(refused)
        if row.rest is not None:
            _explain_rest(page, row, explained, Hand(by, now, watched))
        elif explained.end in RESTATES and explained.line is not None and explained.lot is not None:
            _restate(page, row, explained, Hand(by, now, watched))
        row.closed_at = now
        row.save(update_fields=["closed_at"])
    DiscrepancyNote.objects.create(
        discrepancy=row, text=f"Closed, {explained.end}. {explained.words}", **signed(by=by, now=now)
    )
    task = open_task(kind=DISCREPANCY_TASK, about=row.ref, clinic_id=row.clinic_id)
    if task is not None:
        tasks.finish(task=task, outcome=f"Closed: {explained.end}.", by=by, now=now)
    return row


def _closing(case: Discrepancy, page: RegisterPage, explained: Explained) -> Closing:
    if case.rest is not None:
        told = case.notes.filter(told_officer=True).exists()
        ends = ends_of_a_rest(case.difference)
        return Closing(explained.end, told, counted_again=False, names_entry=True, held_after=None, ends=ends)
    held_after = None
    if explained.end in RESTATES:
        lot = explained.lot
        held_after = held_of(lot, case.place) + case.difference if lot and lot.page_id == page.pk else -1
    return Closing(
        end=explained.end,
        told_officer=case.notes.filter(told_officer=True).exists(),
        counted_again=agreed_since(case),
        names_entry=explained.line is not None and explained.line.page_id == page.pk,
        held_after=held_after,
    )


def _explain_rest(page: RegisterPage, case: Discrepancy, explained: Explained, hand: Hand) -> None:
    rest = case.rest
    assert rest is not None
    if explained.end == SPILT and not hasattr(rest, "spilt"):
        write(page, Spilt, hand, rest=rest, spilt_micrograms=-case.difference, how=explained.words)
    _footnote(page, rest.draw.line, explained.words, hand)


def _restate(page: RegisterPage, case: Discrepancy, explained: Explained, hand: Hand) -> None:
    assert explained.line is not None
    assert explained.lot is not None
    assert case.count is not None
    number = _footnote(page, explained.line, explained.words, hand)
    change_held(page, explained.lot, case.place, case.difference)
    counted = case.count.counted
    words = f"Stock check {counted} in {case.place.name}, see note {number} to entry {explained.line.number}."
    write_line(page, CHECKED, hand, restated=case.difference, lot=explained.lot, place=case.place, words=words)


def _footnote(page: RegisterPage, line: Line, words: str, hand: Hand) -> int:
    number = Footnote.objects.filter(page=page).count() + 1
    write(page, Footnote, hand, line=line, number=number, text=words)
    return number
