"""Who may do what, who did and read what, and whether the trail still says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from afterglow.ground.access.roles import GRANTED, Permission, Role
from afterglow.ground.audit import sign_ins
from afterglow.ground.audit.models import AuditRow
from afterglow.ground.audit.sign_ins import What
from afterglow.record.people.queries import access_patient
from tests.people import NOW, Cast, cast_of, maya, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clinic_time: Callable[[datetime], None]) -> Cast:
    return cast_of()


def test_the_role_table_says_what_is_granted(cast: Cast) -> None:
    page = signed_in(cast.ewan).get("/roles/").content.decode()
    row = page.partition("Sign a direction for a dose")[2].partition("</tr>")[0]
    cells = row.split("<td>")[1:]
    roles = [role for role in Role if f">{role.value}</th>" in page]
    assert [role for role, cell in zip(roles, cells, strict=True) if 'aria-label="yes"' in cell] == [
        role for role in roles if Permission.PRESCRIBE in GRANTED[role]
    ]
    assert Role.PSYCHIATRIST in roles


def test_the_audit_page_names_who_did_what(cast: Cast) -> None:
    maya(cast)
    page = signed_in(cast.joanne).get("/audit/").content.decode()
    assert "Patient registered (people)" in page
    assert "Joanne Pike" in page
    assert "Okonjo" not in page


def test_another_clinics_trail_is_not_shown(cast: Cast) -> None:
    maya(cast_of("tern-house"))
    assert "Patient registered" not in signed_in(cast.joanne).get("/audit/").content.decode()


def test_a_trail_that_holds_is_said_to_hold(cast: Cast) -> None:
    maya(cast)
    page = signed_in(cast.joanne).get("/audit/verified/").content.decode()
    assert f"All {AuditRow.objects.filter(clinic_id=cast.clinic.pk).count()} rows are as written" in page


def test_a_row_changed_behind_the_trail_is_named(cast: Cast) -> None:
    maya(cast)
    number = AuditRow.objects.filter(clinic_id=cast.clinic.pk, verb="people.patient_registered").get().number
    _tamper(cast.clinic.pk, number)
    page = signed_in(cast.joanne).get("/audit/verified/").content.decode()
    assert f"The trail does not hold at row {number}" in page


def test_the_audit_page_says_who_came_in_and_names_no_address(cast: Cast) -> None:
    patient, stranger = maya(cast), cast_of("tern-house")
    tries = [
        (What.CAME_IN, cast.priya.account_id, ""),
        (What.TURNED_AWAY, patient.account_id, ""),
        (What.LOCKED, stranger.priya.account_id, ""),
        (What.HELD_UP, None, "nobody@nowhere.example"),
    ]
    for what, account_id, typed in tries:
        sign_ins.write(what=what, how="password", now=NOW, real_now=NOW, account_id=account_id, typed=typed)
    page = signed_in(cast.joanne).get("/audit/").content.decode()
    rows = page.partition("Table of sign-ins")[2].partition("</table>")[0]
    assert "Priya Shah" in rows
    assert "Signed in" in rows
    assert "A patient or their helper" in rows
    assert "Held up after too many tries" in rows
    assert "An address nobody here has" in rows
    assert "Locked" not in rows, "she works at another clinic"
    assert "@" not in rows


def test_only_who_may_see_the_trail_sees_it(cast: Cast) -> None:
    assert access_patient(by=cast.hannah, ref=maya(cast).ref)
    for path in ("/audit/", "/audit/verified/"):
        assert signed_in(cast.hannah).get(path).status_code == 403


def _tamper(clinic_id: int, number: int) -> None:
    """Change a row as somebody with the database in their hands could: past its triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_auditrow DISABLE TRIGGER USER")
        else:
            cursor.execute('DROP TRIGGER IF EXISTS "audit_auditrow_no_update"')
        cursor.execute(
            "UPDATE audit_auditrow SET verb = 'nothing' WHERE clinic_id = %s AND number = %s", [clinic_id, number]
        )
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_auditrow ENABLE TRIGGER USER")
