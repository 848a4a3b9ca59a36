"""Both waiting clocks: from the referral to the first consultation, and from there to the first treatment (F3).

What a clinic expects is never a promise, and a day past it is "past the expected time".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from afterglow.ground.design.words import counted, day
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.period import Months
from afterglow.ground.protocol.schema.referral import Waiting

FirstOpen = Callable[[date], date]
"""The day itself, or the first after it on which the clinic is open: no expected day falls on a closed one."""

_SOON = timedelta(days=7)


class Standing(StrEnum):
    """How a clock stands."""

    NOT_STARTED = "not started"
    WAITING = "waiting"
    SOON = "expected soon, not booked"
    PAST = "past the expected time"
    BOOKED = "booked in time"
    BOOKED_PAST = "booked past the expected time"
    DONE = "done"


@dataclass(frozen=True)
class Clock:
    """One clock. ``earliest`` and ``expected_by`` are days on which the clinic is open; ``booked`` a day still to come.

    ``days_past`` counts calendar days past the expected one: up to the day it happened, or is booked for, or today.
    """

    what: str
    since: date | None
    earliest: date | None
    expected_by: date | None
    booked: date | None
    standing: Standing
    days_past: int
    source: str

    @property
    def words(self) -> str:
        """How it stands, for staff."""
        if self.expected_by is None:
            return f"{self.what}: {self.standing}."
        stands = f"{self.what}: {self.standing}"
        if self.days_past:
            past = f"{counted(self.days_past, 'day')} past the expected time"
            stands = f"{self.what}: {past}" if self.standing is Standing.PAST else f"{stands}, {past}"
        booked = f", booked for {day(self.booked)}" if self.booked else ""
        return f"{stands}{booked}. Expected by {day(self.expected_by)}."


def consultation_clock(
    received_on: date, booked: date | None, seen_on: date | None, waiting: Waiting, today: date, first_open: FirstOpen
) -> Clock:
    """The clock from the day the referral arrived to the first consultation."""
    expected = first_open(_later(received_on, waiting.first_consultation_expected_within))
    return _clock("First consultation", received_on, None, expected, booked, seen_on, today, waiting.source)


def treatment_clock(
    seen_on: date | None,
    booked: date | None,
    treated_on: date | None,
    waiting: Waiting,
    today: date,
    first_open: FirstOpen,
) -> Clock:
    """The clock from the first consultation to the first treatment; it starts only then.

    The shorter end of the range is what may be hoped for, never a lower gate.
    """
    if seen_on is None:
        return Clock("First treatment", None, None, None, booked, Standing.NOT_STARTED, 0, waiting.source)
    span = waiting.treatment_expected_after_consultation
    earliest, expected = first_open(seen_on + span.least), first_open(seen_on + span.most)
    return _clock("First treatment", seen_on, earliest, expected, booked, treated_on, today, waiting.source)


def waiting_findings(clock: Clock) -> tuple[Finding, ...]:
    """A caution for a clock past its expected time, or soon to be and not booked."""
    if clock.standing in (Standing.PAST, Standing.BOOKED_PAST, Standing.SOON):
        code = clock.standing.name.lower().replace("_", "-")
        return (Finding(f"waiting-{code}", Severity.CAUTION, clock.words, clock.source),)
    return ()


def patient_words(clock: Clock) -> str:
    """The honest range that the patient reads about this clock; what is past is said, and nothing is promised."""
    what = clock.what[0].lower() + clock.what[1:]
    if clock.standing is Standing.DONE or clock.expected_by is None:
        return ""
    if clock.booked is not None:
        return f"Your {what} is booked for {day(clock.booked)}."
    if clock.standing is Standing.PAST:
        return f"We expected your {what} by {day(clock.expected_by)}. We are late, and we are sorry. Please ask us."
    if clock.earliest is not None and clock.earliest < clock.expected_by:
        between = f"between {day(clock.earliest)} and {day(clock.expected_by)}"
        return f"We expect your {what} {between}, as appointments allow. This is not a promise."
    return f"We expect your {what} by {day(clock.expected_by)}. This is an average, not a promise."


def _later(start: date, length: Months | timedelta) -> date:
    return length.after(start) if isinstance(length, Months) else start + length


def _clock(
    what: str,
    since: date,
    earliest: date | None,
    expected: date,
    booked: date | None,
    done: date | None,
    today: date,
    source: str,
) -> Clock:
    ahead = None if done is not None or booked is None or booked < today else booked
    standing = _standing(expected, ahead, done, today)
    reached = done or (ahead if standing is Standing.BOOKED_PAST and ahead else today)
    past = max(0, (reached - expected).days)
    return Clock(what, since, earliest, expected, ahead, standing, past, source)


def _standing(expected: date, booked: date | None, done: date | None, today: date) -> Standing:
    if done is not None:
        return Standing.DONE
    if today > expected:
        return Standing.PAST
    if booked is not None:
        return Standing.BOOKED if booked <= expected else Standing.BOOKED_PAST
    return Standing.SOON if expected - today <= _SOON else Standing.WAITING
