"""Which lists stand on whose page, in which order. A list with nothing in it says so and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.urls import reverse

from afterglow.care.course.models import Treatment
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.design.navigation import NavigationItem
from afterglow.ground.design.words import counted
from afterglow.ground.kernel.period import local_day
from afterglow.home.worklists.filters import Filters
from afterglow.home.worklists.presenters import referrals, sessions, work
from afterglow.home.worklists.presenters.referrals import TriageRow, WaitRow
from afterglow.home.worklists.presenters.sessions import SessionRow
from afterglow.home.worklists.presenters.work import WorkRow
from afterglow.home.worklists.queries import Morning
from afterglow.record.diary.models import Appointment

Rows = Sequence[TriageRow] | Sequence[WaitRow] | Sequence[SessionRow] | Sequence[WorkRow]

_MOST = 25
"""Rows of one list; the rest is behind its link."""


@dataclass(frozen=True)
class Card:
    """One list. ``kind`` says how its rows are drawn; ``count`` counts those that are not shown too.

    A card of the kind ``later`` is filled from ``part`` when the page is there already; its link leads to the same.
    """

    kind: str
    title: str
    rows: Rows
    empty: str
    count: int
    more: NavigationItem | None = None
    heads: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True)
class Board:
    """One role's page: lists in two columns, what to say on top, and what it can be narrowed by."""

    main: tuple[Card, ...]
    beside: tuple[Card, ...]
    summary: str = ""
    clinicians: Sequence[tuple[str, str]] = ()
    has_funding: bool = False
    may_book: bool = False
    notes: tuple[str, ...] = ()

    @property
    def patient_ids(self) -> set[int]:
        """Everybody the page names."""
        rows = [row for card in (*self.main, *self.beside) for row in card.rows]
        return {row.patient_id for row in rows if row.patient_id is not None}


def office(morning: Morning, filters: Filters) -> Board:
    """An administrator's: what arrives, who waits, who comes today, and what was not answered."""
    mine = [row for row in morning.referrals if filters.funding in ("", row.funding)]
    triage = referrals.triage_rows(mine, morning.protocol, morning.now)
    booked = morning.appointments_of_waiting
    waits = referrals.wait_rows(mine, booked, morning.protocol, morning.now)
    expected = referrals.expected_words(morning.protocol)
    return Board(
        main=(
            _triage(triage, filters, more=_entering(morning)),
            _card(
                "waiting",
                "Waiting list",
                [row for row in waits if row.late or not filters.only_late],
                "Nobody waits here.",
                _more("referral:waiting", f"Show all {len(waits)}"),
                heads=(f"Consultation, {expected[0]}", f"Treatment, {expected[1]}"),
            ),
        ),
        beside=(
            _sessions(morning, morning.todays, booked, filters),
            *_groups(morning),
            _forms(morning, filters),
            _tasks(morning, filters),
        ),
        summary=_summary(triage, waits),
        clinicians=sessions.clinicians(_on(morning.today, booked, morning.protocol.zone)),
        has_funding=True,
        may_book=morning.actor.may(Permission.BOOK),
    )


def psychiatrist(morning: Morning, filters: Filters) -> Board:
    """A psychiatrist's: answers that cannot wait, referrals to judge, directions to sign, reviews, letters."""
    mine = [row for row in morning.referrals_to_judge if filters.funding in ("", row.funding)]
    triage = referrals.triage_rows(mine, morning.protocol, morning.now)
    directions = work.direction_rows(morning.treatments, morning.today)
    reviews = work.review_rows(morning.courses, morning.appointments, morning.protocol, morning.now)
    return Board(
        main=(
            _tasks(morning, filters),
            _triage(triage, filters, title="Referrals to judge"),
            _work("Directions to sign", directions, filters, "Every dose of the next two weeks is signed for."),
        ),
        beside=(
            _sessions(morning, morning.treatments, morning.appointments, filters),
            *_groups(morning),
            _later("Letters to approve", "They stand on the page of letters.", "worklists:drafts", _all_letters()),
            _work("Reviews due", reviews, filters, "No review is due this week."),
        ),
        summary=_summary(triage, ()),
        clinicians=sessions.clinicians(_on(morning.today, morning.appointments, morning.protocol.zone)),
        has_funding=True,
    )


def nurse(morning: Morning, filters: Filters) -> Board:
    """A nurse's: the department bay by bay with what patients answered, and answers that cannot wait."""
    zone = morning.protocol.zone
    rows = [
        sessions.with_readiness(sessions.treatment_row(one, zone), one, morning.answers.get(one.pk), morning.protocol)
        for one in morning.todays
    ]
    shown = [row for row in sessions.by_bay(rows) if row.notes or not filters.only_late]
    day = _more("treatment:day", "Sessions")
    return Board(
        main=(_card("bays", "Today by bay", shown, "Nobody is treated today.", day), _tasks(morning, filters)),
        beside=(_forms(morning, filters),),
        summary=f"{counted(len(rows), 'treatment')} today.",
    )


def therapist(morning: Morning, filters: Filters) -> Board:
    """A therapist's: today's sessions, and the patients they see in these two weeks."""
    zone, account = morning.protocol.zone, morning.actor.account_id
    own = [one for one in morning.appointments if one.with_account_id == account]
    rows = sessions.session_rows(morning.todays, own, morning.today, zone)
    ahead = [sessions.ahead_row(one, zone) for one in own]
    day = _more("treatment:day", "Sessions")
    return Board(
        main=(
            _card("sessions", "Sessions today", rows, "Nobody is treated today.", day),
            _card("sessions", "Your patients, next two weeks", ahead, "Nobody is booked with you."),
        ),
        beside=(*_groups(morning), _tasks(morning, filters)),
    )


def pharmacist(morning: Morning, filters: Filters) -> Board:
    """A pharmacist's: the doses of the day to be checked as second person."""
    rows = [sessions.treatment_row(one, morning.protocol.zone) for one in morning.todays]
    signed = [row for row in rows if row.signed]
    day = _more("treatment:day", "Sessions")
    return Board(
        main=(_card("doses", "Doses signed for today", signed, "Nothing is signed for today.", day),),
        beside=(_tasks(morning, filters),),
        notes=("Stock and the controlled-drug register are not here yet: keep the register as you do now.",),
    )


BOARDS: Mapping[Role, Callable[[Morning, Filters], Board]] = {
    Role.ADMINISTRATOR: office,
    Role.PSYCHIATRIST: psychiatrist,
    Role.NURSE: nurse,
    Role.THERAPIST: therapist,
    Role.PHARMACIST: pharmacist,
}


def _triage(
    rows: Sequence[TriageRow],
    filters: Filters,
    title: str = "Referrals to triage",
    more: NavigationItem | None = None,
) -> Card:
    shown = [row for row in rows if row.urgent or not filters.only_late]
    return _card("triage", title, shown, "No referrals to triage. The next arrives here by itself.", more)


def _entering(morning: Morning) -> NavigationItem | None:
    may = morning.actor.may(Permission.RECEIVE_REFERRALS)
    return _more("referral:receive", "Enter a referral") if may else None


def _sessions(
    morning: Morning, treatments: Sequence[Treatment], appointments: Sequence[Appointment], filters: Filters
) -> Card:
    clinical = morning.actor.may(Permission.SEE_RECORD)
    rows = sessions.session_rows(treatments, appointments, morning.today, morning.protocol.zone, clinical=clinical)
    shown = [row for row in rows if filters.clinician in ("", row.with_ref)]
    more = _more("treatment:day", "Sessions") if clinical else _more("diary:diary", "Diary")
    return _card("sessions", "Today’s sessions", shown, "Nobody is expected today.", more)


def _groups(morning: Morning) -> tuple[Card, ...]:
    """The meetings of today, where the clinic has groups: whoever leads some sees those, the office sees all."""
    if not morning.protocol.groups:
        return ()
    title = "Your meetings today" if morning.actor.may(Permission.LEAD_GROUPS) else "Meetings today"
    return (_later(title, "They stand on the page of groups.", "worklists:meetings", _more("groups:all", "Groups")),)


def _later(title: str, empty: str, part: str, more: NavigationItem) -> Card:
    return Card("later", title, (), empty, 0, more, part=reverse(part))


def _all_letters() -> NavigationItem:
    return _more("letters:letters", "All letters")


def _forms(morning: Morning, filters: Filters) -> Card:
    rows = work.form_rows(morning.requests, morning.protocol, morning.now)
    return _work("Unanswered forms", rows, filters, "Every questionnaire has been answered.")


def _tasks(morning: Morning, filters: Filters) -> Card:
    rows = work.task_rows(morning.tasks, morning.now)
    return _work("Tasks", rows, filters, "Nothing is open for you.", _more("tasks:tasks", "All tasks"))


def _work(
    title: str, rows: Sequence[WorkRow], filters: Filters, empty: str, more: NavigationItem | None = None
) -> Card:
    return _card("work", title, [row for row in rows if row.urgent or not filters.only_late], empty, more)


def _card(
    kind: str, title: str, rows: Rows, empty: str, more: NavigationItem | None = None, heads: tuple[str, ...] = ()
) -> Card:
    return Card(kind, title, rows[:_MOST], empty, len(rows), more, heads)


def _more(name: str, words: str) -> NavigationItem:
    return NavigationItem(words, reverse(name))


def _summary(triage: Sequence[TriageRow], waits: Sequence[WaitRow]) -> str:
    urgent = sum(1 for row in triage if row.urgent)
    past = sum(1 for row in waits if row.late)
    said = [
        counted(urgent, "urgent referral") if urgent else "",
        f"{past} past the expected time" if past else "",
    ]
    words = ", ".join(part for part in said if part)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _on(day: date, appointments: Sequence[Appointment], zone: ZoneInfo) -> list[Appointment]:
    return [one for one in appointments if local_day(one.starts_at, zone) == day]
