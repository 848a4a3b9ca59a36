"""What patients read on their own pages: the day-before check, and the rest of the day after a treatment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from afterglow.care.course.models import Treatment
from afterglow.care.course.queries import protocol_of
from afterglow.care.treatment.actions.readiness import call_by, closes_at
from afterglow.care.treatment.models import Departure
from afterglow.care.treatment.queries.before import questions_of
from afterglow.care.treatment.queries.giving import dose_was_raised, ended_at
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.rules.leaving import travel_words
from afterglow.care.treatment.rules.readiness import Asker
from afterglow.ground.design import words
from afterglow.ground.design.words import clock, moment, weekday_day
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.leaving import Call
from afterglow.ground.protocol.schema.readiness import Option, Question
from afterglow.ground.protocol.schema.units import show_range


@dataclass(frozen=True)
class Answered:
    """One question with the answer given: its code, the question, the answer, and whether a nurse calls about it."""

    code: str
    ask: str
    say: str
    call: bool


@dataclass(frozen=True)
class Step:
    """What happens next, in order: when, and what."""

    when: str
    words: str


def asked(known: Known) -> tuple[Question, ...]:
    """The questions for this patient, in order."""
    return questions_of(known, Asker.PATIENT)


def answered(known: Known) -> tuple[Answered, ...]:
    """Every question that was answered, with the answer that counts."""
    found = []
    for question in asked(known):
        given = known.answers.get(question.code)
        if given is not None:
            option = question.option(given.option)
            found.append(Answered(question.code, question.ask, option.say, wants_a_call(option)))
    return tuple(found)


def wants_a_call(option: Option) -> bool:
    """Whether a nurse calls about an answer."""
    return option.finding in ("caution", "stop")


def call_words(treatment: Treatment, now: datetime, phone: str) -> str:
    """When a nurse calls, and on which number."""
    shown = f" on {words.phone(phone)}" if phone else ""
    by = call_by(treatment)
    if now <= by:
        return f"A nurse will call you today before {clock(by, protocol_of(treatment.course).zone)}{shown}."
    return f"A nurse will read this in the morning, before your treatment, and call you{shown} or speak with you here."


def next_steps(known: Known, phone: str) -> tuple[Step, ...]:
    """What happens after the last answer: who reads, what to leave out tonight, when to come."""
    zone, booked, rule = known.protocol.zone, known.treatment.appointment, known.protocol.readiness
    called = any(one.call for one in answered(known))
    until = clock(call_by(known.treatment), zone)
    read = call_words(known.treatment, known.now, phone) if called else f"A nurse reads your answers before {until}."
    steps = [Step("Today", read), Step("Tonight", f"{_tonight(known)} {rule.drink_and_wear}")]
    when = weekday_day(known.treatment.planned_day) + (f", {clock(booked.starts_at, zone)}" if booked else "")
    return (*steps, Step(when, "Come as planned, unless we call."))


@dataclass(frozen=True)
class Told:
    """What a treatment is like, told beforehand: the place, its steps, how to meet it, and what may be felt."""

    place: str
    company: str
    lasts: str
    steps: tuple[str, ...]
    attitude: str
    effects: tuple[str, ...]
    wear_off: str


def told_beforehand(known: Known) -> Told:
    """What a patient is told the day before, in the clinic's words."""
    protocol, length = known.protocol, known.given.session_length
    session = protocol.session
    return Told(
        place=protocol.room.comfort,
        company=f"{protocol.companion.say} {protocol.companion.waits}",
        lasts=show_range(length) if length else "",
        steps=tuple(step.say for step in session.steps_for(known.treatment.route)),
        attitude=session.attitude,
        effects=tuple(effect.say for effect in session.effects if effect.kind == "expected"),
        wear_off=session.wear_off,
    )


def changeable_until(treatment: Treatment) -> str:
    """Until when answers can be changed, in words."""
    return moment(closes_at(treatment), protocol_of(treatment.course).zone)


def fasting_words(known: Known) -> str:
    """Until when the patient eats and drinks: as clock times where the time of the treatment is known."""
    fasting, booked, zone = known.given.fasting, known.treatment.appointment, known.protocol.zone
    if fasting is None:
        return ""
    if booked is None:
        return fasting.say
    food, drink = booked.starts_at - fasting.food, booked.starts_at - fasting.clear_fluids
    return f"No food after {clock(food, zone)}. Water until {clock(drink, zone)}."


@dataclass(frozen=True)
class After:
    """The rest of the day after a treatment. Never a time that is safe for one person.

    ``over`` says that the day itself is over: what was for that day is not said again.
    """

    over: bool
    lead: str
    travel: tuple[str, ...]
    order: tuple[tuple[str, str, bool], ...]
    calls: tuple[tuple[str, tuple[str, ...]], ...]
    companion_calls: tuple[tuple[str, tuple[str, ...]], ...]


def after_page(known: Known, departure: Departure) -> After:
    """What a patient reads when they have left."""
    rule, zone, end = known.protocol.afterwards, known.protocol.zone, ended_at(known) or departure.happened_at
    nurse = departure.author_name.partition(", ")[0]
    lead = (
        f"{weekday_day(end, zone)}. Your treatment ended at {clock(end, zone)}. "
        f"{nurse} checked that you were well enough to leave at {clock(departure.happened_at, zone)}."
    )
    home = f"{departure.escort} takes you home. " if departure.escort else ""
    order = (
        ("Now", f"{home}Go straight there. You can eat and drink.", True),
        ("Today", rule.activities.say, False),
        ("Tonight", f"{rule.alcohol.say} {rule.benzodiazepines.say} Your other medicines as usual.", False),
        (moment(end + rule.alcohol.after, zone), "The time without alcohol is over. None at all is best.", False),
        ("The days after", rule.days_after, False),
    )
    calls = rule.call_advice.calls
    over = local_day(known.now, zone) > local_day(end, zone)
    return After(
        over,
        lead,
        travel_words(rule, len(known.earlier) + 1, dose_was_raised(known)),
        order,
        _calls(calls, "patient"),
        _calls(calls, "companion"),
    )


def _calls(calls: tuple[Call, ...], for_whom: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((one.who, one.when) for one in calls if one.for_whom == for_whom)


def _tonight(known: Known) -> str:
    return " ".join(filter(None, ("No alcohol.", fasting_words(known))))
