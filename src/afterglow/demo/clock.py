"""The demo's clock: one stored offset, moved forward only, with due work done on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from afterglow.ground.access.clock import clinic_now
from afterglow.ground.access.models import Installation
from afterglow.ground.kernel.clock import real_now
from afterglow.record.diary.models import Appointment

ZONE = ZoneInfo("Europe/London")
START = datetime(2026, 9, 3, 14, 32, tzinfo=ZONE)
"""The Thursday afternoon on which the demo opens."""

FURTHEST = timedelta(days=400)
"""How far one jump may lead."""


DueWork = Callable[[datetime], Mapping[str, int]]
"""Does everything that is due by a moment."""


class NotForward(ValueError):
    """A jump that does not lead forward, or too far; the message says so to whoever tried."""


@dataclass(frozen=True)
class Jump:
    """One jump offered at the front door."""

    key: str
    title: str
    words: str
    to: datetime


def jumps(now: datetime) -> tuple[Jump, ...]:
    """The jumps that lead forward from now, soonest first."""
    local = now.astimezone(ZONE)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), time(8), ZONE)
    friday = datetime.combine(local.date() + timedelta(days=(4 - local.weekday()) % 7), time(14, 46), ZONE)
    offered = [
        Jump("tomorrow", "Tomorrow 08:00", "reminders have gone out", tomorrow),
        Jump("friday", f"{friday:%A %H:%M}", "a full treatment day lies behind", friday),
        Jump("months", "In 3 months", "the long follow-up is due", local + timedelta(days=91)),
    ]
    infusion = _next_treatment(now)
    if infusion is not None:
        start = infusion.astimezone(ZONE)
        offered.append(Jump("infusion", f"{start:%A %H:%M}", "the next treatment starts", start))
    return tuple(sorted((jump for jump in offered if jump.to > now), key=lambda jump: jump.to))


def move_to(moment: datetime, *, do_due_work: DueWork) -> None:
    """Set the clock to a later moment; what falls due on the way is done, each at its own time.

    Raises NotForward for a moment that is not later than now, or more than 400 days on.
    """
    now = clinic_now()
    if moment <= now:
        raise NotForward("The demo’s clock only moves forward. To go back, put everything back.")
    if moment - now > FURTHEST:
        raise NotForward("One jump leads 400 days at most.")
    for step in _steps(now, moment):
        do_due_work(step)
    here = Installation.this()
    here.clock_offset = moment - real_now()
    here.save(update_fields=["clock_offset"])


def resume_at(moment: datetime) -> None:
    """Let the clock go on from a moment: nothing happens in a demo that nobody runs."""
    here = Installation.this()
    here.clock_offset = moment - real_now()
    here.save(update_fields=["clock_offset"])


def _steps(now: datetime, moment: datetime) -> Iterator[datetime]:
    """Every quarter of an hour for two days, then every four hours, and the moment itself."""
    step = now
    while True:
        step += timedelta(minutes=15) if step - now < timedelta(days=2) else timedelta(hours=4)
        if step >= moment:
            break
        yield step
    yield moment


def _next_treatment(now: datetime) -> datetime | None:
    rows = Appointment.objects.filter(kind="treatment", starts_at__gt=now, cancelled_at=None)
    return rows.order_by("starts_at").values_list("starts_at", flat=True).first()
