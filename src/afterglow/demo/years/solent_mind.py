"""Solent Mind's year: people ask for themselves, and a first conversation is free."""

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
    yield waiting.arrives(
        scene,
        invented("Mina Sato", "1991-07-19", "female", "55", "158", 501),
        None,
        "2026-09-02",
        text="Asks for herself. Pain in both legs for six years, fibromyalgia.",
        indication="chronic-pain",
    )
    yield waiting.waits(scene, invented("Ralph Dunne", "1966-04-02", "male", "90", "178", 504), GPS[0], "2026-08-05")


LIVES = (
    Life(
        invented("Gareth Pugh", "1980-01-20", "male", "82", "180", 507),
        "2026-06-08",
        None,
        "2026-08-25",
        (18, 16, 14),
        days_between=4,
        spacing="2 per week",
        text="Asks for himself. Depression since 2019; two antidepressants brought little.",
    ),
    Life(
        invented("Orla Finn", "1975-05-28", "female", "67", "167", 510),
        "2026-04-14",
        GPS[1],
        "2026-06-23",
        (20, 17, 13, 11),
        sessions=4,
        days_between=4,
        spacing="2 per week",
        clock="13:00",
        indication="ptsd",
    ),
)
