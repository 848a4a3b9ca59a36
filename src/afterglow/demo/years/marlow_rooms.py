"""Marlow Rooms' year: a therapist in every session, and three routes."""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.care.course.rules.terms import DosePlan
from afterglow.demo.people import GPS, invented
from afterglow.demo.telling import Scene, Story
from afterglow.demo.years import waiting
from afterglow.demo.years.lives import Life, lived
from afterglow.ground.kernel.quantity import Dose


def year(scene: Scene) -> Iterator[Story]:
    """Every patient's story."""
    for life in LIVES:
        yield lived(scene, life)
    yield waiting.arrives(
        scene,
        invented("Thea Nyberg", "1986-01-14", "female", "65", "171", 401),
        GPS[0],
        "2026-09-02",
        indication="ptsd",
    )


LIVES = (
    Life(
        invented("Elin Strand", "1984-03-08", "female", "64", "169", 404),
        "2026-05-12",
        GPS[1],
        "2026-08-20",
        (18, 16),
        code="ketamine-injection",
        clock="10:00",
    ),
    Life(
        invented("Bruno Falk", "1973-10-31", "male", "86", "181", 407),
        "2026-04-07",
        GPS[2],
        "2026-07-15",
        (20, 18, 15, 14),
        sessions=4,
        clock="13:00",
        indication="chronic-pain",
    ),
    Life(
        invented("Ivy Larkin", "1997-06-25", "female", "57", "163", 410),
        "2026-05-19",
        GPS[3],
        "2026-08-18",
        (17, 15, 13),
        code="ketamine-spray",
        dose=DosePlan(fixed=Dose.of(30)),
        sessions=4,
        clock="15:00",
        indication="anxiety",
    ),
)
