"""Long-run cost and burden from a plan and the clinic's prices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.forecast import Journey, Line, Stretch, forecast, usual_plan
from afterglow.ground.protocol.spacing import parse_spacing
from tests.rules.protocol.shipped import SYSTEMS, clinic

LARKFIELD = clinic("F")
NOTHING = Money(0)
AT_HOME = Journey(travel=NOTHING, night_away=NOTHING, hours=4)
FAR = Journey(travel=Money.parse("38 GBP"), night_away=Money.parse("85 GBP"), hours=9)
WEEKLY, MONTHLY = parse_spacing("1 week apart"), parse_spacing("4 weeks apart")


@pytest.mark.parametrize(
    ("years", "infusions", "total"),
    [
        (1, 6 + 12, "4050 GBP"),  # 6 weekly, then every 4 weeks from day 42: 12 before day 365
        (2, 6 + 25, "6975 GBP"),
        (5, 6 + 64, "15750 GBP"),
        (10, 6 + 129, "30375 GBP"),
    ],
)
def test_infusions_over_the_years(years: int, infusions: int, total: str) -> None:
    plan = usual_plan(LARKFIELD.treatment("intravenous"))
    found = forecast(LARKFIELD, plan, AT_HOME, years)
    assert (found.visits, found.hours) == (infusions, infusions * 4)
    assert found.total == Money.parse(total)


def test_oral_treatment_is_paid_by_the_month_and_needs_no_visit() -> None:
    plan = (Stretch("oral-ketamine", 0, WEEKLY),)
    found = forecast(LARKFIELD, plan, FAR, 1)
    assert found.lines == (Line("Oral ketamine", 12, Money.parse("60 GBP")),)
    assert (found.total, found.visits) == (Money.parse("720 GBP"), 0)


@pytest.mark.parametrize(
    ("starts", "sessions", "months"),
    [(0, None, 12), (60, None, 11), (364, None, 1), (365, None, 0), (0, 4, 1), (0, 5, 2)],
)
def test_a_month_begun_counts(starts: int, sessions: int | None, months: int) -> None:
    assert Stretch("oral-ketamine", starts, WEEKLY, sessions).months_within(365) == months


def test_esketamine_costs_the_drug_and_the_fee_each_time() -> None:
    plan = usual_plan(LARKFIELD.treatment("nasal"), Dose.parse("84 mg"))
    assert [(stretch.starts_on_day, stretch.sessions) for stretch in plan] == [(0, 8), (28, None)]
    found = forecast(LARKFIELD, plan, AT_HOME, 1)
    assert found.visits == 8 + 49
    assert found.total == Money.parse("714 GBP") * found.visits


def test_a_spray_without_a_dose_has_no_price() -> None:
    with pytest.raises(KeyError):
        forecast(LARKFIELD, usual_plan(LARKFIELD.treatment("nasal")), AT_HOME, 1)


def test_travel_and_nights_are_counted_for_each_visit() -> None:
    plan = (Stretch("ketamine-infusion", 0, MONTHLY),)
    found = forecast(LARKFIELD, plan, FAR, 1)
    assert [(line.words, line.how) for line in found.lines] == [
        ("Ketamine infusion", "14 x £225 = £3,150"),
        ("Travel", "14 x £38 = £532"),
        ("Nights away", "14 x £85 = £1,190"),
    ]
    assert (found.total, found.hours) == (Money.parse("4872 GBP"), 14 * 9)


def test_a_plan_without_treatment_costs_nothing() -> None:
    found = forecast(LARKFIELD, (), FAR, 5)
    assert (found.total, found.visits) == (NOTHING, 0)


def test_a_treatment_the_clinic_does_not_give_has_no_forecast() -> None:
    with pytest.raises(KeyError):
        forecast(clinic("L"), (Stretch("oral-ketamine", 0, WEEKLY),), FAR, 1)


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_clinic_can_show_what_its_main_treatment_costs(system: str) -> None:
    protocol = clinic(system)
    one, five = (forecast(protocol, usual_plan(protocol.treatments[0]), FAR, years) for years in (1, 5))
    assert one.total < five.total
    assert one.visits < five.visits


@given(
    days=st.integers(1, 60),
    sessions=st.one_of(st.none(), st.integers(1, 100)),
    starts=st.integers(0, 800),
    years=st.integers(1, 10),
)
def test_more_years_never_cost_less_and_the_lines_make_the_sum(
    days: int, sessions: int | None, starts: int, years: int
) -> None:
    plan = (Stretch("ketamine-infusion", starts, parse_spacing(f"{days} days apart"), sessions),)
    shorter, longer = forecast(LARKFIELD, plan, FAR, years), forecast(LARKFIELD, plan, FAR, years + 1)
    assert shorter.visits <= longer.visits
    assert shorter.total <= longer.total
    each = Money.parse("225 GBP") + FAR.travel + FAR.night_away
    assert shorter.total == each * shorter.visits
    assert sessions is None or longer.visits <= sessions
