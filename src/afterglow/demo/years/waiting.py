"""Those who have not been treated yet, or never will be: they fill the triage list and the waiting list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from afterglow.care.referral.models import Referral
from afterglow.demo.chapters import arriving, assessing
from afterglow.demo.people import COORDINATOR, PSYCHIATRISTS, Doctor, Invented
from afterglow.demo.telling import Scene, Story
from afterglow.demo.years.lives import Life, agreed
from afterglow.record.people.models import Patient

_TEXT = "Low mood most days for over two years. Two antidepressants at full dose brought little."


def arrives(
    scene: Scene,
    who: Invented,
    doctor: Doctor | None,
    day: str,
    *,
    clock: str = "09:40",
    text: str = _TEXT,
    funding: str = "self-pay",
    urgent: bool = False,
    indication: str = "depression",
) -> Story:
    """A referral that still waits to be judged."""
    yield scene.at(date.fromisoformat(day), clock)
    _arrived(scene, who, doctor, text, funding=funding, urgent=urgent, indication=indication)


def waits(
    scene: Scene, who: Invented, doctor: Doctor | None, day: str, *, consultation: str = "", text: str = _TEXT
) -> Story:
    """Accepted, and waiting for the first consultation, booked or not."""
    yield scene.at(date.fromisoformat(day), "10:20")
    patient, referral = _arrived(scene, who, doctor, text)
    yield scene.at(scene.open_day(scene.today + timedelta(days=1)), "12:30")
    arriving.accept(scene, referral)
    if consultation:
        yield scene.later(60)
        assessing.book(scene, patient, "consultation", scene.at(date.fromisoformat(consultation), "14:00"))


def waits_for_treatment(scene: Scene, life: Life, *, referred: str) -> Story:
    """Assessed and agreed, and waiting for the first treatment."""
    yield scene.at(date.fromisoformat(referred), "10:20")
    patient, referral = _arrived(scene, life.who, life.doctor, life.text)
    yield scene.at(scene.open_day(scene.today + timedelta(days=1)), "12:30")
    arriving.accept(scene, referral)
    yield from agreed(scene, life, patient)


def is_asked_for_more(scene: Scene, who: Invented, doctor: Doctor, day: str, words: str) -> Story:
    """A referral whose sender was asked for what is missing."""
    yield scene.at(date.fromisoformat(day), "11:05")
    _, referral = _arrived(scene, who, doctor, _TEXT)
    yield scene.at(scene.open_day(scene.today + timedelta(days=1)), "13:10")
    arriving.ask_for_more(scene, referral, words)


def is_sent_elsewhere(
    scene: Scene, who: Invented, doctor: Doctor, day: str, grounds: Mapping[str, str], words: str
) -> Story:
    """A referral that another service can help better."""
    yield scene.at(date.fromisoformat(day), "11:25")
    _, referral = _arrived(scene, who, doctor, _TEXT)
    yield scene.at(scene.open_day(scene.today + timedelta(days=2)), "13:30")
    arriving.send_elsewhere(scene, referral, grounds, words)


def is_found_unsuitable(scene: Scene, life: Life, reasons: str) -> Story:
    """Seen once, and treatment is not suitable."""
    yield scene.at(date.fromisoformat(life.referred), "10:50")
    patient, referral = _arrived(scene, life.who, life.doctor, life.text)
    yield scene.at(scene.open_day(scene.today + timedelta(days=2)), "12:40")
    arriving.accept(scene, referral)
    consultation = scene.open_day(date.fromisoformat(life.first_treatment))
    booked = assessing.book(scene, patient, "consultation", scene.at(consultation, "15:00"))
    yield scene.at(consultation, "15:05")
    assessing.attend(scene, booked)
    assessing.assess(scene, patient, life.who, medicines=life.medicines, conditions=life.conditions)
    yield scene.later(45)
    assessing.find_unsuitable(scene, patient, reasons)


def _arrived(
    scene: Scene,
    who: Invented,
    doctor: Doctor | None,
    text: str,
    *,
    funding: str = "self-pay",
    urgent: bool = False,
    indication: str = "depression",
) -> tuple[Patient, Referral]:
    patient = arriving.register(scene, who)
    parts = {"gp": doctor} if doctor and doctor.profession == "gp" else {}
    arriving.share_care(scene, patient, {**parts, "psychiatrist": PSYCHIATRISTS[0], "care-coordinator": COORDINATOR})
    referral = arriving.refer(scene, patient, doctor, text=text, funding=funding, urgent=urgent, indication=indication)
    return patient, referral
