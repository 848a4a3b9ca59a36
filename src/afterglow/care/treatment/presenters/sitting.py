"""What a sitter reads: when, where, what is asked of them. Nothing in it says who the patient is."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.care.course.models import Treatment
from afterglow.care.course.queries import protocol_of
from afterglow.care.treatment.actions.sitting import good_until
from afterglow.care.treatment.models import SitterAnswer
from afterglow.ground.design.words import clock, moment, weekday_day
from afterglow.ground.protocol.schema.leaving import Call
from afterglow.ground.protocol.schema.units import show_range


@dataclass(frozen=True)
class SitterPage:
    """Everything on the page. ``at`` and ``lasts`` are empty where nothing is booked, or nothing is said about it."""

    day: str
    at: str
    address: str
    must: bool
    asked: tuple[tuple[str, str], ...]
    see: str
    wear_off: str
    home: tuple[str, ...]
    calls: tuple[Call, ...]
    until: str


def sitter_page(treatment: Treatment) -> SitterPage:
    """The page for one treatment."""
    protocol = protocol_of(treatment.course)
    given, booked, policy = protocol.treatment_coded(treatment.code), treatment.appointment, protocol.companion
    effects = [one.say.lower() for one in protocol.session.effects if one.kind == "expected"]
    afterwards = protocol.afterwards
    lasts = f", {show_range(given.session_length)}" if given.session_length else ""
    return SitterPage(
        day=weekday_day(treatment.planned_day),
        at=clock(booked.starts_at, protocol.zone) if booked else "",
        address=", ".join(protocol.contact.address),
        must=policy.in_treatment_room == "required",
        asked=(
            ("Stay in the room", f"the whole time{lasts}."),
            ("Take them home.", f"They must not drive until {afterwards.driving.until}."),
            (f"Stay until {policy.escort.stays_until},", "if you can."),
            ("Drink no alcohol", "until you are both home."),
        ),
        see=f"They may feel some of this: {', '.join(effects)}.",
        wear_off=protocol.session.wear_off,
        home=(afterwards.activities.say, afterwards.alcohol.say),
        calls=tuple(one for one in afterwards.call_advice.calls if one.for_whom == "companion"),
        until=moment(good_until(treatment), protocol.zone),
    )


def answered_words(answer: SitterAnswer) -> str:
    """What the patient reads once the sitter they asked has answered."""
    when = moment(answer.happened_at, protocol_of(answer.treatment.course).zone)
    return f"They answered on {when}: I {'will be there' if answer.coming else 'cannot come'}."
