"""What an open page of a meeting's door follows: who may watch it, and the number of its last change."""

from __future__ import annotations

from afterglow.care.groups.models.door import DoorEvent
from afterglow.care.groups.models.places import TAKING, Place
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.meetings import leads
from afterglow.ground.access.models import Account, Membership
from afterglow.ground.access.roles import Permission, Role, permissions_of
from afterglow.ground.access.sign_in.holding import patient_account, staff_account
from afterglow.record.people.queries import helped_by_account


def watched(cookie: str, meeting_ref: str) -> int | None:
    """The id of a meeting, if whoever holds this sign-in cookie leads it or has a place in it now; None otherwise.

    Asked at every heartbeat of a stream: sign-in, account, role, clinic and place are each read again.
    """
    meeting: Meeting | None = Meeting.objects.filter(ref=meeting_ref).select_related("series").first()
    if meeting is None:
        return None
    staff = staff_account(cookie)
    if staff is not None and _leads(staff, meeting):
        return int(meeting.pk)
    account = patient_account(cookie)
    return int(meeting.pk) if account is not None and _has_a_place(account, meeting) else None


def last_event_id(meeting_id: int) -> int:
    """The number of the last change at a door; 0 where there was none."""
    last = DoorEvent.objects.filter(meeting_id=meeting_id).order_by("-pk").values_list("pk", flat=True).first()
    return int(last or 0)


def _leads(account: Account, meeting: Meeting) -> bool:
    rows = Membership.objects.filter(account=account, clinic_id=meeting.clinic_id, ended_at=None)
    may = permissions_of(frozenset(Role(role) for role in rows.values_list("role", flat=True)))
    return Permission.LEAD_GROUPS in may and leads(account.pk, meeting.series)


def _has_a_place(account: Account, meeting: Meeting) -> bool:
    rows = Place.objects.filter(meeting=meeting, state__in=TAKING)
    helped = [helper.patient_id for helper in helped_by_account(account.pk)]
    return rows.filter(patient__account=account).exists() or rows.filter(patient_id__in=helped).exists()
