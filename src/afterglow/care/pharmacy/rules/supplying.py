"""Handing a supply out to take home: against a prescription that is still valid, to somebody who is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.design.words import counted, day
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.treatments import TakeHome

PATIENT, REPRESENTATIVE, PROFESSIONAL = "patient", "representative", "health professional"
COLLECTORS = (PATIENT, REPRESENTATIVE, PROFESSIONAL)


@dataclass(frozen=True)
class Collected:
    """Who takes a supply with them, and whether they were asked who they are (cd-regulations-2001, 19)."""

    name: str
    kind: str
    id_asked: bool
    id_shown: bool


@dataclass(frozen=True)
class Prescribed:
    """The prescription a supply is handed out against."""

    ref: str
    prescriber: str
    signed_at: datetime
    valid_until: date
    """Its last day."""
    lasts_days: int
    """How long all its doses last together."""
    total: Dose


@dataclass(frozen=True)
class HandedOut:
    """Whole units to be handed out now, those handed out before under the same prescription, and what each holds."""

    units: int
    before: int
    each: Dose


def supply_findings(
    prescribed: Prescribed | None, out: HandedOut, collected: Collected, rule: TakeHome, today: date
) -> tuple[Finding, ...]:
    """What forbids handing it out: each is the law's, and an interlock.

    In England a prescription of a Schedule 2 drug is valid for 28 days, the day of signing being the first, and no
    more than 30 days' supply goes out at a time (Misuse of Drugs Regulations 2001, 16; NICE NG46); the protocol says.
    """
    return (*_prescription(prescribed, out, rule, today), *_collector(collected))


def _prescription(prescribed: Prescribed | None, out: HandedOut, rule: TakeHome, today: date) -> tuple[Finding, ...]:
    if prescribed is None:
        words = "No prescription stands for this treatment. A prescriber signs one, or a cancelled one again."
        return (interlock("not-prescribed", words, rule.source),)
    found = []
    if today > prescribed.valid_until:
        words = f"The prescription was valid until {day(prescribed.valid_until)}. It has to be signed again."
        found.append(interlock("prescription-over", words, rule.source))
    if prescribed.lasts_days > rule.supply_at_most.days:
        words = f"It lasts {counted(prescribed.lasts_days, 'day')}. At most {rule.supply_at_most.days} are supplied."
        found.append(interlock("supply-too-long", words, rule.source))
    needed = -(-prescribed.total.units // out.each.units)
    if out.units + out.before > needed:
        how = f"{prescribed.total} prescribed, {out.each} in each: {needed}; handed out before: {out.before}"
        words = f"That is more than was prescribed. {needed} hold it all, and {out.before} went out before."
        found.append(interlock("more-than-prescribed", words, rule.source, how=how))
    return tuple(found)


def _collector(collected: Collected) -> tuple[Finding, ...]:
    found = []
    if not collected.name.strip():
        found.append(interlock("no-collector", "Enter who collects it."))
    if collected.id_shown and not collected.id_asked:
        found.append(interlock("id-not-asked", "Proof of identity was shown: say that it was asked for too."))
    return tuple(found)
