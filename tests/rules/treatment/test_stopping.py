"""What "stop" asks for, by route and by where the dose stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import get_args

import pytest

from afterglow.care.treatment.rules.blood_pressure import BloodPressure, during_dose
from afterglow.care.treatment.rules.stopping import Giving, stop_words
from afterglow.care.treatment.rules.symptoms import symptom_findings
from afterglow.care.treatment.rules.vital_limits import Level, scale_findings, vital_findings
from afterglow.care.treatment.rules.vitals import Charted, Sign
from afterglow.ground.protocol.schema.treatments import Route
from tests.rules.larkfield import LARKFIELD
from tests.rules.treatment.safety_table import SafetyTable

NOW = datetime(2026, 6, 11, 10, 0, tzinfo=UTC)
LIMITS = LARKFIELD.limits
BEFORE, DURING, OVER = Giving.BEFORE, Giving.DURING, Giving.OVER

STOP_TABLE = SafetyTable(
    "What is said at a stop limit",
    "By route, and by where the dose stands. Only a pump can be stopped; the doctor is called in every case.",
    ("route", "the dose", "words"),
    (
        ("intravenous", BEFORE, "Do not begin the dose, and call the doctor."),
        ("intravenous", DURING, "Stop the infusion and call the doctor."),
        ("intravenous", OVER, "Stay with the patient and call the doctor."),
        ("nasal", BEFORE, "Do not begin the dose, and call the doctor."),
        ("nasal", DURING, "Give no other spray and call the doctor."),
        ("nasal", OVER, "Stay with the patient and call the doctor."),
        ("intramuscular", DURING, "Inject nothing more and call the doctor."),
        ("intramuscular", OVER, "Stay with the patient and call the doctor."),
        ("oral", DURING, "Give nothing more by mouth and call the doctor."),
        ("oral", OVER, "Stay with the patient and call the doctor."),
        ("sublingual", DURING, "Give nothing more by mouth and call the doctor."),
        ("sublingual", OVER, "Stay with the patient and call the doctor."),
    ),
)


@pytest.mark.parametrize(("route", "giving", "words"), STOP_TABLE.rows)
def test_what_is_said_at_a_stop_limit(route: Route, giving: Giving, words: str) -> None:
    assert stop_words(route, giving) == words


@pytest.mark.parametrize("giving", Giving)
@pytest.mark.parametrize("route", get_args(Route))
def test_an_infusion_is_named_only_where_one_runs_and_the_doctor_always(route: Route, giving: Giving) -> None:
    words = stop_words(route, giving)
    assert ("infusion" in words) is (route == "intravenous" and giving is DURING)
    assert words.endswith("call the doctor.")


def test_every_rule_that_stops_says_it_in_these_words() -> None:
    stop = stop_words("nasal", DURING)
    high = [BloodPressure(190, 115, NOW - timedelta(minutes=10)), BloodPressure(190, 115, NOW)]
    found = (
        *during_dose(high, None, LIMITS, stop),
        *vital_findings([Charted(Sign.OXYGEN, Decimal(85), NOW)], LIMITS, stop=stop),
        *scale_findings([Level(LIMITS.sedation.lowest, NOW)], LIMITS.sedation, stop=stop),
        *symptom_findings(["chest-pain"], LIMITS.symptoms, stop),
    )
    assert len(found) == 4
    for finding in found:
        assert finding.words.endswith(stop), finding.code


def test_a_limit_that_must_last_says_what_will_be_done() -> None:
    (finding,) = during_dose([BloodPressure(190, 115, NOW)], None, LIMITS, stop_words("nasal", DURING))
    assert finding.words.endswith("breathlessness, give no other spray and call the doctor.")
