"""Booking and cancelling, writing down who came, and adding a bay."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.period import local_day
from afterglow.record.diary import rules
from afterglow.record.diary.models import TREATMENT, Appointment, Bay
from afterglow.record.diary.queries import bank_holidays
from afterglow.record.people.models import Patient


@action("diary.bay_added", may=Permission.BOOK)
def add_bay(*, name: str, by: Actor, now: datetime) -> Bay:
    """Add a place for treatment, or return the one of this name."""
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    found = Bay.objects.filter(clinic_id=by.clinic_id, name=name).first()
    return found or Bay.objects.create(clinic_id=by.clinic_id, name=name)


@action("diary.booked", may=Permission.BOOK)
def book(
    *,
    patient: Patient,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    now: datetime,
    bay: Bay | None = None,
    with_account: Account | None = None,
) -> Appointment:
    """Keep a time for a patient; ``kind`` is one of ``Appointment.KINDS``.

    Raises Refused for a time already past, a treatment without a bay or on a day or at an hour when the clinic
    does not treat (F6), and when the patient or the bay has something else at that time.
    """
    if kind == TREATMENT and bay is None:
        raise Refused([_no("no-bay", "A treatment needs a bay.")])
    _refuse_bad_times(patient, kind, starts_at, ends_at, now)
    Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    if bay is not None:
        Bay.objects.select_for_update(no_key=True).get(pk=bay.pk)
    _refuse_clash(patient, bay, starts_at, ends_at)
    return Appointment.objects.create(
        clinic_id=by.clinic_id,
        patient=patient,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        bay=bay,
        with_account=with_account,
        booked_at=now,
    )


@action("diary.cancelled", may=Permission.BOOK)
def cancel(*, appointment: Appointment, because: str, by: Actor, now: datetime) -> Appointment:
    """Cancel what was booked, saying why; its time is free again. Raises Refused when the patient came to it."""
    row = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if row.attended_at is not None:
        raise Refused([_no("attended", "The patient came to this appointment, so it cannot be cancelled.")])
    if row.cancelled_at is None:
        row.cancelled_at, row.cancelled_because = now, because
        row.save(update_fields=["cancelled_at", "cancelled_because"])
    return row


@action("diary.attended", may=Permission.BOOK)
def mark_attended(
    *, appointment: Appointment, by: Actor, now: datetime, happened_at: datetime | None = None
) -> Appointment:
    """Write down that the patient came. Does nothing a second time.

    Raises Refused for an appointment that was cancelled, and before its day.
    """
    row = Appointment.objects.select_for_update(of=("self",)).select_related("patient__clinic").get(pk=appointment.pk)
    zone = ZoneInfo(row.patient.clinic.time_zone)
    if row.cancelled_at is not None:
        raise Refused([_no("cancelled", "This appointment was cancelled. Book another.")])
    if local_day(row.starts_at, zone) > local_day(now, zone):
        raise Refused([_no("not-yet", "This appointment is on a later day.")])
    if row.attended_at is None:
        row.attended_at = happened_at or now
        row.save(update_fields=["attended_at"])
    return row


def _refuse_bad_times(patient: Patient, kind: str, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= starts_at:
        raise Refused([_no("ends-first", "The end comes after the start.")])
    protocol = protocol_in_force(patient.clinic, max(starts_at, now))
    if local_day(starts_at, protocol.zone) < local_day(now, protocol.zone):
        raise Refused([_no("past-day", "That day is over. Choose today or a later day.")])
    if kind == TREATMENT:
        holidays = bank_holidays(protocol.jurisdiction)
        found = rules.treatment_time(starts_at, ends_at, protocol.opening, holidays, protocol.zone)
        if found:
            raise Refused(found)


def _refuse_clash(patient: Patient, bay: Bay | None, starts_at: datetime, ends_at: datetime) -> None:
    same = Q(patient=patient) if bay is None else Q(patient=patient) | Q(bay=bay)
    rows = Appointment.objects.filter(same, clinic_id=patient.clinic_id, cancelled_at=None)
    clash = rows.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).order_by("starts_at").first()
    if clash is None:
        return
    if clash.patient_id == patient.pk:
        raise Refused([_no("patient-busy", f"{patient.full_name} has another appointment at that time.")])
    raise Refused([_no("bay-taken", f"{bay} is taken at that time. Choose another time or another bay.")])


def _no(code: str, words: str) -> Finding:
    return Finding(code, Severity.STOP, words, "default", interlock=True)
