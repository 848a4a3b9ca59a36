"""Counts made and due, and the cases that came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max, Min, QuerySet

from afterglow.care.pharmacy.models import Discrepancy, FirstCount, Holding, Line, Place, RegisterPage, SecondCount
from afterglow.care.pharmacy.rules.counting import Outcome, count_due
from afterglow.ground.access.models import Membership
from afterglow.ground.access.roles import Role
from afterglow.ground.kernel.period import local_day

COUNT_TASK, DISCREPANCY_TASK = "stock-count", "stock-discrepancy"


@dataclass(frozen=True)
class Rhythm:
    """How often a clinic counts, and where its days are counted."""

    every: timedelta
    zone: ZoneInfo


@dataclass(frozen=True)
class CountDue:
    """A place in which a page's stock is to be counted, by which day."""

    page: RegisterPage
    place: Place
    by_day: date


def about_count(page: RegisterPage, place: Place) -> str:
    """What a task to count is about."""
    return f"{page.ref}:{place.ref}"


def counts_to_make(rhythms: Mapping[int, Rhythm]) -> Sequence[CountDue]:
    """For each page and place that holds stock: the day by which it is counted again, soonest first.

    ``rhythms`` are those of the clinics asked about, by their number. It is counted from the last complete count, or
    from the first line where there is none.
    """
    made = SecondCount.objects.filter(clinic_id__in=rhythms).exclude(outcome=Outcome.AGAIN.value)
    counted = {
        (row["first__page_id"], row["first__place_id"]): row["at"]
        for row in made.values("first__page_id", "first__place_id").annotate(at=Max("happened_at"))
    }
    rows = Holding.objects.filter(clinic_id__in=rhythms, units__gt=0).select_related("page", "place")
    kept = {(row.page_id, row.place_id): row for row in rows.order_by("page_id", "place_id")}
    never = {page for page, place in kept if (page, place) not in counted}
    begun = dict(Line.objects.filter(page_id__in=never).values_list("page_id").annotate(at=Min("happened_at")))
    found = []
    for where, row in kept.items():
        rhythm = rhythms[row.clinic_id]
        last = local_day(counted.get(where) or begun[row.page_id], rhythm.zone)
        found.append(CountDue(row.page, row.place, count_due(last, rhythm.every)))
    return sorted(found, key=lambda one: one.by_day)


def waiting_count(page: RegisterPage, place: Place) -> FirstCount | None:
    """The first count that waits for its second; none once stock has moved since."""
    rows = FirstCount.objects.filter(page=page, place=place, second=None, after_line=page.lines)
    found: FirstCount | None = rows.order_by("-pk").first()
    return found


def counts_of(page: RegisterPage, *, most: int = 10) -> Sequence[SecondCount]:
    """The last complete counts of a page, newest first."""
    rows = SecondCount.objects.filter(first__page=page).select_related("first__place", "first__author", "author")
    return list(rows.order_by("-pk")[:most])


def open_discrepancies(clinic_id: int) -> Sequence[Discrepancy]:
    """Cases nobody has closed yet, oldest first."""
    return list(_cases().filter(clinic_id=clinic_id, closed_at=None).order_by("pk"))


def discrepancies_on(page: RegisterPage) -> Sequence[Discrepancy]:
    """Every case of a page, newest first."""
    return list(_cases().filter(page=page).order_by("-pk"))


def agreed_since(case: Discrepancy) -> bool:
    """Whether two people have counted what the book says since a case was opened."""
    later = SecondCount.objects.filter(first__page=case.page, first__place=case.place, pk__gt=case.count_id)
    return later.filter(outcome=Outcome.AGREES.value).exists()


def who_follows_up(clinic_id: int) -> Role:
    """Whose work a difference is: the pharmacist's, or a psychiatrist's where the clinic has none."""
    rows = Membership.objects.filter(clinic_id=clinic_id, role=Role.PHARMACIST.value, ended_at=None)
    return Role.PHARMACIST if rows.exists() else Role.PSYCHIATRIST


def _cases() -> QuerySet[Discrepancy]:
    rows: QuerySet[Discrepancy] = Discrepancy.objects.select_related("page", "place", "count__first", "rest__draw")
    return rows
