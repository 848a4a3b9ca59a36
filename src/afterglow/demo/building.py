"""Building the demo: the database, five clinics, and a year of their people, told day by day through actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.core.management import call_command

from afterglow.demo import clock
from afterglow.demo.chapters import money, stocking
from afterglow.demo.clinics import CLINICS, PIN, DemoClinic
from afterglow.demo.telling import Scene, Story, tell
from afterglow.demo.years import harrow_lane, larkfield, marlow_rooms, solent_mind, tern_house
from afterglow.ground.access.actor import Actor, ActorKind, system_actor
from afterglow.ground.access.clinics import add_first_administrator, add_staff, open_clinic
from afterglow.ground.access.countersignature import set_pin
from afterglow.ground.access.models import Account, Installation
from afterglow.ground.access.protocols import activate
from afterglow.ground.access.roles import Role
from afterglow.ground.protocol.reading import VersionFile, version_files
from afterglow.record.diary.actions import add_bay

FIRST_DAY = datetime(2025, 9, 1, 8, 30, tzinfo=clock.ZONE)

_YEARS: dict[str, Callable[[Scene], Iterator[Story]]] = {
    "larkfield": larkfield.year,
    "harrow-lane": harrow_lane.year,
    "tern-house": tern_house.year,
    "marlow-rooms": marlow_rooms.year,
    "solent-mind": solent_mind.year,
}


def build(do_due_work: clock.DueWork) -> Iterator[str]:
    """Build into the database in use, which must be empty; says after each part what was done."""
    call_command("migrate", interactive=False, verbosity=0)
    Installation.objects.create(demo=True)
    yield "The database is made."
    scenes = [open_demo_clinic(plan) for plan in CLINICS]
    yield "Five clinics are open, each under its own protocol."
    yield from tell_years(scenes, do_due_work)


def tell_years(scenes: list[Scene], do_due_work: clock.DueWork) -> Iterator[str]:
    """Tell every clinic's year up to the moment the demo opens; says each month that has passed."""
    stories = ((scene, story) for scene in scenes for story in _stories(scene))
    month: date | None = None
    for day in tell(stories, until=clock.START, each_morning=do_due_work):
        if month is not None and day.month != month.month:
            yield f"{month:%B %Y}"
        month = day


def _stories(scene: Scene) -> Iterator[Story]:
    yield stocking.kept(scene)
    yield from _YEARS[scene.plan.slug](scene)
    yield _new_versions(scene)
    yield money.kept(scene)


def open_demo_clinic(plan: DemoClinic) -> Scene:
    """Open one clinic with its staff and its bays, on the first day of its year."""
    first, *_ = _versions(plan)
    clinic = open_clinic(slug=plan.slug, text=first.path.read_text(encoding="utf-8"), now=FIRST_DAY)
    people: dict[str, Actor] = {}
    for person in plan.people:
        if person.role is Role.ADMINISTRATOR:
            account = add_first_administrator(
                name=person.name, email=plan.email(person.key), by=system_actor(clinic.pk), now=FIRST_DAY
            )
        else:
            account = add_staff(
                name=person.name,
                email=plan.email(person.key),
                roles=[person.role],
                title=person.title,
                registration=person.registration,
                by=people["administrator"],
                now=FIRST_DAY,
            )
        set_pin(account=account, pin=PIN)
        people[person.button.lower()] = _actor(clinic.pk, account, person.role)
    bays = tuple(add_bay(name=name, by=people["administrator"], now=FIRST_DAY) for name in plan.bays)
    return Scene(clinic, plan, people, bays, FIRST_DAY)


def _new_versions(scene: Scene) -> Story:
    for version in _versions(scene.plan)[1:]:
        yield scene.at(version.version, "07:00")
        text = version.path.read_text(encoding="utf-8")
        activate(text=text, by=scene.people["psychiatrist"], now=scene.now)


def _versions(plan: DemoClinic) -> list[VersionFile]:
    return [file for file in version_files() if file.clinic == plan.slug and file.version <= clock.START.date()]


def _actor(clinic_id: int, account: Account, role: Role) -> Actor:
    return Actor(ActorKind.ACCOUNT, clinic_id, account.name, frozenset({role}), number=account.pk)
