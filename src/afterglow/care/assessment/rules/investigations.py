"""Which tests are due: before the first treatment, and again at the protocol's intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from afterglow.ground.design.words import day as day_shown
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.assessment import Assessment, RepeatTest

MEASURED = "weight-and-blood-pressure"
"""The test that is a measurement: taken whenever both were measured."""


def investigation_findings(
    last_taken: Mapping[str, date], assessment: Assessment, *, treated: bool, today: date
) -> tuple[Finding, ...]:
    """A caution that names the tests without a result, and one for each that is overdue.

    ``last_taken`` holds the day of the last of each code; ``treated`` says whether any dose was given yet.
    """
    missing = [
        f"{test.say}{_when(test)}"
        for test in assessment.tests
        if test.code not in last_taken and (test.before_first or treated)
    ]
    words = f"No result yet: {'; '.join(missing)}."
    first = (Finding("tests-missing", Severity.CAUTION, words, assessment.source),) if missing else ()
    return (*first, *_overdue(last_taken, assessment, today))


def _overdue(last_taken: Mapping[str, date], assessment: Assessment, today: date) -> Iterator[Finding]:
    for test in assessment.tests:
        last = last_taken.get(test.code)
        due = test.every.after(last) if test.every and last else None
        if last is not None and due is not None and due <= today:
            words = f"{test.say}: last on {day_shown(last)}, due since {day_shown(due)}."
            how = f"every {test.every}"
            yield Finding(f"test-overdue-{test.code}", Severity.CAUTION, words, test.source, how=how)


def _when(test: RepeatTest) -> str:
    return f" ({test.when})" if test.when else ""
