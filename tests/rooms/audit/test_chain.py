"""Whatever is done to the trail behind its back is found, and the first bad row is named."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.db import connection

from afterglow.ground.audit import chain, reads
from afterglow.ground.audit.models import AuditRow, ChainHead, ReadEntry
from afterglow.ground.audit.triggers import append_only_models, installed_triggers, trigger_names
from tests.people import NOW, Cast, cast_of

pytestmark = pytest.mark.django_db

ROWS = 40


@pytest.fixture
def clinic_id() -> int:
    for number in range(ROWS):
        chain.append(chain.Link(1, NOW, NOW, "account", 7, "test.done", f"[{number}]"))
    return 1


@pytest.fixture(autouse=True)
def the_triggers_are_off(db: None) -> None:
    """An attacker who owns the database can drop them; the chain must hold without them."""
    with connection.cursor() as cursor:
        for name in trigger_names(connection, "audit_auditrow"):
            on = " ON audit_auditrow" if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{on}')


def _change(number: int) -> int:
    AuditRow.objects.filter(number=number).update(body="[]")
    return number


def _rename(number: int) -> int:
    AuditRow.objects.filter(number=number).update(actor_id=8)
    return number


def _remove(number: int) -> int:
    AuditRow.objects.filter(number=number).delete()
    return number


def _swap(number: int) -> int:
    here, there = AuditRow.objects.get(number=number), AuditRow.objects.get(number=number + 1)
    AuditRow.objects.filter(pk=here.pk).update(number=10_000)
    AuditRow.objects.filter(pk=there.pk).update(number=number)
    AuditRow.objects.filter(pk=here.pk).update(number=number + 1)
    return number


def _cut_the_tail(number: int) -> int:
    AuditRow.objects.filter(number__gte=number).delete()
    return number


ATTACKS: list[Callable[[int], int]] = [_change, _rename, _remove, _swap, _cut_the_tail]


def test_a_clean_chain_holds(clinic_id: int) -> None:
    assert chain.verify(clinic_id) == chain.Verification(clinic_id, ROWS, None)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__.strip("_"))
@pytest.mark.parametrize("seed", range(5))
def test_every_attack_is_found_at_its_row(clinic_id: int, attack: Callable[[int], int], seed: int) -> None:
    number = random.Random(seed).randrange(1, ROWS)
    expected = attack(number)
    assert chain.verify(clinic_id).broken_at == expected


def test_a_tail_cut_and_sealed_anew_is_found_by_the_exported_head(clinic_id: int) -> None:
    head = ChainHead.objects.get(clinic_id=clinic_id)
    exported = (head.number, head.seal)
    AuditRow.objects.filter(number__gt=30).delete()
    last = AuditRow.objects.get(number=30)
    ChainHead.objects.filter(clinic_id=clinic_id).update(number=30, seal=last.seal)
    assert chain.verify(clinic_id).holds
    assert not chain.verify(clinic_id, exported_head=exported).holds


def test_reads_are_sealed_once_and_a_change_to_them_is_found() -> None:
    cast: Cast = cast_of()
    for patient in (1, 2, 3):
        reads.write(author=cast.priya, patients={patient}, page="record:patient", now=NOW)
    assert reads.seal(clinic_id=cast.clinic.pk, now=NOW) == 3
    assert reads.seal(clinic_id=cast.clinic.pk, now=NOW) == 0
    assert reads.unsealed_changes(cast.clinic.pk) == []
    with connection.cursor() as cursor:
        for name in trigger_names(connection, "audit_readentry"):
            on = " ON audit_readentry" if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{on}')
    ReadEntry.objects.filter(patient_ids="2").update(patient_ids="9")
    assert reads.unsealed_changes(cast.clinic.pk) == [AuditRow.objects.get(verb=reads.SEAL_VERB).number]


def test_every_append_only_table_had_its_triggers_before_this_test_dropped_them() -> None:
    present = installed_triggers(connection)
    for model in append_only_models():
        if model is not AuditRow:
            assert trigger_names(connection, model._meta.db_table) <= present
