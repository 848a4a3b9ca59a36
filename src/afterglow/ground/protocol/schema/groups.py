"""Groups: preparation, integration, psychodynamic."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Literal

from pydantic import model_validator

from afterglow.ground.protocol.schema.base import Count, Flag, Sourced, Words
from afterglow.ground.protocol.schema.treatments import Route
from afterglow.ground.protocol.schema.units import (
    AnyMoney,
    ClockHours,
    ClockTime,
    CountRange,
    Duration,
    LongTime,
    Weekday,
)

GroupKind = Literal["preparation", "integration", "psychodynamic"]


class Meetings(Sourced):
    """When a group meets, by the clinic's own clock."""

    every: Weekday
    at: ClockHours
    sessions: Count | None = None
    consecutive_weeks: Flag = False
    planned_breaks: Flag = False
    bank_holidays: Literal["skipped", "held"] = "skipped"


class Places(Sourced):
    """How many may take part."""

    most: Count
    waiting_line: Flag
    offer_open_for: Duration = timedelta(hours=12)
    """How long a freed place is kept for whoever is first in the line."""
    nothing_asked_until: ClockTime = time(12)
    """From a dose until this hour of the next day nobody is asked to agree or to pay; a place is kept free for them."""


class OpenTo(Sourced):
    """Who may take part."""

    stage: Literal["before-first-treatment", "in-treatment", "maintenance"]
    routes: tuple[Route, ...] = ()
    treatment_within_days: Count | None = None
    same_day: Literal["yes", "no", "ask-the-facilitator"] = "yes"
    best_days: CountRange | None = None
    not_in_regular_psychotherapy: Flag = False
    say: Words


class ClosedTo(Sourced):
    """Who is asked to talk first, or does not take part."""

    members_of: tuple[GroupKind, ...] = ()
    discuss_first: tuple[Words, ...] = ()


class Names(Sourced):
    """Which names are seen in the group and on screen."""

    shown: Literal["first"]
    say: Words


class Door(Sourced):
    """The waiting room of a meeting."""

    opens_before: Duration
    closes_after: Duration
    say: Words


class Holding(Sourced):
    """How long a place waits for payment: at least as long as a payment that was begun can live."""

    place_held_for: Duration


class Fee(Sourced):
    """What a place costs."""

    amount: AnyMoney
    owed_if_absent: Flag
    free_cancellation_before: Duration
    pay_by: Literal["card-online", "invoice"]
    holding: Holding


class Membership(Sourced):
    """How long one stays."""

    least: LongTime
    planned: LongTime
    most: LongTime


class OwnNotes(Sourced):
    """What facilitators write for themselves, apart from every record: how long after the meeting it is kept."""

    kept_for: LongTime


class Facilitators(Sourced):
    """Who leads the group."""

    number: Count
    profession: Words
    supervised: Flag
    notes: Words
    own_notes: OwnNotes


class Guests(Sourced):
    """Trainees who take part and visitors who observe."""

    trainees: Flag
    visitors: Flag
    told_beforehand: Flag


class Group(Sourced):
    """One kind of group."""

    kind: GroupKind
    name: Words
    say: Words
    works_on: tuple[Words, ...]
    approaches: tuple[Words, ...] = ()
    optional: Flag
    encouraged: str = ""
    meetings: Meetings
    where: Literal["online", "in-person"]
    places: Places
    same_members: Flag = False
    open_to: OpenTo
    closed_to: ClosedTo | None = None
    confidential: Words
    names: Names
    door: Door
    fee: Fee | None = None
    membership: Membership | None = None
    facilitators: Facilitators
    guests: Guests

    @model_validator(mode="after")
    def _same_members_meet_more_than_once(self) -> Group:
        if self.same_members and (self.meetings.sessions or 0) < 2:
            raise ValueError("The same members need at least 2 sessions: write sessions = 2 under meetings.")
        return self
