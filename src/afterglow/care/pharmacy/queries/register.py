"""A page of the register as it is read: twenty lines to a sheet, with what was brought forward, and its notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from afterglow.care.pharmacy.models import Footnote, Line, Lot, RegisterPage

LINES_ON_A_SHEET = 20


@dataclass(frozen=True)
class Sheet:
    """Some lines of a page, in order. ``brought_forward`` is the balance they begin with."""

    number: int
    last: int
    brought_forward: int
    lines: Sequence[Line]

    @property
    def stretch(self) -> tuple[int, int | None]:
        """From which line to which it reaches, for checking it; None where it is the last, which must meet the end."""
        first = (self.number - 1) * LINES_ON_A_SHEET + 1
        return first, None if self.number == self.last else first + LINES_ON_A_SHEET - 1


def sheet_of(page: RegisterPage, number: int | None) -> Sheet:
    """One sheet of a page; the last where none, or none there is, was asked for."""
    last = max(1, -(-page.lines // LINES_ON_A_SHEET))
    number = number if number is not None and 1 <= number <= last else last
    before = (number - 1) * LINES_ON_A_SHEET
    rows = lines_of(page)
    lines = list(rows.filter(number__gt=before, number__lte=before + LINES_ON_A_SHEET))
    forward = Line.objects.filter(page=page, number=before).values_list("balance", flat=True).first()
    return Sheet(number, last, int(forward or 0), lines)


def lines_of(page: RegisterPage) -> QuerySet[Line]:
    """Every line of a page in order, each with what was drawn from it and the notes to it."""
    return _whole().filter(page=page).order_by("number")


def footnotes_of(page: RegisterPage) -> Sequence[Footnote]:
    """Every note of a page, in order."""
    return list(Footnote.objects.filter(page=page).select_related("line").order_by("number"))


def given_from(lot: Lot) -> Sequence[Line]:
    """Every line on which something of a lot went to a patient, newest first: who is called in a recall."""
    return list(_whole().filter(lot=lot, patient__isnull=False).order_by("-number"))


def lots_called(sought: str, *, clinic_id: int) -> Sequence[Lot]:
    """The lots whose number holds what was typed; without it, every lot, newest first."""
    rows = Lot.objects.filter(clinic_id=clinic_id, number__icontains=sought).select_related("page")
    return list(rows.order_by("-pk")[:100])


def _whole() -> QuerySet[Line]:
    rows: QuerySet[Line] = Line.objects.select_related(
        "draw__opening", "draw__administered", "draw__rest_destroyed__spilt", "lot", "place", "to_place", "patient"
    )
    return rows.prefetch_related("footnotes")
