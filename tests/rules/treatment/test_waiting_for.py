"""What the board says of a dose that cannot start yet, and of a bay that is empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from afterglow.care.treatment.rules.cleaning import Cleaned, cleaned_words
from afterglow.care.treatment.rules.interlocks import BeforeDose, interlock_findings
from afterglow.care.treatment.rules.waiting_for import WaitingFor, waiting_for
from afterglow.ground.kernel.finding import Finding, Severity
from tests.rules.treatment.safety_table import SafetyTable

NOW = datetime(2026, 6, 11, 10, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
WORDS = {
    "pressure-before-dose": "Blood pressure 168/104: at the limit before a dose. Measure again.",
    "suicide-not-reviewed": "An answer about suicide has not been talked over.",
}


def stop(code: str) -> Finding:
    return Finding(code, Severity.STOP, WORDS.get(code, "Not yet."), "default")


WAITING_TABLE = SafetyTable(
    "What a dose waits for, on the board",
    "One line: what is wrong comes before what is only not done yet, and how many more hold the dose.",
    ("what holds the dose", "shown first", "and so many more"),
    (
        (("direction-not-signed", "readiness-not-complete", "no-capacity"), "Capacity not confirmed", 2),
        (("direction-not-signed", "readiness-not-complete"), "Readiness check not done", 1),
        (("not-answered-alcohol", "not-answered-food"), "Readiness check not complete", 1),
        (("direction-not-signed", "pressure-not-taken"), "Take BP before the dose", 1),
        (("direction-not-signed",), "Dose not signed for", 0),
        (("second-check-missing",), "Dose not checked twice", 0),
        (("second-check-differs",), "The two checks do not agree", 0),
        (("not-drawn",), "Dose not drawn up", 0),
        (("no-capacity", "pressure-before-dose"), "Blood pressure 168/104: at the limit before a dose", 1),
        (("not-drawn", "suicide-not-reviewed"), "An answer about suicide has not been talked over", 1),
    ),
)


@pytest.mark.parametrize(("held", "first", "more"), WAITING_TABLE.rows)
def test_what_a_dose_waits_for_first(held: Sequence[str], first: str, more: int) -> None:
    assert waiting_for([stop(code) for code in held]) == WaitingFor(first, more)


def test_nothing_is_missing_when_nothing_holds() -> None:
    assert waiting_for([]) is None


def test_every_interlock_before_a_dose_has_words_for_the_wall() -> None:
    for finding in interlock_findings(BeforeDose(None, False, None, None, False)):
        shown = waiting_for([finding])
        assert shown is not None
        assert shown.words not in finding.words, finding.code


CLEANED_TABLE = SafetyTable(
    "When an empty bay was cleaned",
    "On 11 June at 11:00 in London, which is 10:00 in the clinic’s records (UTC); the day is the one where the clinic "
    "is. A dash: not cleaned since somebody lay there.",
    ("cleaned, in UTC", "by", "shown"),
    (
        (None, None, "To be cleaned"),
        ("2026-06-11 09:42", "Sarah Moss, infusion nurse", "Cleaned 10:42 by S. Moss"),  # British summer time
        ("2026-06-10 17:05", "Sarah Moss, infusion nurse", "Cleaned 10 Jun by S. Moss"),
        ("2026-06-10 23:30", "Dr Hannah Weiss, psychiatrist", "Cleaned 00:30 by H. Weiss"),  # today where the clinic is
        ("2026-06-11 09:42", "Suharto, infusion nurse", "Cleaned 10:42 by Suharto"),
    ),
)


@pytest.mark.parametrize(("cleaned", "by", "shown"), CLEANED_TABLE.rows)
def test_an_empty_bay_says_when_and_by_whom_it_was_cleaned(cleaned: str | None, by: str | None, shown: str) -> None:
    at = Cleaned(datetime.fromisoformat(cleaned).replace(tzinfo=UTC), by) if cleaned and by else None
    assert cleaned_words(at, NOW, LONDON) == shown
