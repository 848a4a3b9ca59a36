"""The treatment on its day, on a tablet at the bedside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.journeys.company import PIN
from tests.journeys.steps.readying import harmless
from tests.journeys.visitor import Visitor


@dataclass(frozen=True)
class Figures:
    """What one person works out from the label, the scales and the prescription."""

    dose: str
    weight: str = ""
    strength: str = ""
    volume: str = ""
    rate: str = ""


@dataclass(frozen=True)
class Reading:
    """One set of vital signs, as it is typed."""

    pressure: str
    pulse: str
    oxygen: str
    breaths: str = "14"
    alertness: str = "5"
    temperature: str = "36.7"


@dataclass(frozen=True)
class Escort:
    """Who takes the patient home."""

    name: str
    phone: str = "07700 900555"


def opens_session(tablet: Visitor, name: str) -> None:
    """From today's sessions: one patient's."""
    tablet.goes_to("/treatments/")
    tablet.presses(name)


def settles(tablet: Visitor, bay: str, *, known_by: Sequence[str] = ("Name", "Date of birth")) -> None:
    """Two identifiers, and a bay."""
    for identifier in known_by:
        tablet.ticks(identifier)
    tablet.picks("Bay", bay)
    tablet.presses("The patient is settled")


def confirms_capacity(tablet: Visitor, *, wants_it: bool = True) -> None:
    """Asked again before this dose."""
    tablet.chooses("Does the patient understand what will happen", "Yes")
    tablet.chooses("Does the patient want this treatment today?", "Yes" if wants_it else "No")
    tablet.presses("Save", exact=True, within=tablet.card("Before every dose"))


def completes_check(tablet: Visitor, escort: Escort | None, *, otherwise: Mapping[str, str] | None = None) -> None:
    """The readiness check with the patient here: every answer raises nothing, but for what ``otherwise`` says."""
    form = tablet.page.locator("form").filter(has=tablet.page.locator("button", has_text="Save the check"))
    for ask in form.locator("fieldset:has(input[type=radio]) legend").all_text_contents():
        answer = next((one for start, one in (otherwise or {}).items() if ask.startswith(start)), "")
        tablet.chooses(ask.strip(), answer or harmless(ask.strip()))
    if escort is not None:
        tablet.fills("Who", escort.name)
        tablet.fills("Their phone number", escort.phone)
        tablet.ticks("Is an adult")
        tablet.ticks("Is able to take the patient home")
    tablet.presses("Save the check")


def takes_reading(tablet: Visitor, reading: Reading) -> None:
    """Type a reading on the page During."""
    tablet.fills("BP", reading.pressure)
    tablet.fills("HR", reading.pulse)
    tablet.fills("SpO₂", reading.oxygen)
    tablet.fills("Breaths", reading.breaths)
    tablet.fills("Alertness", reading.alertness)
    tablet.picks("Consciousness", "Alert")
    tablet.chooses("Breathing", "Air")
    tablet.fills("Temperature", reading.temperature)
    tablet.presses("Save reading")


def part(tablet: Visitor, name: str) -> None:
    """One of the four parts of the session."""
    tablet.presses(name, within=tablet.page.get_by_role("navigation", name="Session"))


def works_dose_out(tablet: Visitor, figures: Figures) -> None:
    """The first check, shown to nobody until the second is in."""
    _types(tablet, figures)
    tablet.presses("Save the first check")


def checks_dose(tablet: Visitor, figures: Figures) -> None:
    """The second check, on a tablet of one's own."""
    _types(tablet, figures)
    tablet.presses("Save the second check")


def checks_dose_beside(tablet: Visitor, figures: Figures, name: str) -> None:
    """The second check on the first nurse's tablet, proved by a PIN."""
    _types(tablet, figures)
    tablet.picks("Who checks?", name)
    tablet.fills("Their PIN", PIN)
    tablet.presses("Save the second check")


def draws_up(tablet: Visitor, *, dose: str, rest: str, witness: str = "Tom Adeyemi") -> None:
    """From the dose's page: a vial opened, the dose drawn and the rest destroyed, before a witness with their PIN."""
    tablet.presses("Draw it up with a witness")
    tablet.picks("From which lot?", "Lot A1")
    tablet.fills("Drawn up", dose)
    tablet.fills("Destroyed at once", rest)
    tablet.picks("Who witnesses this?", witness)
    tablet.fills("Their PIN", PIN)
    tablet.presses("Write it into the register")
    tablet.presses("The dose", exact=True)


def starts(tablet: Visitor, *, rate: str = "") -> None:
    """Start the infusion, at the checked rate or below it."""
    if rate:
        tablet.fills("Start at", rate)
    tablet.presses("Start the infusion")


def sets_rate(tablet: Visitor, rate: str, why: str) -> None:
    """Another rate, on the page During."""
    tablet.fills("New rate", rate)
    tablet.fills("Why is it changed?", why)
    tablet.presses("Set the rate")


def gives(tablet: Visitor, dose: str) -> None:
    """Give an injection or a spray, at once."""
    tablet.fills("Given", dose)
    tablet.presses("Given now")


def writes_note(visitor: Visitor, about: str, text: str) -> None:
    """The therapist's note, on the page During."""
    visitor.chooses("About", about)
    visitor.fills("Note", text)
    visitor.presses("Save the note")


def notes_effects(tablet: Visitor, felt: Mapping[str, str], words: str = "") -> None:
    """What the patient says when asked: a level from 0 to 4 for each effect."""
    for effect, level in felt.items():
        scale = tablet.page.get_by_role("radiogroup", name=effect)
        scale.get_by_role("radio").nth(int(level)).check()
    if words:
        tablet.fills("In the patient’s words, or something else", words)
    tablet.presses("Save effects")


def leaves(tablet: Visitor, escort: Escort) -> None:
    """Every recovery score in full, every line of the checklist, and out with whoever takes them home."""
    _scores_fully(tablet)
    records = tablet.page.get_by_role("button", name="Record")
    while records.count():
        with tablet.page.expect_navigation():
            records.first.click()
    tablet.examines()
    tablet.fills("Who is here to take the patient home?", escort.name)
    tablet.fills("Their phone number", escort.phone)
    tablet.ticks("Advice given to the patient")
    tablet.ticks("Advice given to whoever takes them home")
    tablet.presses("The patient leaves")


def _scores_fully(tablet: Visitor) -> None:
    save = tablet.page.get_by_role("button", name="Save the score")
    while save.count():
        for part in tablet.page.locator("form", has=save).locator("fieldset").all():
            part.get_by_role("radio").first.check()
        tablet.presses("Save the score")


def _types(tablet: Visitor, figures: Figures) -> None:
    for label, value in (
        ("Weight", figures.weight),
        ("Dose", figures.dose),
        ("Strength", figures.strength),
        ("Volume", figures.volume),
        ("Rate", figures.rate),
    ):
        if value:
            tablet.fills(label, value)
