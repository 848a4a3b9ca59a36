"""Larkfield Clinic's year: everything that happens in a clinic that refers, assesses, treats and goes on treating."""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.demo.people import GPS, invented
from afterglow.demo.telling import Scene, Story
from afterglow.demo.years.lives import Life, lived


def year(scene: Scene) -> Iterator[Story]:
    """Every patient's story."""
    for life in LIVES:
        yield lived(scene, life)


LIVES = (
    Life(
        invented("Maya Okonjo", "1991-09-03", "female", "68", "167", 101),
        referred="2026-05-04",
        doctor=GPS[0],
        first_treatment="2026-08-21",
        qids=(17, 15, 12),
    ),
)
