"""Blood pressure before and during a dose: limits, the rise over the patient's own, and "again after 5 minutes".

NEWS2 gives no points to 111-219 mmHg and is blind to the commonest effect of ketamine, hence these rules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from afterglow.care.treatment.rules.stopping import STOP_INFUSION
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import show_duration
from afterglow.ground.protocol.limit import Limit
from afterglow.ground.protocol.schema.limits import Limits, PressureLimits


@dataclass(frozen=True)
class BloodPressure:
    """One measurement in mmHg."""

    systolic: int
    diastolic: int
    taken_at: datetime

    def __str__(self) -> str:
        """``168/104``."""
        return f"{self.systolic}/{self.diastolic}"


def before_dose(pressure: BloodPressure, age: int, limits: Limits) -> tuple[Finding, ...]:
    """What a pressure before the dose calls for, for an age in years: a stop, a caution or nothing.

    The stop is clinical: the prescriber may go on with a signed reason.
    """
    stopped = _over(pressure, limits, lambda rule: rule.before.stop)
    if stopped:
        words = f"Blood pressure {pressure} before the dose. No dose unless the prescriber decides so and signs."
        return (_finding("pressure-before-dose", Severity.STOP, words, stopped),)
    raised = _over(pressure, limits, lambda rule: rule.caution_before(age))
    if raised:
        words = f"Blood pressure {pressure} before the dose. Measure again, and decide whether to go on."
        return (_finding("pressure-raised-before-dose", Severity.CAUTION, words, raised),)
    return ()


def confirm_again(
    signed_at: datetime, before: Sequence[BloodPressure], age: int, limits: Limits
) -> tuple[Finding, ...]:
    """A stop while a pressure measured after the direction was signed is raised: the prescriber confirms again."""
    later = [pressure for pressure in before if pressure.taken_at > signed_at and before_dose(pressure, age, limits)]
    if not later:
        return ()
    (raised,) = before_dose(later[-1], age, limits)
    words = f"Blood pressure was {later[-1]} after the dose was signed. The prescriber confirms the dose or changes it."
    return (Finding("confirm-dose-again", Severity.STOP, words, raised.source, how=raised.how),)


def during_dose(
    readings: Sequence[BloodPressure], own: BloodPressure | None, limits: Limits, stop: str = STOP_INFUSION
) -> tuple[Finding, ...]:
    """What the latest pressure during a dose and recovery calls for.

    ``readings`` are those since the start, oldest first; ``own`` is the patient's reading before the dose. A
    first reading at the stop limit asks for a repeat; one that is still there after the protocol's time stops.
    ``stop`` says what is done then.
    """
    if not readings:
        return ()
    last = readings[-1]
    run = _run_at_stop(readings, limits)
    if run:
        return (_at_stop(run, limits, stop),)
    raised = [*_over(last, limits, lambda rule: rule.during.caution), *_risen(last, own, limits)]
    if not raised:
        return ()
    words = f"Blood pressure {last}. Measure again in {show_duration(_still_after(limits))} and tell the doctor."
    return (_finding("pressure-raised", Severity.CAUTION, words, raised),)


def repeat_by(readings: Sequence[BloodPressure], own: BloodPressure | None, limits: Limits) -> datetime | None:
    """When pressure is measured again because of the latest reading; None when the schedule is enough."""
    return readings[-1].taken_at + _still_after(limits) if during_dose(readings, own, limits) else None


@dataclass(frozen=True)
class _Passed:
    """A limit that a pressure passed, in words, and where the limit comes from."""

    words: str
    source: str


def _over(pressure: BloodPressure, limits: Limits, limit: Callable[[PressureLimits], Limit]) -> list[_Passed]:
    return [
        _Passed(f"{name} {limit(rule).words}", rule.source)
        for name, value, rule in _both(pressure, limits)
        if limit(rule).passed_by(value)
    ]


def _risen(pressure: BloodPressure, own: BloodPressure | None, limits: Limits) -> list[_Passed]:
    if own is None:
        return []
    found = []
    for (name, value, rule), before in zip(_both(pressure, limits), (own.systolic, own.diastolic), strict=True):
        risen = Decimal(100 * (value - before)) / before
        if rule.during.rise is not None and rule.during.rise.passed_by(risen):
            found.append(_Passed(f"{name} {int(risen)} % over {before} before the dose", rule.source))
    return found


def _both(pressure: BloodPressure, limits: Limits) -> tuple[tuple[str, int, PressureLimits], ...]:
    return (("upper", pressure.systolic, limits.systolic), ("lower", pressure.diastolic, limits.diastolic))


def _run_at_stop(readings: Sequence[BloodPressure], limits: Limits) -> list[BloodPressure]:
    """The unbroken run of readings at the stop limit that ends with the latest, oldest first."""
    run: list[BloodPressure] = []
    for pressure in reversed(readings):
        if not _over(pressure, limits, lambda rule: rule.during.stop):
            break
        run.insert(0, pressure)
    return run


def _at_stop(run: list[BloodPressure], limits: Limits, stop: str) -> Finding:
    last = run[-1]
    passed = _over(last, limits, lambda rule: rule.during.stop)
    again = show_duration(_still_after(limits))
    if last.taken_at - run[0].taken_at >= _still_after(limits):
        words = f"Blood pressure {last}, still high after {again}. {stop}"
        return _finding("pressure-stays-high", Severity.STOP, words, passed)
    signs = ", ".join(symptom.say.lower() for symptom in limits.symptoms.stop)
    words = (
        f"Blood pressure {last}. Measure again in {again}. If it is still so, or at once with any of these: "
        f"{signs}, {stop[0].lower()}{stop[1:]}"
    )
    return _finding("pressure-at-stop-limit", Severity.CAUTION, words, passed)


def _still_after(limits: Limits) -> timedelta:
    return min(limits.systolic.stop_when_still_after, limits.diastolic.stop_when_still_after)


def _finding(code: str, severity: Severity, words: str, passed: list[_Passed]) -> Finding:
    return Finding(code, severity, words, passed[0].source, how="; ".join(one.words for one in passed))
