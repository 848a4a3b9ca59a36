"""Handing a supply out to take home, as tables that a pharmacist can check."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from afterglow.care.pharmacy.rules.supplying import Collected, HandedOut, Prescribed, supply_findings
from afterglow.ground.kernel.quantity import Dose
from tests.rules.larkfield import LARKFIELD
from tests.rules.pharmacy.refusals import codes
from tests.rules.treatment.safety_table import SafetyTable

DAY = date(2026, 6, 11)
AT = datetime(2026, 6, 11, 9, 0, tzinfo=UTC)
HOME = next(one.take_home for one in LARKFIELD.treatments if one.take_home)
COLLECTED = Collected("Sam Okonjo", "representative", id_asked=True, id_shown=True)
BOTTLE = Dose.parse("1500 mg")


def prescribed(total: str = "280 mg", lasts: int = 28, left: int = 27) -> Prescribed:
    """Signed so that ``left`` days of it are still to come."""
    return Prescribed("ref", "Hannah Weiss", AT, DAY + timedelta(days=left), lasts, Dose.parse(total))


SUPPLY_TABLE = SafetyTable(
    "Handing a supply out",
    "Against a prescription on one of its 28 days, the day of signing being the first (Misuse of Drugs Regulations "
    "2001, 16), for at most 30 days (NICE NG46), and no more than it says. One bottle holds 1500 mg. A dash: no "
    "prescription stands.",
    ("prescribed", "lasts, days", "valid for days after today", "bottles", "handed out before", "refused for"),
    (
        ("280 mg", 28, 27, 1, 0, ()),
        ("280 mg", 28, 0, 1, 0, ()),  # its 28th day
        ("280 mg", 28, -1, 1, 0, ("prescription-over",)),
        ("280 mg", 30, 27, 1, 0, ()),
        ("280 mg", 31, 27, 1, 0, ("supply-too-long",)),
        ("280 mg", 28, 27, 2, 0, ("more-than-prescribed",)),
        ("280 mg", 28, 27, 1, 1, ("more-than-prescribed",)),  # it went out last week
        ("1501 mg", 28, 27, 1, 1, ()),
        (None, None, None, 1, 0, ("not-prescribed",)),
    ),
)


@pytest.mark.parametrize(("total", "lasts", "left", "units", "before", "found"), SUPPLY_TABLE.rows)
def test_a_supply_goes_out_on_a_valid_prescription_and_no_more_than_it_says(
    total: str | None, lasts: int, left: int, units: int, before: int, found: tuple[str, ...]
) -> None:
    under = prescribed(total, lasts, left) if total else None
    refused = supply_findings(under, HandedOut(units, before, BOTTLE), COLLECTED, HOME, DAY)
    assert codes(refused) == found
    assert all(one.source == "cd-regulations-2001, ng46" for one in refused)


COLLECTOR_TABLE = SafetyTable(
    "Who collects a supply",
    "Named in the register, with whether proof of who they are was asked for and shown (Misuse of Drugs Regulations "
    "2001, 19). A dash: nobody is named.",
    ("collected by", "proof asked for", "proof shown", "refused for"),
    (
        ("Sam Okonjo", True, True, ()),
        ("Sam Okonjo", True, False, ()),
        (None, False, False, ("no-collector",)),
        ("Sam Okonjo", False, True, ("id-not-asked",)),
    ),
)


@pytest.mark.parametrize(("name", "asked", "shown", "found"), COLLECTOR_TABLE.rows)
def test_a_supply_goes_out_to_somebody_named(
    name: str | None, asked: bool, shown: bool, found: tuple[str, ...]
) -> None:
    by = Collected(name or " ", "patient", asked, shown)
    assert codes(supply_findings(prescribed(), HandedOut(1, 0, BOTTLE), by, HOME, DAY)) == found
