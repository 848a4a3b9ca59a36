"""Chapter two: the first consultation, the information read, and consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from afterglow.care.assessment import actions as assessment
from afterglow.care.consent import actions as consent
from afterglow.care.consent.rules.signing import Signing
from afterglow.care.consent.rules.texts import texts_sha256
from afterglow.demo.people import Invented
from afterglow.demo.telling import Scene
from afterglow.ground.kernel.quantity import Height, Pressure, Weight
from afterglow.record.diary import actions as diary
from afterglow.record.diary.models import Appointment
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.queries import latest_episode
from afterglow.record.people.models import Patient

Medicines = Sequence[tuple[str, str, str]]
"""Name, dose in words, and the protocol's family (empty for none)."""


def episode_of(patient: Patient) -> Episode:
    """The patient's present episode."""
    episode = latest_episode(patient)
    assert episode is not None
    return episode


def book(scene: Scene, patient: Patient, kind: str, starts: datetime, *, minutes: int = 60) -> Appointment:
    """Keep a time for a patient, without a bay."""
    return diary.book(
        patient=patient,
        kind=kind,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        by=scene.people["administrator"],
        now=scene.now,
    )


def attend(scene: Scene, appointment: Appointment) -> None:
    """They came."""
    diary.mark_attended(appointment=appointment, by=scene.people["administrator"], now=scene.now)


def weigh(scene: Scene, patient: Patient, kg: str, pressure: tuple[int, int], cm: str = "") -> None:
    """A nurse measures weight and blood pressure, and height the first time."""
    assessment.record_measurement(
        patient=patient,
        weight=Weight.of(kg),
        height=Height.of(cm) if cm else None,
        pressure=(Pressure(pressure[0]), Pressure(pressure[1])),
        pulse=74,
        by=scene.people["nurse"],
        now=scene.now,
    )


def assess(
    scene: Scene,
    patient: Patient,
    who: Invented,
    *,
    medicines: Medicines = (),
    tried: Sequence[str] = ("sertraline 150 mg", "venlafaxine 225 mg"),
    conditions: Mapping[str, str] | None = None,
    hopes: str = "To get up in the morning without dread, and to see friends again.",
    pressure: tuple[int, int] = (124, 78),
) -> None:
    """The consultation: history, medicines, what was tried, measurements and goals."""
    doctor = scene.people["psychiatrist"]
    weigh(scene, patient, who.kg, pressure, who.cm)
    for name, dose, family in medicines:
        assessment.write_medicine(
            patient=patient, name=name, dose=dose, family=family, by=scene.people["nurse"], now=scene.now
        )
    assessment.confirm_medicines(patient=patient, by=scene.people["nurse"], now=scene.now)
    for what in tried:
        assessment.write_earlier_treatment(patient=patient, what=what, response="none", by=doctor, now=scene.now)
    for code, note in (conditions or {}).items():
        assessment.write_condition(patient=patient, code=code, present=True, note=note, by=doctor, now=scene.now)
    present = dict.fromkeys(conditions or {})
    assessment.ask_conditions(patient=patient, present=present, by=doctor, now=scene.now)
    assessment.write_goals_with_patient(
        patient=patient,
        hopes=hopes,
        expects="It may not work. It is one part of a wider plan.",
        by=doctor,
        now=scene.now,
    )


def find_suitable(scene: Scene, patient: Patient, reasons: str) -> None:
    """Treatment is suitable."""
    assessment.decide_suitability(
        episode=episode_of(patient), suitable=True, reasons=reasons, by=scene.people["psychiatrist"], now=scene.now
    )


def find_unsuitable(scene: Scene, patient: Patient, reasons: str) -> None:
    """Treatment is not suitable."""
    assessment.decide_suitability(
        episode=episode_of(patient), suitable=False, reasons=reasons, by=scene.people["psychiatrist"], now=scene.now
    )


def read_information(scene: Scene, patient: Patient) -> None:
    """The information is gone through together."""
    consent.give_information(episode=episode_of(patient), way="together", by=scene.people["nurse"], now=scene.now)


def agree(scene: Scene, patient: Patient) -> None:
    """The patient signs for exactly what they read."""
    protocol = scene.protocol
    signing = Signing(
        name=patient.full_name,
        signer="patient",
        patient_agrees=True,
        capacity=True,
        capacity_words="Understands, retains, weighs and says what treatment is and is not.",
        covered=tuple(protocol.consent.covers),
    )
    consent.record_consent(
        episode=episode_of(patient),
        signing=signing,
        sha256=texts_sha256(protocol),
        by=scene.people["psychiatrist"],
        now=scene.now,
    )
