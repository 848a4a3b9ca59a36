"""Whatever is done to the trail behind its back is found, and the first bad row is named (M23).

``SEED`` chooses the random attacks.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import override_settings

from afterglow.ground.audit import chain, reads, sign_ins
from afterglow.ground.audit.models import AuditRow, ChainHead, ReadEntry, SignIn
from afterglow.ground.audit.sign_ins import What
from afterglow.ground.audit.triggers import append_only_models, installed_triggers, trigger_names
from afterglow.ground.audit.verifying import Verification, verify, verify_all
from tests.people import NOW, Cast, cast_of

pytestmark = pytest.mark.django_db

ROWS = 40
SEED = int(os.environ.get("SEED", "23"))

Attack = Callable[[random.Random], int]
"""Does something to the chain of clinic 1 and returns the first row that is bad from then on."""


def grow(clinic_id: int, rows: int = ROWS) -> None:
    for number in range(rows):
        chain.append(chain.Link(clinic_id, NOW, NOW, "account", 7, "test.done", f"[{number}]"))


@pytest.fixture
def clinic_id() -> int:
    grow(1)
    return 1


@pytest.fixture(autouse=True)
def the_triggers_are_off(db: None) -> None:
    """An attacker who owns the database can drop them; the chain must hold without them."""
    with connection.cursor() as cursor:
        for table in ("audit_auditrow", "audit_readentry", "audit_signin"):
            for name in trigger_names(connection, table):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{name}"{on}')


def some_row(chance: random.Random) -> AuditRow:
    return AuditRow.objects.get(clinic_id=1, number=chance.randint(1, ROWS))


def change(chance: random.Random) -> int:
    """One column of one row says something else."""
    row = some_row(chance)
    others = {
        "at": row.at + timedelta(microseconds=1),
        "real_at": row.real_at - timedelta(days=1),
        "actor_kind": "system",
        "actor_id": None,
        "verb": f"{row.verb} ",
        "body": "[]",
        "seal": f"{(int(row.seal, 16) ^ 1):064x}",
    }
    column = chance.choice(sorted(others))
    AuditRow.objects.filter(pk=row.pk).update(**{column: others[column]})
    return row.number


def remove(chance: random.Random) -> int:
    row = some_row(chance)
    row.delete()
    return row.number


def swap(chance: random.Random) -> int:
    """Two rows change places."""
    here, there = sorted(chance.sample(range(1, ROWS + 1), 2))
    first, second = (AuditRow.objects.get(clinic_id=1, number=number) for number in (here, there))
    AuditRow.objects.filter(pk=first.pk).update(number=10_000)
    AuditRow.objects.filter(pk=second.pk).update(number=here)
    AuditRow.objects.filter(pk=first.pk).update(number=there)
    return here


def put_in(chance: random.Random) -> int:
    """A row is put in, copied from another, and the later ones move on."""
    row = some_row(chance)
    for later in AuditRow.objects.filter(clinic_id=1, number__gt=row.number).order_by("-number"):
        AuditRow.objects.filter(pk=later.pk).update(number=later.number + 1)
    AuditRow.objects.create(
        **{field.attname: getattr(row, field.attname) for field in AuditRow._meta.concrete_fields if field.name != "id"}
        | {"number": row.number + 1}
    )
    return row.number + 1


def cut_the_tail(chance: random.Random) -> int:
    row = some_row(chance)
    AuditRow.objects.filter(clinic_id=1, number__gte=row.number).delete()
    return row.number


def take_anothers_row(chance: random.Random) -> int:
    """A row of the clinic next door, which has a right seal there, stands in the place of one's own."""
    row = some_row(chance)
    theirs = AuditRow.objects.get(clinic_id=2, number=row.number)
    AuditRow.objects.filter(pk=row.pk).update(body=theirs.body, previous=theirs.previous, seal=theirs.seal)
    return row.number


def seal_without_the_key(chance: random.Random) -> int:
    """From a changed row on everything is sealed anew, with a key that is not ours."""
    row = some_row(chance)
    with override_settings(AUDIT_KEY=b"a guess"):
        rows = list(chain.rows_of(1))
        previous = rows[row.number - 1].previous
        for old in rows[row.number - 1 :]:
            new = old._replace(previous=previous, body="[]" if old.number == row.number else old.body)
            new = new._replace(seal=new.right_seal)
            AuditRow.objects.filter(clinic_id=1, number=old.number).update(**new._asdict())
            previous = new.seal
        ChainHead.objects.filter(clinic_id=1).update(seal=previous)
    return row.number


def forge_the_head(chance: random.Random) -> int:
    ChainHead.objects.filter(clinic_id=1).update(seal=f"{chance.getrandbits(256):064x}")
    return ROWS + 1


def take_everything(chance: random.Random) -> int:
    AuditRow.objects.filter(clinic_id=1).delete()
    ChainHead.objects.filter(clinic_id=1).delete()
    return 1


ATTACKS: list[Attack] = [
    change,
    remove,
    swap,
    put_in,
    cut_the_tail,
    take_anothers_row,
    seal_without_the_key,
    forge_the_head,
    take_everything,
]


def attacked(times: int) -> None:
    """Attack so many times, each time a chain that is whole; every attack is found, and at its row."""
    grow(1)
    grow(2)
    chance = random.Random(SEED)
    for number in range(times):
        attack = ATTACKS[number % len(ATTACKS)]
        with transaction.atomic():
            expected = attack(chance)
            found = verify_all([1], {})[0]
            transaction.set_rollback(True)
        assert found.broken_at == expected, f"{attack.__name__}, seed {SEED}: {found.words}"
        assert found.rows == expected - 1
    assert [result.holds for result in verify_all([1, 2], {})] == [True, True]


def test_two_hundred_random_attacks_are_each_found_at_their_row() -> None:
    attacked(200)


@pytest.mark.deep
def test_a_thousand_random_attacks_are_each_found_at_their_row() -> None:
    attacked(1000)


def test_a_clean_chain_holds(clinic_id: int) -> None:
    assert verify(clinic_id) == Verification(clinic_id, ROWS)


@pytest.mark.parametrize("left", [0, 1, 30, ROWS - 1])
def test_a_chain_put_back_to_an_older_state_is_found_by_the_exported_head(clinic_id: int, left: int) -> None:
    """All that stands there was sealed by us once, as in an old backup: only what was kept elsewhere tells."""
    exported = chain.heads()
    AuditRow.objects.filter(number__gt=left).delete()
    last = AuditRow.objects.filter(number=left).first()
    ChainHead.objects.filter(clinic_id=clinic_id).update(number=left, seal=last.seal if last else "")
    if left:
        assert verify(clinic_id).holds
    assert verify(clinic_id, exported_head=exported[clinic_id]).broken_at == left + 1


def test_a_chain_grown_again_after_it_was_put_back_differs_from_the_exported_head(clinic_id: int) -> None:
    exported = chain.heads()
    AuditRow.objects.filter(number__gt=30).delete()
    ChainHead.objects.filter(clinic_id=clinic_id).update(number=30, seal=AuditRow.objects.get(number=30).seal)
    for _ in range(20):
        chain.append(chain.Link(clinic_id, NOW, NOW, "account", 8, "test.other", "[]"))
    assert verify(clinic_id).holds
    assert verify(clinic_id, exported_head=exported[clinic_id]).broken_at == exported[clinic_id][0]


def test_a_clinic_whose_trail_vanished_is_still_asked_for(clinic_id: int) -> None:
    exported = chain.heads()
    AuditRow.objects.all().delete()
    ChainHead.objects.all().delete()
    for found in (verify_all([clinic_id], {}), verify_all([], exported)):
        assert [(one.clinic_id, one.broken_at, one.why) for one in found] == [(1, 1, "there is no row at all")]


# Reads


@pytest.fixture
def read(db: None) -> Cast:
    """Five pages read about patients, sealed in two goes."""
    cast = cast_of()
    for patients in ({1}, {2}, {3}):
        reads.write(author=cast.priya, patients=patients, page="record:patient", now=NOW)
    assert reads.SEALED.seal(clinic_id=cast.clinic.pk, now=NOW) == 3
    assert reads.SEALED.seal(clinic_id=cast.clinic.pk, now=NOW) == 0
    for patients in ({4}, {5, 6}):
        reads.write(author=cast.priya, patients=patients, page="record:patient", now=NOW)
    assert reads.SEALED.seal(clinic_id=cast.clinic.pk, now=NOW) == 2
    return cast


def seals(cast: Cast) -> list[int]:
    rows = AuditRow.objects.filter(clinic_id=cast.clinic.pk, verb=reads.SEALED.verb).order_by("number")
    return list(rows.values_list("number", flat=True))


@pytest.mark.parametrize(
    ("attack", "bad"),
    [
        (lambda: ReadEntry.objects.filter(patient_ids="2").update(patient_ids="9"), 0),
        (lambda: ReadEntry.objects.filter(patient_ids="1").update(actor_id=99), 0),
        (lambda: ReadEntry.objects.filter(patient_ids="3").delete(), 0),
        (lambda: ReadEntry.objects.filter(patient_ids="5,6").update(patient_ids="5"), 1),
        (lambda: ReadEntry.objects.filter(patient_ids="4").delete(), 1),
    ],
    ids=["whose", "by whom", "the last of a seal", "one of two", "the first of a seal"],
)
def test_a_change_to_what_was_read_is_found_at_its_seal(read: Cast, attack: Callable[[], object], bad: int) -> None:
    assert verify(read.clinic.pk).holds
    attack()
    assert reads.SEALED.broken_seals(read.clinic.pk) == [seals(read)[bad]]
    assert verify(read.clinic.pk).broken_at == seals(read)[bad]


def test_a_page_about_many_patients_names_every_one_of_them_whole(read: Cast) -> None:
    many = set(range(10_000, 11_000))
    reads.write(author=read.priya, patients=many, page="people:patients", now=NOW)
    entry = ReadEntry.objects.order_by("-id")[0]
    assert {int(one) for one in entry.patient_ids.split(",")} == many


# Sign-ins


@pytest.mark.parametrize(
    "attack",
    [
        lambda: SignIn.objects.filter(what="turned away").update(what="came in"),
        lambda: SignIn.objects.filter(what="turned away").delete(),
        lambda: SignIn.objects.filter(account_id=None).update(mark=""),
    ],
    ids=["how it ended", "that it was", "who"],
)
def test_a_change_to_who_came_in_is_found_in_every_clinics_chain(db: None, attack: Callable[[], object]) -> None:
    clinics = [cast_of().clinic, cast_of("tern-house").clinic]
    came = {"how": "password", "now": NOW, "real_now": NOW}
    sign_ins.write(what=What.CAME_IN, account_id=7, **came)
    sign_ins.write(what=What.TURNED_AWAY, account_id=None, typed="a@b.example", **came)
    for clinic in clinics:
        assert sign_ins.SEALED.seal(clinic_id=clinic.pk, now=NOW) == 2
        assert sign_ins.SEALED.seal(clinic_id=clinic.pk, now=NOW) == 0
        assert verify(clinic.pk).holds
    attack()
    assert {verify(clinic.pk).why for clinic in clinics} == {"the sign-ins that it seals were changed"}


def test_an_address_that_nobody_has_leaves_a_mark_only(db: None) -> None:
    for typed in ("Somebody@Home.example", " somebody@home.example", "another@home.example", ""):
        sign_ins.write(what=What.TURNED_AWAY, how="password", now=NOW, real_now=NOW, account_id=None, typed=typed)
    first, again, other, none = SignIn.objects.order_by("pk").values_list("mark", flat=True)
    assert first == again
    assert len({first, other}) == 2
    assert none == ""
    assert len(first) == 16


def test_every_append_only_table_had_its_triggers_before_this_test_dropped_them() -> None:
    present = installed_triggers(connection)
    for model in append_only_models():
        if model not in (AuditRow, ReadEntry, SignIn):
            assert trigger_names(connection, model._meta.db_table) <= present
