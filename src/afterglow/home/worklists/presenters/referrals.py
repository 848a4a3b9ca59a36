"""Referrals to triage, and those who wait with both clocks, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from afterglow.care.referral.models import Referral
from afterglow.care.referral.queries import TRIAGE_STAGES, Wait, findings_at_a_glance, wait_at_a_glance
from afterglow.care.referral.rules.waiting import Clock, Standing
from afterglow.ground.design.words import clock as clock_words
from afterglow.ground.design.words import counted, day, short_day
from afterglow.ground.kernel.finding import stops
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.diary.models import Appointment
from afterglow.record.pathway.rules import Stage

_LOOKS = {
    Standing.SOON: "soon",
    Standing.PAST: "over",
    Standing.BOOKED: "booked",
    Standing.BOOKED_PAST: "soon",
    Standing.NOT_STARTED: "wait",
}


@dataclass(frozen=True)
class TriageRow:
    """One referral to be judged; ``urgent`` ones stand first."""

    patient_id: int
    name: str
    url: str
    sender: str
    received: str
    state: str
    look: str
    urgent: bool


@dataclass(frozen=True)
class Bar:
    """A clock as a bar: its words, its look, and the share of the time that has gone. Without a share, words alone."""

    words: str
    look: str = ""
    share: float | None = None


@dataclass(frozen=True)
class WaitRow:
    """One patient who waits for a first treatment."""

    patient_id: int
    name: str
    url: str
    referred: str
    consultation: Bar
    treatment: Bar
    booked: str
    book_url: str
    late: bool


def triage_rows(referrals: Iterable[Referral], protocol: Protocol, now: datetime) -> list[TriageRow]:
    """The referrals to be judged, urgent first, then the longest here."""
    mine = [row for row in referrals if row.episode.stage in TRIAGE_STAGES]
    rows = [_triage_row(row, protocol, now) for row in mine]
    return sorted(rows, key=lambda row: not row.urgent)


def wait_rows(
    referrals: Iterable[Referral], appointments: Iterable[Appointment], protocol: Protocol, now: datetime
) -> list[WaitRow]:
    """Those who wait, least time left first (F3)."""
    kept: dict[int, list[Appointment]] = {}
    for one in appointments:
        kept.setdefault(one.patient_id, []).append(one)
    waiting = [row for row in referrals if row.episode.stage not in TRIAGE_STAGES]
    waits = [wait_at_a_glance(row, kept.get(row.patient_id, ()), protocol=protocol, now=now) for row in waiting]
    still = [wait for wait in waits if wait.treatment.standing is not Standing.DONE]
    still.sort(key=lambda wait: (wait.current.expected_by or date.max, wait.referral.pk))
    today = local_day(now, protocol.zone)
    return [_wait_row(wait, today, protocol.zone) for wait in still]


def expected_words(protocol: Protocol) -> tuple[str, str]:
    """What the clinic expects of each clock, for the heads of the list."""
    waiting = protocol.referral.waiting
    span = waiting.treatment_expected_after_consultation
    weeks = f"{span.least.days // 7} to {counted(span.most.days // 7, 'week')}"
    return f"within {waiting.first_consultation_expected_within}", f"{weeks} after"


def _triage_row(row: Referral, protocol: Protocol, now: datetime) -> TriageRow:
    state, look = _state(row, protocol)
    return TriageRow(
        patient_id=row.patient_id,
        name=row.patient.full_name,
        url=reverse("referral:referral", args=[row.ref]),
        sender=f"{row.referrer.name}, {row.referrer.get_profession_display()}" if row.referrer else "the patient",
        received=_when(row.received_at, now, protocol.zone),
        state=state,
        look=look,
        urgent=row.urgent_since is not None,
    )


def _state(row: Referral, protocol: Protocol) -> tuple[str, str]:
    if row.urgent_since is not None:
        return "Urgent: clinician now", "stop"
    if row.episode.stage == Stage.INFORMATION_ASKED:
        return "Asked for more", "plain"
    holds = stops(findings_at_a_glance(row, protocol))
    codes = {finding.code for finding in holds}
    if codes & {"no-doctor", "support-is-no-referral", "referrer-not-accepted"}:
        return "Needs a doctor’s referral", "caution"
    if codes & {"funding-not-open", "funding-not-offered"}:
        return "Funding to check", "info"
    return ("To check", "caution") if holds else ("Complete", "ok")


def _wait_row(wait: Wait, today: date, zone: ZoneInfo) -> WaitRow:
    referral, seen, current = wait.referral, wait.treatment.since, wait.current
    kind = "treatment" if seen else "consultation"
    return WaitRow(
        patient_id=referral.patient_id,
        name=referral.patient.full_name,
        url=reverse("record:patient", args=[referral.patient.ref]),
        referred=f"referred {_in_year(local_day(referral.received_at, zone), today)}",
        consultation=Bar(f"Seen {short_day(seen)}") if seen else _bar(wait.consultation, today),
        treatment=_bar(wait.treatment, today) if seen else Bar("after consultation"),
        booked=f"Booked {short_day(current.booked)}" if current.booked else "",
        book_url=f"{reverse('diary:book', args=[referral.patient.ref])}?kind={kind}",
        late=current.standing in (Standing.PAST, Standing.BOOKED_PAST),
    )


def _bar(clock: Clock, today: date) -> Bar:
    if clock.expected_by is None or clock.since is None:
        return Bar(clock.words)
    whole = max(1, (clock.expected_by - clock.since).days)
    share = min(1.0, max(0.0, (today - clock.since).days / whole))
    return Bar(_words(clock, clock.expected_by, today), _LOOKS.get(clock.standing, ""), share)


def _words(clock: Clock, expected_by: date, today: date) -> str:
    if clock.standing in (Standing.PAST, Standing.BOOKED_PAST):
        past = f"{counted(clock.days_past, 'day')} past the expected time"
        return past if clock.standing is Standing.PAST else f"booked {past}"
    left = f"{counted((expected_by - today).days, 'day')} left"
    return f"{left}, booked" if clock.standing is Standing.BOOKED else f"{left}, by {short_day(expected_by)}"


def _in_year(when: date, today: date) -> str:
    return short_day(when) if when.year == today.year else day(when)


def _when(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    if local_day(moment, zone) == local_day(now, zone):
        return f"today {clock_words(moment, zone)}"
    return _in_year(local_day(moment, zone), local_day(now, zone))
