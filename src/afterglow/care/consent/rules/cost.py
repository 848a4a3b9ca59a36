"""The long run before the start: which ways of treatment can be worked out, and what each comes to (F36)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from afterglow.ground.protocol.forecast import Forecast, Journey, Stretch, forecast, usual_plan
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import Treatment

YEARS = (1, 5)
"""The years that are shown: the first, and the first five."""


@dataclass(frozen=True)
class Way:
    """One way of being treated here, with its plan."""

    code: str
    words: str
    plan: tuple[Stretch, ...]


def ways(protocol: Protocol) -> tuple[Way, ...]:
    """Every way of treatment that the clinic has prices for, at its usual plan."""
    return tuple(way for treatment in protocol.treatments for way in _ways_of(protocol, treatment))


def long_run(protocol: Protocol, way: Way, journey: Journey) -> tuple[Forecast, ...]:
    """What a way comes to in each of ``YEARS``."""
    return tuple(forecast(protocol, way.plan, journey, years) for years in YEARS)


def _ways_of(protocol: Protocol, treatment: Treatment) -> Iterator[Way]:
    price = protocol.fees.for_treatment(treatment.code)
    if price is None or treatment.never_alone:
        return
    if price.drug:
        for drug in price.drug:
            code = f"{treatment.code}-{drug.dose.units}"
            yield Way(code, f"{treatment.name}, {drug.dose}", usual_plan(treatment, drug.dose))
        return
    plan = usual_plan(treatment)
    yield Way(treatment.code, treatment.name, plan)
    for later in protocol.treatments:
        if later.only_after and later.only_after.route == treatment.route and protocol.fees.for_treatment(later.code):
            words = f"{treatment.name}, and {later.name.lower()} beside it"
            yield Way(f"{treatment.code}-{later.code}", words, (*plan, _beside(plan, later)))


def _beside(plan: tuple[Stretch, ...], later: Treatment) -> Stretch:
    starts = plan[-1].starts_on_day + (later.only_after.gap.most.days if later.only_after else 0)
    return Stretch(later.code, starts, later.phases[-1].spacing)
