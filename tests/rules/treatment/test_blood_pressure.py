"""Blood pressure before and during a dose, by a clinic's limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from afterglow.care.treatment.rules.blood_pressure import (
    BloodPressure,
    before_dose,
    confirm_again,
    during_dose,
    repeat_by,
)
from afterglow.ground.kernel.finding import Severity
from tests.rules.larkfield import LARKFIELD
from tests.rules.treatment.safety_table import SafetyTable

LIMITS = LARKFIELD.limits
START = datetime(2026, 6, 12, 10, 22, tzinfo=UTC)
STOP, CAUTION = Severity.STOP, Severity.CAUTION


def pressure(shown: str, minute: int = 0) -> BloodPressure:
    systolic, diastolic = shown.split("/")
    return BloodPressure(int(systolic), int(diastolic), START + timedelta(minutes=minute))


BEFORE_TABLE = SafetyTable(
    "Blood pressure before the dose",
    "By Larkfield’s limits. A caution asks for another reading and a decision; a stop is the prescriber’s to go past, "
    "signed and with a reason.",
    ("pressure", "age", "shown as"),
    (
        ("120/80", 40, None),
        ("140/90", 40, None),
        ("141/90", 40, CAUTION),
        ("140/91", 40, CAUTION),
        ("150/90", 64, CAUTION),
        ("150/90", 65, None),
        ("151/90", 65, CAUTION),
        ("150/91", 65, CAUTION),
        ("159/99", 40, CAUTION),
        ("160/80", 40, STOP),
        ("120/100", 40, STOP),
        ("160/100", 80, STOP),
    ),
)

DURING_TABLE = SafetyTable(
    "Blood pressure during the dose and after it",
    "Readings five minutes apart, and the patient’s own before the dose. At the stop limit once: again in 5 minutes. "
    "Still there: the infusion is stopped and the doctor called.",
    ("readings", "own", "shown as"),
    (
        ((), "120/80", None),
        (("138/86",), "120/80", None),
        (("144/90",), "120/80", None),  # 20 % is not more than 20 %
        (("145/90",), "120/80", "pressure-raised"),
        (("140/97",), "120/80", "pressure-raised"),
        (("159/99",), "140/90", None),
        (("160/90",), "140/90", "pressure-raised"),
        (("150/100",), "140/90", "pressure-raised"),
        (("159/99",), None, None),
        (("180/95",), "140/90", "pressure-at-stop-limit"),
        (("150/110",), "140/90", "pressure-at-stop-limit"),
        (("180/95", "182/96"), "140/90", "pressure-stays-high"),
        (("180/95", "150/110"), "140/90", "pressure-stays-high"),  # either pressure counts
        (("180/95", "168/95"), "140/90", "pressure-raised"),
        (("180/95", "168/95", "181/95"), "140/90", "pressure-at-stop-limit"),  # a new run
    ),
)


@pytest.mark.parametrize(("shown", "age", "severity"), BEFORE_TABLE.rows)
@pytest.mark.pathway("S7")
def test_before_the_dose(shown: str, age: int, severity: Severity | None) -> None:
    found = before_dose(pressure(shown), age, LIMITS)
    assert [one.severity for one in found] == ([severity] if severity else [])
    assert all(not one.interlock for one in found)


@pytest.mark.parametrize(("readings", "own", "code"), DURING_TABLE.rows)
@pytest.mark.pathway("S7")
def test_during_the_dose_read_every_five_minutes(readings: tuple[str, ...], own: str | None, code: str | None) -> None:
    taken = [pressure(shown, 10 + 5 * place) for place, shown in enumerate(readings)]
    found = during_dose(taken, pressure(own, -15) if own else None, LIMITS)
    assert [one.code for one in found] == ([code] if code else [])
    for one in found:
        assert (one.severity is STOP) is (code == "pressure-stays-high")


@pytest.mark.parametrize(("apart", "code"), [(4, "pressure-at-stop-limit"), (5, "pressure-stays-high")])
def test_again_means_five_minutes_later(apart: int, code: str) -> None:
    (found,) = during_dose([pressure("184/112", 20), pressure("186/112", 20 + apart)], None, LIMITS)
    assert found.code == code


def test_the_words_say_what_to_do_and_the_figures_say_why() -> None:
    (found,) = during_dose([pressure("184/112", 20)], pressure("146/92", -15), LIMITS)
    assert found.words == (
        "Blood pressure 184/112. Measure again in 5 min. If it is still so, or at once with any of these: chest pain, "
        "severe headache, change of vision, breathlessness, stop the infusion and call the doctor."
    )
    assert found.how == "upper at or above 180\u00a0mmHg; lower at or above 110\u00a0mmHg"
    (found,) = during_dose([pressure("176/96", 20)], pressure("146/92", -15), LIMITS)
    assert found.how == "upper at or above 160\u00a0mmHg; upper 20 % over 146 before the dose"


def test_when_to_measure_again() -> None:
    readings = [pressure("168/104", 18)]
    assert repeat_by(readings, pressure("146/92", -15), LIMITS) == START + timedelta(minutes=23)
    assert repeat_by([pressure("144/90", 18)], pressure("146/92", -15), LIMITS) is None


@pytest.mark.parametrize(
    ("signed_minute", "readings", "again"),
    [
        (-20, [("146/92", -15)], True),  # raised after the signature
        (-10, [("146/92", -15)], False),
        (-15, [("146/92", -15)], False),  # signed with the pressure in view
        (-20, [("138/88", -15)], False),
        (-20, [("146/92", -15), ("138/88", -10)], True),  # raised once is enough
    ],
)
def test_a_dose_signed_before_a_raised_pressure_is_confirmed_again(
    signed_minute: int, readings: list[tuple[str, int]], again: bool
) -> None:
    before = [pressure(shown, minute) for shown, minute in readings]
    found = confirm_again(START + timedelta(minutes=signed_minute), before, 40, LIMITS)
    assert [one.code for one in found] == (["confirm-dose-again"] if again else [])
