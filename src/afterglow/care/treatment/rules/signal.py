"""What a monitor does not say: a sensor that is off, or a monitor that has gone silent."""

from __future__ import annotations

from collections.abc import Sequence
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


def signal_findings(sign: Sign, sent: Sequence[Charted | Gap], now: datetime) -> tuple[Finding, ...]:
    """A caution while a monitor measures a sign no longer. ``sent`` is what it sent of that sign, oldest first.

    Nothing was sent yet: nothing is missed.
    """
    if not sent:
        return ()
    measured = [one.taken_at for one in sent if isinstance(one, Charted)]
    since = measured[-1] if measured else sent[0].taken_at
    if is_live(since, now):
        return ()
    words = f"No {_NAMES[sign]} signal for {span(now - since)}. Look at the patient, then at the sensor."
    last = sent[-1]
    how = last.reason if isinstance(last, Gap) else "the monitor has sent nothing since"
    return (Finding(f"no-signal-{sign}", Severity.CAUTION, words, "default", how=how),)
