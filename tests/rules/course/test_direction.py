"""What a signed direction covers, and that nothing else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.course.rules.direction import Signed, Wanted, direction_findings
from afterglow.ground.kernel.quantity import Dose, Rate

DAY = date(2026, 6, 12)
SIGNED = Signed("ketamine", "intravenous", Dose.parse("35 mg"), Dose.parse("35 mg"), Rate.parse("52.5 mL/h"), DAY)
WANTED = Wanted("ketamine", "intravenous", Dose.parse("35 mg"), Rate.parse("52.5 mL/h"), DAY)


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (WANTED, []),
        (replace(WANTED, dose=Dose.parse("30 mg")), []),
        (replace(WANTED, rate=Rate.parse("26 mL/h")), []),
        (replace(WANTED, dose=Dose.parse("35.5 mg")), ["direction-more-than-signed"]),
        (replace(WANTED, rate=Rate.parse("52.6 mL/h")), ["direction-faster-than-signed"]),
        (replace(WANTED, route="nasal", rate=None), ["direction-other-treatment"]),
        (replace(WANTED, drug="esketamine"), ["direction-other-treatment"]),
        (replace(WANTED, on=date(2026, 6, 13)), ["direction-other-day"]),
        (
            replace(WANTED, on=date(2026, 6, 13), dose=Dose.parse("350 mg")),
            ["direction-other-day", "direction-more-than-signed"],
        ),
    ],
)
@pytest.mark.pathway("F12")
def test_a_direction_covers_one_dose(wanted: Wanted, codes: list[str]) -> None:
    found = direction_findings(SIGNED, wanted)
    assert [one.code for one in found] == codes
    assert all(one.interlock for one in found)


def test_without_a_signature_nothing_is_covered() -> None:
    (finding,) = direction_findings(None, WANTED)
    assert finding.interlock


def test_a_direction_without_a_rate_covers_no_running_pump() -> None:
    found = direction_findings(replace(SIGNED, rate=None), WANTED)
    assert [one.code for one in found] == ["direction-faster-than-signed"]


@given(st.integers(0, 70_000), st.integers(1, 105_000))
def test_nobody_raises_dose_or_rate_without_a_new_signature(dose: int, rate: int) -> None:
    found = direction_findings(SIGNED, replace(WANTED, dose=Dose(dose), rate=Rate(rate)))
    assert SIGNED.rate is not None
    assert (not found) == (dose <= SIGNED.dose.units and rate <= SIGNED.rate.units)
