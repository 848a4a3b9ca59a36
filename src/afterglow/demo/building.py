"""Building the demo: the database, five clinics, and a year of their people, told day by day through actions."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.management import call_command

from afterglow.ground.access.models import Installation


def build() -> Iterator[str]:
    """Build into the database in use, which must be empty; says after each part what was done."""
    call_command("migrate", interactive=False, verbosity=0)
    Installation.objects.create(demo=True)
    yield "The database is made."
