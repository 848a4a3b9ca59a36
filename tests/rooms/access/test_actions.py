"""An action is allowed, is one transaction, and is written down; nothing is saved anywhere else."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from afterglow.ground.access.acting import NotAllowed
from afterglow.ground.audit.models import AuditRow
from afterglow.ground.audit.trail import OutsideAction, StrangersRecord
from afterglow.ground.audit.verifying import verify
from afterglow.record.people import actions
from afterglow.record.people.models import Patient
from tests.people import NOW, cast_of, maya

pytestmark = pytest.mark.django_db


def test_one_row_of_the_trail_for_each_outermost_action() -> None:
    cast = cast_of()
    before = AuditRow.objects.count()
    patient = maya(cast)
    rows = AuditRow.objects.order_by("number")[before:]
    assert [row.verb for row in rows] == ["people.patient_registered", "people.account_given"]
    assert rows[0].actor_id == cast.joanne.account_id
    assert "Okonjo" not in rows[0].body
    assert str(patient.pk) in rows[0].body


def test_the_trail_verifies() -> None:
    cast = cast_of()
    maya(cast)
    found = verify(cast.clinic.pk)
    assert found.holds
    assert found.rows == AuditRow.objects.count()


def test_an_actor_without_the_permission_changes_nothing() -> None:
    cast = cast_of()
    with pytest.raises(NotAllowed):
        actions.register_patient(family_name="Nobody", birth_date=date(1990, 1, 1), by=cast.ewan, now=NOW)
    assert not Patient.objects.exists()


def test_saving_outside_an_action_is_undone() -> None:
    patient = maya(cast_of())
    patient.known_as = "May"
    with pytest.raises(OutsideAction), transaction.atomic():
        patient.save()
    assert Patient.objects.get().known_as == ""


@pytest.mark.parametrize("bulk", ["update", "delete"])
def test_rows_are_never_changed_in_bulk(bulk: str) -> None:
    maya(cast_of())
    with pytest.raises(OutsideAction):
        getattr(Patient.objects.all(), bulk)()


def test_an_action_cannot_write_a_record_of_another_clinic() -> None:
    patient = maya(cast_of("larkfield"))
    stranger = cast_of("tern-house")
    with pytest.raises(StrangersRecord), transaction.atomic():
        actions.correct_details(patient=patient, phone="07700900999", by=stranger.joanne, now=NOW)
    assert Patient.objects.get().phone == "07700900123"


def test_a_failed_action_leaves_no_trace() -> None:
    cast = cast_of()
    before = AuditRow.objects.count()
    with pytest.raises(DatabaseError), transaction.atomic():
        actions.register_patient(family_name=None, birth_date=date(1990, 1, 1), by=cast.joanne, now=NOW)  # type: ignore[arg-type]  # the fault under test
    assert AuditRow.objects.count() == before
    assert verify(cast.clinic.pk).holds


@pytest.mark.parametrize("attack", ["UPDATE audit_auditrow SET verb = 'x'", "DELETE FROM audit_auditrow"])
def test_the_database_itself_refuses_to_change_the_trail(attack: str) -> None:
    cast_of()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert AuditRow.objects.exists()
