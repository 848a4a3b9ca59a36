"""What time asks somebody to do: count, look at a lot before its last day, account for what was drawn."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from afterglow.care.pharmacy.actions.giving import DRAW_TASK
from afterglow.care.pharmacy.models import Draw, Lot
from afterglow.care.pharmacy.queries.counts import COUNT_TASK, CountDue, about_count, who_follows_up
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.design.words import day
from afterglow.record.tasks import actions as tasks

LOT_TASK = "lot-expiring"


@action("pharmacy.count_asked", may=Permission.DO_DUE_WORK)
def ask_for_count(*, due: CountDue, by: Actor, now: datetime) -> None:
    """Ask two people to count one product in one place."""
    tasks.raise_task(
        kind=COUNT_TASK,
        about=about_count(due.page, due.place),
        title=f"Count {due.page.name} in {due.place.name}, two of you",
        role=Role.NURSE,
        link=reverse("pharmacy:count", args=[due.page.ref]),
        grade="same-day",
        by=by,
        now=now,
    )


@action("pharmacy.lot_warned_of", may=Permission.DO_DUE_WORK)
def warn_of_lot(*, lot: Lot, by: Actor, now: datetime) -> None:
    """Say that a lot in stock is near its last day, or past it."""
    tasks.raise_task(
        kind=LOT_TASK,
        about=lot.ref,
        title=f"{lot.page.name}: lot {lot.number} can be used until {day(lot.expires_on)}",
        role=who_follows_up(lot.clinic_id),
        link=reverse("pharmacy:lot", args=[lot.ref]),
        by=by,
        now=now,
    )


@action("pharmacy.draw_asked_after", may=Permission.DO_DUE_WORK)
def ask_after_draw(*, draw: Draw, by: Actor, now: datetime) -> None:
    """Ask what became of a drawn dose, or of what was left of one."""
    tasks.raise_task(
        kind=DRAW_TASK,
        about=draw.ref,
        title="A drawn dose is not accounted for: destroy what is left, two of you",
        role=Role.NURSE,
        patient=draw.treatment.patient,
        link=reverse("pharmacy:rest", args=[draw.ref]),
        grade="same-day",
        by=by,
        now=now,
    )
