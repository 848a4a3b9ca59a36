"""How the synthetic year is told: a story is a generator that says when it goes on; all are told together in order.

A story never touches a table: it speaks through the same actions as the pages do, as the people who would.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from afterglow.demo.clinics import DemoClinic
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.diary.models import Bay
from afterglow.record.diary.queries import next_open_day

Story = Generator[datetime, None, None]
"""Yields the moment at which it goes on; by then the clock stands there."""


@dataclass
class Scene:
    """One clinic while its year is told: who is there, and what time it is."""

    clinic: Clinic
    plan: DemoClinic
    people: Mapping[str, Actor]
    bays: tuple[Bay, ...]
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """Where the clinic is."""
        return ZoneInfo(self.clinic.time_zone)

    @property
    def protocol(self) -> Protocol:
        """The protocol in force now."""
        return protocol_in_force(self.clinic, self.now)

    @property
    def today(self) -> date:
        """The calendar day where the clinic is."""
        return self.now.astimezone(self.zone).date()

    def at(self, day: date, clock: str) -> datetime:
        """A moment on a day of the clinic: ``at(day, "09:30")``."""
        return datetime.combine(day, time.fromisoformat(clock), self.zone)

    def open_day(self, day: date) -> date:
        """This day, or the next on which the clinic treats."""
        return next_open_day(self.protocol, day)

    def later(self, minutes: int) -> datetime:
        """So many minutes from now."""
        return self.now + timedelta(minutes=minutes)


Told = tuple[Scene, Story]


def tell(
    stories: Iterator[Told], *, until: datetime, each_morning: Callable[[datetime], object]
) -> Generator[date, None, int]:
    """Tell all stories up to a moment, one transaction for each day; yields each day told, returns how many steps.

    ``each_morning`` is called at eight for every day, when what is due falls due.
    """
    order = itertools.count()
    waiting: list[tuple[datetime, int, Scene, Story]] = []
    for scene, story in stories:
        _go_on(waiting, order, scene, story)
    steps = 0
    day = waiting[0][0].astimezone(waiting[0][2].zone).date()
    while day <= until.date():
        with transaction.atomic():
            steps += _tell_day(waiting, order, day, until, each_morning)
        yield day
        day += timedelta(days=1)
    return steps


def _tell_day(
    waiting: list[tuple[datetime, int, Scene, Story]],
    order: Iterator[int],
    day: date,
    until: datetime,
    each_morning: Callable[[datetime], object],
) -> int:
    steps = 0
    zone = until.tzinfo
    morning = datetime.combine(day, time(8), zone)
    midnight = datetime.combine(day + timedelta(days=1), time(0), zone)
    end = min(midnight, until + timedelta(seconds=1))
    rung = morning >= end
    while waiting and waiting[0][0] < end:
        if not rung and waiting[0][0] >= morning:
            each_morning(morning)
            rung = True
        moment, _, scene, story = heapq.heappop(waiting)
        scene.now = moment
        _go_on(waiting, order, scene, story)
        steps += 1
    if not rung:
        each_morning(morning)
    return steps


def _go_on(waiting: list[tuple[datetime, int, Scene, Story]], order: Iterator[int], scene: Scene, story: Story) -> None:
    try:
        heapq.heappush(waiting, (next(story), next(order), scene, story))
    except StopIteration:
        return
