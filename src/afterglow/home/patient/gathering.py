"""Everything a patient's Today page shows, gathered once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from afterglow.care.course.models import GIVEN, NOT_GIVEN, Treatment
from afterglow.care.course.queries import course_of, treatments_of
from afterglow.care.referral.queries import expected_wait
from afterglow.care.treatment.actions.readiness import closes_at, opens_at
from afterglow.care.treatment.queries.before import questions_of
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.sessions import last_departure, sitter_answer
from afterglow.care.treatment.rules.readiness import Asker
from afterglow.ground.access.actor import Actor
from afterglow.ground.design import words
from afterglow.ground.design.navigation import NavigationItem
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.home.patient.after import After, after_dose
from afterglow.home.patient.before import Before, before_treatment
from afterglow.home.patient.next_thing import (
    NextThing,
    ToAnswer,
    Visit,
    next_thing,
    rest_of_today,
    treatment_words,
)
from afterglow.home.patient.scores import OwnScores, own_scores
from afterglow.office.letters.models import Letter
from afterglow.office.letters.queries.letters import letters_to
from afterglow.record.contact.models import Question
from afterglow.record.contact.queries import own_questions
from afterglow.record.diary.models import Appointment
from afterglow.record.diary.queries import next_appointments
from afterglow.record.outcomes.queries import answered_counts, instrument_asked, open_requests, score_history
from afterglow.record.outcomes.rules.words import own_title
from afterglow.record.people.models import CareTeamMember, Patient
from afterglow.record.people.queries import care_team

Dot = tuple[int, str, str]


@dataclass(frozen=True)
class Check:
    """The day-before check while it can be answered."""

    url: str
    questions: int
    answered: int
    by: datetime
    late: bool

    @property
    def begun(self) -> bool:
        """Whether some of it is answered."""
        return 0 < self.answered < self.questions

    @property
    def done(self) -> bool:
        """Whether all of it is answered."""
        return self.answered >= self.questions

    @property
    def button(self) -> str:
        """What its button says."""
        if self.done:
            return "See your day-before check"
        return "Go on with the day-before check" if self.begun else "Start the day-before check"

    @property
    def below(self) -> str:
        """What stands beneath the button."""
        if self.done:
            return "You have answered it. Answers can be changed until the morning."
        if self.begun:
            return f"{self.answered} of {self.questions} answered."
        return f"{self.questions} questions, about 2 minutes{'' if self.late else f', by {self.by:%H:%M} today'}."


@dataclass(frozen=True)
class Today:
    """The page, in the order it is read."""

    first: NextThing
    before: Before | None
    after: After | None
    rest_url: str
    """Where the rest of the day of a treatment is told hour by hour; empty from the second day on."""
    check: Check | None
    sitter: str
    """How it stands with the sitter of the next treatment; empty where none is needed."""
    to_answer: tuple[ToAnswer, ...]
    dots: tuple[Dot, ...]
    course_words: str
    scores: OwnScores | None
    questions: Sequence[Question]
    letters: Sequence[Letter]
    appointments: Sequence[Appointment]
    waiting: tuple[str, ...]
    team: Sequence[CareTeamMember]


def today_of(patient: Patient, protocol: Protocol, *, by: Actor, now: datetime) -> Today:
    """Gather a patient's page."""
    course = course_of(patient)
    treatments = treatments_of(course) if course else ()
    given = [one for one in treatments if one.state == GIVEN and one.given_at]
    appointments = next_appointments(patient, now=now)
    waiting = expected_wait(patient, protocol=protocol, now=now)
    to_answer = _to_answer(patient, now)
    check = _check(appointments, treatments, protocol, now)
    visit = _visit(appointments, treatments, protocol, check)
    after = after_dose(protocol, given[-1].given_at, now) if given and given[-1].given_at else None
    departure = last_departure(by=by)
    left_today = departure is not None and _today(departure.happened_at, protocol) == _today(now, protocol)
    return Today(
        first=rest_of_today(_today(now, protocol), reverse("treatment:after"))
        if left_today
        else next_thing(visit, next(iter(to_answer), None), waiting, now, protocol.zone),
        before=_before(appointments, treatments, protocol, now),
        after=after,
        rest_url=reverse("treatment:after") if departure is not None and after and after.day <= 1 else "",
        check=check,
        sitter=_sitter(appointments, treatments, protocol),
        to_answer=to_answer,
        dots=_dots(treatments, protocol),
        course_words=_course_words(treatments, len(given)),
        scores=own_scores(score_history(patient), given, protocol, local_day(now, protocol.zone)),
        questions=own_questions(by=by)[:5],
        letters=letters_to(patient)[:3],
        appointments=appointments,
        waiting=waiting,
        team=care_team(patient),
    )


def _to_answer(patient: Patient, now: datetime) -> tuple[ToAnswer, ...]:
    requests = open_requests(patient, now=now)
    counts = answered_counts(requests) if requests else {}
    return tuple(
        ToAnswer(
            own_title(instrument),
            len(instrument.items),
            counts.get(one.pk, 0),
            one.due_at,
            reverse("outcomes:own", args=[one.ref]),
        )
        for one in requests
        for instrument in (instrument_asked(one),)
    )


def _planned_for(appointment: Appointment, treatments: Sequence[Treatment]) -> Treatment | None:
    return next((one for one in treatments if one.appointment_id == appointment.pk), None)


def _visit(
    appointments: Sequence[Appointment], treatments: Sequence[Treatment], protocol: Protocol, check: Check | None
) -> Visit | None:
    if not appointments:
        return None
    appointment = appointments[0]
    treatment = _planned_for(appointment, treatments)
    what = treatment_words(treatment.number) if treatment else f"Your {appointment.get_kind_display().lower()}"
    by_phone = appointment.kind == "telephone-follow-up"
    where = "We call you." if by_phone else f"Come to {', '.join(protocol.contact.address)}."
    over = words.clock(appointment.ends_at, protocol.zone)
    ends = f"{'You leave at' if treatment else 'It lasts until'} about {over}."
    button = NavigationItem(check.button, check.url) if check else None
    return Visit(what, appointment.starts_at, where, ends, button, check.below if check else "")


def _check(
    appointments: Sequence[Appointment], treatments: Sequence[Treatment], protocol: Protocol, now: datetime
) -> Check | None:
    treatment = _planned_for(appointments[0], treatments) if appointments else None
    if treatment is None or not opens_at(treatment) <= now < closes_at(treatment):
        return None
    known = known_about(treatment, now)
    questions = [question.code for question in questions_of(known, Asker.PATIENT)]
    by = datetime.combine(_today(opens_at(treatment), protocol), protocol.readiness.answer_by, protocol.zone)
    answered = sum(code in known.answers for code in questions)
    return Check(reverse("treatment:own-check"), len(questions), answered, by, late=now > by)


def _sitter(appointments: Sequence[Appointment], treatments: Sequence[Treatment], protocol: Protocol) -> str:
    treatment = _planned_for(appointments[0], treatments) if appointments else None
    if treatment is None or protocol.companion.in_treatment_room != "required":
        return ""
    answer = sitter_answer(treatment)
    if answer is None:
        return "No answer yet"
    return "Will be there" if answer.coming else "Cannot come"


def _before(
    appointments: Sequence[Appointment], treatments: Sequence[Treatment], protocol: Protocol, now: datetime
) -> Before | None:
    treatment = _planned_for(appointments[0], treatments) if appointments else None
    if treatment is None:
        return None
    return before_treatment(protocol, protocol.treatment_coded(treatment.code), appointments[0].starts_at, now)


def _dots(treatments: Sequence[Treatment], protocol: Protocol) -> tuple[Dot, ...]:
    dots: list[Dot] = []
    for one in (one for one in treatments if one.state != NOT_GIVEN):
        if one.state == GIVEN and one.given_at:
            dots.append((one.number, "done", f"Treatment {one.number}, done {words.day(one.given_at, protocol.zone)}"))
        else:
            state = "planned" if any(dot[1] == "next" for dot in dots) else "next"
            dots.append((one.number, state, f"Treatment {one.number}, planned for {words.day(one.planned_day)}"))
    return tuple(dots)


def _course_words(treatments: Sequence[Treatment], given: int) -> str:
    planned = sum(one.state not in (GIVEN, NOT_GIVEN) for one in treatments)
    done = words.counted(given, "treatment").capitalize() + " done" if given else "None done yet"
    return f"{done}, {planned} planned. Each is decided anew with you." if treatments else ""


def _today(moment: datetime, protocol: Protocol) -> date:
    return local_day(moment, protocol.zone)
