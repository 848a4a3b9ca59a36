"""An episode moves only as the table allows, one move after another, and stops are signed past with a reason."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.record.pathway import actions, queries
from afterglow.record.pathway.models import Episode, Move
from afterglow.record.pathway.rules import LAWFUL_MOVES, Stage, is_ended, is_lawful
from tests.people import NOW, Cast, cast_of, maya

CLINICAL = Finding("blood-pressure", Severity.STOP, "Blood pressure is 165/100.", "clinical.md 2.3")
INTERLOCK = Finding("no-consent", Severity.STOP, "No consent.", "N2", interlock=True)


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of("larkfield")


@pytest.fixture
def episode(cast: Cast) -> Episode:
    return actions.open_episode(patient=maya(cast), by=cast.joanne, now=NOW)


class Walks(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.sampled_from(sorted(Stage)), max_size=12))
    def test_any_list_of_wishes_leaves_a_lawful_history(self, wishes: list[Stage]) -> None:
        cast = cast_of("larkfield")
        episode = actions.open_episode(patient=maya(cast), by=cast.joanne, now=NOW)
        for wish in wishes:
            here = Stage(episode.stage)
            try:
                actions.move(episode=episode, to=wish, by=cast.hannah, now=NOW)
                assert is_lawful(here, wish)
            except Refused:
                assert not is_lawful(here, wish)
                assert episode.stage == here
        moves = list(Move.objects.filter(episode=episode).order_by("pk"))
        assert [move.from_stage for move in moves[1:]] == [move.to_stage for move in moves[:-1]]
        assert moves[-1].to_stage == Episode.objects.get(pk=episode.pk).stage


def test_both_times_are_kept(cast: Cast, episode: Episode) -> None:
    yesterday = NOW - timedelta(days=1)
    move = actions.move(
        episode=episode, to=Stage.ACCEPTED, reason="By phone", by=cast.hannah, now=NOW, happened_at=yesterday
    )
    assert (move.happened_at, move.written_at, move.author_name) == (yesterday, NOW, "Dr Hannah Brandt, psychiatrist")
    assert episode.stage_since == yesterday


def test_a_move_is_never_rewritten(cast: Cast, episode: Episode) -> None:
    move = Move.objects.filter(episode=episode)[0]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE pathway_move SET to_stage = 'discharged' WHERE id = %s", [move.pk])


def test_somebody_who_comes_back_starts_another_episode(cast: Cast, episode: Episode) -> None:
    with pytest.raises(Refused, match="already open"):
        actions.open_episode(patient=episode.patient, by=cast.joanne, now=NOW)
    actions.move(episode=episode, to=Stage.WITHDRAWN, by=cast.hannah, now=NOW)
    second = actions.open_episode(patient=episode.patient, by=cast.joanne, now=NOW + timedelta(days=400))
    assert (second.number, queries.latest_episode(episode.patient)) == (2, second)


def test_an_ended_episode_stays_ended(cast: Cast, episode: Episode) -> None:
    actions.move(episode=episode, to=Stage.SENT_ELSEWHERE, by=cast.hannah, now=NOW)
    assert is_ended(Stage(episode.stage))
    for stage in Stage:
        with pytest.raises(Refused):
            actions.move(episode=episode, to=stage, by=cast.hannah, now=NOW)


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_stop_needs_a_reason(cast: Cast, episode: Episode, reason: str) -> None:
    with pytest.raises(Refused):
        actions.override(episode=episode, finding=CLINICAL, about="dose-1", reason=reason, by=cast.hannah, now=NOW)


def test_only_a_prescriber_goes_past_a_clinical_stop_and_nobody_past_an_interlock(cast: Cast, episode: Episode) -> None:
    signing = {"episode": episode, "about": "dose-1", "reason": "Usual for her; cuff repeated", "now": NOW}
    with pytest.raises(NotAllowed):
        actions.override(finding=CLINICAL, by=cast.priya, **signing)
    with pytest.raises(Refused, match="Nobody can override this"):
        actions.override(finding=INTERLOCK, by=cast.hannah, **signing)
    actions.override(finding=CLINICAL, by=cast.hannah, **signing)
    assert queries.overridden_codes(about="dose-1", clinic_id=cast.clinic.pk) == {"blood-pressure"}
    assert queries.overridden_codes(about="dose-2", clinic_id=cast.clinic.pk) == frozenset()


def test_two_people_move_an_episode_once(own_database: str) -> None:
    cast = cast_of("larkfield")
    episode = actions.open_episode(patient=maya(cast), by=cast.joanne, now=NOW)
    done: list[Stage] = []

    def wish(stage: Stage) -> None:
        try:
            mine = Episode.objects.get(pk=episode.pk)
            actions.move(episode=mine, to=stage, by=cast.hannah, now=NOW)
            done.append(stage)
        except Refused:
            pass
        finally:
            connection.close()

    wishes = [Stage.ACCEPTED, Stage.SENT_ELSEWHERE, Stage.ACCEPTED, Stage.SENT_ELSEWHERE]
    people = [threading.Thread(target=wish, args=(stage,)) for stage in wishes]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert len(done) == 1
    assert Move.objects.filter(episode=episode).count() == 2
    assert LAWFUL_MOVES[Stage.REFERRED] >= set(done)


def test_no_role_moves_a_patient_on_its_own_except_the_one_that_decides(cast: Cast, episode: Episode) -> None:
    for actor in (cast.joanne, cast.priya, cast.lena, cast.grace, cast.ewan):
        with pytest.raises(NotAllowed):
            actions.move(episode=episode, to=Stage.ACCEPTED, by=actor, now=NOW)
    assert actions.move(episode=episode, to=Stage.ACCEPTED, by=cast.omar, now=NOW).to_stage == Stage.ACCEPTED
