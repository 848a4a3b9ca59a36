"""No response after the planned trial: the course stops for review."""

from __future__ import annotations

import pytest

from afterglow.care.course.rules.response import response_findings
from afterglow.ground.kernel.finding import Severity
from afterglow.record.outcomes.rules.change import change_from
from tests.rules.larkfield import LARKFIELD

RULE = LARKFIELD.outcomes.response("qids-sr16")
STOP, CAUTION = Severity.STOP, Severity.CAUTION


@pytest.mark.parametrize(
    ("given", "best", "age", "code", "severity"),
    [
        (0, 17, 40, None, None),
        (5, 17, 40, None, None),  # too early to say anything
        (6, 17, 40, "no-response", STOP),
        (6, 13, 40, "partial-response", CAUTION),
        (6, 9, 40, None, None),
        (12, 17, 40, "no-response", STOP),
        (6, 17, 65, "no-response", STOP),
        (6, 17, 66, None, None),  # over 65: slower
        (9, 17, 66, None, None),
        (10, 17, 66, "no-response", STOP),
        (6, None, 40, "response-not-known", STOP),
        (5, None, 40, None, None),
    ],
)
@pytest.mark.pathway("F11")
def test_six_treatments_and_ten_over_65(
    given: int, best: int | None, age: int, code: str | None, severity: Severity | None
) -> None:
    assert RULE is not None
    change = change_from(18, best, RULE) if best is not None else None
    found = response_findings(given, change, age, LARKFIELD.course)
    assert [(one.code, one.severity) for one in found] == ([(code, severity)] if code else [])
    assert all(one.overridable for one in found if one.severity is STOP)
