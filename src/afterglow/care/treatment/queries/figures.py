"""The figures of a dose: what the direction says, worked out, and what each of two people worked out on their own."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from afterglow.care.course.models import Direction
from afterglow.care.course.rules import dose
from afterglow.care.treatment.models import DoseSheet, WorkedOut
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.rules import second_check
from afterglow.care.treatment.rules.second_check import Agreement, Check, Figures
from afterglow.ground.kernel.quantity import Dose, Rate, Strength, Volume, Weight


def sheet_for(known: Known, direction: Direction) -> dose.DoseSheet:
    """The dose worked out from a direction: strength, volume, rate and the arithmetic of each."""
    given = known.given
    if direction.minutes is not None:
        given = given.model_copy(update={"over": timedelta(minutes=direction.minutes)})
    vial = given.products[0].strength if given.products else None
    return dose.dose_sheet(Dose(direction.dose_micrograms), given, vial, known.protocol.dosing.direction.rate_at_most)


def expected_figures(known: Known, direction: Direction) -> Figures:
    """What both people must arrive at: the direction's dose and weight, and what follows from them."""
    sheet = sheet_for(known, direction)
    return Figures(
        weight=Weight(direction.weight_grams or 0),
        dose=sheet.dose,
        strength=sheet.strength,
        volume=sheet.volume,
        rate=on_pump(sheet.rate) if sheet.rate else None,
    )


def on_pump(rate: Rate) -> Rate:
    """A rate as far as a pump shows it: to a hundredth of a millilitre an hour."""
    return Rate.of(Decimal(dose.shown_rate(rate).split("\u00a0")[0]))


def entered(row: WorkedOut) -> Figures:
    """What one person entered."""
    return Figures(
        weight=Weight(row.weight_grams or 0),
        dose=Dose(row.dose_micrograms),
        strength=None if row.strength_micrograms is None else Strength(row.strength_micrograms),
        volume=None if row.microlitres is None else Volume(row.microlitres),
        rate=None if row.rate_microlitres_per_hour is None else Rate(row.rate_microlitres_per_hour),
    )


def columns_of(figures: Figures) -> dict[str, int | None]:
    """Figures as the columns that keep them."""
    return {
        "weight_grams": figures.weight.units or None,
        "dose_micrograms": figures.dose.units,
        "strength_micrograms": figures.strength.units if figures.strength else None,
        "microlitres": figures.volume.units if figures.volume else None,
        "rate_microlitres_per_hour": figures.rate.units if figures.rate else None,
    }


def check_of(row: WorkedOut) -> Check:
    """One person's answer for the rule. Somebody without an account is told apart by name."""
    person = f"account {row.author_id}" if row.author_id is not None else row.author_name
    return Check(person, row.happened_at, entered(row))


def agreement_on(known: Known) -> Agreement:
    """How the two checks of the sheet that counts stand."""
    if known.direction is None or known.sheet is None or known.second is None:
        return Agreement.WAITING
    return second_check.agreement(
        check_of(known.sheet), check_of(known.second), expected_figures(known, known.direction)
    )


def earlier_differences(known: Known) -> int:
    """How many pairs of checks differed before the sheet that counts."""
    spent = [sheet for sheet in known.sheets if known.sheet is None or sheet.pk < known.sheet.pk]
    return sum(1 for sheet in spent if not _agreed(sheet))


def agreed_sheets(known: Known) -> tuple[DoseSheet, ...]:
    """The sheets on which two people agreed, oldest first."""
    return tuple(sheet for sheet in known.sheets if _agreed(sheet))


def _agreed(sheet: DoseSheet) -> bool:
    made = getattr(sheet, "check_made", None)
    return made is not None and made.agrees
