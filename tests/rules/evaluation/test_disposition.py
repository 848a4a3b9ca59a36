"""What has become of everybody who started."""

from __future__ import annotations

import pytest

from afterglow.office.evaluation.rules.disposition import Disposition, disposition, dispositions
from afterglow.record.pathway.rules import Stage


@pytest.mark.pathway("F33")
@pytest.mark.parametrize(
    ("stage", "ended_well", "expected"),
    [
        (Stage.IN_COURSE, False, Disposition.FIRST_COURSE),
        (Stage.MAINTENANCE, False, Disposition.REGULAR),
        (Stage.UNDER_REVIEW, False, Disposition.REVIEW),
        (Stage.ON_BREAK, False, Disposition.BREAK),
        (Stage.SUITABLE, False, Disposition.CONSENT),
        (Stage.FOLLOW_UP, True, Disposition.WELL),
        (Stage.DISCHARGED, True, Disposition.WELL),
        (Stage.DISCHARGED, False, Disposition.ENDED),
        (Stage.FOLLOW_UP, False, Disposition.ENDED),
        (Stage.WITHDRAWN, True, Disposition.WITHDRAWN),
    ],
)
def test_one_word_for_each(stage: Stage, ended_well: bool, expected: Disposition) -> None:
    assert disposition(stage, ended_well=ended_well) is expected


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_word(stage: Stage) -> None:
    assert disposition(stage, ended_well=False) in Disposition


def test_they_add_up_to_everybody() -> None:
    people = [Disposition.REGULAR, Disposition.REGULAR, Disposition.WELL]
    counted = dispositions(people)
    assert sum(counted.values()) == 3
    assert list(counted) == list(Disposition)
