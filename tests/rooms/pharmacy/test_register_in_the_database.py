"""The machine of the rules again, through the actions; the last vial; and what an altered row leads to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import IntegrityError, connection, connections, transaction

from afterglow.care.course.models import Treatment
from afterglow.care.pharmacy.actions.writing import Hand, page_to_write_on, write_line
from afterglow.care.pharmacy.models import CHECKED, Line, Opening, RegisterPage
from afterglow.care.pharmacy.queries.sealing import broken_at
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit.triggers import install_triggers
from tests.people import NOW, Cast, cast_of, tomasz
from tests.rooms.pharmacy.database_desk import DatabaseDesk
from tests.rooms.pharmacy.shelf import Shelf, directed, drawn, ruth, shelf
from tests.rules.pharmacy.desk import Desk
from tests.rules.pharmacy.machine import Register, run


def machine(cast: Cast, treatments: list[Treatment]) -> type[Register]:
    """The machine at a real desk; each sequence is undone when it is over."""

    class InDatabase(Register):
        def made(self) -> Desk:
            self.undone = transaction.atomic()
            self.undone.__enter__()
            return DatabaseDesk(cast, treatments)

        def teardown(self) -> None:
            try:
                super().teardown()
            finally:
                if hasattr(self, "undone"):
                    transaction.set_rollback(True)
                    self.undone.__exit__(None, None, None)

    return InDatabase


@pytest.fixture
def treatments(cast: Cast) -> list[Treatment]:
    first = directed(cast)
    return [first, directed(cast, tomasz(cast)), directed(cast, ruth(cast))]


@pytest.mark.django_db
def test_40_sequences_of_50_acts(cast: Cast, treatments: list[Treatment]) -> None:
    run(machine(cast, treatments), sequences=40, steps=50)


@pytest.mark.deep
@pytest.mark.django_db
def test_1000_sequences_of_60_acts(cast: Cast, treatments: list[Treatment]) -> None:
    run(machine(cast, treatments), sequences=1_000, steps=60)


def reach(stock: Shelf, treatment: Treatment, ready: threading.Barrier) -> set[str]:
    """Draw as soon as everybody is there; what refused it."""
    ready.wait()
    try:
        drawn(stock, treatment)
    except Refused as refused:
        return {one.code for one in refused.findings}
    finally:
        connections.close_all()
    return set()


def race_for_the_last_vial(rounds: int, people: int) -> None:
    """In each round one vial is received, and everybody reaches for it at the same moment."""
    cast = cast_of("larkfield")
    treatment = directed(cast)
    for number in range(rounds):
        stock = shelf(cast, units=1, number=f"A{number}")
        ready = threading.Barrier(people)
        with ThreadPoolExecutor(max_workers=people) as threads:
            tries = [threads.submit(reach, stock, treatment, ready) for _ in range(people)]
            refused = [one.result() for one in tries]
        assert refused.count(set()) == 1
        assert refused.count({"not-enough-stock"}) == people - 1
        assert stock.page.balance == 0
    assert broken_at(RegisterPage.objects.get()) == ""


def test_twenty_people_reach_for_the_last_vial(own_database: str) -> None:
    race_for_the_last_vial(rounds=3, people=20)


@pytest.mark.deep
def test_twenty_people_reach_for_the_last_vial_500_times(own_database: str) -> None:
    race_for_the_last_vial(rounds=500, people=20)


CHANGES: dict[str, Callable[[Line], str]] = {
    "a quantity": lambda line: f"UPDATE pharmacy_line SET supplied = 2 WHERE id = {line.pk}",
    "a witness": lambda line: f"UPDATE pharmacy_line SET witness_name = 'Somebody' WHERE id = {line.pk}",
    "a time": lambda line: f"UPDATE pharmacy_line SET happened_at = '2026-06-10 08:00:00+00:00' WHERE id = {line.pk}",
    "what was destroyed": lambda line: "UPDATE pharmacy_opening SET destroyed_micrograms = 0",
    "a seal": lambda line: f"UPDATE pharmacy_line SET seal = 'x' WHERE id = {line.pk}",
    "the balance of the page": lambda line: "UPDATE pharmacy_registerpage SET balance = 12",
    "the end of the page": lambda line: "UPDATE pharmacy_registerpage SET entries = entries - 1",
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_made_past_the_triggers_is_named(cast: Cast, change: Callable[[Line], str]) -> None:
    """The triggers refuse it; where somebody takes them away first, the seals name what was changed."""
    stock = shelf(cast)
    drawn(stock, directed(cast))
    line = Line.objects.get(number=2)
    assert Opening.objects.count() == 1
    assert broken_at(stock.page) == ""
    statement = change(line)
    guarded = "registerpage" not in statement
    if guarded:
        with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    without_triggers(statement)
    assert broken_at(stock.page) != ""


def without_triggers(statement: str) -> None:
    """Run a statement as somebody could who may change the database itself."""
    with connection.cursor() as cursor:
        for table in ("pharmacy_line", "pharmacy_opening"):
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{table}_no_update"{on}')
        cursor.execute(statement)
    install_triggers()


@pytest.mark.django_db
def test_the_database_itself_refuses_a_witness_who_is_the_author(cast: Cast) -> None:
    stock = shelf(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        _written_alone(stock=stock, by=cast.priya, now=NOW)


@action("tests.written_alone", may=Permission.TREAT)
def _written_alone(*, stock: Shelf, by: Actor, now: datetime) -> None:
    oneself = Account.objects.get(pk=by.account_id)
    with page_to_write_on(stock.page.pk) as page:
        write_line(page, CHECKED, Hand(by, now, oneself), place=stock.place)
