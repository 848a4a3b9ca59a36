"""A take-home prescription of a Schedule 2 drug: its particulars in words and figures, its supply and its validity.

Misuse of Drugs Regulations 2001, regulations 15 and 16; NICE NG46: valid for 28 days, no more than 30 days' supply.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from afterglow.care.course.rules.dose import volume_of
from afterglow.care.treatment.rules.spelling import spelled
from afterglow.ground.design.words import counted, day
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose, Quantity, Strength, Volume
from afterglow.ground.protocol.schema.treatments import TakeHome

_UNITS = {"mg": "milligrams", "mL": "millilitres", "mg/mL": "milligrams in one millilitre"}


@dataclass(frozen=True)
class Wanted:
    """What is to be prescribed: a dose, every so many days, so many times, on a day."""

    dose: Dose
    every_days: int
    doses: int
    on: date


@dataclass(frozen=True)
class Person:
    """Who a prescription is for, or by whom it is signed, as the law wants it on paper."""

    name: str
    address: str
    number: str = ""


def total_of(wanted: Wanted, strength: Strength) -> Volume:
    """The whole volume: each dose measured to the microlitre, times how many."""
    return Volume(volume_of(wanted.dose, strength).units * wanted.doses)


def valid_until(wanted: Wanted, rule: TakeHome) -> date:
    """The last day on which it may be dispensed: the day of signing is the first of its days."""
    return wanted.on + rule.valid_for - timedelta(days=1)


def prescription_findings(wanted: Wanted, patient: Person, prescriber: Person, rule: TakeHome) -> tuple[Finding, ...]:
    """What stands in the way of a prescription that a pharmacy may dispense. Each is the law's, and an interlock."""
    found = []
    supply = wanted.every_days * wanted.doses
    if supply > rule.supply_at_most.days:
        words = f"That lasts {counted(supply, 'day')}. At most {rule.supply_at_most.days} days are supplied at a time."
        found.append(_stop("supply-too-long", words, rule))
    if wanted.doses < 1 or wanted.every_days < 1:
        found.append(_stop("nothing-prescribed", "Prescribe one dose at least, one day apart at least.", rule))
    for lacks, code, words in (
        (
            patient.address,
            "no-patient-address",
            "No address of the patient is recorded. It stands on the prescription.",
        ),
        (prescriber.number, "no-prescriber-number", "Enter your prescriber identification number."),
    ):
        if not lacks.strip():
            found.append(_stop(code, words, rule))
    return tuple(found)


def particulars(
    wanted: Wanted, drug: str, strength: Strength, patient: Person, prescriber: Person, rule: TakeHome
) -> tuple[tuple[str, str], ...]:
    """Every particular as it stands on the paper: heading and text, quantities in words and figures."""
    single = volume_of(wanted.dose, strength)
    often = "every day" if wanted.every_days == 1 else f"every {spelled(wanted.every_days)} ({wanted.every_days}) days"
    return (
        ("Patient", f"{patient.name}, {patient.address}"),
        ("NHS number", patient.number or "none recorded"),
        ("Drug, form and strength", f"{drug} {rule.form}, {both(strength)}"),
        ("Dose", f"{both(wanted.dose)}, which is {both(single)}, by mouth, {often}"),
        ("Number of doses", f"{spelled(wanted.doses)} ({wanted.doses})"),
        ("Total quantity", both(total_of(wanted, strength))),
        ("Date", day(wanted.on)),
        ("To be dispensed no later than", day(valid_until(wanted, rule))),
        ("Prescriber", f"{prescriber.name}, {prescriber.address}"),
        ("Prescriber number", prescriber.number),
    )


def both(quantity: Quantity) -> str:
    """Words and figures: ``seventy milligrams (70 mg)``."""
    return f"{spelled(quantity.number)} {_UNITS[quantity.unit]} ({quantity})"


def _stop(code: str, words: str, rule: TakeHome) -> Finding:
    return Finding(code, Severity.STOP, words, rule.source, interlock=True)
