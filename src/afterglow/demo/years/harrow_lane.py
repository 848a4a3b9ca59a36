"""Harrow Lane's year: treatments by the house's defaults, so that somebody can come to the weekly group."""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.demo.chapters import meeting
from afterglow.demo.people import GPS, invented
from afterglow.demo.telling import Scene, Story
from afterglow.demo.years import waiting
from afterglow.demo.years.lives import Life, lived


def year(scene: Scene) -> Iterator[Story]:
    """Every patient's story."""
    yield meeting.weekly(scene, "integration", ("psychiatrist", "second psychiatrist"))
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
    Life(
        invented("Petra Ashby", "1983-12-02", "female", "63", "162", 213),
        "2026-05-11",
        GPS[2],
        "2026-08-17",
        (17, 16, 14, 12),
        sessions=4,
        clock="13:00",
        bay=1,
    ),
    Life(
        invented("Rowan Keane", "1992-06-20", "male", "82", "181", 216),
        "2026-05-13",
        GPS[3],
        "2026-08-18",
        (19, 18, 15, 13),
        sessions=4,
        clock="11:00",
        bay=0,
    ),
    Life(
        invented("Saskia Brandon", "1979-02-14", "female", "71", "169", 219),
        "2025-10-13",
        GPS[0],
        "2026-01-15",
        (21, 19, 16, 13, 10, 8),
        sessions=6,
        clock="13:00",
    ),
)
