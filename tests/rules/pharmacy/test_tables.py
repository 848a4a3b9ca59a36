"""The rules of the room as tables that a pharmacist can check."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from afterglow.care.pharmacy.rules.balance import NOTHING_YET, Booked, first_wrong, taking_findings
from afterglow.care.pharmacy.rules.counting import Outcome, count_due, outcome, second_findings
from afterglow.care.pharmacy.rules.discrepancy import (
    ENTRY_WRONG,
    FOUND_AGAIN,
    NOT_EXPLAINED,
    SPILT,
    Closing,
    closing_findings,
    ends_of_a_rest,
)
from afterglow.care.pharmacy.rules.drawing import (
    InSyringe,
    Opened,
    before_giving,
    drawing_findings,
    giving_findings,
    rest_findings,
    shared_out,
)
from afterglow.care.pharmacy.rules.lots import LotFacts, lot_findings, said_until
from afterglow.care.pharmacy.rules.rest import Prepared
from afterglow.care.pharmacy.rules.sealing import seal_of
from afterglow.care.pharmacy.rules.sharing import Shared, sharing_findings
from afterglow.care.pharmacy.rules.spilling import spill_findings
from afterglow.care.pharmacy.rules.supplying import Collected, HandedOut, Prescribed, supply_findings
from afterglow.care.pharmacy.rules.witness import witness_findings
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.quantity import Dose, Volume
from tests.rules.larkfield import LARKFIELD

DAY = date(2026, 6, 11)


def codes(found: tuple[Finding, ...]) -> list[str]:
    assert all(one.interlock for one in found), "nothing here can be signed past"
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("units", "each", "drawn", "destroyed", "found"),
    [
        (1, "200 mg", ["35 mg"], "165 mg", []),
        (1, "200 mg", ["35.5 mg"], "164.5 mg", []),
        (2, "28 mg", ["56 mg"], "0 mg", []),
        (2, "200 mg", ["210 mg"], "190 mg", []),
        (1, "200 mg", ["35 mg", "42.5 mg"], "122.5 mg", []),
        (1, "200 mg", ["35 mg"], "164 mg", ["vial-does-not-balance"]),
        (1, "200 mg", ["35 mg"], "170 mg", ["vial-does-not-balance"]),
        (1, "200 mg", ["201 mg"], "0 mg", ["drawn-more-than-opened"]),
        (1, "200 mg", ["0 mg"], "200 mg", ["nothing-drawn"]),
        (1, "200 mg", [], "200 mg", ["nothing-drawn"]),
    ],
)
def test_a_vial_is_what_was_drawn_and_what_was_destroyed(
    units: int, each: str, drawn: list[str], destroyed: str, found: list[str]
) -> None:
    opened = Opened(units, Dose.parse(each))
    assert codes(drawing_findings(opened, [Dose.parse(one) for one in drawn], Dose.parse(destroyed))) == found


@pytest.mark.parametrize(
    ("drawn", "given", "found"),
    [("35 mg", "35 mg", []), ("35 mg", "0 mg", []), ("35 mg", "35.001 mg", ["given-more-than-drawn"])],
)
def test_nobody_gives_more_than_was_drawn(drawn: str, given: str, found: list[str]) -> None:
    assert codes(giving_findings(Dose.parse(drawn), Dose.parse(given))) == found


def test_what_was_given_is_taken_from_the_syringes_in_their_order() -> None:
    syringes = [InSyringe(1, Dose.of(20)), InSyringe(2, Dose.of(20)), InSyringe(3, Dose.of(5))]
    found = shared_out(syringes, Dose.of(35))
    assert found == ((1, Dose.of(20), Dose(0)), (2, Dose.of(15), Dose.of(5)), (3, Dose(0), Dose.of(5)))


@pytest.mark.parametrize(
    ("left", "destroyed", "found"),
    [
        ("15 mg", "15 mg", []),
        ("15 mg", "14 mg", ["rest-does-not-balance"]),
        ("15 mg", "16 mg", ["rest-does-not-balance"]),
        ("0 mg", "0 mg", ["nothing-left"]),
    ],
)
def test_what_is_left_is_destroyed_whole(left: str, destroyed: str, found: list[str]) -> None:
    assert codes(rest_findings(Dose.parse(left), Dose.parse(destroyed))) == found


@pytest.mark.parametrize(
    ("left", "destroyed", "found"),
    [
        ("2 mg", "1.5 mg", []),
        ("2 mg", "0 mg", []),
        ("2 mg", "2 mg", ["nothing-spilt"]),
        ("2 mg", "2.5 mg", ["nothing-spilt"]),
    ],
)
def test_only_what_is_missing_was_spilt(left: str, destroyed: str, found: list[str]) -> None:
    assert codes(spill_findings(Dose.parse(left), Dose.parse(destroyed))) == found


@pytest.mark.parametrize(
    ("in_hand", "dose", "late", "found"),
    [
        ("35 mg", "35 mg", False, []),
        ("37 mg", "35 mg", False, []),
        ("34 mg", "35 mg", False, ["not-drawn"]),
        ("35 mg", "35 mg", True, ["drawn-too-long-ago"]),
        ("0 mg", "35 mg", False, ["not-drawn"]),
    ],
)
def test_a_dose_begins_with_what_was_drawn_for_it(in_hand: str, dose: str, late: bool, found: list[str]) -> None:
    assert codes(before_giving(Dose.parse(in_hand), Dose.parse(dose), too_long_ago=late)) == found


@pytest.mark.parametrize(
    ("expires", "held_back", "found"),
    [
        (DAY, "", []),
        (DAY - timedelta(days=1), "", ["lot-expired"]),
        (DAY + timedelta(days=400), "a recall", ["lot-held-back"]),
        (DAY - timedelta(days=1), "a recall", ["lot-expired", "lot-held-back"]),
    ],
    ids=["on its last day", "the day after", "recalled", "both"],
)
def test_a_lot_is_used_up_to_its_last_day(expires: date, held_back: str, found: list[str]) -> None:
    assert codes(lot_findings(LotFacts("A1", expires, held_back), DAY)) == found


def test_a_lot_is_spoken_of_thirty_days_before() -> None:
    assert said_until(DAY) == date(2026, 7, 11)


@pytest.mark.parametrize(
    ("held", "wanted", "found"),
    [(1, 1, []), (1, 2, ["not-enough-stock"]), (0, 1, ["not-enough-stock"]), (5, 0, ["nothing-taken"])],
)
def test_nobody_takes_more_than_there_is(held: int, wanted: int, found: list[str]) -> None:
    assert codes(taking_findings(held, wanted, "vial", "Drug cupboard")) == found


@pytest.mark.pathway("F35")
@pytest.mark.parametrize(
    ("patients", "allowed", "signed", "found"),
    [
        (1, False, False, []),
        (7, False, False, ["sharing-not-allowed"]),
        (7, False, True, ["sharing-not-allowed"]),
        (2, True, False, ["sharing-not-signed"]),
        (7, True, True, []),
    ],
)
def test_a_vial_is_shared_only_where_allowed_and_signed(
    patients: int, allowed: bool, signed: bool, found: list[str]
) -> None:
    assert codes(sharing_findings(patients, Shared(allowed, "One vial, one patient.", signed))) == found


@pytest.mark.parametrize(
    ("first", "second", "book", "found"),
    [
        (19, 19, 19, Outcome.AGREES),
        (22, 22, 21, Outcome.DIFFERS),
        (18, 18, 19, Outcome.DIFFERS),
        (19, 18, 19, Outcome.AGAIN),
        (0, 0, 0, Outcome.AGREES),
    ],
)
def test_how_a_count_comes_out(first: int, second: int, book: int, found: Outcome) -> None:
    assert outcome(first, second, book) is found


def test_stock_is_counted_every_week() -> None:
    assert count_due(DAY, timedelta(weeks=1)) == date(2026, 6, 18)


def test_a_second_count_is_by_other_eyes_and_of_the_same_stock() -> None:
    assert codes(second_findings(same_person=True, moved_since=True)) == ["same-person"]
    assert codes(second_findings(same_person=False, moved_since=True)) == ["moved-since-first-count"]
    assert codes(second_findings(same_person=False, moved_since=False)) == []


@pytest.mark.parametrize(
    ("closing", "found"),
    [
        (Closing(ENTRY_WRONG, False, False, True, 4), []),
        (Closing(ENTRY_WRONG, False, False, False, 4), ["no-entry-named"]),
        (Closing(ENTRY_WRONG, False, False, True, -1), ["lot-too-few"]),
        (Closing(NOT_EXPLAINED, False, False, True, 4), ["officer-not-told"]),
        (Closing(NOT_EXPLAINED, True, False, True, 4), []),
        (Closing(FOUND_AGAIN, False, False, False, None), ["not-counted-again"]),
        (Closing(FOUND_AGAIN, False, True, False, None), []),
        (Closing(SPILT, True, False, True, None), ["no-such-end"]),
        (Closing(SPILT, False, False, True, None, ends_of_a_rest(-500)), ["officer-not-told"]),
        (Closing(SPILT, True, False, True, None, ends_of_a_rest(-500)), []),
        (Closing(SPILT, True, False, True, None, ends_of_a_rest(500)), ["no-such-end"]),
        (Closing(FOUND_AGAIN, True, True, True, None, ends_of_a_rest(-500)), ["no-such-end"]),
        (Closing(NOT_EXPLAINED, True, False, True, None, ends_of_a_rest(500)), []),
    ],
)
def test_what_holds_back_the_closing_of_a_case(closing: Closing, found: list[str]) -> None:
    assert codes(closing_findings(closing)) == found


COLLECTED = Collected("Sam Okonjo", "representative", id_asked=True, id_shown=True)


AT = datetime(2026, 6, 11, 9, 0, tzinfo=UTC)
HOME = next(one.take_home for one in LARKFIELD.treatments if one.take_home)
PRESCRIBED = Prescribed("ref", "Hannah Weiss", AT, DAY + timedelta(days=27), lasts_days=28, total=Dose.of(280))
"""Four weekly doses of 70 mg, signed today."""


@pytest.mark.parametrize(
    ("prescribed", "units", "before", "found"),
    [
        (PRESCRIBED, 1, 0, []),
        (replace(PRESCRIBED, valid_until=DAY), 1, 0, []),  # its 28th day
        (replace(PRESCRIBED, valid_until=DAY - timedelta(days=1)), 1, 0, ["prescription-over"]),
        (replace(PRESCRIBED, lasts_days=30), 1, 0, []),
        (replace(PRESCRIBED, lasts_days=31), 1, 0, ["supply-too-long"]),
        (PRESCRIBED, 2, 0, ["more-than-prescribed"]),  # one bottle holds 1500 mg
        (PRESCRIBED, 1, 1, ["more-than-prescribed"]),  # it went out last week
        (replace(PRESCRIBED, total=Dose.of(1_501)), 1, 1, []),
        (None, 1, 0, ["not-prescribed"]),
    ],
)
def test_a_supply_goes_out_on_a_valid_prescription_and_no_more_than_it_says(
    prescribed: Prescribed | None, units: int, before: int, found: list[str]
) -> None:
    out = HandedOut(units, before, Dose.of(1_500))
    refused = supply_findings(prescribed, out, COLLECTED, HOME, DAY)
    assert codes(refused) == found
    assert all(one.interlock and one.source == "cd-regulations-2001, ng46" for one in refused)


@pytest.mark.parametrize(
    ("collected", "found"),
    [
        (COLLECTED, []),
        (Collected(" ", "patient", False, False), ["no-collector"]),
        (Collected("Sam", "patient", False, True), ["id-not-asked"]),
    ],
    ids=["named and shown", "nobody named", "shown but not asked"],
)
def test_a_supply_goes_out_to_somebody_named(collected: Collected, found: list[str]) -> None:
    assert codes(supply_findings(PRESCRIBED, HandedOut(1, 0, Dose.of(1_500)), collected, HOME, DAY)) == found


@pytest.mark.parametrize(
    ("actor", "witness", "required", "found"),
    [
        (1, 2, True, []),
        (1, 1, True, ["same-person"]),
        (1, 1, False, ["same-person"]),
        (1, None, True, ["no-witness"]),
        (1, None, False, []),
    ],
)
def test_a_witness_is_another_person(actor: int, witness: int | None, required: bool, found: list[str]) -> None:
    assert codes(witness_findings(actor, witness, required=required)) == found


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (Booked(2, 24, received=10), False),
        (Booked(2, 13, supplied=1), False),
        (Booked(2, 15, restated=1), False),
        (Booked(2, 14), False),
        (Booked(2, 13), True),
        (Booked(3, 13, supplied=1), True),
        (Booked(2, -1, supplied=15), True),
    ],
)
def test_a_balance_follows_from_the_line_before(line: Booked, wrong: bool) -> None:
    first = Booked(1, 14, received=14)
    assert first_wrong([first, line], NOTHING_YET) == (line if wrong else None)


def test_a_seal_is_of_what_is_said_not_of_how_its_time_was_written() -> None:
    """The same moment in another zone, and read back from either database, has the same seal; another key has not."""
    content = {"at": datetime(2026, 6, 11, 9, tzinfo=ZoneInfo("UTC")), "on": DAY, "of": UUID(int=1), "units": 1}
    same = {**content, "at": datetime(2026, 6, 11, 10, tzinfo=ZoneInfo("Europe/London"))}
    assert seal_of(b"key", content) == seal_of(b"key", same)
    assert seal_of(b"key", content) != seal_of(b"other", content)
    assert seal_of(b"key", content) != seal_of(b"key", {**content, "units": 2})


@pytest.mark.parametrize(
    ("dose", "holds", "left", "shown", "measured", "taken"),
    [
        ("35 mg", "35 mL", "19.592 mg", "19.6 mL", "19.6 mL", "19.592 mg"),
        ("35 mg", "35 mL", "19.592 mg", "19.6 mL", "19 mL", "19 mg"),
        ("35 mg", "35 mL", "19.55 mg", "19.6 mL", "19.5 mL", "19.5 mg"),
        ("35 mg", "70 mL", "17.5 mg", "35 mL", "34 mL", "17 mg"),
        ("50 mg", "1 mL", "2 mg", "0 mL", "0.1 mL", "5 mg"),
    ],
)
def test_what_is_left_is_read_off_a_syringe_to_its_nearest_mark(
    dose: str, holds: str, left: str, shown: str, measured: str, taken: str
) -> None:
    prepared = Prepared(Dose.parse(dose), Volume.parse(holds))
    assert prepared.volume_of(Dose.parse(left)) == Volume.parse(shown)
    assert prepared.measured(Volume.parse(measured), Dose.parse(left)) == Dose.parse(taken)


@pytest.mark.parametrize(
    ("left", "destroyed", "drawn", "found"),
    [
        ("2 mg", "1.5 mg", "37 mg", []),
        ("2 mg", "2.5 mg", "37 mg", []),
        ("2 mg", "0 mg", "37 mg", []),
        ("2 mg", "37.001 mg", "37 mg", ["more-left-than-drawn"]),
        ("0 mg", "1 mg", "37 mg", ["nothing-left"]),
    ],
)
def test_what_was_measured_otherwise_is_taken_up_to_what_was_drawn(
    left: str, destroyed: str, drawn: str, found: list[str]
) -> None:
    assert codes(rest_findings(Dose.parse(left), Dose.parse(destroyed), drawn=Dose.parse(drawn))) == found
