"""An evaluator looks back over a whole clinic: every denominator, and no name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from afterglow.record.people.actions import register_patient
from tests.journeys.house import House
from tests.people import NOW, Cast, cast_of
from tests.rooms.stories import Story, told

FIRST = date(2025, 9, 1)
THREE_MONTHS, SIX_MONTHS = date(2025, 12, 1), date(2026, 3, 2)
SCORES = ((20, 8, 7), (18, 9, 8), (16, 7, 9), (20, 12, 10), (18, 8, 6), (23, 21, 15))


@pytest.mark.pathway("F32", "F33")
def test_an_evaluator_sees_the_clinic_and_nobody_in_it(house: House) -> None:
    cast = cast_of("larkfield")
    for place, scores in enumerate(SCORES):
        _lived(cast, f"Patient{place}", scores)
    ewan = house.visited_by(cast.ewan)
    ewan.goes_to("/outcomes/")
    ewan.reads("Of 6 who started, 6 have one", "Fewer answer at later visits")
    ewan.reads("Without a comparison group nothing here shows that treatment was the cause.")
    ewan.does_not_read("Quillon")
    ewan.takes_picture("evaluator-outcomes")
    ewan.goes_to("/patients/", status=403)
    ewan.goes_to("/protocol/")
    ewan.reads("Larkfield Clinic")


def _lived(cast: Cast, name: str, scores: tuple[int, int, int]) -> None:
    patient = register_patient(
        given_names=name, family_name="Quillon", birth_date=date(1980, 1, 1), by=cast.joanne, now=NOW
    )
    days = (FIRST - timedelta(days=1), THREE_MONTHS, SIX_MONTHS)
    told(cast, patient, Story(FIRST, doses=[(FIRST, 35_000)], scores=list(zip(days, scores, strict=True))))
