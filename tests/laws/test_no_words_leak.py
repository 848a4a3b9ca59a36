"""Nothing clinical and nobody's name stands where it does not belong: in the trail, in messages, in the log.

Every free text of the full house holds ``SECRET``, and every name is found in no other word.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator

import pytest
from django.db import models

from afterglow.ground.audit.models import AuditRow, ReadEntry
from afterglow.record.contact.models import Message
from afterglow.record.people.models import Patient
from tests.laws.full_house import House
from tests.laws.full_house_stories import NAMES, SECRET
from tests.laws.routes import routes
from tests.laws.test_models import ABOVE_GROUND
from tests.laws.visitors import Visitor, visitors

CLINICAL = (
    *("depress", "ketamin", "infusion", "suicid", "phq", "gad-7", "qids", "anxiety", "ptsd", "pain", "medicine"),
    *("sertraline", "dissociat", "blood pressure", "mg/kg", "score", "psychiatr", "consent", "dose"),
)
"""Parts of words that tell what somebody is treated for, with what, or how they are."""


def secrets() -> list[str]:
    """Every planted text, and each part of every patient's name and number."""
    words = {SECRET}
    for patient in Patient.objects.all():
        words |= {patient.family_name, patient.nhs_number, patient.birth_date.isoformat()}
    return sorted(word for word in words if word)


def found_in(texts: Iterable[tuple[str, str]], words: Iterable[str]) -> Iterator[str]:
    wanted = [word.lower() for word in words]
    for where, text in texts:
        yield from (f"{where}: {word}" for word in wanted if word in text.lower())


def test_the_secret_is_really_in_the_house(house: House) -> None:
    """A law that looks for what nobody planted holds nothing."""
    holding = {model._meta.label for model in ABOVE_GROUND if SECRET in texts_of(model)}
    assert len(holding) > 20


def texts_of(model: type[models.Model]) -> str:
    return " ".join(str(row) for row in model._default_manager.values_list())


def test_the_trail_holds_no_word_of_the_record(house: House) -> None:
    rows = ((f"row {row.number}", f"{row.verb} {row.body}") for row in AuditRow.objects.all())
    assert list(found_in(rows, secrets())) == []


def test_the_log_of_reads_holds_ids_only(house: House) -> None:
    for slug in NAMES:
        for visitor in visitors(house.casts[slug])[1:4]:
            walk(visitor)
    assert ReadEntry.objects.count() > 20
    rows = (("read", f"{entry.page} {entry.patient_ids}") for entry in ReadEntry.objects.all())
    assert list(found_in(rows, secrets())) == []


def test_no_message_says_what_somebody_is_treated_for(house: House) -> None:
    rows = [
        (f"message {row.key.split(':')[0]}", f"{row.subject}\n{row.text}\n{row.calendar}")
        for row in Message.objects.all()
    ]
    assert len({row.key.split(":")[0] for row in Message.objects.all()}) >= 4
    assert sorted(set(found_in(rows, [*secrets(), *CLINICAL]))) == []


def test_the_log_names_nobody(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever is opened, found or refused: the log says where, never who or what."""
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.WARNING, "asyncio")
    for slug in NAMES:
        names = NAMES[slug]
        for visitor in visitors(house.casts[slug])[:4]:
            walk(visitor)
            visitor.browser.get("/search/", {"q": names[0]})
            visitor.browser.get("/patients/", {"words": names[0]})
            visitor.browser.post("/new-patient/", {"family_name": names[0], "given_names": SECRET})
    assert caplog.records, "nothing was logged at all: the test looks in the wrong place"
    lines = ((record.name, f"{record.getMessage()} {record.exc_text or ''}") for record in caplog.records)
    assert sorted(set(found_in(lines, secrets()))) == []


def walk(visitor: Visitor) -> None:
    """Open one page of each kind."""
    for route in routes():
        if route.entrance and "GET" in route.entrance.methods and visitor.may_enter(route):
            for path in list(visitor.paths(route))[:1]:
                visitor.browser.get(path)


def test_a_word_that_leaks_is_found() -> None:
    assert list(found_in([("a message", "Your PHQ-9 is due")], CLINICAL)) == ["a message: phq"]
