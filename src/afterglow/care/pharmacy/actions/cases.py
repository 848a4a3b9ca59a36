"""Opening a case: for a count that differs from the book, and for what was left of a draw and measured otherwise."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from afterglow.care.pharmacy.models import Discrepancy, RestDestroyed, SecondCount
from afterglow.care.pharmacy.queries.counts import DISCREPANCY_TASK, who_follows_up
from afterglow.ground.access.actor import Actor
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.tasks import actions as tasks


def open_count_case(count: SecondCount, *, by: Actor, now: datetime) -> None:
    """Two people counted the same, and the book says something else."""
    first = count.first
    made: Discrepancy = Discrepancy.objects.create(
        clinic_id=count.clinic_id,
        page=first.page,
        place=first.place,
        count=count,
        difference=count.counted - count.book,
        opened_at=now,
    )
    _ask(made, f"{first.page.name}: counted {count.counted}, the book has {count.book}", by, now)


def open_rest_case(rest: RestDestroyed, *, difference: int, by: Actor, now: datetime) -> None:
    """Two people measured something else in syringe and line than drawn less given; ``difference`` in micrograms."""
    made: Discrepancy = Discrepancy.objects.create(
        clinic_id=rest.clinic_id,
        page=rest.page,
        place=rest.draw.opening.place,
        rest=rest,
        difference=difference,
        opened_at=now,
    )
    found = Dose(rest.destroyed_micrograms)
    _ask(made, f"{rest.page.name}: {found} left of a dose, {Dose(found.units - difference)} expected", by, now)


def _ask(case: Discrepancy, title: str, by: Actor, now: datetime) -> None:
    tasks.raise_task(
        kind=DISCREPANCY_TASK,
        about=case.ref,
        title=title,
        role=who_follows_up(case.clinic_id),
        link=reverse("pharmacy:discrepancy", args=[case.ref]),
        grade="same-day",
        by=by,
        now=now,
    )
