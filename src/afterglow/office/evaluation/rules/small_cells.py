"""Counts so small that they could point at somebody are not shown, nor any from which they could be worked out."""

from __future__ import annotations

from collections.abc import Sequence


def shown_counts(counts: Sequence[int], smaller_than: int) -> tuple[int | None, ...]:
    """Counts that together make a known total, with None in place of those too small to show.

    A count from 1 up to ``smaller_than`` is hidden (``group_smaller_than`` of the protocol). Where that would leave one
    hidden count alone, it could be worked out from the total, so the smallest other count is hidden with it.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < smaller_than}
    others = [place for place, count in enumerate(counts) if count and place not in hidden]
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=lambda place: (counts[place], place)))
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


def is_shown(count: int, smaller_than: int) -> bool:
    """Whether figures worked out from this many people may be shown."""
    return count >= smaller_than
