"""The one table of lawful moves: every stage can be reached and left for an end, and every walk stays inside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.record.pathway.rules import FIRST, LAWFUL_MOVES, Stage, diagram, is_ended, is_lawful, manual_page

MANUAL = Path(__file__).resolve().parents[3] / "docs" / "reference" / "stages.md"
ENDS = {Stage.DISCHARGED, Stage.NOT_SUITABLE, Stage.SENT_ELSEWHERE, Stage.WITHDRAWN}


def reachable_from(start: Stage) -> set[Stage]:
    """The stages that some walk from this one comes to, itself included."""
    found, edge = {start}, [start]
    while edge:
        edge = [there for here in edge for there in LAWFUL_MOVES[here] - found]
        found.update(edge)
    return found


def test_every_stage_has_its_row_and_is_reached() -> None:
    assert set(LAWFUL_MOVES) == set(Stage)
    assert reachable_from(FIRST) == set(Stage)


def test_the_ends_are_final_and_nothing_else_is() -> None:
    assert {stage for stage in Stage if is_ended(stage)} == ENDS


@pytest.mark.parametrize("stage", Stage)
def test_from_every_stage_some_end_can_be_reached(stage: Stage) -> None:
    assert reachable_from(stage) & ENDS


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in ENDS])
def test_a_patient_may_withdraw_at_any_stage(stage: Stage) -> None:
    assert is_lawful(stage, Stage.WITHDRAWN)


@pytest.mark.parametrize("stage", Stage)
def test_no_move_leads_where_one_stands_or_back_to_the_door(stage: Stage) -> None:
    assert not is_lawful(stage, stage)
    assert not is_lawful(stage, FIRST) or stage is Stage.INFORMATION_ASKED


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (Stage.REFERRED, Stage.SUITABLE),  # nobody is suitable who was not accepted and assessed
        (Stage.ACCEPTED, Stage.CONSENTED),
        (Stage.SUITABLE, Stage.IN_COURSE),  # no course without consent
        (Stage.REFERRED, Stage.IN_COURSE),
        (Stage.MAINTENANCE, Stage.DISCHARGED),  # an end is followed up first
        (Stage.IN_COURSE, Stage.DISCHARGED),
    ],
)
def test_no_step_is_skipped(here: Stage, there: Stage) -> None:
    assert not is_lawful(here, there)


@given(st.data())
def test_every_walk_keeps_to_the_table_and_stops_only_at_an_end(data: st.DataObject) -> None:
    here, steps = FIRST, 0
    consented = False
    while not is_ended(here) and steps < 60:
        there = data.draw(st.sampled_from(sorted(LAWFUL_MOVES[here])))
        assert is_lawful(here, there)
        consented = consented or there is Stage.CONSENTED
        assert consented or there is not Stage.IN_COURSE, "no walk comes to a course without consent"
        here, steps = there, steps + 1
    assert not is_ended(here) or not LAWFUL_MOVES[here]


def test_the_drawing_holds_every_move() -> None:
    drawn = diagram()
    moves = [(here, there) for here, all_there in LAWFUL_MOVES.items() for there in all_there]
    for here, there in moves:
        assert f"{here.name.lower()} --> {there.name.lower()}\n" in drawn
    assert drawn.count("-->") == len(moves) + 1 + len(ENDS)


def test_the_manual_shows_the_table_as_it_is() -> None:
    assert MANUAL.read_text("utf-8") == manual_page(), (
        "Write afterglow.record.pathway.rules.manual_page() to docs/reference/stages.md."
    )
