"""An assessment in words: what is known, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from afterglow.care.assessment.models import Condition, Measurement, Medicine, MedicinesConfirmed
from afterglow.ground.design.signature import Signature
from afterglow.ground.design.words import clock, day, moment, short_day
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Height, Weight
from afterglow.ground.protocol.schema.assessment import Assessment
from afterglow.record.pathway.models import Override

_LOOKS = {Severity.INFO: "info", Severity.CAUTION: "caution", Severity.STOP: "stop"}


@dataclass(frozen=True)
class MedicineRow:
    """One medicine on the list, with what is known of it beside the treatment."""

    ref: str
    name: str
    dose: str
    notes: tuple[tuple[str, str, str], ...]
    """Look, words and source of each."""


def medicine_rows(medicines: Sequence[Medicine], found: Mapping[int, tuple[Finding, ...]]) -> tuple[MedicineRow, ...]:
    """The list of medicines as it stands, each with its findings."""
    return tuple(_medicine_row(one, found[one.pk]) for one in medicines)


def confirmed_words(confirmed: MedicinesConfirmed | None, medicines: Sequence[Medicine], zone: ZoneInfo) -> str:
    """When the list was gone through, and whether it has changed since."""
    if confirmed is None:
        return "not gone through yet"
    changed = set(confirmed.medicines) != {one.ref for one in medicines}
    when = f"confirmed {day(confirmed.happened_at, zone)}"
    return f"{when}, changed since" if changed else when


def measurement_rows(measurements: Sequence[Measurement], zone: ZoneInfo) -> tuple[tuple[str, ...], ...]:
    """Measurements for a table: when, weight, height, blood pressure, pulse."""
    return tuple(
        (
            f"{short_day(one.happened_at, zone)}, {clock(one.happened_at, zone)}",
            str(Weight(one.weight_grams)) if one.weight_grams else "",
            str(Height(one.height_millimetres)) if one.height_millimetres else "",
            f"{one.systolic}/{one.diastolic}" if one.systolic else "",
            str(one.pulse) if one.pulse else "",
        )
        for one in measurements
    )


def condition_words(conditions: Sequence[Condition], assessment: Assessment) -> str:
    """How many conditions were asked about, in a sentence."""
    asked = len({*(one.code for one in assessment.contraindications), *(one.code for one in assessment.considerations)})
    answered = len({one.code for one in conditions})
    there = sum(1 for one in conditions if one.present)
    if not answered:
        return f"None of {asked} conditions has been asked about yet."
    return f"{min(answered, asked)} of {asked} asked about; {there} there."


def override_signatures(overrides: Sequence[Override], zone: ZoneInfo) -> dict[str, Signature]:
    """The signature under each stop that a prescriber went past."""
    return {one.code: _signature(one, zone) for one in overrides}


def _medicine_row(medicine: Medicine, found: tuple[Finding, ...]) -> MedicineRow:
    dose = medicine.dose
    if medicine.as_needed:
        last = f", last {day(medicine.last_taken)}" if medicine.last_taken else ""
        dose = f"{dose} if needed{last}".strip()
    notes = tuple((_LOOKS[one.severity], _after_name(one.words, medicine.name), one.source) for one in found)
    return MedicineRow(medicine.ref, medicine.name, dose, notes)


def _after_name(words: str, name: str) -> str:
    return words.removeprefix(f"{name}: ")


def _signature(one: Override, zone: ZoneInfo) -> Signature:
    name, _, role = one.author_name.partition(", ")
    return Signature(name, role, moment(one.written_at, zone), one.reason)
