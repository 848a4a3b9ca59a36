"""Laws that need rows to hold: every table filled, every row in the trail, every stage reached lawfully."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict

import pytest
from django.db import DatabaseError, connection, models, transaction

from afterglow.ground.access.models import Account, Clinic, ClinicRecord, Installation
from afterglow.ground.audit import reads
from afterglow.ground.audit.models import AuditRow, ChainHead, ReadEntry, SignIn
from afterglow.ground.audit.triggers import append_only_models
from afterglow.ground.audit.verifying import verify
from afterglow.record.pathway.models import Episode, Move
from afterglow.record.pathway.rules import FIRST, Stage, is_lawful
from afterglow.record.people.models import Patient
from tests.laws.full_house import House
from tests.laws.test_models import ABOVE_GROUND, OURS, clinic_clashes, name
from tests.people import NOW, Cast, signed_in

OF_THE_INSTALLATION = {Clinic, Account, Installation, SignIn}
"""Tables that belong to no clinic."""
OF_A_CLINIC = [model for model in OURS if model not in OF_THE_INSTALLATION and model is not ReadEntry]
RECORDS = [model for model in OURS if issubclass(model, ClinicRecord)]

RULED_OUT = {
    ("treatment.TherapistNote", "solent-mind"): "no therapist is in the session there",
    ("referral.Enquiry", "marlow-rooms"): "nobody asks online there",
}
"""What a clinic's own protocol does not have."""


def rows_of(model: type[models.Model], clinic: Clinic) -> models.QuerySet[models.Model]:
    return model._default_manager.filter(clinic_id=clinic.pk)


@pytest.mark.parametrize("model", OF_A_CLINIC, ids=name)
def test_every_table_has_a_row_of_each_clinic(model: type[models.Model], house: House) -> None:
    """A new model is added to the stories of the full house; only then can the laws hold it."""
    empty = {clinic.slug for clinic in house.clinics if not rows_of(model, clinic).exists()}
    assert empty == {slug for label, slug in RULED_OUT if label == name(model)}


@pytest.mark.parametrize("model", ABOVE_GROUND, ids=name)
def test_no_row_points_into_another_clinic(model: type[models.Model], house: House) -> None:
    assert clinic_clashes(model) == []


def test_every_row_is_in_its_clinics_trail(house: House) -> None:
    for clinic in house.clinics:
        written: dict[str, set[int]] = defaultdict(set)
        for row in AuditRow.objects.filter(clinic_id=clinic.pk):
            body = json.loads(row.body)
            for label, number, *_ in body if isinstance(body, list) else ():
                written[label].add(number)
        for model in RECORDS:
            there = set(rows_of(model, clinic).values_list("pk", flat=True))
            assert there == written[model._meta.label_lower], f"{name(model)} in {clinic.slug}"


def test_both_chains_hold_after_reads_are_sealed(house: House) -> None:
    for cast in house.casts.values():
        read_somebody(cast)
        assert reads.SEALED.seal(clinic_id=cast.clinic.pk, now=NOW) > 0
        found = verify(cast.clinic.pk)
        assert found.holds, found.why
        assert found.rows == ChainHead.objects.get(clinic_id=cast.clinic.pk).number > 100


def test_every_move_is_lawful_and_the_episode_stands_where_the_last_one_led(house: House) -> None:
    reached = set()
    for episode in Episode.objects.all():
        moves = list(Move.objects.filter(episode=episode).order_by("pk"))
        assert (moves[0].from_stage, moves[0].to_stage) == ("", FIRST.value)
        for before, after in itertools.pairwise(moves):
            assert after.from_stage == before.to_stage
            assert is_lawful(Stage(after.from_stage), Stage(after.to_stage))
            assert after.happened_at >= before.happened_at
        assert (episode.stage, episode.stage_since) == (moves[-1].to_stage, moves[-1].happened_at)
        reached |= {move.to_stage for move in moves}
    assert reached >= {stage.value for stage in Stage} - {"under review", "maintenance", "on a break"}


@pytest.mark.parametrize("model", append_only_models(), ids=name)
def test_no_row_of_an_append_only_table_can_be_changed_or_removed(model: type[models.Model], house: House) -> None:
    read_somebody(house.casts["solent-mind"])
    table = connection.ops.quote_name(model._meta.db_table)
    column = connection.ops.quote_name(model._meta.pk.column)
    for attack in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        assert model._default_manager.exists()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)


def read_somebody(cast: Cast) -> None:
    """A nurse opens a patient's details and goes out, which leaves an entry each."""
    patient, browser = Patient.objects.filter(clinic=cast.clinic).first(), signed_in(cast.priya)
    assert patient is not None
    assert browser.get(f"/patients/{patient.ref}/details/").status_code == 200
    assert browser.post("/sign-out/").status_code == 302
