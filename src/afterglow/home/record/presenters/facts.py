"""Where a patient stands, in a handful of figures and a line of steps."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from afterglow.ground.design.words import day, short_day, weekday_day
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Weight
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.home.record.queries import Booked
from afterglow.home.record.so_far import SoFar, given_on
from afterglow.record.outcomes.rules.instrument import Instrument
from afterglow.record.pathway.models import Move
from afterglow.record.pathway.rules import FIRST

Fact = tuple[str, str, str]
Step = tuple[str, str, bool]

_SHOWN = 5
_ROUTES = {"intravenous": "IV", "intramuscular": "IM", "nasal": "nasal", "oral": "oral", "sublingual": "sublingual"}


def stage_facts(moves: Sequence[Move], zone: ZoneInfo) -> tuple[Fact, ...]:
    """Where the episode stands, since when, and when it began."""
    if not moves:
        return (("Now", "No referral yet", ""),)
    last = moves[-1]
    began = next(move for move in moves if move.episode_id == last.episode_id)
    return (
        ("Now", _sentence(last.to_stage), f"since {day(last.happened_at, zone)}"),
        ("Referred", day(began.happened_at, zone), ""),
    )


def clinical_facts(found: SoFar, moves: Sequence[Move], instrument: Instrument, protocol: Protocol) -> tuple[Fact, ...]:
    """The strip on top: stage, doses given, dose, spacing and the last score; before a course, only what there is."""
    course, last = found.course, found.last
    if course is None:
        return (*stage_facts(moves, protocol.zone), *_score_fact(found, instrument))
    what = protocol.treatment_coded(course.treatment_code)
    given = f"last {day(given_on(last, protocol))}" if last else "none yet"
    coming = found.next
    return (
        (
            "Now",
            _sentence(moves[-1].to_stage) if moves else "",
            f"{_ROUTES[what.route]}, protocol of {day(course.protocol_version)}",
        ),
        ("Doses given", str(len(found.doses)), given),
        ("Dose", *_dose_words(found)),
        (*_spacing(course.spacing), f"next {weekday_day(coming.planned_day)}" if coming else "none planned"),
        *_score_fact(found, instrument),
    )


def timeline(moves: Sequence[Move], booked: Sequence[Booked], zone: ZoneInfo) -> list[Step]:
    """The last steps of the way so far, and the next appointment."""
    shown = [moves[0], *moves[1 - _SHOWN :]] if len(moves) > _SHOWN else list(moves)
    steps = [(_sentence(move.to_stage), day(move.happened_at, zone), False) for move in shown]
    return [*steps, *((one.what, f"{weekday_day(one.starts_at, zone)}, booked", True) for one in booked[:1])]


def _sentence(stage: str) -> str:
    return "Referred" if stage == FIRST.value else f"{stage[:1].upper()}{stage[1:]}"


def _spacing(spacing: str) -> tuple[str, str]:
    """``1 week apart`` as every 1 week; anything else as the protocol writes it."""
    every = spacing.removesuffix(" apart")
    return ("Every", every) if every != spacing else ("Spacing", spacing)


def _dose_words(found: SoFar) -> tuple[str, str]:
    """The last dose given or signed, and what it was worked out from."""
    course, last, coming = found.course, found.last, found.next
    micrograms = last.given_micrograms if last else coming.planned_micrograms if coming else None
    weight = getattr(last or coming, "signed_weight_grams", None)
    per_kg = course.dose_per_kg_micrograms if course else None
    basis = [str(DosePerWeight(per_kg)) if per_kg else "fixed", str(Weight(weight)) if weight else ""]
    return (str(Dose(micrograms)) if micrograms else "weigh first"), ", ".join(part for part in basis if part)


def _score_fact(found: SoFar, instrument: Instrument) -> tuple[Fact, ...]:
    latest = found.latest
    if latest is None:
        return ((instrument.name, "none yet", ""),)
    baseline = f"baseline {found.baseline.total}" if found.baseline else "no baseline"
    best = f", best {found.best.total}" if found.best else ""
    return ((f"{instrument.name}, {short_day(latest.day)}", str(latest.total), f"{baseline}{best}"),)
