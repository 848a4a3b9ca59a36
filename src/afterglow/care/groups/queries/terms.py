"""What a protocol says about a series: its group or event, its name, its rhythm."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from afterglow.care.groups.models.series import Meeting, Series
from afterglow.care.groups.rules.recurrence import Rhythm
from afterglow.ground.access.protocols import protocol_in_force, protocol_version
from afterglow.ground.protocol.schema.clinic import Event, EventFee
from afterglow.ground.protocol.schema.groups import Group
from afterglow.ground.protocol.schema.protocol import Protocol


def protocol_of(meeting: Meeting) -> Protocol:
    """The version in force when the meeting was put into the diary: its terms stay."""
    return protocol_version(meeting.clinic_id, meeting.protocol_version)


def group_of(meeting: Meeting) -> Group:
    """The group a meeting belongs to. Raises LookupError for a professional event."""
    group = protocol_of(meeting).group(meeting.series.code)
    if group is None:
        raise LookupError(f"{meeting.series.code} is no group of {meeting.protocol_version}")
    return group


def rhythm_of(protocol: Protocol, code: str) -> Rhythm | None:
    """When a group or an event meets; None for what has no fixed days, or is not in this version."""
    group = protocol.group(code)
    if group is not None:
        return Rhythm(group.meetings.every, group.meetings.at)
    event = event_of(protocol, code)
    if event is None or event.every is None or event.at is None:
        return None
    return Rhythm(event.every, event.at, event.weeks)


def event_of(protocol: Protocol, code: str) -> Event | None:
    """The professional event with a code; None for a group."""
    return next((event for event in protocol.events if event.code == code), None)


def event_fee(protocol: Protocol, code: str) -> EventFee | None:
    """What a date of an event costs; None for a group, and for what costs nothing."""
    event = event_of(protocol, code)
    return event.fee if event is not None else None


def names_kept_until(meeting: Meeting) -> date:
    """The first day on which the names of those who signed up for a date are no longer kept.

    Raises LookupError for a group.
    """
    event = event_of(protocol_of(meeting), meeting.series.code)
    if event is None:
        raise LookupError(f"{meeting.series.code} is no event of {meeting.protocol_version}")
    return event.names_kept_for.after(meeting.day)


def vat_of(meeting: Meeting) -> int | None:
    """The rate of value added tax in the fee for a date of an event; None where it is exempt."""
    protocol = protocol_of(meeting)
    fee = event_fee(protocol, meeting.series.code)
    return protocol.fees.vat.standard if fee is not None and fee.vat == "standard" else None


def linked_meetings(protocol: Protocol, code: str) -> tuple[int, bool]:
    """How many meetings make one run, and whether they follow each other without a gap (F27)."""
    group = protocol.group(code)
    if group is None or group.meetings.sessions is None:
        return 1, False
    return group.meetings.sessions, group.meetings.consecutive_weeks


def name_of(series: Series, protocol: Protocol) -> str:
    """What a series is called, such as ``Integration group``; its code where the version no longer has it."""
    group = protocol.group(series.code)
    if group is not None:
        return group.name
    return next((event.title for event in protocol.events if event.code == series.code), series.code)


def may_be_started(protocol: Protocol) -> tuple[tuple[str, str], ...]:
    """Every group and event with fixed days: its code and its name."""
    groups = [(group.kind, group.name) for group in protocol.groups]
    return (*groups, *((event.code, event.title) for event in protocol.events if event.every))


def version_for(series: Series, day: date) -> Protocol:
    """The protocol that will be in force on a day, as far as is known."""
    noon = datetime.combine(day, time(12), ZoneInfo(series.clinic.time_zone))
    return protocol_in_force(series.clinic, noon)
