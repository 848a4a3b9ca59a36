"""What a signed direction covers, and that nothing else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.course.rules.direction import Signed, Wanted, direction_findings
from afterglow.ground.kernel.quantity import Dose

DAY = date(2026, 6, 12)
SIGNED = Signed(Dose.parse("35 mg"), Dose.parse("35 mg"), DAY)
WANTED = Wanted(Dose.parse("35 mg"), DAY)


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (WANTED, []),
        (replace(WANTED, dose=Dose.parse("30 mg")), []),
        (replace(WANTED, dose=None), []),  # to be weighed first
        (replace(WANTED, dose=Dose.parse("35.5 mg")), ["direction-more-than-signed"]),
        (replace(WANTED, on=date(2026, 6, 13)), ["direction-other-day"]),
        (Wanted(Dose.parse("350 mg"), date(2026, 6, 13)), ["direction-other-day", "direction-more-than-signed"]),
    ],
)
@pytest.mark.pathway("F12")
def test_a_direction_covers_one_dose(wanted: Wanted, codes: list[str]) -> None:
    found = direction_findings(SIGNED, wanted)
    assert [one.code for one in found] == codes
    assert all(one.interlock for one in found)


@given(st.integers(0, 70_000), st.integers(0, 70_000))
def test_nobody_raises_a_dose_without_a_new_signature(dose: int, most: int) -> None:
    found = direction_findings(replace(SIGNED, most=Dose(most)), replace(WANTED, dose=Dose(dose)))
    assert (not found) == (dose <= min(SIGNED.dose.units, most))
