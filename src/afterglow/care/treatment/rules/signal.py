"""What a monitor does not say: a sensor that is off, or a monitor that has gone silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from afterglow.care.treatment.rules.vitals import Charted, Gap, Sign
from afterglow.ground.design.words import span
from afterglow.ground.kernel.finding import Finding, Severity

LIVE_FOR = timedelta(minutes=2)
"""A monitor that sends every minute is live for so long after its last reading (default)."""

_NAMES = {Sign.PULSE: "pulse", Sign.OXYGEN: "oxygen", Sign.BREATHING: "breathing"}


def is_live(last: datetime, now: datetime) -> bool:
    """Whether a monitor's value of that moment may still be shown as the present one."""
    return now - last <= LIVE_FOR


def silent_since(sent: Sequence[Charted | Gap], now: datetime) -> datetime | None:
    """Since when a monitor measures a sign no longer; None while it does. ``sent`` is what it sent, oldest first.

    Nothing was sent yet: nothing is missed.
    """
    if not sent:
        return None
    measured = [one.taken_at for one in sent if isinstance(one, Charted)]
    since = measured[-1] if measured else sent[0].taken_at
    return None if is_live(since, now) else since


def signal_findings(silent: Mapping[Sign, datetime], now: datetime) -> tuple[Finding, ...]:
    """One caution for the signs that a monitor no longer measures, each with the time since which it does not."""
    if not silent:
        return ()
    names = " and ".join(_NAMES[sign] for sign in silent)
    since = min(silent.values())
    words = f"No {names} signal for {span(now - since)}. Look at the patient, then at the sensor."
    how = f"A monitor’s value counts as live for {span(LIVE_FOR)}."
    return (Finding("no-signal", Severity.CAUTION, words, "default", how=how),)


def quiet_findings(
    last_at: datetime | None, from_monitor: bool, now: datetime, quiet_after: timedelta | None, source: str
) -> tuple[Finding, ...]:
    """A caution when a monitor was sending and no reading of any kind has come since, for as long as the protocol says.

    ``last_at`` is when the last reading was taken, typed or sent; ``from_monitor`` whether a monitor has sent any in
    this session. Without a monitor the schedule of readings says what is late; without a limit in the protocol
    (``quiet_after`` None) nothing is said here.
    """
    if last_at is None or quiet_after is None or not from_monitor or now - last_at < quiet_after:
        return ()
    words = f"No new reading for {span(now - last_at)}. Look at the patient, then at the monitor."
    how = f"Said once nothing has come for {span(quiet_after)}."
    return (Finding("no-new-reading", Severity.CAUTION, words, source, how=how),)
