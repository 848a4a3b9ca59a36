"""What is opened, drawn, given, left and spilt, as tables that a pharmacist can check."""

from __future__ import annotations

import pytest

from afterglow.care.pharmacy.rules.drawing import (
    InSyringe,
    Opened,
    before_giving,
    drawing_findings,
    giving_findings,
    rest_findings,
    shared_out,
)
from afterglow.care.pharmacy.rules.rest import Prepared
from afterglow.care.pharmacy.rules.sharing import Shared, sharing_findings
from afterglow.care.pharmacy.rules.spilling import spill_findings
from afterglow.ground.kernel.quantity import Dose, Volume
from tests.rules.pharmacy.refusals import codes
from tests.rules.treatment.safety_table import SafetyTable

VIAL_TABLE = SafetyTable(
    "Opening and drawing",
    "What the label says was opened is what was drawn and what was destroyed, to the last microgram (Misuse of Drugs "
    "Regulations 2001, 19). More than one amount drawn: more than one patient.",
    ("opened", "each holds", "drawn", "destroyed", "refused for"),
    (
        (1, "200 mg", ("35 mg",), "165 mg", ()),
        (1, "200 mg", ("35.5 mg",), "164.5 mg", ()),
        (2, "28 mg", ("56 mg",), "0 mg", ()),
        (2, "200 mg", ("210 mg",), "190 mg", ()),
        (1, "200 mg", ("35 mg", "42.5 mg"), "122.5 mg", ()),
        (1, "200 mg", ("35 mg",), "164 mg", ("vial-does-not-balance",)),
        (1, "200 mg", ("35 mg",), "170 mg", ("vial-does-not-balance",)),
        (1, "200 mg", ("201 mg",), "0 mg", ("drawn-more-than-opened",)),
        (1, "200 mg", ("0 mg",), "200 mg", ("nothing-drawn",)),
        (1, "200 mg", (), "200 mg", ("nothing-drawn",)),
    ),
)


@pytest.mark.parametrize(("units", "each", "drawn", "destroyed", "found"), VIAL_TABLE.rows)
def test_a_vial_is_what_was_drawn_and_what_was_destroyed(
    units: int, each: str, drawn: tuple[str, ...], destroyed: str, found: tuple[str, ...]
) -> None:
    opened = Opened(units, Dose.parse(each))
    assert codes(drawing_findings(opened, [Dose.parse(one) for one in drawn], Dose.parse(destroyed))) == found


SHARING_TABLE = SafetyTable(
    "One vial for several patients",
    "Against the label (Ketalar SmPC), and so never the default: only where the clinic’s protocol allows it and the "
    "lead pharmacist has signed its procedure.",
    ("patients", "the protocol allows it", "the procedure is signed", "refused for"),
    (
        (1, False, False, ()),
        (7, False, False, ("sharing-not-allowed",)),
        (7, False, True, ("sharing-not-allowed",)),
        (2, True, False, ("sharing-not-signed",)),
        (7, True, True, ()),
    ),
)


@pytest.mark.pathway("F35")
@pytest.mark.parametrize(("patients", "allowed", "signed", "found"), SHARING_TABLE.rows)
def test_a_vial_is_shared_only_where_allowed_and_signed(
    patients: int, allowed: bool, signed: bool, found: tuple[str, ...]
) -> None:
    assert codes(sharing_findings(patients, Shared(allowed, "One vial, one patient.", signed))) == found


BEFORE_TABLE = SafetyTable(
    "A dose begins with what was drawn for it",
    "What the register has drawn for this patient is enough for the dose, and is not past its time once prepared (the "
    "protocol’s, after the Ketalar SmPC).",
    ("in hand", "dose", "past its time", "refused for"),
    (
        ("35 mg", "35 mg", False, ()),
        ("37 mg", "35 mg", False, ()),
        ("34 mg", "35 mg", False, ("not-drawn",)),
        ("35 mg", "35 mg", True, ("drawn-too-long-ago",)),
        ("0 mg", "35 mg", False, ("not-drawn",)),
    ),
)


@pytest.mark.parametrize(("in_hand", "dose", "late", "found"), BEFORE_TABLE.rows)
def test_a_dose_begins_with_what_was_drawn_for_it(in_hand: str, dose: str, late: bool, found: tuple[str, ...]) -> None:
    assert codes(before_giving(Dose.parse(in_hand), Dose.parse(dose), too_long_ago=late)) == found


GIVEN_TABLE = SafetyTable(
    "Nobody gives more than was drawn",
    "Giving less, or nothing after a refusal, is written as it was; the rest is destroyed.",
    ("drawn", "given", "refused for"),
    (
        ("35 mg", "35 mg", ()),
        ("35 mg", "0 mg", ()),
        ("35 mg", "35.001 mg", ("given-more-than-drawn",)),
    ),
)


@pytest.mark.parametrize(("drawn", "given", "found"), GIVEN_TABLE.rows)
def test_nobody_gives_more_than_was_drawn(drawn: str, given: str, found: tuple[str, ...]) -> None:
    assert codes(giving_findings(Dose.parse(drawn), Dose.parse(given))) == found


def test_what_was_given_is_taken_from_the_syringes_in_their_order() -> None:
    syringes = [InSyringe(1, Dose.of(20)), InSyringe(2, Dose.of(20)), InSyringe(3, Dose.of(5))]
    found = shared_out(syringes, Dose.of(35))
    assert found == ((1, Dose.of(20), Dose(0)), (2, Dose.of(15), Dose.of(5)), (3, Dose(0), Dose.of(5)))


REST_TABLE = SafetyTable(
    "What is left is destroyed whole",
    "Drawn less given is what syringe and line still hold; all of it is destroyed before a witness.",
    ("left", "destroyed", "refused for"),
    (
        ("15 mg", "15 mg", ()),
        ("15 mg", "14 mg", ("rest-does-not-balance",)),
        ("15 mg", "16 mg", ("rest-does-not-balance",)),
        ("0 mg", "0 mg", ("nothing-left",)),
    ),
)


@pytest.mark.parametrize(("left", "destroyed", "found"), REST_TABLE.rows)
def test_what_is_left_is_destroyed_whole(left: str, destroyed: str, found: tuple[str, ...]) -> None:
    assert codes(rest_findings(Dose.parse(left), Dose.parse(destroyed))) == found


MARK_TABLE = SafetyTable(
    "What is left, read off a syringe",
    "The page shows it to the nearest mark, 0.1 mL (a house default). Who reads that mark destroyed all that is left; "
    "who reads another destroyed what that volume holds, and the difference opens a case.",
    ("dose", "made up to", "must be left", "shown as", "read off", "destroyed"),
    (
        ("35 mg", "35 mL", "19.592 mg", "19.6 mL", "19.6 mL", "19.592 mg"),
        ("35 mg", "35 mL", "19.592 mg", "19.6 mL", "19 mL", "19 mg"),
        ("35 mg", "35 mL", "19.55 mg", "19.6 mL", "19.5 mL", "19.5 mg"),
        ("35 mg", "70 mL", "17.5 mg", "35 mL", "34 mL", "17 mg"),
        ("50 mg", "1 mL", "2 mg", "0 mL", "0.1 mL", "5 mg"),
    ),
)


@pytest.mark.parametrize(("dose", "holds", "left", "shown", "measured", "taken"), MARK_TABLE.rows)
def test_what_is_left_is_read_off_a_syringe_to_its_nearest_mark(
    dose: str, holds: str, left: str, shown: str, measured: str, taken: str
) -> None:
    prepared = Prepared(Dose.parse(dose), Volume.parse(holds))
    assert prepared.volume_of(Dose.parse(left)) == Volume.parse(shown)
    assert prepared.measured(Volume.parse(measured), Dose.parse(left)) == Dose.parse(taken)


MEASURED_TABLE = SafetyTable(
    "What two people measured otherwise",
    "Where both say that something else is left, it is written as they measured it, up to what was drawn.",
    ("must be left", "destroyed", "drawn", "refused for"),
    (
        ("2 mg", "1.5 mg", "37 mg", ()),
        ("2 mg", "2.5 mg", "37 mg", ()),
        ("2 mg", "0 mg", "37 mg", ()),
        ("2 mg", "37.001 mg", "37 mg", ("more-left-than-drawn",)),
        ("0 mg", "1 mg", "37 mg", ("nothing-left",)),
    ),
)


@pytest.mark.parametrize(("left", "destroyed", "drawn", "found"), MEASURED_TABLE.rows)
def test_what_was_measured_otherwise_is_taken_up_to_what_was_drawn(
    left: str, destroyed: str, drawn: str, found: tuple[str, ...]
) -> None:
    assert codes(rest_findings(Dose.parse(left), Dose.parse(destroyed), drawn=Dose.parse(drawn))) == found


SPILT_TABLE = SafetyTable(
    "What was spilt",
    "Only what is missing of the rest can have been spilt.",
    ("must be left", "destroyed", "refused for"),
    (
        ("2 mg", "1.5 mg", ()),
        ("2 mg", "0 mg", ()),
        ("2 mg", "2 mg", ("nothing-spilt",)),
        ("2 mg", "2.5 mg", ("nothing-spilt",)),
    ),
)


@pytest.mark.parametrize(("left", "destroyed", "found"), SPILT_TABLE.rows)
def test_only_what_is_missing_was_spilt(left: str, destroyed: str, found: tuple[str, ...]) -> None:
    assert codes(spill_findings(Dose.parse(left), Dose.parse(destroyed))) == found
