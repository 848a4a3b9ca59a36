"""The stay and the monitoring form of a risk-minimisation scheme, per jurisdiction."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from afterglow.care.treatment.rules.scheme_form import OPEN, Facts, filled, left_open, send_by
from afterglow.ground.kernel.quantity import Dose, show_duration
from afterglow.ground.protocol.agreement.clinical import spray_under_the_us_scheme
from afterglow.ground.protocol.schema.protocol import Protocol
from tests.rules.larkfield import LARKFIELD
from tests.rules.treatment.safety_table import SafetyTable
from tests.rules.united_states import UNITED_STATES

TEN = datetime(2026, 6, 12, 10, 0, tzinfo=UTC)
PROTOCOLS = {"england": LARKFIELD, "united-states": UNITED_STATES}

STAY_TABLE = SafetyTable(
    "Esketamine: how long a patient stays, and the form",
    "From the end of the dose. In the United States `protocol check` refuses less than 2 hours, and a scheme without "
    "its form.",
    ("jurisdiction", "stay", "form within"),
    (("england", "60 min", None), ("united-states", "2 hours", "1 week")),
)

FACTS = Facts(
    name="Maya Okonjo",
    born=date(1992, 3, 14),
    sex="female",
    first_treatment=True,
    enrolled=None,
    families=frozenset({"benzodiazepine"}),
    clinician="Priya Shah, infusion nurse",
    phone="01632 960142",
    email="clinic@larkfield.example",
    setting="Larkfield Clinic",
    address="1 Orchard Way",
    treated_on=date(2026, 6, 12),
    dose=Dose.parse("56 mg"),
    lots=("MKD41A", "MKD42B"),
    began=TEN,
    left=TEN + timedelta(minutes=131),
    ready=TEN + timedelta(minutes=128),
    before="124/78",
    at_forty="138/86",
    last="126/80",
    acceptable_before=True,
    acceptable_after=True,
    sedated=True,
    dissociated=None,
    events=(),
)


@pytest.mark.parametrize(("jurisdiction", "stay", "within"), STAY_TABLE.rows)
@pytest.mark.pathway("F21")
def test_the_stay_and_the_form_are_the_jurisdictions(jurisdiction: str, stay: str, within: str | None) -> None:
    spray = PROTOCOLS[jurisdiction].treatment("nasal", "esketamine")
    assert spray.stay is not None
    assert spray.scheme is not None
    assert show_duration(spray.stay.at_least) == stay
    assert (show_duration(spray.scheme.form.within) if spray.scheme.form else None) == within
    assert list(spray_under_the_us_scheme(PROTOCOLS[jurisdiction])) == []


def test_a_united_states_protocol_with_the_english_stay_is_refused() -> None:
    wrong: Protocol = LARKFIELD.model_copy(update={"jurisdiction": "united-states"})
    said = [str(one.words) for one in spray_under_the_us_scheme(wrong)]
    assert len(said) == 2
    assert "at least 2 hours" in said[0]
    assert "monitoring form" in said[1]


def test_the_form_says_what_was_recorded_and_names_what_was_not() -> None:
    answers = filled(FACTS)
    shown = {one.heading: one.text for one in answers}
    assert shown["Takes: Benzodiazepine"] == "yes"
    assert shown["Takes: MAO inhibitor"] == "no"
    assert shown["Lot numbers"] == "MKD41A, MKD42B"
    assert shown["Minutes from the first device to the end of monitoring"] == "131"
    assert shown["Minutes until ready to leave"] == "128"
    assert shown["Serious adverse events"] == "none recorded"
    assert left_open(answers) == ("Enrolled in the scheme", "Dissociation")


@pytest.mark.parametrize("field", ["left", "ready", "before", "at_forty", "last", "sedated", "acceptable_after"])
def test_nothing_is_guessed(field: str) -> None:
    before = len(left_open(filled(FACTS)))
    assert len(left_open(filled(replace(FACTS, **{field: None})))) == before + 1
    assert OPEN == "not recorded"


def test_the_deadline_counts_from_the_session() -> None:
    assert send_by(TEN, timedelta(days=7)) == TEN + timedelta(days=7)
