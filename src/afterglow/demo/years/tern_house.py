"""This clinic's year."""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.demo.telling import Scene, Story


def year(scene: Scene) -> Iterator[Story]:
    """Every patient's story."""
    yield from ()
