"""The named cast of the tests: a clinic with its staff and its patients, built only through actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from afterglow.ground.access.actor import Actor, ActorKind, system_actor
from afterglow.ground.access.clinics import add_first_administrator, add_staff, open_clinic
from afterglow.ground.access.models import Account, Clinic
from afterglow.ground.access.roles import Role
from afterglow.ground.kernel.nhs_number import nhs_number_for_testing
from afterglow.ground.protocol.reading import version_files
from afterglow.record.people import actions as people
from afterglow.record.people.models import Patient

NOW = datetime(2026, 6, 11, 9, 0, tzinfo=UTC)
"""A Thursday morning in summer, ten o'clock where the clinics are."""

_STAFF = {
    "joanne": ("Joanne Pike", Role.ADMINISTRATOR, "administrator"),
    "hannah": ("Dr Hannah Brandt", Role.PSYCHIATRIST, "consultant psychiatrist"),
    "omar": ("Dr Omar Reyes", Role.PSYCHIATRIST, "psychiatrist"),
    "priya": ("Priya Shah", Role.NURSE, "infusion nurse"),
    "tom": ("Tom Adeyemi", Role.NURSE, "infusion nurse"),
    "lena": ("Lena Fox", Role.THERAPIST, "therapist"),
    "grace": ("Grace Okoro", Role.PHARMACIST, "lead pharmacist"),
    "ewan": ("Ewan Blyth", Role.EVALUATOR, "service evaluator"),
    "fiona": ("Fiona Ware", Role.FINANCE, "finance clerk"),
}


@dataclass(frozen=True)
class Cast:
    """One clinic with everybody in it."""

    clinic: Clinic
    joanne: Actor
    hannah: Actor
    omar: Actor
    priya: Actor
    tom: Actor
    lena: Actor
    grace: Actor
    ewan: Actor
    fiona: Actor

    @property
    def system(self) -> Actor:
        """Afterglow itself."""
        return system_actor(self.clinic.pk)


def cast_of(slug: str = "larkfield", *, now: datetime = NOW) -> Cast:
    """Open a clinic under its shipped protocol, with one person in each role and two nurses and psychiatrists."""
    clinic = open_clinic(slug=slug, text=shipped_text(slug, now.date()), now=now)
    joanne = add_first_administrator(
        name="Joanne Pike", email=f"joanne@{slug}.example", by=system_actor(clinic.pk), now=now
    )
    boss = _actor(clinic, joanne, Role.ADMINISTRATOR)
    actors = {"joanne": boss}
    for key, (name, role, title) in _STAFF.items():
        if key != "joanne":
            account = add_staff(name=name, email=f"{key}@{slug}.example", roles=[role], title=title, by=boss, now=now)
            actors[key] = _actor(clinic, account, role)
    return Cast(clinic=clinic, **actors)


def shipped_text(slug: str, day: date) -> str:
    """The shipped protocol that is in force on a day."""
    files = [file for file in version_files() if file.clinic == slug and file.version <= day]
    return files[-1].path.read_text(encoding="utf-8")


def maya(cast: Cast, *, now: datetime = NOW) -> Patient:
    """Maya Okonjo, 34, who has depression; with an account of her own."""
    return _patient(cast, "Maya", "Okonjo", date(1991, 9, 3), "female", 101, now)


def tomasz(cast: Cast, *, now: datetime = NOW) -> Patient:
    """Tomasz Wiśniewski, 45."""
    return _patient(cast, "Tomasz", "Wiśniewski", date(1981, 3, 4), "male", 104, now)


def as_patient(patient: Patient) -> Actor:
    """The patient at their own pages."""
    return Actor(
        ActorKind.ACCOUNT,
        patient.clinic_id,
        patient.full_name,
        frozenset({Role.PATIENT}),
        number=patient.account_id,
        patient_id=patient.pk,
    )


def signed_in(actor: Actor) -> Client:
    """A browser in which this actor has signed in."""
    assert actor.account_id is not None, "only people with an account sign in"
    client = Client()
    account = Account.objects.get(pk=actor.account_id)
    session = client.session
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa"}]
    session.save()
    return client


def _patient(cast: Cast, given: str, family: str, born: date, sex: str, serial: int, now: datetime) -> Patient:
    patient = people.register_patient(
        given_names=given,
        family_name=family,
        birth_date=born,
        sex_at_birth=sex,
        nhs_number=nhs_number_for_testing(serial) or nhs_number_for_testing(serial + 1) or "",
        email=f"{given.lower()}@home.example",
        phone="07700900123",
        allergies="None known",
        by=cast.joanne,
        now=now,
    )
    people.give_account(patient=patient, by=cast.joanne, now=now)
    return patient


def _actor(clinic: Clinic, account: Account, role: Role) -> Actor:
    return Actor(ActorKind.ACCOUNT, clinic.pk, account.name, frozenset({role}), number=account.pk)
