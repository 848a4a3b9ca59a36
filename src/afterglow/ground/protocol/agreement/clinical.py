"""Clinical values that must fit each other: doses, limits, routes and their observation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from afterglow.ground.protocol.agreement.disagreement import Disagreement, Path
from afterglow.ground.protocol.limit import Limit
from afterglow.ground.protocol.schema.limits import OxygenLimits, PerMinuteLimits, PressureLimits, ScaleLimits
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import Treatment


def routes_are_observed(protocol: Protocol) -> Iterator[Disagreement]:
    """Every route given in the clinic has a plan of observation, and no other has."""
    given = {treatment.route for treatment in protocol.treatments if treatment.in_clinic}
    for route in sorted(given - set(protocol.observations)):
        words = f"Treatment is given by this route ({route}) in the clinic, but no observation is planned."
        yield Disagreement(("observations",), words, f"[observations.{route}]")
    for route in sorted(set(protocol.observations) - given):
        yield Disagreement(("observations", route), "No treatment is given by this route in the clinic.")


def observed_until_leaving(protocol: Protocol) -> Iterator[Disagreement]:
    """The last reading comes no earlier than the patient may leave, the first before the dose has ended."""
    for place, treatment in enumerate(protocol.treatments):
        observation = protocol.observations.get(treatment.route)
        if observation is None or treatment.stay is None or not treatment.in_clinic:
            continue
        leaves = treatment.stay.at_least + (treatment.over or timedelta(0))
        if observation.at[-1] < leaves:
            words = "The last reading comes before the patient may leave."
            last = f"{leaves.total_seconds() / 60:.0f} min"
            yield Disagreement(("observations", treatment.route, "at"), words, f'at = [..., "{last}"]')
        elif treatment.over and observation.at[0] >= treatment.over:
            yield Disagreement(("treatments", place, "over"), "No reading is taken before the dose has ended.")


_US_STAY = timedelta(hours=2)
"""Spravato, United States prescribing information: at least 2 hours at every session."""


def spray_under_the_us_scheme(protocol: Protocol) -> Iterator[Disagreement]:
    """In the United States esketamine spray has 2 hours of observation and the scheme's monitoring form."""
    if protocol.jurisdiction != "united-states":
        return
    for place, treatment in enumerate(protocol.treatments):
        if treatment.drug != "esketamine" or treatment.route != "nasal":
            continue
        if treatment.stay is None or treatment.stay.at_least < _US_STAY:
            words = "In the United States a patient stays for at least 2 hours after esketamine spray."
            yield Disagreement(("treatments", place, "stay"), words, 'at_least = "120 min"')
        if treatment.scheme is None or treatment.scheme.form is None:
            words = "In the United States the scheme asks for a monitoring form after every session."
            yield Disagreement(("treatments", place, "scheme"), words, 'form = { within = "7 days", send_to = "..." }')


def routes_that_come_first(protocol: Protocol) -> Iterator[Disagreement]:
    """What must come first is something the clinic gives."""
    routes = {treatment.route for treatment in protocol.treatments}
    for place, treatment in enumerate(protocol.treatments):
        if treatment.only_after is not None and treatment.only_after.route not in routes:
            words = f"The clinic gives nothing by this route ({treatment.only_after.route})."
            yield Disagreement(("treatments", place, "only_after", "route"), words)


def doses_within_limits(protocol: Protocol) -> Iterator[Disagreement]:
    """The protocol keeps to its own limits."""
    for place, treatment in enumerate(protocol.treatments):
        yield from _dose_within_limits(treatment, ("treatments", place))


def _dose_within_limits(treatment: Treatment, path: Path) -> Iterator[Disagreement]:
    per_kg = treatment.limits.per_kg
    if treatment.dose is not None and per_kg is not None and not per_kg.holds(treatment.dose):
        words = f"The dose lies outside the limits of {per_kg.least} to {per_kg.most}."
        yield Disagreement((*path, "dose"), words, f'dose = "{per_kg.least}"')
    for dose in treatment.doses:
        if dose > treatment.limits.most:
            yield Disagreement((*path, "doses"), f"{dose} is more than the most of {treatment.limits.most}.")


def stops_lie_beyond_cautions(protocol: Protocol) -> Iterator[Disagreement]:
    """A stop that comes before its caution would hide it."""
    for path, caution, stop in _pairs(protocol):
        if not _lies_beyond(stop, caution):
            words = f"A stop lies beyond its caution, but the caution is “{caution}” and the stop “{stop}”."
            yield Disagreement(path, words)


def _lies_beyond(stop: Limit, caution: Limit) -> bool:
    if stop.sign[0] != caution.sign[0]:
        return False
    return stop.value >= caution.value if stop.sign[0] == ">" else stop.value <= caution.value


def _pairs(protocol: Protocol) -> Iterator[tuple[Path, Limit, Limit]]:
    limits = protocol.limits
    for name in ("systolic", "diastolic"):
        pressure: PressureLimits = getattr(limits, name)
        yield ("limits", name, "before"), pressure.before.caution, pressure.before.stop
        yield ("limits", name, "older"), pressure.older.caution, pressure.before.stop
        yield ("limits", name, "during"), pressure.during.caution, pressure.during.stop
    for name in ("pulse", "breathing"):
        rate: PerMinuteLimits = getattr(limits, name)
        yield ("limits", name, "stop_low"), rate.caution_low, rate.stop_low
        yield ("limits", name, "stop_high"), rate.caution_high, rate.stop_high
    for name in ("oxygen", "sedation", "agitation"):
        scale: OxygenLimits | ScaleLimits = getattr(limits, name)
        yield ("limits", name, "stop"), scale.caution, scale.stop
