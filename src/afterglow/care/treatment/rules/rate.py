"""Changing the pump's rate: down by those the direction names, up only to what two people have checked since."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Rate


@dataclass(frozen=True)
class RateNow:
    """What the pump runs at, and up to what it may run.

    ``checked`` is the rate two people agreed on under the direction in force; ``checked_since`` that they did so
    after the rate was last set; ``begins_slowly`` that the treatment starts below its rate and was not slowed since.
    """

    current: Rate
    checked: Rate
    checked_since: bool
    begins_slowly: bool


def rate_findings(wanted: Rate, now: RateNow, may_slow: bool) -> tuple[Finding, ...]:
    """What stands in the way of a new rate. Both stops are interlocks: nobody goes past them."""
    if wanted.units == 0:
        return (_stop("rate-nothing", "To let nothing run, choose Pause or Stop."),)
    if wanted == now.current:
        return (_stop("rate-same", f"The pump runs at {now.current} already."),)
    if wanted < now.current:
        if may_slow:
            return ()
        return (_stop("may-not-slow", "The direction does not name your role among those who may slow the infusion."),)
    if wanted <= now.checked and (now.checked_since or now.begins_slowly):
        return ()
    words = f"A rate above {now.current} needs a new signed direction and a new check by two people."
    return (_stop("rate-raised", words),)


def starting_rate_findings(wanted: Rate, checked: Rate, begins_slowly: bool) -> tuple[Finding, ...]:
    """What stands in the way of starting at a rate. Only what begins slowly starts below the checked one."""
    if wanted == checked or (begins_slowly and 0 < wanted.units < checked.units):
        return ()
    if wanted > checked:
        return (_stop("rate-raised", f"Two people checked {checked}. Nothing starts faster than that."),)
    return (
        _stop("rate-not-checked", f"Two people checked {checked}. Start at that rate; it can be slowed afterwards."),
    )


def _stop(code: str, words: str) -> Finding:
    return Finding(code, Severity.STOP, words, "default", interlock=True)
