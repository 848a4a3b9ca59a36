"""Scores over months with the doses beneath."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.design.charts.own_scores import own_scores_chart
from afterglow.ground.design.charts.scores import Band, DoseOnDay, Score, ScoreSheet, Stretch, scores_chart
from afterglow.ground.design.charts.sparkline import sparkline

START = date(2024, 10, 14)
QIDS = (Band(0, "none"), Band(6, "mild"), Band(11, "moderate"), Band(16, "severe"), Band(21, "very severe"))
EMPTY = ScoreSheet(
    name="QIDS scores", summary="None yet.", least=0, most=27, today=START, heads=("Day", "Score"), rows=(), bands=QIDS
)


def on(days: int) -> date:
    return START + timedelta(days=days)


def test_bands_fill_the_whole_range_from_the_top_down_without_a_seam() -> None:
    bands = scores_chart(EMPTY).bands
    assert [band.words for band in bands] == ["none", "mild", "moderate", "severe", "very severe"]
    assert (bands[-1].y, round(bands[0].y + bands[0].height, 1)) == (30.0, 318.0)
    for lower, upper in pairwise(bands):
        assert round(upper.y + upper.height, 1) == lower.y
    assert [band.weight for band in bands] == sorted(band.weight for band in bands)


@given(
    values=st.lists(
        st.tuples(st.integers(0, 700), st.integers(0, 27)), min_size=2, max_size=40, unique_by=lambda v: v[0]
    )
)
def test_later_stands_further_right_and_worse_stands_higher(values: list[tuple[int, int]]) -> None:
    chart = scores_chart(replace(EMPTY, scores=tuple(Score(on(days), value) for days, value in values)))
    in_time = sorted(values)
    assert [dot.at.x for dot in chart.dots] == sorted(dot.at.x for dot in chart.dots)
    for (_, one), (_, two), first, second in zip(in_time, in_time[1:], chart.dots, chart.dots[1:], strict=False):
        assert (one < two) == (first.at.y > second.at.y)
    assert all(38 <= dot.at.x <= 748 and 30 <= dot.at.y <= 318 for dot in chart.dots)


def test_the_half_line_stands_at_half_of_the_baseline() -> None:
    chart = scores_chart(replace(EMPTY, baseline=18))
    assert (chart.baseline, chart.half) == (126.0, 222.0)


def test_without_a_baseline_no_line_is_invented() -> None:
    chart = scores_chart(EMPTY)
    assert (chart.baseline, chart.half) == (None, None)


@pytest.mark.parametrize(
    ("doses", "labels"),
    [
        ([(0, 42_000), (100, 42_000), (200, 50_500)], ["42 mg", "", "50.5 mg"]),
        ([(0, 42_000), (3, 50_500), (200, 50_500)], ["42 mg", "", "50.5 mg"]),
        ([(0, 42_000), (100, 50_500), (200, 42_000)], ["42 mg", "50.5 mg", "42 mg"]),
    ],
)
def test_a_dose_is_named_where_it_changes_and_there_is_room(doses: list[tuple[int, int]], labels: list[str]) -> None:
    given_doses = tuple(DoseOnDay(on(days), amount, f"{amount / 1000:g} mg") for days, amount in doses)
    assert [mark.words for mark in scores_chart(replace(EMPTY, doses=given_doses)).doses] == labels


def test_the_largest_dose_is_the_tallest_bar() -> None:
    doses = (DoseOnDay(on(0), 25_000, "25 mg"), DoseOnDay(on(30), 50_000, "50 mg"))
    assert [mark.height for mark in scores_chart(replace(EMPTY, doses=doses)).doses] == [18.0, 36.0]


def test_a_note_goes_around_the_scores_of_its_time() -> None:
    scores = tuple(Score(on(days), value) for days, value in ((0, 18), (50, 9), (90, 14)))
    (note,) = scores_chart(replace(EMPTY, scores=scores, notes=(Stretch(on(40), on(95), "possible tolerance"),))).notes
    highest, lowest = 168.7, 222.0
    assert note.y < highest
    assert note.y + note.height > lowest


def test_a_patients_own_chart_names_the_first_and_the_last_score() -> None:
    scores = tuple(Score(on(days), value) for days, value in ((0, 19), (6, 18), (20, 12)))
    assert [figure for _, figure in own_scores_chart(replace(EMPTY, scores=scores)).labels] == ["19", "12"]


def test_a_patients_own_chart_names_the_days_of_treatments_that_have_room() -> None:
    doses = tuple(DoseOnDay(on(days), 1, "", look) for days, look in ((0, "given"), (3, "given"), (60, "planned")))
    drawn = own_scores_chart(replace(EMPTY, doses=doses)).treatments
    assert [(one.words, one.planned) for one in drawn] == [("14 Oct", False), ("", False), ("13 Dec", True)]


def test_no_scores_at_all_can_be_drawn() -> None:
    assert (scores_chart(EMPTY).line, own_scores_chart(EMPTY).labels) == ("", ())


@pytest.mark.parametrize(
    ("values", "lines", "gaps"),
    [
        ([], 0, 0),
        ([None, None], 0, 0),
        ([80, 82, 84], 1, 0),
        ([80, 82, None, 90, 92], 2, 1),
        ([80, 82, None, None], 1, 1),
        ([None, None, 80, 82], 1, 0),
        ([80, None, 90], 0, 1),
    ],
)
def test_a_sparkline_breaks_where_nothing_was_read(values: list[float | None], lines: int, gaps: int) -> None:
    drawn = sparkline(values)
    assert (len(drawn.lines), len(drawn.gaps)) == (lines, gaps)


def test_a_signal_that_stopped_runs_on_dotted_to_the_edge() -> None:
    assert sparkline([84, 82, None, None, None]).gaps == ("20,21 80,21",)


def test_both_pressures_share_one_scale() -> None:
    drawn = sparkline([140, 160], [80, 100])
    assert (drawn.lines, drawn.second) == (("0,9 80,3",), ("0,27 80,21",))
