"""Findings as a page shows them: their words, who saw them, who signed past them, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from afterglow.care.treatment.presenters.times import by_whom, clock, signature
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.placed import Placed
from afterglow.ground.design.signature import Signature
from afterglow.ground.kernel.finding import Finding, Severity


@dataclass(frozen=True)
class Shown:
    """One finding. ``to_see``: nobody has seen it yet; ``to_override``: a prescriber may sign past it."""

    finding: Finding
    about: str
    more: str
    signed: Signature | None
    to_see: bool
    to_override: bool


CONFIRMED_ELSEWHERE = frozenset({"confirm-dose-again"})
"""A prescriber answers these on the dose part, by standing by the dose or signing another."""

_WEIGHT = {Severity.STOP: 0, Severity.CAUTION: 1, Severity.INFO: 2}


def shown(found: Iterable[Placed], known: Known) -> tuple[Shown, ...]:
    """Findings in their order of weight; what nobody has seen comes first among equals."""
    ordered = sorted(found, key=lambda one: (_WEIGHT[one.finding.severity], one.seen is not None))
    return tuple(_shown(one, known) for one in ordered)


def _shown(one: Placed, known: Known) -> Shown:
    at = f"At {clock(known, one.at)}." if one.at else ""
    seen = f"Seen by {by_whom(known, one.seen)}." if one.seen else ""
    return Shown(
        one.finding,
        one.about,
        " ".join(part for part in (at, seen) if part),
        signature(known, one.override, one.override.reason) if one.override else None,
        to_see=one.seen is None and one.override is None,
        to_override=known.session is not None
        and one.finding.overridable
        and one.override is None
        and one.finding.code not in CONFIRMED_ELSEWHERE,
    )
