"""One electronic referral, read from a bundle into frozen facts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from afterglow.care.referral.rules.arriving import NewClinician, NewPatient
from afterglow.office.fhir.rules.bundle import Found, Problem, Unreadable, only, open_bundle, pointed_to
from afterglow.office.fhir.rules.people import Reading, read_patient, read_referrer
from afterglow.office.fhir.rules.resources import Patient, ServiceRequest

UBRN = "https://fhir.nhs.uk/Id/UBRN"
"""The booking reference of the national e-referral service."""

_STATUSES = {"active"}
_AT_ONCE = {"stat", "asap"}
_LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Incoming:
    """An electronic referral. ``referrer`` is None where the patient asks for themselves; its ``profession`` may be
    empty, and then a person says it. ``written_on`` is the day as sent, ``at_once`` what the sender marked so.
    """

    outside_id: str
    patient: NewPatient
    referrer: NewClinician | None
    text: str
    written_on: str
    at_once: bool
    left_out: tuple[str, ...]


def read_referral(content: bytes) -> Incoming:
    """Read a bundle of one ServiceRequest and the people it names. Raises Unreadable with every problem found."""
    found = open_bundle(content)
    place, request = only(found, ServiceRequest)
    reading = Reading()
    _check_status(request, place.element, reading)
    who = pointed_to(found, request.subject, f"{place.element}.subject")
    if not isinstance(who.resource, Patient):
        words = f"it leads to {who.resource.resource_type}, and must lead to Patient"
        raise Unreadable([Problem(f"{place.element}.subject", words)])
    incoming = Incoming(
        outside_id=_outside_id(request, place, reading),
        patient=read_patient(who.resource, who.element, reading),
        referrer=read_referrer(request.requester, found, f"{place.element}.requester", reading),
        text=_text(request, place.element, reading),
        written_on=_day(request.authored_on),
        at_once=request.priority in _AT_ONCE,
        left_out=tuple(reading.left_out),
    )
    if reading.problems:
        raise Unreadable(reading.problems)
    return incoming


def _check_status(request: ServiceRequest, element: str, reading: Reading) -> None:
    if request.status not in _STATUSES:
        words = f"it is “{request.status}”; only an active request is a referral" if request.status else "it is missing"
        reading.problems.append(Problem(f"{element}.status", words))
    if not request.intent:
        reading.problems.append(Problem(f"{element}.intent", "it is missing"))


def _outside_id(request: ServiceRequest, place: Found, reading: Reading) -> str:
    """The booking reference, else the first number it carries, else its own id: what tells it from all others."""
    numbered = sorted((one for one in request.identifier if one.value), key=lambda one: one.system != UBRN)
    if numbered:
        return reading.text(f"{numbered[0].system}|{numbered[0].value}", f"{place.element}.identifier", most=200)
    if request.id:
        return reading.text(f"ServiceRequest/{request.id}", f"{place.element}.id", most=200)
    words = "it needs a number, so that it is not entered twice"
    reading.problems.append(Problem(f"{place.element}.identifier", words))
    return ""


def _text(request: ServiceRequest, element: str, reading: Reading) -> str:
    parts = [
        f"Asked for: {request.code.words}" if request.code.words else "",
        *(f"Reason: {reason.words}" for reason in request.reason_code if reason.words),
        *(note.text for note in request.note),
        request.patient_instruction,
    ]
    return reading.text("\n".join(part for part in parts if part), f"{element}.note", most=_LONGEST_TEXT)


def _day(authored: str) -> str:
    match = re.match(r"\d{4}-\d{2}-\d{2}", authored)
    return match[0] if match else ""
