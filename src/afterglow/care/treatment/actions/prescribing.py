"""A prescription to be taken at home: signed with its particulars, printed, cancelled."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from afterglow.care.course.models import Course
from afterglow.care.course.queries import protocol_of, weight_for_dose
from afterglow.care.course.rules.dose_limits import dose_findings
from afterglow.care.pharmacy.actions.prescribed import SignedFor, report_cancelled, report_prescribed
from afterglow.care.treatment.actions.live import refusal
from afterglow.care.treatment.entries import Prescription, PrescriptionCancelled
from afterglow.care.treatment.rules.prescription import (
    Person,
    Wanted,
    particulars,
    prescription_findings,
    total_of,
    valid_until,
)
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.gateways.typesetting import CannotTypeset, typeset
from afterglow.ground.kernel.finding import stops
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.people.models import Patient

_PAPER = Path(__file__).resolve().parent.parent / "templates/treatment/paper.typ"


@action("treatment.prescribed", may=Permission.PRESCRIBE)
def sign_prescription(*, course: Course, wanted: Wanted, number: str, by: Actor, now: datetime) -> Prescription:
    """Sign a prescription for a course whose treatment is taken at home. ``number`` identifies the prescriber.

    Raises Refused for a treatment given in the clinic, after the course's end, for a dose outside the protocol's
    limits, for more than 30 days' supply, and while a particular of the law is missing.
    """
    row = Course.objects.select_for_update(of=("self",)).select_related("episode__patient").get(pk=course.pk)
    protocol, patient = protocol_of(row), row.patient
    what = protocol.treatment_coded(row.treatment_code)
    strength = what.products[0].strength if what.products else None
    if row.ended_at is not None or what.take_home is None or strength is None:
        raise refusal("not-taken-home", "This course has no treatment that is taken at home.", what.source)
    weight = weight_for_dose(patient, what)
    found = stops(dose_findings(wanted.dose, weight.weight if weight else None, what))
    person, prescriber = _patient(patient), _prescriber(by, protocol, number)
    found = (*found, *prescription_findings(wanted, person, prescriber, what.take_home))
    if found:
        raise Refused(found)
    shown = particulars(wanted, what.drug.capitalize(), strength, person, prescriber, what.take_home)
    made: Prescription = Prescription.objects.create(
        course=row,
        code=what.code,
        form=what.take_home.form,
        strength_micrograms=strength.units,
        dose_micrograms=wanted.dose.units,
        every_days=wanted.every_days,
        doses=wanted.doses,
        total_microlitres=total_of(wanted, strength).units,
        particulars=[list(one) for one in shown],
        signed_on=wanted.on,
        valid_until=valid_until(wanted, what.take_home),
        **signed(by=by, now=now),
    )
    whole = Dose(wanted.doses * wanted.dose.units)
    signed_for = SignedFor(made.ref, made.valid_until, wanted.doses * wanted.every_days, whole)
    report_prescribed(course=row, code=what.code, signed_for=signed_for, by=by, now=now)
    return made


@action("treatment.prescription_cancelled", may=Permission.PRESCRIBE)
def cancel_prescription(*, prescription: Prescription, because: str, by: Actor, now: datetime) -> PrescriptionCancelled:
    """Write down that a prescription is not to be dispensed. Raises Refused without a reason, and a second time."""
    row = Prescription.objects.select_for_update().get(pk=prescription.pk)
    if PrescriptionCancelled.objects.filter(prescription=row).exists():
        raise refusal("cancelled-already", "This prescription was cancelled already.")
    if not because.strip():
        raise refusal("no-reason", "Write why it is not to be dispensed.")
    made: PrescriptionCancelled = PrescriptionCancelled.objects.create(
        prescription=row, because=because.strip(), **signed(by=by, now=now)
    )
    report_cancelled(paper=row.ref, by=by, now=now)
    return made


def printed_prescription(prescription: Prescription, clinic: str) -> bytes:
    """The prescription on paper, with a place for the signature by hand that the law wants on it."""
    rows = [list(one) for one in prescription.particulars]
    content: dict[str, object] = {
        "title": f"{clinic}: prescription of a controlled drug",
        "author": clinic,
        "lead": "Schedule 2. Quantities in words and figures. To be signed in ink by the prescriber.",
        "rows": rows,
        "foot": f"Signed in the record by {prescription.author_name}. Reference {prescription.ref}.",
        "sign": "Prescriber’s signature",
    }
    return paper(content, made_at=prescription.written_at)


def paper(content: dict[str, object], *, made_at: datetime) -> bytes:
    """A tagged PDF of headings and texts. Raises Refused for characters that no font here can show."""
    try:
        return typeset(_PAPER, content, made_at=made_at)
    except CannotTypeset as wrong:
        if not wrong.characters:
            raise
        raise refusal("cannot-be-printed", f"These characters cannot be printed here: {wrong.characters}.") from None


def _patient(patient: Patient) -> Person:
    address = ", ".join(line.strip() for line in patient.address.splitlines() if line.strip())
    return Person(patient.full_name, address, patient.nhs_number)


def _prescriber(by: Actor, protocol: Protocol, number: str) -> Person:
    return Person(by.name, ", ".join(protocol.contact.address), number.strip())
