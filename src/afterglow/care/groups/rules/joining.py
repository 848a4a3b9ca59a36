"""Who may take a place in a meeting, and why not, in words for the patient who asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from afterglow.ground.design.words import counted, weekday_day
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.period import calendar_days, local_day
from afterglow.ground.protocol.schema.groups import Group
from afterglow.record.pathway.rules import Stage

BEFORE_FIRST = frozenset({Stage.SUITABLE, Stage.CONSENTED, Stage.IN_COURSE})
IN_TREATMENT = frozenset({Stage.IN_COURSE, Stage.UNDER_REVIEW, Stage.MAINTENANCE, Stage.ON_BREAK, Stage.FOLLOW_UP})


@dataclass(frozen=True)
class Given:
    """A dose that was given, by its route."""

    route: str
    at: datetime


@dataclass(frozen=True)
class Facts:
    """What is known about a patient who would join."""

    stage: Stage | None = None
    given: tuple[Given, ...] = ()
    planned: tuple[tuple[str, date], ...] = ()
    """Treatments still to come: route and day, soonest first."""
    member_of: frozenset[str] = frozenset()
    in_group_therapy: bool = False
    """Already in group therapy, as they say or as it is known."""
    may_join: bool | None = None
    """What came of the last talk about joining this group; None where there was none."""


def may_join(
    group: Group, facts: Facts, starts: Sequence[datetime], *, zone: ZoneInfo, other_groups: Sequence[Group] = ()
) -> tuple[Finding, ...]:
    """What speaks for or against places in these linked meetings (F26-F29, L2).

    A stop holds the patient back; staff may go past it with a reason. Without a stop one finding says why it is open.
    Days are calendar days where the clinic is.
    """
    found = (
        *_stage(group, facts, starts, zone),
        *_window(group, facts, starts, zone),
        *_other_groups(group, facts, other_groups),
    )
    return tuple(found)


def _stage(group: Group, facts: Facts, starts: Sequence[datetime], zone: ZoneInfo) -> Iterator[Finding]:
    source, wanted = group.open_to.source, group.open_to.stage
    if wanted == "before-first-treatment":
        yield from _before_first(group, facts, starts, zone)
    elif wanted == "maintenance" and facts.stage is not Stage.MAINTENANCE:
        yield _stop("not-in-maintenance", f"Not yet: {_lower(group.open_to.say)}", source)
    elif wanted == "in-treatment" and facts.stage not in IN_TREATMENT:
        yield _stop("not-in-treatment", "Not yet: the group is for people in treatment here.", source)


def _before_first(group: Group, facts: Facts, starts: Sequence[datetime], zone: ZoneInfo) -> Iterator[Finding]:
    source = group.open_to.source
    if facts.given:
        words = "This group is for the time before the first treatment. You have had yours."
        yield _stop("treated-already", words, source)
    elif facts.stage not in BEFORE_FIRST:
        words = "Not yet: the group is for the time between the assessment and the first treatment."
        yield _stop("not-assessed", words, source)
    elif facts.planned and facts.planned[0][1] <= local_day(starts[-1], zone):
        first = facts.planned[0][1]
        words = f"Your first treatment is planned for {weekday_day(first)}, before this group is over."
        yield _stop("treatment-comes-first", words, source)
    else:
        say = "You can book: you are between your assessment and your first treatment."
        yield Finding("open", Severity.INFO, say, source)


def _window(group: Group, facts: Facts, starts: Sequence[datetime], zone: ZoneInfo) -> Iterator[Finding]:
    """The window after a dose, by the clinic's calendar: with clocks going back, 169 hours are still 7 days (L2)."""
    days = group.open_to.treatment_within_days
    if days is None:
        return
    start = starts[0]
    # A dose at any hour of the meeting's day counts as that day's, whichever of the two comes first.
    before = [one for one in facts.given if local_day(one.at, zone) <= local_day(start, zone)]
    of_route = [one for one in before if one.route in group.open_to.routes]
    last = max(of_route, key=lambda one: one.at, default=None)
    gone = calendar_days(last.at, start, zone) if last else None
    how = f"{gone} calendar days between the dose and the meeting; at most {days}." if last else ""
    if gone == 0 and group.open_to.same_day != "yes":
        yield _same_day(group)
    elif gone is None or gone > days:
        yield _outside(group, facts, start, zone, gone)
    else:
        yield Finding("open", Severity.INFO, _open_words(start, gone, zone), group.open_to.source, how)


def _open_words(start: datetime, gone: int, zone: ZoneInfo) -> str:
    ago = "on the day of the group" if gone == 0 else f"{counted(gone, 'day')} before it"
    return f"You can book {weekday_day(start, zone)}: your infusion was {ago}."


def _same_day(group: Group) -> Finding:
    if group.open_to.same_day == "no":
        return _stop("same-day", "Not on the day of an infusion itself.", group.open_to.source)
    words = "Your infusion is on the day of the group. Ask the facilitator: they decide with you."
    return _stop("ask-the-facilitator", words, group.open_to.source)


def _outside(group: Group, facts: Facts, start: datetime, zone: ZoneInfo, gone: int | None) -> Finding:
    days = counted(group.open_to.treatment_within_days or 0, "day")
    next_day = next((day for route, day in facts.planned if route in group.open_to.routes), None)
    then = f" Your next infusion is planned for {weekday_day(next_day)}: you can book from then on." if next_day else ""
    reason = f"your last infusion will be {counted(gone, 'day')} back" if gone else "an infusion comes first"
    words = f"Not yet: {reason}. The group is for the {days} after an infusion.{then}"
    return _stop("outside-the-window", words, group.open_to.source)


def _other_groups(group: Group, facts: Facts, others: Sequence[Group]) -> Iterator[Finding]:
    closed = group.closed_to
    if closed is None:
        return
    for kind in sorted(facts.member_of & set(closed.members_of)):
        name = next((other.name.lower() for other in others if other.kind == kind), f"{kind} group")
        yield _stop("member-of-another", f"Not yet: members of the {name} do not join this one.", closed.source)
    if closed.discuss_first and facts.may_join is False:
        yield _stop("talked-not-now", "We have talked about this group with you: not at present.", closed.source)
    elif closed.discuss_first and facts.in_group_therapy and not facts.may_join:
        words = "You are in group therapy already, so we talk with you first. Somebody will call you."
        yield _stop("talk-first", words, closed.source)


def quiet_until(last_dose: datetime | None, until: time, zone: ZoneInfo) -> datetime | None:
    """Until when nobody asks the patient to agree or to pay: this hour of the day after a dose (default)."""
    if last_dose is None:
        return None
    return datetime.combine(local_day(last_dose, zone) + timedelta(days=1), until, zone).astimezone(UTC)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _stop(code: str, words: str, source: str) -> Finding:
    return Finding(code, Severity.STOP, words, source)
