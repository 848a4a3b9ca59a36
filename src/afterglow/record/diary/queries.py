"""Reading the diary: who comes when, which days are open, and what is still free."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import Http404

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Clinic, Membership
from afterglow.ground.access.roles import Role
from afterglow.ground.kernel.calendar_entry import CalendarEntry
from afterglow.ground.kernel.period import Period
from afterglow.ground.protocol.schema.clinic import Contact
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.diary import rules
from afterglow.record.diary.models import Appointment, Bay
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient_by_id

_STEP = timedelta(minutes=15)
_REMIND_BEFORE = timedelta(days=1)
_DIVISIONS = {"england": "england-and-wales"}


@cache
def bank_holidays(jurisdiction: str) -> frozenset[date]:
    """The bank holidays of a jurisdiction as the installed package lists them; it reaches about two years ahead.

    None where the package knows nothing of it: such a clinic lists its own days under ``also_closed_on``.
    """
    if jurisdiction not in _DIVISIONS:
        return frozenset()
    listed = json.loads((files("govuk_bank_holidays") / "bank-holidays.json").read_text(encoding="utf-8"))
    return frozenset(date.fromisoformat(event["date"]) for event in listed[_DIVISIONS[jurisdiction]]["events"])


def why_closed(protocol: Protocol, day: date) -> str:
    """Why the clinic does not treat on a day, such as ``at weekends``; empty when it does (F6)."""
    return rules.why_closed(day, protocol.opening, bank_holidays(protocol.jurisdiction))


def next_open_day(protocol: Protocol, day: date) -> date:
    """The first day on which the clinic treats, ``day`` itself included (F6)."""
    return rules.next_open_day(day, protocol.opening, bank_holidays(protocol.jurisdiction))


def access_appointment(*, by: Actor, ref: str) -> Appointment:
    """One appointment of a patient the actor may see. Raises Http404."""
    found = _appointments(by.clinic_id).filter(ref=ref).first()
    if found is None:
        raise Http404
    access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def bays(clinic_id: int) -> Sequence[Bay]:
    """The places in which the clinic treats now."""
    return list(Bay.objects.filter(clinic_id=clinic_id, retired_at=None).order_by("pk"))


def access_bay(*, by: Actor, ref: str) -> Bay:
    """One place of the actor's clinic. Raises Http404."""
    found = Bay.objects.filter(clinic_id=by.clinic_id, ref=ref, retired_at=None).first()
    if found is None or not by.is_staff:
        raise Http404
    return found


def clinicians(clinic_id: int) -> Sequence[Account]:
    """The staff whom patients may be booked with."""
    rows = Account.objects.filter(memberships__in=_clinical_memberships(clinic_id), is_active=True)
    return list(rows.distinct().order_by("name", "pk"))


def access_clinician(*, by: Actor, ref: str) -> Account:
    """One of the staff whom patients may be booked with. Raises Http404."""
    rows = Account.objects.filter(memberships__in=_clinical_memberships(by.clinic_id), ref=ref, is_active=True)
    found = rows.first()
    if found is None or not by.is_staff:
        raise Http404
    return found


def appointments_on(day: date, *, clinic: Clinic, protocol: Protocol) -> Sequence[Appointment]:
    """Everything in the diary of one day where the clinic is, earliest first; what was cancelled is left out."""
    start = datetime.combine(day, datetime.min.time(), protocol.zone)
    end = datetime.combine(day + timedelta(days=1), datetime.min.time(), protocol.zone)
    return list(_kept(clinic.pk).filter(starts_at__gte=start, starts_at__lt=end).order_by("starts_at", "pk"))


def next_appointments(patient: Patient, *, now: datetime) -> Sequence[Appointment]:
    """What the patient still has before them, soonest first: an appointment counts until it ends."""
    return list(_kept(patient.clinic_id).filter(patient=patient, ends_at__gt=now).order_by("starts_at", "pk"))


def appointments_of(patient_ids: Iterable[int], *, clinic_id: int) -> Mapping[int, Sequence[Appointment]]:
    """All that was not cancelled, by patient, earliest first: one query for a whole list of patients."""
    found: dict[int, list[Appointment]] = {}
    for row in _kept(clinic_id).filter(patient_id__in=list(patient_ids)).order_by("starts_at", "pk"):
        found.setdefault(row.patient_id, []).append(row)
    return found


def appointments_for(patient_ids: Iterable[int], *, between: Period, clinic_id: int) -> Sequence[Appointment]:
    """All appointments of these patients, and everybody's that begin in a time, earliest first: one query."""
    wanted = Q(patient_id__in=list(patient_ids)) | Q(starts_at__gte=between.start, starts_at__lt=between.end)
    return list(_kept(clinic_id).filter(wanted).order_by("starts_at", "pk"))


def calendar_entry(appointment: Appointment, *, contact: Contact) -> CalendarEntry:
    """An appointment as the patient's own calendar reads it: when and where, never what for."""
    clinic, cancelled = appointment.patient.clinic, appointment.cancelled_at is not None
    return CalendarEntry(
        uid=f"{appointment.ref}@afterglow",
        sequence=1 if cancelled else 0,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        zone=ZoneInfo(clinic.time_zone),
        title=f"Appointment, {clinic.name}",
        where=", ".join(contact.address),
        text=f"To change it, call {contact.phone}.",
        written_at=appointment.cancelled_at or appointment.booked_at,
        remind_before=_REMIND_BEFORE,
        cancelled=cancelled,
    )


def free_places(
    day: date, *, clinic: Clinic, protocol: Protocol, length: timedelta
) -> Mapping[Bay, tuple[datetime, ...]]:
    """For each bay the starts at which a treatment of this length fits into the day; no bay on a closed day."""
    if why_closed(protocol, day):
        return {}
    taken: dict[int | None, list[Period]] = {}
    for row in appointments_on(day, clinic=clinic, protocol=protocol):
        taken.setdefault(row.bay_id, []).append(row.period)
    period = rules.opening_period(day, protocol.opening, protocol.zone)
    return {bay: tuple(rules.free_starts(period, taken.get(bay.pk, []), length, _STEP)) for bay in bays(clinic.pk)}


def next_free_day(
    after: date, *, clinic: Clinic, protocol: Protocol, length: timedelta, within_days: int = 120
) -> date | None:
    """The first open day from ``after`` on with a bay free for this length; None when there is none in reach."""
    day, last = next_open_day(protocol, after), after + timedelta(days=within_days)
    while day <= last:
        if any(free_places(day, clinic=clinic, protocol=protocol, length=length).values()):
            return day
        day = next_open_day(protocol, day + timedelta(days=1))
    return None


def _clinical_memberships(clinic_id: int) -> QuerySet[Membership]:
    roles = [Role.PSYCHIATRIST.value, Role.NURSE.value, Role.THERAPIST.value]
    rows: QuerySet[Membership] = Membership.objects.filter(clinic_id=clinic_id, role__in=roles, ended_at=None)
    return rows


def _kept(clinic_id: int) -> QuerySet[Appointment]:
    return _appointments(clinic_id).filter(cancelled_at=None)


def _appointments(clinic_id: int) -> QuerySet[Appointment]:
    rows: QuerySet[Appointment] = Appointment.objects.filter(clinic_id=clinic_id)
    return rows.select_related("patient__clinic", "bay", "with_account")
