"""Laws over every table: who owns it, where its foreign keys point, and what can never change."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from afterglow.ground.access.models import ClinicRecord, Entry
from afterglow.ground.audit.triggers import append_only_models, installed_triggers, trigger_names
from afterglow.site.rooms import MODULES

OURS = [model for model in apps.get_models() if model.__module__.startswith("afterglow.")]
ABOVE_GROUND = [model for model in OURS if not model.__module__.startswith("afterglow.ground.")]

STREAMED = {"treatment.LiveEvent", "groups.DoorEvent"}
"""Tables that are no record: what a live page follows, one row for each change that the trail already names."""


def room_of(model: type[models.Model]) -> int:
    """The height of a model's room: rooms are listed from the ground up."""
    return next(n for n, module in enumerate(MODULES) if model.__module__.startswith(f"{module}."))


def name(model: type[models.Model]) -> str:
    return model._meta.label


def test_there_are_models_to_hold_the_laws_to() -> None:
    assert len(ABOVE_GROUND) > 20


@pytest.mark.parametrize("model", ABOVE_GROUND, ids=name)
def test_every_table_above_ground_is_saved_only_through_actions(model: type[models.Model]) -> None:
    assert issubclass(model, ClinicRecord) or name(model) in STREAMED


@pytest.mark.parametrize("model", OURS, ids=name)
def test_foreign_keys_point_down_and_hold_what_they_point_at(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey):
            continue
        target = field.related_model
        assert isinstance(target, type)
        assert room_of(target) <= room_of(model), f"{name(model)}.{field.name} points up"
        assert field.remote_field.on_delete is models.PROTECT, f"{name(model)}.{field.name} would let go"
        if room_of(target) < room_of(model):
            assert field.remote_field.related_name == "+", f"{name(model)}.{field.name} shows upwards"


@pytest.mark.parametrize("model", ABOVE_GROUND, ids=name)
def test_unique_constraints_include_the_clinic(model: type[models.Model]) -> None:
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            assert "clinic" in constraint.fields, f"{name(model)}: {constraint.name}"


FORBIDDEN = (models.FloatField, models.DecimalField, models.GenericIPAddressField)


@pytest.mark.parametrize("model", OURS, ids=name)
def test_quantities_are_integers_and_nobody_reads_the_clock(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        assert not isinstance(field, FORBIDDEN), f"{name(model)}.{field.name}"
        assert not getattr(field, "auto_now", False), f"{name(model)}.{field.name}"
        assert not getattr(field, "auto_now_add", False), f"{name(model)}.{field.name}"


def test_what_was_said_or_done_is_append_only() -> None:
    entries = {model for model in OURS if issubclass(model, Entry)}
    assert entries <= set(append_only_models())


@pytest.mark.django_db
@pytest.mark.parametrize("model", append_only_models(), ids=name)
def test_the_database_has_the_triggers(model: type[models.Model]) -> None:
    assert trigger_names(connection, model._meta.db_table) <= installed_triggers(connection)


@pytest.mark.django_db
@pytest.mark.parametrize("model", append_only_models(), ids=name)
def test_an_attack_on_an_append_only_table_is_refused(model: type[models.Model]) -> None:
    """Even where a table is empty the statement-level trigger of PostgreSQL refuses to truncate it."""
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table.strip('"')])
            texts = " ".join(str(row[0]) for row in cursor.fetchall())
        assert "BEFORE UPDATE" in texts
        assert "BEFORE DELETE" in texts
        return
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db
@pytest.mark.parametrize("model", ABOVE_GROUND, ids=name)
def test_both_ends_of_a_foreign_key_share_their_clinic(model: type[models.Model]) -> None:
    """Over whatever rows there are; the laws over the full house run this on all of them."""
    clash = clinic_clashes(model)
    assert clash == []


def clinic_clashes(model: type[models.Model]) -> list[str]:
    """Rows of a model that point at a row of another clinic."""
    found = []
    for field in model._meta.concrete_fields:
        target = field.related_model
        if not isinstance(target, type) or not issubclass(target, ClinicRecord) or name(model) in STREAMED:
            continue
        rows = model._default_manager.exclude(**{f"{field.name}__clinic": models.F("clinic")})
        found += [f"{name(model)} {row.pk}: {field.name}" for row in rows.exclude(**{field.name: None})]
    return found
