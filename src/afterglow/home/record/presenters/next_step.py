"""What comes next for a patient at their stage, and the buttons that lead there, for whoever may press them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from afterglow.care.course.models import Treatment
from afterglow.care.referral.models import Referral
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.words import weekday_day
from afterglow.ground.kernel.finding import stops
from afterglow.home.record.so_far import SoFar
from afterglow.record.pathway.rules import Stage, is_ended
from afterglow.record.people.models import Patient

_P = Permission


@dataclass(frozen=True)
class Button:
    """Somewhere to go."""

    words: str
    url: str


@dataclass(frozen=True)
class NextStep:
    """One sentence, and the buttons: the first is the main one."""

    words: str
    buttons: tuple[Button, ...]


_WORDS = {
    Stage.REFERRED: "A clinician judges the referral: accept, ask for more, or send elsewhere.",
    Stage.INFORMATION_ASKED: "More was asked about the referral. When it arrives, it is judged again.",
    Stage.ACCEPTED: "The assessment: history, medicines, conditions, and whether treatment is suitable.",
    Stage.SUITABLE: "Information and consent, to exactly the text that was read.",
    Stage.CONSENTED: "Plan the course: treatment, dose and days.",
    Stage.UNDER_REVIEW: "The course has stopped for a review. Decide how it goes on.",
    Stage.ON_BREAK: "On a break. Decide when and how treatment goes on.",
    Stage.FOLLOW_UP: "Treatment has ended. Follow up, and write to those who share the care.",
    Stage.DISCHARGED: "Discharged. A new referral opens another episode.",
    Stage.NOT_SUITABLE: "Treatment was found not suitable. A new referral opens another episode.",
    Stage.SENT_ELSEWHERE: "The referral was sent elsewhere. A new referral opens another episode.",
    Stage.WITHDRAWN: "The patient withdrew. A new referral opens another episode.",
}

_PAGES = {
    Stage.REFERRED: (("Judge the referral", "referral", _P.TRIAGE_REFERRALS),),
    Stage.INFORMATION_ASKED: (("Open the referral", "referral", _P.RECEIVE_REFERRALS),),
    Stage.ACCEPTED: (
        ("Assessment", "assessment:assessment", _P.RECORD_HISTORY),
        ("Book a consultation", "diary:book", _P.BOOK),
    ),
    Stage.SUITABLE: (("Consent", "consent:consent", _P.RECORD_CONSENT),),
    Stage.CONSENTED: (("Plan the course", "course:course", _P.PLAN_COURSE),),
    Stage.UNDER_REVIEW: (("Record a decision", "course:decide", _P.PLAN_COURSE),),
    Stage.ON_BREAK: (("Record a decision", "course:decide", _P.PLAN_COURSE),),
    Stage.FOLLOW_UP: (("Book a review", "diary:book", _P.BOOK),),
}
_LATER = ("Enter a referral", "referral:receive", _P.RECEIVE_REFERRALS)


def next_step(
    stage: Stage | None, found: SoFar, *, patient: Patient, referral: Referral | None, today: date, by: Actor
) -> NextStep:
    """The next step at a stage, for clinicians. A stop found in the course comes before its next dose."""
    if stage in (Stage.IN_COURSE, Stage.MAINTENANCE):
        return _in_treatment(found, patient, today, by)
    if stage is None:
        return NextStep("Nobody has referred this patient yet.", tuple(_buttons((_LATER,), patient, None, by)))
    pages = _PAGES.get(stage, (_LATER,))
    return NextStep(_WORDS[stage], tuple(_buttons(pages, patient, referral, by)))


def office_step(stage: Stage | None, *, patient: Patient, referral: Referral | None, by: Actor) -> NextStep:
    """What the office can do, without a word of what was found."""
    arranged = (("Book an appointment", "diary:book", _P.BOOK),)
    if stage is None or is_ended(stage):
        return NextStep("A referral opens the next episode.", tuple(_buttons((_LATER,), patient, None, by)))
    if referral is not None and stage in (Stage.REFERRED, Stage.INFORMATION_ASKED):
        opened = (("Open the referral", "referral", _P.RECEIVE_REFERRALS),)
        return NextStep(_WORDS[stage], tuple(_buttons(opened, patient, referral, by)))
    return NextStep("Book what the team asks for.", tuple(_buttons(arranged, patient, referral, by)))


def _in_treatment(found: SoFar, patient: Patient, today: date, by: Actor) -> NextStep:
    coming = found.next
    decide = ("Record a decision", "course:decide", _P.PLAN_COURSE)
    if coming is None:
        return NextStep(
            "No treatment is planned. Decide how it goes on.", tuple(_buttons((decide,), patient, None, by))
        )
    when = "today" if coming.planned_day == today else f"on {weekday_day(coming.planned_day)}"
    if stops(found.findings) or any(one.code == "possible-tolerance" for one in found.findings):
        words = f"Decide before the dose {when}: see what was found."
        opened = Button(f"Treatment {coming.number}", reverse("treatment:treatment", args=[coming.ref]))
        return NextStep(words, (*_buttons((decide,), patient, None, by), opened))
    signed = getattr(coming, "signed_micrograms", None)
    if signed is None:
        words = f"Treatment {coming.number} is planned {when}. Its direction has not been signed."
    else:
        words = f"Treatment {coming.number} is planned {when}, and its direction is signed."
    return NextStep(words, tuple(_treatment_buttons(coming, patient, by)))


def _treatment_buttons(coming: Treatment, patient: Patient, by: Actor) -> Iterator[Button]:
    if getattr(coming, "signed_micrograms", None) is None and by.may(_P.PRESCRIBE):
        yield Button("Sign the direction", reverse("course:direction", args=[patient.ref, coming.ref]))
    if by.may(_P.SEE_RECORD):
        yield Button(f"Treatment {coming.number}", reverse("treatment:treatment", args=[coming.ref]))
    if coming.appointment_id is None and by.may(_P.BOOK):
        yield Button("Book a place", reverse("course:book", args=[patient.ref, coming.ref]))


def _buttons(
    pages: tuple[tuple[str, str, Permission], ...], patient: Patient, referral: Referral | None, by: Actor
) -> Iterator[Button]:
    for words, name, permission in pages:
        if not by.may(permission):
            continue
        if name == "referral":
            if referral is not None:
                yield Button(words, reverse("referral:referral", args=[referral.ref]))
        elif name == "referral:receive":
            yield Button(words, reverse(name))
        else:
            yield Button(words, reverse(name, args=[patient.ref]))
