"""From the cupboard to the patient: every microgram is given or destroyed, and the register says so."""

from __future__ import annotations

import pytest

from afterglow.care.course.actions import mark_not_given, report_begun
from afterglow.care.course.models import PLANNED
from afterglow.care.pharmacy.actions.giving import report_given
from afterglow.care.pharmacy.models import Draw, Line, Opening
from afterglow.care.pharmacy.queries.drawn import draws_of, must_be_left, open_draws, unaccounted
from afterglow.care.pharmacy.queries.sealing import broken_at
from afterglow.ground.access.acting import Refused
from afterglow.ground.kernel.quantity import Dose
from tests.people import Cast, tomasz
from tests.rooms.pharmacy.shelf import Shelf, directed, drawn, rest_destroyed, shelf
from tests.rooms.treatment.day import minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def stock(cast: Cast) -> Shelf:
    return shelf(cast)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.code for one in refused.value.findings}


def test_drawing_writes_a_line_under_the_headings_of_the_regulation(stock: Shelf) -> None:
    treatment = directed(stock.cast)
    (draw,) = drawn(stock, treatment)
    line = Line.objects.get(pk=draw.line_id)
    assert (line.number, line.supplied, line.balance) == (2, 1, 9)
    assert line.other_name == treatment.patient.full_name
    assert "Brandt" in line.authority
    assert line.collected_by == "Priya Shah, infusion nurse"
    assert (line.id_asked, line.id_shown) == (False, False)
    assert (line.author_name, line.witness_name) == ("Priya Shah, infusion nurse", "Tom Adeyemi, infusion nurse")
    assert Opening.objects.get().destroyed_micrograms == 165_000
    assert stock.page.balance == 9
    assert broken_at(stock.page) == ""


def test_a_whole_dose_leaves_nothing_open(stock: Shelf) -> None:
    treatment = directed(stock.cast)
    drawn(stock, treatment)
    assert [one.drawn_micrograms for one in open_draws(treatment)] == [35_000]
    (done,) = report_given(treatment=treatment, given=Dose.of(35), by=stock.cast.priya, now=minutes(40))
    assert done.left_micrograms == 0
    assert open_draws(treatment) == []
    assert unaccounted(clinic_id=stock.cast.clinic.pk) == []


@pytest.mark.parametrize(("given", "left"), [(20, 15), (0, 35)], ids=["stopped early", "refused"])
def test_what_was_not_given_is_destroyed_before_a_witness(stock: Shelf, given: int, left: int) -> None:
    treatment = directed(stock.cast)
    (draw,) = drawn(stock, treatment)
    report_given(treatment=treatment, given=Dose.of(given), by=stock.cast.priya, now=minutes(10))
    assert [one.pk for one in unaccounted(clinic_id=stock.cast.clinic.pk)] == [draw.pk]
    with pytest.raises(Refused) as refused:
        rest_destroyed(stock, draw, left - 1, now=minutes(12))
    assert codes(refused) == {"rest-does-not-balance"}
    rest_destroyed(stock, draw, left, now=minutes(12))
    assert unaccounted(clinic_id=stock.cast.clinic.pk) == []
    with pytest.raises(Refused) as twice:
        rest_destroyed(stock, draw, left, now=minutes(14))
    assert codes(twice) == {"nothing-left"}
    assert broken_at(stock.page) == ""


def test_dead_volume_is_drawn_with_the_dose_and_destroyed_after_it(stock: Shelf) -> None:
    treatment = directed(stock.cast)
    (draw,) = drawn(stock, treatment, mg=37)
    report_given(treatment=treatment, given=Dose.of(35), by=stock.cast.priya, now=minutes(40))
    rest_destroyed(stock, draw, 2, now=minutes(45))
    assert unaccounted(clinic_id=stock.cast.clinic.pk) == []


def test_a_second_syringe_is_filled_from_after_the_first(stock: Shelf) -> None:
    """A dropped syringe, another vial: what was given is taken from them in order, the rest of both is left."""
    treatment = directed(stock.cast)
    drawn(stock, treatment, mg=20)
    drawn(stock, treatment, mg=20)
    made = report_given(treatment=treatment, given=Dose.of(35), by=stock.cast.priya, now=minutes(40))
    assert [(one.given_micrograms, one.left_micrograms) for one in made] == [(20_000, 0), (15_000, 5_000)]


def test_nobody_gives_more_than_was_drawn(stock: Shelf) -> None:
    treatment = directed(stock.cast)
    drawn(stock, treatment)
    with pytest.raises(Refused) as refused:
        report_given(treatment=treatment, given=Dose.of(36), by=stock.cast.priya, now=minutes(40))
    assert codes(refused) == {"given-more-than-drawn"}


@pytest.mark.parametrize(
    ("mg", "destroyed", "code"),
    [(35, 164, "vial-does-not-balance"), (35, 166, "vial-does-not-balance"), (201, 0, "drawn-more-than-opened")],
)
def test_a_vial_is_drawn_or_destroyed_to_the_last_microgram(stock: Shelf, mg: int, destroyed: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        drawn(stock, directed(stock.cast), mg=mg, destroyed=destroyed)
    assert codes(refused) == {code}
    assert stock.page.balance == 10


def test_no_more_vials_than_there_are(stock: Shelf) -> None:
    with pytest.raises(Refused) as refused:
        drawn(stock, directed(stock.cast), units=11)
    assert codes(refused) == {"not-enough-stock"}


def test_one_vial_one_patient(stock: Shelf) -> None:
    """Sharing is never the default: the shipped protocol's own words refuse it."""
    first, second = directed(stock.cast), directed(stock.cast, tomasz(stock.cast))
    with pytest.raises(Refused) as refused:
        drawn(stock, first, second)
    assert codes(refused) == {"sharing-not-allowed"}


def test_a_dose_is_drawn_only_under_a_direction_for_today(stock: Shelf) -> None:
    treatment = directed(stock.cast)
    with pytest.raises(Refused) as refused:
        drawn(stock, treatment, now=minutes(24 * 60))
    assert codes(refused) == {"direction-not-signed"}


def test_a_treatment_called_off_after_drawing_is_destroyed_whole(stock: Shelf) -> None:
    treatment = directed(stock.cast)
    (draw,) = drawn(stock, treatment)
    mark_not_given(treatment=treatment, because="Went home.", by=stock.cast.priya, now=minutes(5))
    rest_destroyed(stock, draw, 35, now=minutes(6))
    (found,) = draws_of(treatment)
    assert (found.administered.given_micrograms, found.rest_destroyed.destroyed_micrograms) == (0, 35_000)


def test_what_is_never_begun_is_destroyed_whole_while_its_treatment_stays_planned(stock: Shelf) -> None:
    """A syringe dropped, or too old: it alone is written off, and another is drawn for the same dose."""
    treatment = directed(stock.cast)
    (dropped,) = drawn(stock, treatment)
    (kept,) = drawn(stock, treatment)
    with pytest.raises(Refused) as refused:
        rest_destroyed(stock, dropped, 34)
    assert codes(refused) == {"rest-does-not-balance"}
    rest_destroyed(stock, dropped, 35)
    assert [one.pk for one in open_draws(treatment)] == [kept.pk]
    assert (found_again(dropped).administered.given_micrograms, treatment.state) == (0, PLANNED)
    report_given(treatment=treatment, given=Dose.of(35), by=stock.cast.priya, now=minutes(40))
    assert unaccounted(clinic_id=stock.cast.clinic.pk) == []
    assert broken_at(stock.page) == ""


def test_a_syringe_that_is_running_is_destroyed_by_nobody(stock: Shelf) -> None:
    treatment = directed(stock.cast)
    (draw,) = drawn(stock, treatment)
    report_begun(treatment=treatment, by=stock.cast.priya, now=minutes(1))
    assert must_be_left(found_again(draw)) is None
    with pytest.raises(Refused) as refused:
        rest_destroyed(stock, draw, 35)
    assert codes(refused) == {"dose-not-over"}


def test_nothing_is_drawn_for_a_treatment_that_is_over(stock: Shelf) -> None:
    treatment = directed(stock.cast)
    drawn(stock, treatment)
    mark_not_given(treatment=treatment, because="Went home.", by=stock.cast.priya, now=minutes(5))
    with pytest.raises(Refused) as refused:
        drawn(stock, treatment, now=minutes(6))
    assert codes(refused) == {"not-planned-any-longer"}
    assert stock.page.balance == 9


def found_again(draw: Draw) -> Draw:
    """The draw as it stands now."""
    return next(one for one in draws_of(draw.treatment) if one.pk == draw.pk)
