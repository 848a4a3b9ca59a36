"""Harrow Lane's year: treatments by the house's defaults, so that somebody can come to the weekly group."""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.demo.people import GPS, invented
from afterglow.demo.telling import Scene, Story
from afterglow.demo.years import waiting
from afterglow.demo.years.lives import Life, lived


def year(scene: Scene) -> Iterator[Story]:
    """Every patient's story."""
    for life in LIVES:
        yield lived(scene, life)
    yield waiting.arrives(scene, invented("Nell Sayer", "1981-05-16", "female", "66", "168", 201), GPS[2], "2026-09-02")
    yield waiting.waits(scene, invented("Jonas Field", "1976-07-23", "male", "80", "179", 204), GPS[3], "2026-07-28")


LIVES = (
    Life(
        invented("Idris Vale", "1988-04-11", "male", "76", "177", 207),
        "2026-05-05",
        GPS[0],
        "2026-08-14",
        (18, 16, 13, 11),
        sessions=4,
    ),
    Life(
        invented("Petra Holm", "1970-09-27", "female", "69", "166", 210),
        "2026-03-16",
        GPS[1],
        "2026-06-18",
        (20, 18, 14, 10, 9),
        sessions=5,
        clock="11:00",
    ),
)
