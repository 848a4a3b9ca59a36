"""One box finds patients, outside clinicians and pages, and shows only what whoever asks may see."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import datetime

import pytest

from afterglow.ground.access.actor import Actor
from afterglow.ground.audit.models import ReadEntry
from afterglow.home.search.pages import PLACES
from afterglow.record.people.actions import add_outside_clinician, correct_details
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in, tomasz

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clinic_time: Callable[[datetime], None]) -> Cast:
    return cast_of()


def found(actor: Actor, words: str) -> str:
    return str(signed_in(actor).get("/search/", {"q": words}).content.decode()).partition("<main")[2]


@pytest.mark.parametrize(
    "words",
    ["wisniewski", "Wiśniewski", unicodedata.normalize("NFD", "Wiśniewski"), "TOMASZ wis", "  tomasz   Wiśniewski "],
)
def test_a_patient_is_found_however_the_name_is_typed(cast: Cast, words: str) -> None:
    patient = tomasz(cast)
    assert f"/patients/{patient.ref}/" in found(cast.joanne, words)


def test_a_patient_is_found_by_nhs_number_as_it_is_read_aloud(cast: Cast) -> None:
    patient = tomasz(cast)
    number = patient.nhs_number
    assert f"/patients/{patient.ref}/" in found(cast.hannah, f"{number[:3]} {number[3:6]} {number[6:]}")
    assert f"/patients/{patient.ref}/" not in found(cast.hannah, "000 000 0000")


def test_a_name_put_right_is_found_by_its_new_letters(cast: Cast) -> None:
    patient = tomasz(cast)
    correct_details(patient=patient, family_name="Øster", by=cast.joanne, now=NOW)
    assert f"/patients/{patient.ref}/" in found(cast.hannah, "oster")
    assert f"/patients/{patient.ref}/" not in found(cast.hannah, "wisniewski")


def test_an_outside_clinician_is_found_by_name_and_organisation(cast: Cast) -> None:
    add_outside_clinician(
        name="Dr Siân Prosser", profession="gp", organisation="Mill Lane Surgery", by=cast.joanne, now=NOW
    )
    for words in ("sian", "mill lane", "prosser surgery"):
        assert "Dr Siân Prosser" in found(cast.joanne, words)
    assert "Dr Siân Prosser" not in found(cast.joanne, "prosser hospital")


def test_pages_are_found_by_their_words_for_those_who_may_open_them(cast: Cast) -> None:
    assert 'href="/staff/"' in found(cast.joanne, "invite")
    assert 'href="/staff/"' not in found(cast.hannah, "invite")
    assert 'href="/protocol/"' in found(cast.ewan, "limits")


def test_every_page_listed_can_be_found_by_its_title() -> None:
    assert [place.title for place in PLACES if not place.title] == []
    assert len({place.name for place in PLACES}) == len(PLACES)


def test_who_may_not_see_patients_finds_none(cast: Cast) -> None:
    patient = tomasz(cast)
    add_outside_clinician(name="Dr Wiśniewski", profession="gp", by=cast.joanne, now=NOW)
    text = found(cast.ewan, "wisniewski")
    assert patient.ref not in text
    assert "Dr Wiśniewski" not in text
    assert "Nothing here is called" in text


def test_another_clinics_people_are_not_found(cast: Cast) -> None:
    other = cast_of("tern-house")
    patient = tomasz(other)
    add_outside_clinician(name="Dr Wiśniewska", profession="gp", by=other.joanne, now=NOW)
    text = found(cast.joanne, "wisniewsk")
    assert patient.ref not in text
    assert "Dr Wiśniewska" not in text


def test_whoever_was_shown_is_written_into_the_log_of_reads(cast: Cast) -> None:
    people = [maya(cast), tomasz(cast)]
    found(cast.hannah, "o")
    (entry,) = ReadEntry.objects.filter(page="search:search")
    assert entry.patient_ids == ",".join(str(number) for number in sorted(person.pk for person in people))


def test_nothing_typed_finds_nothing(cast: Cast) -> None:
    maya(cast)
    assert "Okonjo" not in found(cast.hannah, " ")
    assert "Okonjo" not in found(cast.hannah, "---")


def test_every_staff_page_has_the_box_and_no_patients_page_has_it(cast: Cast) -> None:
    assert 'role="search"' in signed_in(cast.ewan).get("/protocol/").content.decode()
    assert 'role="search"' not in signed_in(as_patient(maya(cast))).get("/help/").content.decode()
    assert signed_in(as_patient(tomasz(cast))).get("/search/").status_code == 403
