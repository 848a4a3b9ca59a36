"""From a Patient and whoever refers to the facts the clinic keeps. What cannot be used is named, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import phonenumbers

from afterglow.care.referral.rules.arriving import NewClinician, NewPatient
from afterglow.ground.kernel.nhs_number import NhsNumberError, parse_nhs_number
from afterglow.office.fhir.rules.bundle import Found, Problem, pointed_to
from afterglow.office.fhir.rules.resources import (
    Address,
    ContactPoint,
    HumanName,
    Identifier,
    Organization,
    Patient,
    Practitioner,
    PractitionerRole,
    Reference,
)

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
VERIFICATION = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus"
VERIFIED = "01"
"""“Number present and verified”, in UK Core's list of verification states."""

_PROFESSIONS = (
    ("psychiatr", "psychiatrist"),
    ("general practi", "gp"),
    ("general medical practi", "gp"),
    ("psychotherap", "psychotherapist"),
    ("psycholog", "psychologist"),
    ("care coordinator", "care-coordinator"),
)
Written = TypeVar("Written", HumanName, Address)

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass
class Reading:
    """What is noticed while reading: what makes the bundle unusable, and what was left out of the record."""

    problems: list[Problem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def text(self, value: str, element: str, *, most: int) -> str:
        """A text that can be stored, without spaces around it; a problem is noted for one that cannot."""
        if any(unicodedata.category(one) in {"Cc", "Cs"} and one not in "\t\n\r" for one in value):
            self.problems.append(Problem(element, "it contains characters that cannot be read"))
        if len(value) > most:
            self.problems.append(Problem(element, f"it must be {most:,} characters or fewer"))
        return value.strip()


def read_patient(patient: Patient, element: str, reading: Reading) -> NewPatient:
    """The person referred. Gender is not taken for sex at birth."""
    name = _best(patient.name)
    family, given = _names(name, f"{element}.name", reading)
    number, verified = _nhs_number(patient.identifier, element, reading)
    home = _best(patient.address) or Address()
    if patient.deceased_boolean or patient.deceased_date_time:
        reading.problems.append(Problem(f"{element}.deceased", "the bundle says that this person has died"))
    if patient.gender:
        reading.left_out.append(f"Gender “{patient.gender}”: it is not the sex at birth. Ask the patient.")
    return NewPatient(
        family_name=family,
        given_names=given,
        birth_date=_birth_date(patient.birth_date, f"{element}.birthDate", reading),
        nhs_number=number,
        nhs_number_verified=verified,
        address=reading.text(home.lines, f"{element}.address", most=500),
        county=reading.text(home.district or home.state, f"{element}.address.district", most=100),
        email=_mail(patient.telecom, f"{element}.telecom", reading),
        phone=_phone(patient.telecom, f"{element}.telecom", reading),
    )


def read_referrer(pointer: Reference, found: Sequence[Found], element: str, reading: Reading) -> NewClinician | None:
    """Whoever refers, with their practice; None where the patient asks for themselves. Raises Unreadable."""
    if not pointer.reference:
        return None
    target = pointed_to(found, pointer, element)
    if isinstance(target.resource, Patient):
        return None
    role = target.resource if isinstance(target.resource, PractitionerRole) else PractitionerRole("PractitionerRole")
    doctor = target
    if role.practitioner.reference:
        doctor = pointed_to(found, role.practitioner, f"{target.element}.practitioner")
    if not isinstance(doctor.resource, Practitioner):
        words = f"it leads to {doctor.resource.resource_type}, and must lead to Practitioner"
        reading.problems.append(Problem(element, words))
        return None
    return _clinician(doctor.element, doctor.resource, role, _organization(role, found, target), reading)


def profession(words: Iterable[str]) -> str:
    """The profession that the codes of a practitioner spell out; empty where they do not, and a person must say."""
    said = " ".join(words).lower()
    return next((code for spelling, code in _PROFESSIONS if spelling in said), "")


def _clinician(
    element: str, doctor: Practitioner, role: PractitionerRole, practice: Organization, reading: Reading
) -> NewClinician:
    name = _best(doctor.name) or HumanName()
    whole = reading.text(name.whole, f"{element}.name", most=200)
    if not whole:
        reading.problems.append(Problem(f"{element}.name", "the name of whoever refers is missing"))
    concepts = (*role.code, *role.specialty, *(one.code for one in doctor.qualification))
    telecom = (*role.telecom, *practice.telecom, *doctor.telecom)
    work = _best(practice.address) or _best(doctor.address) or Address()
    return NewClinician(
        name=whole,
        profession=profession(concept.words for concept in concepts),
        organisation=reading.text(practice.name, "Organization.name", most=200),
        address=reading.text(work.lines, f"{element}.address", most=500),
        email=_mail(telecom, f"{element}.telecom", reading),
        phone=_phone(telecom, f"{element}.telecom", reading),
    )


def _organization(role: PractitionerRole, found: Sequence[Found], target: Found) -> Organization:
    if not role.organization.reference:
        return Organization("Organization", name=role.organization.display)
    practice = pointed_to(found, role.organization, f"{target.element}.organization").resource
    return practice if isinstance(practice, Organization) else Organization("Organization")


def _names(name: HumanName | None, element: str, reading: Reading) -> tuple[str, str]:
    """Family and given names; a name given as one text only stands whole as the family name, for a person to part."""
    if name is None or not (name.family or name.text or name.given):
        reading.problems.append(Problem(element, "the name is missing"))
        return "", ""
    family = reading.text(name.family, f"{element}.family", most=200)
    given = reading.text(" ".join(name.given), f"{element}.given", most=200)
    if family:
        return family, given
    if given:
        return given, ""
    reading.left_out.append("The name came as one text: part it into first names and family name.")
    return reading.text(name.text, f"{element}.text", most=200), ""


def _nhs_number(identifiers: Sequence[Identifier], element: str, reading: Reading) -> tuple[str, bool]:
    for place, one in enumerate(identifiers):
        if one.system == NHS_NUMBER and one.value and one.use != "old":
            try:
                return parse_nhs_number(one.value), _verified(one)
            except NhsNumberError as error:
                reading.problems.append(Problem(f"{element}.identifier[{place}].value", str(error)))
                return "", False
    return "", False


def _verified(identifier: Identifier) -> bool:
    return any(
        code.code == VERIFIED
        for extension in identifier.extension
        if extension.url == VERIFICATION
        for code in extension.value_codeable_concept.coding
    )


def _birth_date(text: str, element: str, reading: Reading) -> date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    words = "a whole date of birth is needed, such as 1981-03-04" if text else "the date of birth is missing"
    reading.problems.append(Problem(element, words))
    return date(1900, 1, 1)


def _mail(telecom: Iterable[ContactPoint], element: str, reading: Reading) -> str:
    for one in telecom:
        if one.system == "email" and one.use != "old" and one.value:
            if _MAIL.fullmatch(one.value.strip()) and len(one.value) <= 254:
                return reading.text(one.value, element, most=254).lower()
            reading.left_out.append(f"E-mail address “{one.value[:60]}”: it is not complete.")
    return ""


def _phone(telecom: Iterable[ContactPoint], element: str, reading: Reading) -> str:
    for one in telecom:
        if one.system in {"phone", "sms"} and one.use != "old" and one.value:
            try:
                number = phonenumbers.parse(one.value, "GB")
            except phonenumbers.NumberParseException:
                number = None
            if number is not None and phonenumbers.is_possible_number(number):
                return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            reading.left_out.append(f"Phone number “{one.value[:30]}”: it is not complete.")
    return ""


def _best(written: Sequence[Written]) -> Written | None:
    """The official or home one, else the first that is not old."""
    current = [one for one in written if one.use != "old"]
    preferred = [one for one in current if one.use in {"official", "home", "work"}]
    return next(iter(preferred or current), None)
