"""What an infusion has given by its rates and times, in words, to be held against what the pump shows."""

from __future__ import annotations

from afterglow.care.treatment.presenters.times import clock
from afterglow.care.treatment.queries.giving import progress_of
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.rules.infused import shown_volume
from afterglow.care.treatment.rules.infusion import shown_dose


def by_the_clock(known: Known) -> str:
    """``By the rates set, 17.5 mL (17.5 mg) at 10:23.``; empty where nothing is infused."""
    progress = progress_of(known)
    if progress is None:
        return ""
    amount = f"{shown_volume(progress.given_volume)} ({shown_dose(progress.given)})"
    return f"By the rates set, {amount} at {clock(known, known.now)}."
