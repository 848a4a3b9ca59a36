"""Which tests are due, as a table."""

from __future__ import annotations

from datetime import date

import pytest

from afterglow.care.assessment.rules.investigations import investigation_findings
from tests.rules.larkfield import LARKFIELD

TODAY = date(2026, 6, 11)
EVERY = {test.code: date(2026, 6, 1) for test in LARKFIELD.assessment.tests}


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (EVERY, set()),
        ({}, {"tests-missing"}),
        ({**EVERY, "liver": date(2026, 3, 12)}, set()),
        ({**EVERY, "liver": date(2026, 3, 11)}, {"test-overdue-liver"}),
        ({**EVERY, "urine": date(2025, 12, 11)}, {"test-overdue-urine"}),
        ({**EVERY, "memory": date(2025, 6, 12)}, set()),
        ({**EVERY, "kidney": date(2020, 1, 1)}, set()),
        ({code: day for code, day in EVERY.items() if code != "ecg"}, {"tests-missing"}),
    ],
)
def test_what_is_due(last: dict[str, date], due: set[str]) -> None:
    """Liver every 3 months, urine every 6, memory every year; kidney once."""
    found = investigation_findings(last, LARKFIELD.assessment, treated=False, today=TODAY)
    assert {finding.code for finding in found} == due


def test_what_is_missing_is_named() -> None:
    last = {code: day for code, day in EVERY.items() if code not in {"ecg", "pregnancy"}}
    (found,) = investigation_findings(last, LARKFIELD.assessment, treated=False, today=TODAY)
    assert found.words == (
        "No result yet: ECG, where there is a risk to the heart; Pregnancy test, where it is relevant "
        "(before each course, and after a missed period)."
    )
