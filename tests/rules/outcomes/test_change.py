"""Response, remission, reliable change and a benefit that was lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.course import Tolerance
from afterglow.ground.protocol.schema.outcomes import Response
from afterglow.record.outcomes.rules.change import Fall, Reliable, Scored, baseline_of, change_from
from afterglow.record.outcomes.rules.tolerance import DoseGiven, loss_findings, loss_of_response


def rule(instrument: str, remission: int, reliable: int) -> Response:
    return Response.model_validate(
        {
            "source": "default",
            "instrument": instrument,
            "response_fall_of": "50 %",
            "partial_fall_of": "25 %",
            "remission_at_most": remission,
            "reliable_change": reliable,
        }
    )


QIDS = rule("qids-sr16", 5, 5)
PHQ9 = rule("phq-9", 4, 6)
BETTER, WORSE, CHANCE = Reliable.BETTER, Reliable.WORSE, Reliable.WITHIN_CHANCE


@pytest.mark.parametrize(
    ("lines", "baseline", "latest", "fall", "remission", "reliable", "percent"),
    [
        (QIDS, 18, 9, Fall.RESPONSE, False, BETTER, 50),
        (QIDS, 17, 9, Fall.PARTIAL, False, BETTER, 47),  # 8.5 is the line
        (QIDS, 17, 8, Fall.RESPONSE, False, BETTER, 52),
        (QIDS, 20, 15, Fall.PARTIAL, False, BETTER, 25),
        (QIDS, 20, 16, Fall.NONE, False, CHANCE, 20),
        (QIDS, 18, 5, Fall.RESPONSE, True, BETTER, 72),
        (QIDS, 18, 6, Fall.RESPONSE, False, BETTER, 66),
        (QIDS, 8, 5, Fall.PARTIAL, True, CHANCE, 37),  # remission without response
        (QIDS, 12, 17, Fall.NONE, False, WORSE, -42),
        (QIDS, 0, 0, Fall.NONE, True, CHANCE, None),
        (QIDS, 0, 6, Fall.NONE, False, WORSE, None),
        (PHQ9, 16, 8, Fall.RESPONSE, False, BETTER, 50),
        (PHQ9, 10, 4, Fall.RESPONSE, True, BETTER, 60),
        (PHQ9, 10, 5, Fall.RESPONSE, False, CHANCE, 50),
    ],
)
def test_where_the_lines_are(
    lines: Response, baseline: int, latest: int, fall: Fall, remission: bool, reliable: Reliable, percent: int | None
) -> None:
    change = change_from(baseline, latest, lines)
    assert (change.fall, change.remission, change.reliable, change.percent) == (fall, remission, reliable, percent)
    assert change.points == latest - baseline


@given(st.integers(0, 27), st.integers(0, 27))
def test_a_response_is_half_or_less_of_the_baseline(baseline: int, latest: int) -> None:
    change = change_from(baseline, latest, QIDS)
    assert (change.fall is Fall.RESPONSE) == (baseline > 0 and latest <= baseline / 2)
    assert change.remission == (latest <= 5)


@pytest.mark.parametrize(
    ("first_dose", "expected"),
    [(None, 14), (date(2026, 3, 1), 18), (date(2026, 2, 1), 17), (date(2026, 1, 1), None)],
)
def test_the_baseline_is_the_last_score_before_the_first_dose_ever(
    first_dose: date | None, expected: int | None
) -> None:
    scores = [Scored(date(2026, 2, 1), 17), Scored(date(2026, 3, 1), 18), Scored(date(2026, 4, 1), 14)]
    baseline = baseline_of(scores, first_dose)
    assert (baseline.total if baseline else None) == expected


START = date(2025, 1, 6)


def weekly(*totals: int) -> list[Scored]:
    return [Scored(START + timedelta(weeks=week), total) for week, total in enumerate(totals)]


@pytest.mark.parametrize(
    ("baseline", "totals", "lost_since"),
    [
        (18, (), None),
        (18, (12, 10, 14, 15), None),  # never responded
        (18, (9, 6, 7, 8), None),  # still there
        (18, (9, 6, 11), None),  # one score only
        (18, (9, 6, 11, 8), None),  # back again
        (18, (9, 6, 11, 12), 2),  # 5 above the best
        (18, (9, 9, 10, 10), 2),  # above the line of 9
        (18, (9, 6, 14, 6, 11, 11, 11), 4),
    ],
)
@pytest.mark.pathway("F10")
def test_a_benefit_is_lost_after_two_scores_above_the_line(
    baseline: int, totals: tuple[int, ...], lost_since: int | None
) -> None:
    scores = weekly(*totals)
    loss = loss_of_response(baseline, scores, QIDS)
    assert (loss.since if loss else None) == (tuple(scores[lost_since:]) if lost_since is not None else None)


TOLERANCE = Tolerance.model_validate(
    {
        "source": "F10",
        "share_of_long_term_patients": "about 15 %",
        "answers": [
            {"code": "break", "say": "a break"},
            {"code": "longer-interval", "say": "a longer interval"},
            {"code": "pramipexole", "say": "adding pramipexole", "prescribed_by": "the clinic"},
        ],
    }
)


def doses(*given_at: tuple[int, str]) -> list[DoseGiven]:
    return [DoseGiven(START + timedelta(days=day), Dose.parse(dose)) for day, dose in given_at]


@pytest.mark.parametrize(
    ("given_doses", "code"),
    [
        ([], "loss-of-response"),
        ([(0, "42 mg"), (6, "42 mg")], "loss-of-response"),  # no dose since the best score
        ([(0, "42 mg"), (7, "42 mg"), (14, "42 mg")], "possible-tolerance"),
        ([(0, "42 mg"), (7, "42 mg"), (14, "50.5 mg")], "possible-tolerance"),
        ([(0, "42 mg"), (7, "42 mg"), (12, "42 mg")], "possible-tolerance"),  # sooner than before
        ([(0, "42 mg"), (7, "42 mg"), (14, "30 mg")], "loss-of-response"),  # less than before
        ([(0, "42 mg"), (7, "42 mg"), (21, "42 mg")], "loss-of-response"),  # later than before
    ],
)
@pytest.mark.pathway("F10")
def test_a_loss_is_called_possible_tolerance_only_when_treatment_was_kept_up(
    given_doses: list[tuple[int, str]], code: str
) -> None:
    loss = loss_of_response(18, weekly(9, 6, 11, 12), QIDS)
    (finding,) = loss_findings(loss, doses(*given_doses), TOLERANCE)
    assert finding.code == code


def test_the_finding_shows_its_figures_and_the_clinics_answers() -> None:
    loss = loss_of_response(18, weekly(9, 6, 11, 12), QIDS)
    (finding,) = loss_findings(loss, doses((0, "42 mg"), (7, "42 mg"), (14, "50.5 mg")), TOLERANCE)
    assert finding.words == (
        "Possible tolerance: the benefit has been lost although treatment goes on. A new strain or missed tablets "
        "can look the same: ask. What can be done here: a break; a longer interval; adding pramipexole."
    )
    assert finding.how == (
        "Baseline 18, best 6 on 13 January 2025; since 20 January 2025: 11, 12. "
        "Dose 42\u00a0mg then, 50.5\u00a0mg now. Every 7 days then, 7 days now."
    )
    assert loss_findings(None, [], TOLERANCE) == ()
