"""Chapter one: somebody is referred, and a clinician judges it."""

from __future__ import annotations

from collections.abc import Mapping

from afterglow.care.referral import actions as referral
from afterglow.care.referral.models import ACCEPT, ASK_FOR_MORE, LETTER, ONLINE, SEND_ELSEWHERE, Referral
from afterglow.demo.people import Doctor, Invented
from afterglow.demo.telling import Scene
from afterglow.record.people import actions as people
from afterglow.record.people.models import OutsideClinician, Patient


def register(scene: Scene, who: Invented) -> Patient:
    """Register somebody, with an account of their own and a number to call for them."""
    by = scene.people["administrator"]
    patient = people.register_patient(
        given_names=who.given,
        family_name=who.family,
        birth_date=who.born,
        sex_at_birth=who.sex,
        nhs_number=who.nhs_number,
        nhs_number_verified=bool(who.nhs_number),
        county=who.county,
        address=f"{who.serial % 90 + 1} Lantern Row\n{who.county}",
        email=f"{who.key}@{scene.plan.slug}.example",
        phone=who.phone,
        allergies=who.allergies,
        by=by,
        now=scene.now,
    )
    people.give_account(patient=patient, by=by, now=scene.now)
    people.add_emergency_contact(
        patient=patient, name=f"Sam {who.family}", phone="07700900555", relation="partner", by=by, now=scene.now
    )
    return patient


def knows(scene: Scene, doctor: Doctor) -> OutsideClinician:
    """The clinic's entry for somebody outside, made when they are first heard of."""
    found = OutsideClinician.objects.filter(clinic=scene.clinic, name=doctor.name).first()
    return found or people.add_outside_clinician(
        name=doctor.name,
        profession=doctor.profession,
        organisation=doctor.organisation,
        email=doctor.email,
        phone="01632960123",
        address=f"{doctor.organisation}\nHigh Street",
        by=scene.people["administrator"],
        now=scene.now,
    )


def refer(
    scene: Scene,
    patient: Patient,
    doctor: Doctor | None,
    *,
    text: str,
    indication: str = "depression",
    funding: str = "self-pay",
    urgent: bool = False,
) -> Referral:
    """A referral arrives; nobody refers where the clinic lets patients ask for themselves."""
    return referral.receive(
        patient=patient,
        came_by=LETTER if doctor else ONLINE,
        referrer=knows(scene, doctor) if doctor else None,
        responsible=doctor is not None,
        funding=funding,
        indication=indication,
        text=text,
        urgent=urgent,
        by=scene.people["administrator"],
        now=scene.now,
    )


def share_care(scene: Scene, patient: Patient, parts: Mapping[str, Doctor]) -> None:
    """Write down who outside shares the care, by their part in it."""
    for role, doctor in parts.items():
        people.join_care_team(
            patient=patient, clinician=knows(scene, doctor), role=role, by=scene.people["administrator"], now=scene.now
        )


def accept(scene: Scene, arrived: Referral) -> None:
    """A psychiatrist accepts it for assessment."""
    _judge(scene, arrived, ACCEPT, "")


def ask_for_more(scene: Scene, arrived: Referral, words: str) -> None:
    """A psychiatrist asks the referrer for what is missing."""
    _judge(scene, arrived, ASK_FOR_MORE, words)


def send_elsewhere(scene: Scene, arrived: Referral, grounds: Mapping[str, str], words: str) -> None:
    """A psychiatrist sends it elsewhere, on these grounds."""
    _judge(scene, arrived, SEND_ELSEWHERE, words, grounds)


def _judge(
    scene: Scene, arrived: Referral, decision: str, words: str, grounds: Mapping[str, str] | None = None
) -> None:
    referral.judge(
        referral=arrived,
        decision=decision,
        words=words,
        grounds=grounds,
        by=scene.people["psychiatrist"],
        now=scene.now,
    )
