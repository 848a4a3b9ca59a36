"""Runs inside pretix's own Python: makes one organizer with its events, and prints how to order there.

    pretix_event.py RUSHES EIGHTS      prints {"token": ..., "rushes": [[event, item], ...], "eights": [...]}

A rush has room for everybody, each of the eights for eight.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import django

django.setup()

from django_scopes import scope  # noqa: E402  # needs the settings above
from pretix.base.models import Event, Organizer, Team, TeamAPIToken  # noqa: E402


def main(rushes: int, eights: int) -> None:
    """Make them."""
    organizer = Organizer.objects.create(name="Bench", slug="bench")
    with scope(organizer=organizer):
        team = Team.objects.create(
            organizer=organizer,
            name="Bench",
            all_events=True,
            all_event_permissions=True,
            all_organizer_permissions=True,
        )
        told = {
            "token": TeamAPIToken.objects.create(team=team, name="Bench").token,
            "rushes": [_event(organizer, f"rush{number}", 1_000_000) for number in range(rushes)],
            "eights": [_event(organizer, f"eight{number}", 8) for number in range(eights)],
        }
    print(json.dumps(told))


def _event(organizer: Organizer, slug: str, places: int) -> tuple[str, int]:
    event = Event.objects.create(
        organizer=organizer,
        name=slug,
        slug=slug,
        live=True,
        currency="GBP",
        plugins="pretix.plugins.banktransfer",
        date_from=datetime(2036, 5, 2, 14, 30, tzinfo=UTC),
    )
    item = event.items.create(name="Place", default_price=10)
    quota = event.quotas.create(name="Places", size=places)
    quota.items.add(item)
    return slug, item.pk


main(*map(int, sys.argv[1:]))
