"""What facilitators write for themselves is in their own room and nowhere else (L7).

Every address is walked with every ref there is, by a facilitator and by everybody else; every other table is read;
and nothing outside the room of groups knows the tables at all.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

import afterglow
from afterglow.care.course.models import Treatment
from afterglow.care.groups.actions.arranging import end_facilitator
from afterglow.care.groups.actions.paying import confirm_place
from afterglow.care.groups.actions.process import arrange_supervision, note, write_case
from afterglow.care.groups.due import due
from afterglow.care.groups.models.process import AnonymousCase, ProcessNote
from afterglow.care.groups.models.series import Facilitator
from afterglow.ground.access.models import ClinicRecord
from afterglow.office.letters.actions.drafting import draft
from afterglow.record.contact.due import due as send
from afterglow.record.people.models import Patient
from afterglow.site import edge
from tests.laws.routes import Route, routes
from tests.laws.visitors import browser
from tests.people import NOW, Cast, as_patient, cast_of
from tests.rooms.groups.meeting import FRIDAY, booked, group_at, meeting_on, treated, utc

HERON, OTTER = "the heron stood in the rain", "the otter kept its distance"
"""A process note and a case: in no other words."""
OWN_PAGES = {"groups:process-notes", "groups:supervision"}
AFTERWARDS = utc("2026-06-12 15:30")


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A group that has met, with a note, a case, a letter about a participant, and everything due done."""
    monkeypatch.setattr(edge, "clinic_now", lambda: AFTERWARDS)
    made = cast_of("harrow-lane")
    friday = meeting_on(group_at(made), FRIDAY)
    (patient,) = treated(made, 1)
    confirm_place(place=booked(friday, patient), by=as_patient(patient), now=NOW)
    leaves = Facilitator.objects.get(series=friday.series, account_id=made.omar.account_id)
    end_facilitator(facilitator=leaves, by=made.joanne, now=NOW)
    note(meeting=friday, text=HERON, themes=(), by=made.hannah, now=AFTERWARDS)
    supervision = arrange_supervision(
        series=friday.series, day=date(2026, 6, 16), supervisor="Dr Ada Lund", by=made.hannah, now=AFTERWARDS
    )
    write_case(supervision=supervision, text=OTTER, by=made.hannah, now=AFTERWARDS)
    _letter(made, patient)
    due(AFTERWARDS)
    send(AFTERWARDS)
    return made


@pytest.mark.pathway("L7")
def test_they_are_on_no_other_page_of_anybody(cast: Cast) -> None:
    opened = dict(_opened(browser(cast.hannah)))
    assert {name for (name, _), text in opened.items() if HERON in text or OTTER in text} == OWN_PAGES
    assert len({name for name, _ in opened}) > 30, "a law that opens few pages holds little"
    patient = Patient.objects.get()
    others = (cast.omar, cast.lena, cast.joanne, cast.priya, cast.grace, cast.ewan, cast.fiona, as_patient(patient))
    for actor in others:
        their = browser(actor)
        found = [path for _, path in opened if HERON in (text := _text(their, path)) or OTTER in text]
        assert found == [], f"{actor.name} reads what facilitators wrote"


@pytest.mark.parametrize("words", ["heron", "stood in", "otter", "distance"])
def test_no_search_finds_them(cast: Cast, words: str) -> None:
    page = _text(browser(cast.hannah), f"/search/?q={words}")
    assert words in page, "it says what was looked for"
    assert HERON not in page
    assert OTTER not in page


def test_no_other_table_holds_a_word_of_them(cast: Cast) -> None:
    found = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                texts = model._default_manager.values_list(field.name, flat=True)
                found |= {model for text in texts if HERON in str(text) or OTTER in str(text)}
    assert found == {ProcessNote, AnonymousCase}


def test_nothing_outside_the_room_knows_the_tables() -> None:
    source = Path(afterglow.__path__[0])
    knows = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        for name in _imported(path)
        if name.startswith("afterglow.care.groups.") and ".process" in name
    }
    assert knows
    assert [path for path in knows if not path.startswith("care/groups/")] == []


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{one.name}" for one in node.names))
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def _letter(cast: Cast, patient: Patient) -> None:
    given = Treatment.objects.filter(course__episode__patient=patient).get()
    draft(patient=patient, kind="after-session", about=given.ref, by=cast.hannah, now=AFTERWARDS)


def _opened(visitor: Client) -> Iterator[tuple[tuple[str, str], str]]:
    """Every page that opens, by the name of its address and its path: each parameter with each ref there is."""
    refs = sorted(set(_refs()))
    for route in routes():
        if route.entrance is None or "GET" not in route.entrance.methods:
            continue
        for path in _paths(route, refs):
            text = _text(visitor, path)
            if text:
                yield (route.name, path), text


def _paths(route: Route, refs: list[str]) -> Iterator[str]:
    parts = route.path.split("AAAAAAAAAAAAAAAAAAAAAA")
    for chosen in product(refs, repeat=len(parts) - 1):
        yield "".join(part + ref for part, ref in zip(parts, (*chosen, ""), strict=True))


def _refs() -> Iterator[str]:
    """The first and the last ref of every table."""
    for model in apps.get_models():
        if issubclass(model, ClinicRecord):
            rows = model.objects.order_by("pk").values_list("ref", flat=True)
            yield from (one for one in (rows.first(), rows.last()) if one)


def _text(visitor: Client, path: str) -> str:
    answer = visitor.get(path)
    return "" if answer.streaming or answer.status_code != 200 else answer.content.decode("utf-8", "replace")
