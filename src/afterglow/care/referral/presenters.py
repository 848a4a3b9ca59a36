"""Referrals and waiting clocks as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from afterglow.care.referral.models import Referral
from afterglow.care.referral.queries import Wait
from afterglow.care.referral.rules.waiting import Clock, Standing
from afterglow.ground.design.signature import Signature
from afterglow.ground.design.words import clock as clock_words
from afterglow.ground.design.words import counted, day, short_day
from afterglow.ground.kernel.finding import Finding, unresolved
from afterglow.record.pathway.models import Override

_LOOKS = {
    Standing.WAITING: "",
    Standing.SOON: "soon",
    Standing.PAST: "over",
    Standing.BOOKED: "booked",
    Standing.BOOKED_PAST: "soon",
}


@dataclass(frozen=True)
class Bar:
    """A clock as a bar: its words, how it looks, and how much of the time has gone (0 to 1)."""

    words: str
    look: str
    share: float | None


@dataclass(frozen=True)
class WaitRow:
    """One row of the waiting list. A clock without a bar is words only."""

    referral: Referral
    consultation: Bar | str
    treatment: Bar | str
    booked: str
    kind: str
    """What to book next; empty where it is booked."""
    late: bool


@dataclass(frozen=True)
class TriageRow:
    """One row of the referrals to triage, with the state in a word."""

    referral: Referral
    sender: str
    state: str
    look: str


def wait_rows(waits: Iterable[Wait], today: date) -> list[WaitRow]:
    """The waiting list, row by row."""
    return [_row(wait, today) for wait in waits]


def triage_rows(found: Iterable[tuple[Referral, Sequence[Finding]]]) -> list[TriageRow]:
    """The referrals to triage, row by row."""
    return [TriageRow(referral, sender(referral), *_state(referral, findings)) for referral, findings in found]


def sender(referral: Referral) -> str:
    """Who refers, in a few words."""
    if referral.referrer is None:
        return "the patient"
    return f"{referral.referrer.name}, {referral.referrer.get_profession_display()}"


def signatures(overrides: Iterable[Override], zone: ZoneInfo) -> dict[str, Signature]:
    """The signed overrides by the code of their stop."""
    return {one.code: _signature(one.author_name, one.written_at, one.reason, zone) for one in overrides}


def still_holding(findings: Iterable[Finding], signed: Mapping[str, object]) -> tuple[Finding, ...]:
    """The stops that a prescriber could still sign past."""
    return tuple(finding for finding in unresolved(findings, signed) if finding.overridable)


def _signature(author: str, when: datetime, reason: str, zone: ZoneInfo) -> Signature:
    name, _, role = author.partition(", ")
    return Signature(name, role, f"{day(when, zone)}, {clock_words(when, zone)}", reason)


def _row(wait: Wait, today: date) -> WaitRow:
    seen, current = wait.treatment.since, wait.current
    return WaitRow(
        referral=wait.referral,
        consultation=f"Seen {short_day(seen)}" if seen else _bar(wait.consultation, today),
        treatment=_bar(wait.treatment, today) if seen else "after consultation",
        booked=f"Booked {short_day(current.booked)}" if current.booked else "",
        kind="" if current.booked else "treatment" if seen else "consultation",
        late=current.standing in (Standing.PAST, Standing.BOOKED_PAST),
    )


def _bar(clock: Clock, today: date) -> Bar | str:
    if clock.expected_by is None or clock.since is None:
        return clock.words
    whole = max(1, (clock.expected_by - clock.since).days)
    share = min(1.0, max(0.0, (today - clock.since).days / whole))
    return Bar(_time_left(clock, today), _LOOKS.get(clock.standing, ""), share)


def _time_left(clock: Clock, today: date) -> str:
    assert clock.expected_by is not None
    if clock.standing is Standing.PAST:
        return f"{counted(clock.days_past, 'day')} past the expected time"
    if clock.standing is Standing.BOOKED_PAST:
        return f"booked {counted(clock.days_past, 'day')} past the expected time"
    left = f"{counted((clock.expected_by - today).days, 'day')} left"
    if clock.standing is Standing.BOOKED:
        return f"{left}, booked"
    return f"{left}, by {short_day(clock.expected_by)}"


def _state(referral: Referral, findings: Sequence[Finding]) -> tuple[str, str]:
    if referral.urgent_since is not None:
        return "Urgent: clinician now", "stop"
    codes = {finding.code for finding in unresolved(findings, ())}
    if codes & {"no-doctor", "support-is-no-referral", "referrer-not-accepted"}:
        return "Needs a doctor’s referral", "caution"
    if codes & {"residence-not-known", "no-responsibility"}:
        return "Incomplete", "caution"
    if "lives-elsewhere" in codes:
        return "Lives elsewhere", "caution"
    if codes & {"funding-not-open", "funding-not-offered"}:
        return "Funding to check", "info"
    return "Complete", "ok"
