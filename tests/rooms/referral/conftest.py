"""The people of the referral tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from afterglow.care.referral import actions
from afterglow.care.referral.models import Referral
from afterglow.record.people import actions as people
from afterglow.record.people.models import OutsideClinician, Patient
from tests.people import NOW, Cast, cast_of, maya

Receive = Callable[..., Referral]


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of("larkfield")


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return people.correct_details(patient=maya(cast), county="Northshire", by=cast.joanne, now=NOW)


@pytest.fixture
def doctor(cast: Cast) -> OutsideClinician:
    return people.add_outside_clinician(
        name="Dr Anil Whitfield", profession="gp", organisation="Mill Lane Surgery", by=cast.joanne, now=NOW
    )


@pytest.fixture
def receive(cast: Cast, patient: Patient, doctor: OutsideClinician) -> Receive:
    """Enters the letter of a GP about Maya; named parts of it may differ."""

    def received(**changed: object) -> Referral:
        letter = {
            "patient": patient,
            "came_by": "letter",
            "referrer": doctor,
            "funding": "self-pay",
            "indication": "depression",
            "text": "Low mood since 2019; three antidepressants.",
            "by": cast.joanne,
            "now": NOW,
        }
        return actions.receive(**(letter | changed))  # type: ignore[arg-type]

    return received
