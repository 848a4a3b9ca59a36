"""M42: every scorer against a second one, written here from the published rules without looking at the first."""

from __future__ import annotations

import itertools
import random

import pytest

from afterglow.record.outcomes.rules.gad7 import GAD7
from afterglow.record.outcomes.rules.instrument import AnswerError, Answers, Instrument
from afterglow.record.outcomes.rules.phq9 import PHQ9
from afterglow.record.outcomes.rules.qids_sr16 import QIDS_SR16


def answers(*values: int | None) -> Answers:
    """Answers to items 1, 2, 3 ...; None where an item was left blank."""
    return Answers({str(number): value for number, value in enumerate(values, start=1) if value is not None})


PHQ9_WORDS = ["none or minimal", "mild", "moderate", "moderately severe", "severe"]
GAD7_WORDS = ["none or minimal", "mild", "moderate", "severe"]


def test_all_262144_ways_to_answer_the_phq9() -> None:
    for values in itertools.product(range(4), repeat=9):
        score = PHQ9.score(answers(*values))
        assert score.total == sum(values)
        assert score.band is not None
        assert score.band.name == PHQ9_WORDS[min(sum(values) // 5, 4)]


def test_all_16384_ways_to_answer_the_gad7() -> None:
    for values in itertools.product(range(4), repeat=7):
        score = GAD7.score(answers(*values))
        assert score.total == sum(values)
        assert score.band is not None
        assert score.band.name == GAD7_WORDS[min(sum(values) // 5, 3)]


def oracle_qids(given: list[int | None]) -> int | None:
    """QIDS by the form's own scoring steps; ``given[0]`` is item 1."""
    item = [None, *given]
    sleep, weight_down, weight_up = item[1:5], item[6:8], item[8:10]
    singles = [item[5], item[10], item[11], item[12], item[13], item[14], item[15], item[16]]
    if None in sleep or None in singles or weight_down == [None, None] or weight_up == [None, None]:
        return None
    total = sorted(value for value in sleep if value is not None)[-1]
    total += sorted(value for value in weight_down + weight_up if value is not None)[-1]
    for number in (5, 10, 11, 12, 13, 14):
        total += item[number] or 0
    return total + sorted(value for value in item[15:17] if value is not None)[-1]


def qids_word(total: int) -> str:
    if total <= 5:
        return "none"
    if total <= 10:
        return "mild"
    if total <= 15:
        return "moderate"
    return "severe" if total <= 20 else "very severe"


def test_100000_seeded_ways_to_answer_the_qids() -> None:
    chance = random.Random(16)
    with_total = 0
    for _ in range(100_000):
        blanks = chance.choice([0, 0, 1, 1, 2, 4])
        given: list[int | None] = [chance.randrange(4) for _ in range(16)]
        for place in chance.sample(range(16), blanks):
            given[place] = None
        score = QIDS_SR16.score(answers(*given))
        assert score.total == oracle_qids(given)
        if score.total is not None:
            with_total += 1
            assert 0 <= score.total <= 27
            assert score.band is not None
            assert score.band.name == qids_word(score.total)
    assert with_total > 30_000


def test_the_qids_is_never_the_sum_of_its_sixteen_items() -> None:
    assert QIDS_SR16.score(answers(*[3] * 16)).total == 27
    assert QIDS_SR16.score(answers(3, 3, 3, 3, *[0] * 12)).total == 3


@pytest.mark.parametrize(
    ("blank", "total", "missing"),
    [
        ([], 9, ()),
        ([6], 9, ()),
        ([7], 9, ()),
        ([8], 9, ()),
        ([6, 9], 9, ()),
        ([6, 7], None, ("6", "7")),
        ([8, 9], None, ("8", "9")),
        ([2], None, ("2",)),
        ([12], None, ("12",)),
        ([15], None, ("15",)),
        ([6, 16], None, ("16",)),
    ],
)
def test_what_may_be_left_blank_in_the_qids(blank: list[int], total: int | None, missing: tuple[str, ...]) -> None:
    score = QIDS_SR16.score(answers(*(None if number in blank else 1 for number in range(1, 17))))
    assert score.total == total
    assert score.missing == missing
    assert score.complete is (missing == ())
    assert not score.prorated


@pytest.mark.parametrize(
    ("values", "total", "prorated"),
    [
        ((1, 1, 1, 1, 1, 1, 1, 1, None), 9, True),
        ((3, 3, 3, 3, 3, 3, 3, 3, None), 27, True),
        ((2, 0, 1, 0, 0, 0, 0, 1, None), 5, True),  # 4 x 9 / 8 = 4.5
        ((1, 0, 1, 0, 0, 0, 0, 1, None), 3, True),  # 3 x 9 / 8 = 3.375
        ((1, 1, 1, 1, 1, 1, 1, None, None), 9, True),
        ((2, 2, 1, 0, 0, 0, 0, None, None), 6, True),  # 5 x 9 / 7 = 6.43
        ((3, 3, 3, 3, 3, 3, None, None, None), None, False),
        ((None,) * 9, None, False),
    ],
)
def test_the_phq9_is_scaled_up_for_at_most_two_blanks(
    values: tuple[int | None, ...], total: int | None, prorated: bool
) -> None:
    score = PHQ9.score(answers(*values))
    assert (score.total, score.prorated) == (total, prorated)
    assert not score.complete
    assert (score.band is None) == (total is None)


def test_the_gad7_has_no_total_with_a_blank() -> None:
    score = GAD7.score(answers(3, 3, 3, 3, 3, 3, None))
    assert score.total is None
    assert score.missing == ("7",)


def test_the_difficulty_question_of_the_phq9_changes_no_total() -> None:
    given = dict(answers(1, 1, 1, 1, 1, 1, 1, 1, 1).values)
    assert PHQ9.score(Answers(given | {"difficulty": 3})).total == 9
    assert PHQ9.score(Answers(given)).complete


@pytest.mark.parametrize(
    ("instrument", "key", "value"),
    [(PHQ9, "1", 4), (PHQ9, "1", -1), (PHQ9, "10", 1), (GAD7, "8", 0), (QIDS_SR16, "17", 0), (QIDS_SR16, "1", 9)],
)
def test_an_answer_that_is_not_offered_is_refused(instrument: Instrument, key: str, value: int) -> None:
    with pytest.raises(AnswerError, match=key):
        instrument.score(Answers({key: value}))


def test_a_score_keeps_how_it_was_made() -> None:
    score = QIDS_SR16.score(answers(0, 2, 1, 0, 2, 1, None, 0, None, 1, 0, 1, 2, 1, 0, 1))
    assert (score.algorithm, score.recall.days, score.total) == ("qids-sr16:1", 7, 11)
    assert score.working == (
        "sleep 2 + mood 2 + appetite and weight 1 + concentration 1 + view of self 0 + thoughts of death 1 "
        "+ interest 2 + energy 1 + pace 1 = 11"
    )
    assert PHQ9.score(answers(1, 1, 1, 1, 1, 1, 1, 1, None)).working.endswith(
        "9 blank = 9 (scaled up for 1 left blank)"
    )
    assert GAD7.score(answers(1)).working.endswith("no total")


def test_answers_cannot_be_changed_after_they_were_given() -> None:
    given = {"1": 1}
    kept = Answers(given)
    given["1"] = 3
    assert kept.get("1") == 1
