"""How the dose is being given: the infusion's progress from its events, or the one administration."""

from __future__ import annotations

from datetime import datetime, timedelta

from afterglow.care.treatment.models import (
    COMPLETE,
    GIVEN,
    PAUSE,
    PORTION,
    RATE,
    RESUME,
    START,
    STOP,
    DoseSheet,
    InfusionEvent,
)
from afterglow.care.treatment.queries.figures import agreed_sheets
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.rules import infusion
from afterglow.care.treatment.rules.infusion import Event, Progress, Syringe, Verb
from afterglow.care.treatment.rules.portions import Portions, portions_of
from afterglow.care.treatment.rules.rate import RateNow
from afterglow.ground.kernel.quantity import Dose, Rate, Volume

VERBS = {
    START: Verb.START,
    RATE: Verb.SET_RATE,
    PAUSE: Verb.PAUSE,
    RESUME: Verb.RESUME,
    STOP: Verb.STOP,
    COMPLETE: Verb.COMPLETE,
}


def started_at(known: Known) -> datetime | None:
    """When the dose began."""
    return known.events[0].happened_at if known.events else None


def ended_at(known: Known) -> datetime | None:
    """When the dose was over: stopped, completed, or given at once."""
    last = known.events[-1] if known.events else None
    return last.happened_at if last and last.kind in (STOP, COMPLETE, GIVEN) else None


def single_dose(known: Known) -> InfusionEvent | None:
    """The one administration, by routes that have no infusion."""
    return next((event for event in known.events if event.kind == GIVEN), None)


def sheet_in_pump(known: Known) -> DoseSheet | None:
    """The sheet that the running or finished dose was started from: agreed on before the start."""
    agreed = agreed_sheets(known)
    begun = known.events[0] if known.events else None
    if begun is not None:
        agreed = tuple(sheet for sheet in agreed if sheet.check_made.written_at <= begun.written_at)
    return agreed[-1] if agreed else None


def events_of(known: Known) -> tuple[Event, ...]:
    """The infusion's history for the rule."""
    return tuple(
        Event(
            VERBS[event.kind],
            event.happened_at,
            None if event.rate_microlitres_per_hour is None else Rate(event.rate_microlitres_per_hour),
            None if event.given_micrograms is None else Dose(event.given_micrograms),
        )
        for event in known.events
        if event.kind in VERBS
    )


def syringe_of(sheet: DoseSheet) -> Syringe:
    """What the pump holds for a sheet."""
    return Syringe(Dose(sheet.dose_micrograms), Volume(sheet.microlitres or 0))


def progress_of(known: Known) -> Progress | None:
    """Where the infusion stands now; None by other routes, and before anything was checked."""
    sheet = sheet_in_pump(known)
    if sheet is None or sheet.microlitres is None or sheet.rate_microlitres_per_hour is None:
        return None
    return infusion.progress(syringe_of(sheet), events_of(known), known.now)


def portions_given(known: Known) -> tuple[datetime, ...]:
    """When each device or spray was given, of a dose that is given in several."""
    return tuple(event.happened_at for event in known.events if event.kind == PORTION)


def portions_asked(known: Known) -> Portions | None:
    """How the checked dose is divided; None where it is given otherwise, or nobody has checked it yet."""
    sheet = sheet_in_pump(known)
    return portions_of(Dose(sheet.dose_micrograms), known.given.preparation) if sheet else None


def infusion_phase(known: Known) -> infusion.Phase:
    """The infusion's phase, ready where none was started. Between the first device and the last the dose is running."""
    if portions_given(known) and ended_at(known) is None:
        return infusion.Phase.RUNNING
    return infusion.phase_after(events_of(known))


def planned_length(known: Known) -> timedelta | None:
    """How long the dose is planned to take; None where it is given at once."""
    minutes = known.direction.minutes if known.direction else None
    return timedelta(minutes=minutes) if minutes else known.given.over


def rate_now(known: Known, progress: Progress) -> RateNow:
    """What the pump runs at, and up to what two people have checked."""
    agreed = [sheet for sheet in agreed_sheets(known) if known.sheet and sheet.pk == known.sheet.pk]
    set_at = max(event.written_at for event in known.events if event.rate_microlitres_per_hour is not None)
    current = progress.rate or Rate(0)
    checked = Rate(agreed[0].rate_microlitres_per_hour or 0) if agreed else current
    since = bool(agreed) and agreed[0].check_made.written_at > set_at
    slowed = any(event.kind == RATE and _is_slower(event, known) for event in known.events)
    return RateNow(current, checked, since, known.given.begins == "slowly" and not slowed)


def dose_was_raised(known: Known) -> bool:
    """Whether more was given, or is signed for, than the last time by the same route."""
    last = next((one for one in reversed(known.earlier) if one.code == known.treatment.code), None)
    now = known.treatment.given_micrograms or (known.direction.dose_micrograms if known.direction else 0)
    return last is not None and now > (last.given_micrograms or 0)


def _is_slower(event: InfusionEvent, known: Known) -> bool:
    before = [
        one.rate_microlitres_per_hour
        for one in known.events
        if one.pk < event.pk and one.rate_microlitres_per_hour is not None
    ]
    return bool(before) and (event.rate_microlitres_per_hour or 0) < before[-1]
