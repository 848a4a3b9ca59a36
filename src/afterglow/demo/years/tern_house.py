"""Tern House's year: nobody is treated without their sitter in the room."""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.demo.chapters.treating import Day
from afterglow.demo.people import GPS, invented
from afterglow.demo.telling import Scene, Story
from afterglow.demo.years import waiting
from afterglow.demo.years.lives import Life, lived


def year(scene: Scene) -> Iterator[Story]:
    """Every patient's story."""
    for life in LIVES:
        yield lived(scene, life)
    yield waiting.arrives(scene, invented("Hugo Perrin", "1979-02-19", "male", "84", "182", 301), GPS[1], "2026-09-01")
    yield waiting.waits(scene, invented("Leila Aziz", "1994-11-03", "female", "60", "164", 304), GPS[0], "2026-08-03")


_WITH_SITTER = Day(kg="", escort="Amal Haddad, sister")

LIVES = (
    Life(
        invented("Noor Haddad", "1990-12-24", "female", "62", "165", 307),
        "2026-06-01",
        GPS[2],
        "2026-08-24",
        (19, 17, 14),
        sessions=6,
        days_between=4,
        spacing="2 per week",
        day=_WITH_SITTER,
    ),
    Life(
        invented("Felix Grant", "1982-08-08", "male", "79", "180", 310),
        "2026-03-02",
        GPS[3],
        "2026-05-11",
        (21, 18, 15, 11, 9, 8),
        sessions=6,
        days_between=4,
        spacing="2 per week",
        clock="13:00",
        day=_WITH_SITTER,
    ),
)
