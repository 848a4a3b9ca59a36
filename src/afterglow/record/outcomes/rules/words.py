"""What a questionnaire is called and what it was asked for, in words."""

from __future__ import annotations

from datetime import date

from afterglow.record.outcomes.rules.instrument import Instrument


def own_title(instrument: Instrument) -> str:
    """What it is called on a patient's own pages: the time it asks about and what about, never its short name."""
    weeks = instrument.recall.days // 7
    if not instrument.bands:
        return instrument.name
    asked = "How the last week was" if weeks == 1 else f"How the last {weeks} weeks were"
    return f"{asked}: {own_about(instrument)}"


def own_about(instrument: Instrument) -> str:
    """What it asks about, as a patient says it: ``low mood``."""
    return instrument.about.partition(",")[0].lower()


def occasion_words(occasion: str) -> str:
    """What it was asked for, as staff say it."""
    kind, _, value = occasion.partition(":")
    if kind == "baseline":
        return "Baseline"
    if kind == "treatment":
        day = date.fromisoformat(value)
        return f"Before the treatment of {day.day} {day:%B %Y}"
    if kind == "month":
        return f"{value} months after the first treatment"
    return "Asked by the team"
