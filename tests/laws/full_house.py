"""A full house: two clinics, each with at least one row in every table, built only through actions.

It is built once for each worker into a database of its own; a law that uses ``house`` works on it in a transaction
that is rolled back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from afterglow.demo.clinics import CLINICS
from afterglow.demo.telling import Scene, tell
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.countersignature import set_pin
from afterglow.ground.access.models import Account, Clinic
from afterglow.ground.access.protocols import activate
from afterglow.ground.protocol.reading import load_protocol
from afterglow.record.diary.actions import add_bay
from tests.laws.full_house_groups import groups_text
from tests.laws.full_house_protocol import with_more
from tests.laws.full_house_stories import NAMES, stories
from tests.people import NOW, Cast, cast_of, shipped_text

OPENED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SECOND = date(2026, 2, 1)
"""The date of each clinic's second protocol version."""
PIN = "204816"


@dataclass(frozen=True)
class House:
    """Both clinics with everybody who works in them. It is ``NOW``."""

    casts: Mapping[str, Cast]

    @property
    def clinics(self) -> tuple[Clinic, ...]:
        """Both clinics, by slug."""
        return tuple(cast.clinic for cast in self.casts.values())

    def other(self, slug: str) -> Cast:
        """The clinic next door."""
        return next(cast for name, cast in self.casts.items() if name != slug)


def build() -> House:
    """Build it into the database in use."""
    casts = {slug: cast_of(slug, now=OPENED) for slug in NAMES}
    told = ((scene, story) for scene in map(_scene, casts.values()) for story in stories(scene))
    for _day in tell(told, until=NOW, each_morning=lambda _: None):
        pass
    return House(casts)


def _scene(cast: Cast) -> Scene:
    plan = next(plan for plan in CLINICS if plan.slug == cast.clinic.slug)
    people = _people(cast)
    for actor in (cast.priya, cast.tom, cast.hannah):
        set_pin(account=Account.objects.get(pk=actor.account_id), pin=PIN)
    _use_another_version(cast)
    bays = tuple(add_bay(name=name, by=cast.joanne, now=OPENED) for name in plan.bays)
    return Scene(cast.clinic, plan, people, bays, OPENED)


def _people(cast: Cast) -> dict[str, Actor]:
    return {
        "administrator": cast.joanne,
        "psychiatrist": cast.hannah,
        "second psychiatrist": cast.omar,
        "nurse": cast.priya,
        "second nurse": cast.tom,
        "therapist": cast.lena,
        "pharmacist": cast.grace,
        "evaluator": cast.ewan,
        "finance clerk": cast.fiona,
        "system": cast.system,
    }


def _use_another_version(cast: Cast) -> None:
    """A second version, so that there are two to compare; it differs in that a vial may be shared, and has groups."""
    text = shipped_text(cast.clinic.slug, OPENED.date())
    first = load_protocol(text).version
    text = text.replace(f"version = {first}", f"version = {SECOND}")
    alone, shared = ('source = "ketalar-smpc"\nallowed = ' + word for word in ("false", "true"))
    assert text.count(alone) == 1
    activate(text=with_more(text.replace(alone, shared)) + groups_text(), by=cast.hannah, now=OPENED)
