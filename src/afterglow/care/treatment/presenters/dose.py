"""The dose part: what was signed, its arithmetic, how it is prepared, and the two checks once both are in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from afterglow.care.course.rules.dose import check_figures
from afterglow.care.treatment.presenters.times import by_whom, signature
from afterglow.care.treatment.queries.figures import agreement_on, entered, expected_figures, sheet_for
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.rules.second_check import Agreement, Figures
from afterglow.ground.design.signature import Signature
from afterglow.ground.kernel.quantity import Dose, Quantity, Weight

_NAMES = (("weight", "Weight"), ("dose", "Dose"), ("strength", "Strength"), ("volume", "Volume"), ("rate", "Rate"))


@dataclass(frozen=True)
class DosePage:
    """Everything of the dose part. ``lines`` and ``checks`` are empty until two people have agreed."""

    directed: tuple[tuple[str, str], ...]
    signed: Signature | None
    lines: tuple[tuple[str, str, str, str], ...]
    check_figures: str
    preparation: tuple[tuple[str, str], ...]
    stand: Agreement
    first: str
    second: str
    checks: tuple[tuple[str, str, str, str, bool], ...]
    differed: int
    """How many pairs of checks differed, the last one included."""


def dose_page(known: Known, earlier: int) -> DosePage:
    """The dose part as it stands. While a check is outstanding nothing on it gives a figure of the first away."""
    stand = agreement_on(known)
    agreed = stand is Agreement.AGREE
    return DosePage(
        directed=_directed(known),
        signed=signature(known, known.direction) if known.direction else None,
        lines=_lines(known) if agreed else (),
        check_figures=_familiar(known) if agreed else "",
        preparation=_preparation(known) if agreed else (),
        stand=stand,
        first=by_whom(known, known.sheet) if known.sheet else "",
        second=by_whom(known, known.second) if known.second else "",
        checks=_checks(known) if agreed else (),
        differed=earlier + (stand is Agreement.DIFFER),
    )


def _directed(known: Known) -> tuple[tuple[str, str], ...]:
    one = known.direction
    if one is None:
        return ()
    rows = [("Drug", known.given.name), ("Dose", str(Dose(one.dose_micrograms)))]
    if one.weight_grams:
        rows.append(("Worked out on", f"{Weight(one.weight_grams)}, {one.weight_basis} weight"))
    if one.minutes:
        rows.append(("Over", f"{one.minutes}\u00a0min"))
    if one.may_slow:
        rows.append(("May be slowed by", one.may_slow))
    if one.note:
        rows.append(("Note", one.note))
    return tuple(rows)


def _lines(known: Known) -> tuple[tuple[str, str, str, str], ...]:
    assert known.direction is not None
    one = known.direction
    lines: list[tuple[str, str, str, str]] = []
    if one.dose_per_kg_micrograms and one.weight_grams:
        per_kg = f"{Dose(one.dose_per_kg_micrograms).number}\u00a0mg/kg"
        lines.append(("Dose", f"{per_kg} × {Weight(one.weight_grams)}", *_parted(str(Dose(one.dose_micrograms)))))
    else:
        lines.append(("Dose", "As signed", *_parted(str(Dose(one.dose_micrograms)))))
    lines += [(line.name, line.arithmetic, *_parted(line.result)) for line in sheet_for(known, one).lines]
    return tuple(lines)


def _familiar(known: Known) -> str:
    one = known.direction
    if one is None or not one.weight_grams or not one.minutes:
        return ""
    found = check_figures(Dose(one.dose_micrograms), Weight(one.weight_grams), timedelta(minutes=one.minutes))
    return ", ".join(line.result for line in found)


def _preparation(known: Known) -> tuple[tuple[str, str], ...]:
    assert known.direction is not None
    sheet, how = sheet_for(known, known.direction), known.given.preparation
    rows = [("How", how.say)]
    if sheet.draw_up is not None and known.given.products:
        product = known.given.products[0]
        rows.append(("Draw up", f"{sheet.draw_up} of {product.name} ({sheet.dose})"))
    if sheet.make_up_with is not None:
        rows.append(("Make up with", f"{sheet.make_up_with} {how.diluent} to {sheet.volume} ({sheet.strength})"))
    if sheet.most_rate is not None:
        rows.append(("Pump limit", str(sheet.most_rate)))
    return tuple(rows)


def _checks(known: Known) -> tuple[tuple[str, str, str, str, bool], ...]:
    assert known.direction is not None
    assert known.sheet is not None
    assert known.second is not None
    sheet, first, second = expected_figures(known, known.direction), entered(known.sheet), entered(known.second)
    rows = []
    for name, label in _NAMES:
        value: Quantity | None = getattr(sheet, name)
        if value is None or (name == "weight" and value.units == 0):
            continue
        one, two = getattr(first, name), getattr(second, name)
        rows.append((f"{label}, {value.unit}", *_numbers(value, one, two), value == one == two))
    return tuple(rows)


def _numbers(*values: Quantity | None) -> tuple[str, str, str]:
    sheet, one, two = (str(value.number) if value is not None else "" for value in values)
    return sheet, one, two


def _parted(shown: str) -> tuple[str, str]:
    figure, _, unit = shown.partition("\u00a0")
    return figure, unit


def drawn_words(known: Known) -> str:
    """What the register has in hand for this patient: drawn, and neither given nor destroyed yet."""
    in_hand = Dose(sum(one.drawn_micrograms for one in known.draws))
    return f"{in_hand} are in hand for this patient." if in_hand.units else "Nothing is in hand for this patient."


def asked_of(known: Known) -> Figures | None:
    """Which figures this dose has, to ask for them; None without a signed direction."""
    return expected_figures(known, known.direction) if known.direction else None
