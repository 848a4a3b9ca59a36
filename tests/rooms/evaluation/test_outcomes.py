"""The outcomes page: the whole clinic without names, every denominator, and nothing that could point at somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from afterglow.care.consent.actions import record_data_choice
from afterglow.office.evaluation.queries import everybody_who_started
from afterglow.record.pathway.models import Episode
from afterglow.record.people.actions import register_patient
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, cast_of, signed_in
from tests.rooms.stories import Story, told

pytestmark = pytest.mark.django_db

FIRST = date(2025, 9, 1)
AT_3_MONTHS = date(2025, 12, 1)


@pytest.fixture
def cast(clinic_time: Callable[[datetime], None]) -> Cast:
    return cast_of()


def treated(cast: Cast, name: str, baseline: int, later: int | None) -> Patient:
    """Somebody who began nine months ago."""
    patient = register_patient(
        given_names=name, family_name="Quillon", birth_date=date(1980, 1, 1), by=cast.joanne, now=NOW
    )
    scores = [(FIRST - timedelta(days=1), baseline), *([(AT_3_MONTHS, later)] if later is not None else [])]
    told(cast, patient, Story(FIRST, doses=[(FIRST, 35_000)], scores=scores))
    return patient


def page(cast: Cast) -> str:
    return str(signed_in(cast.ewan).get("/outcomes/").content.decode())


def row(text: str, head: str) -> list[str]:
    """The cells of the row with this heading."""
    cells = text.replace("\u00a0", " ").partition(f'<th scope="row">{head}</th>')[2].partition("</tr>")[0]
    return [cell.partition("<")[0] for cell in cells.split('<td class="ag-right">')[1:]]


@pytest.mark.pathway("F32", "F33")
def test_a_row_has_its_own_baseline_and_both_denominators(cast: Cast) -> None:
    for name, baseline, later in (("A", 20, 8), ("B", 18, 8), ("C", 16, 7), ("D", 20, 9), ("E", 18, 8)):
        treated(cast, name, baseline, later)
    for name in ("F", "G", "H", "I", "J"):
        treated(cast, name, 26, None)
    text = page(cast)
    n, not_yet, left, none, own, score, change, _p, of_answered, of_started = row(text, "3 months")
    assert (n, not_yet, left, none) == ("5", "0", "0", "5")
    assert own.startswith("18.4")
    assert score.startswith("8.0")
    assert change.startswith("−10.4")
    assert of_answered.startswith("5 of 5, 100 %")
    assert of_started.startswith("5 of 10, 50 %")
    assert row(text, "12 months")[:4] == ["0", "10", "0", "0"]
    assert row(text, "In a course") == ["10", "100 % of 10"]


def test_no_name_and_no_single_patient_is_on_the_page(cast: Cast) -> None:
    for name, later in (("A", 8), ("B", 8), ("C", 9)):
        treated(cast, name, 20, later)
    text = page(cast)
    assert "Quillon" not in text
    assert row(text, "3 months")[0] == "not shown"
    assert row(text, "3 months")[5] == "not shown"
    assert "fewer than 5 started" in text
    assert "3 of" not in text
    assert "of 3" not in text


@pytest.mark.pathway("F13")
def test_it_never_predicts(cast: Cast) -> None:
    treated(cast, "A", 20, 8)
    assert "says nothing about what will happen to one patient" in page(cast)


@pytest.mark.pathway("F30")
def test_whoever_asked_not_to_be_counted_is_not(cast: Cast) -> None:
    patient = treated(cast, "A", 20, 8)
    treated(cast, "B", 20, 8)
    episode = Episode.objects.get(patient=patient)
    record_data_choice(episode=episode, kind="evaluation", agreed=False, by=cast.hannah, now=NOW)
    zone = ZoneInfo(cast.clinic.time_zone)
    found = everybody_who_started(clinic_id=cast.clinic.pk, instrument="qids-sr16", zone=zone)
    assert (len(found.starters), found.not_counted) == (1, 1)


def test_another_clinic_is_not_counted(cast: Cast) -> None:
    treated(cast_of("tern-house"), "A", 20, 8)
    assert "0 started" in page(cast)


def test_the_page_asks_as_often_for_many_as_for_few(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name in "ABCDEFGH":
        treated(cast, name, 20, 8)
    browser = signed_in(cast.ewan)
    browser.get("/outcomes/")
    with django_assert_max_num_queries(7):
        assert browser.get("/outcomes/").status_code == 200


def test_only_who_evaluates_may_see_it(cast: Cast) -> None:
    assert signed_in(cast.priya).get("/outcomes/").status_code == 403
    assert signed_in(cast.hannah).get("/outcomes/").status_code == 200
