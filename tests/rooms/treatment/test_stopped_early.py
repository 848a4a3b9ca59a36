"""An infusion stopped early: the nurse reads the pump, and dose, course and register follow what it shows."""

from __future__ import annotations

from uuid import uuid4

import pytest

from afterglow.care.pharmacy.models import Administered
from afterglow.care.treatment.actions import infusion
from afterglow.care.treatment.models import InfusionEvent, Session
from afterglow.care.treatment.queries.giving import progress_of
from afterglow.care.treatment.queries.known import known_about
from afterglow.ground.kernel.quantity import Dose, Volume
from tests.people import Cast
from tests.rooms.treatment.browsing import Clock, refused, see, send, text, went_well
from tests.rooms.treatment.day import STARTED, minutes, running

pytestmark = pytest.mark.django_db

HALF = minutes(20, after=STARTED)


def written(session: Session) -> tuple[int | None, list[tuple[int, int]]]:
    """What the course says was given, and what the register says was given and is left."""
    session.treatment.refresh_from_db()
    register = Administered.objects.order_by("pk").values_list("given_micrograms", "left_micrograms")
    return session.treatment.given_micrograms, list(register)


def test_the_clocks_amount_is_offered_and_what_the_pump_shows_counts(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    clock.to(HALF)
    ref = session.treatment.ref
    assert "By the rates set, 17.5 mL (17.5 mg) at 10:23." in text(see(cast.priya, "during", ref))
    went_well(send(cast.priya, "step", session, "stop", because="The patient asks", infused="16.84"))
    assert written(session) == (16_800, [(16_800, 18_200)])
    stand = progress_of(known_about(session.treatment, minutes(60)))
    assert stand is not None
    assert (stand.given, stand.given_volume) == (Dose.of("16.8"), Volume.of("16.8"))
    page = text(see(cast.priya, "during", ref))
    assert "18.2 mg is left in syringe and line." in page
    assert "16.8 mg, 16.84 mL on the pump" in page
    assert "16.8 mg of 35 mg" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("35.5", "The syringe held 35 mL. The pump cannot have infused 35.5 mL."),
        ("-3", "Enter volume infused in mL"),
        ("much", "Enter volume infused in mL"),
        ("10", "The pump shows 10 mL infused; by the rates set it would be 17.5 mL."),
    ],
)
def test_a_figure_that_cannot_be_is_an_error_and_nothing_is_written(
    cast: Cast, clock: Clock, typed: str, words: str
) -> None:
    session = running(cast)
    clock.to(HALF)
    answer = send(cast.priya, "step", session, "stop", because="A complaint", reason="Sick", infused=typed)
    refused(answer, words, f'value="{typed}"', "Why do pump and clock differ?")
    assert written(session) == (None, [])
    assert not InfusionEvent.objects.filter(kind="stop").exists()


def test_a_figure_far_from_the_clock_is_taken_with_words_and_the_words_stay(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    clock.to(HALF)
    why = "The clamp was closed at first"
    went_well(send(cast.priya, "step", session, "stop", because="The cannula", infused="10", differs=why))
    assert written(session) == (10_000, [(10_000, 25_000)])
    assert f"The cannula. Pump and clock differ: {why}" in text(see(cast.priya, "during", session.treatment.ref))


def test_without_a_figure_rates_and_times_count_to_a_tenth_of_a_milligram(cast: Cast) -> None:
    session, at = running(cast), minutes(20.19, after=STARTED)
    infusion.stop(session=session, uuid=uuid4(), reason="Sick.", by=cast.priya, now=at)
    assert written(session) == (17_700, [(17_700, 17_300)])


def test_a_pump_that_infused_nothing_leaves_everything(cast: Cast) -> None:
    session, at = running(cast), minutes(1, after=STARTED)
    infusion.stop(session=session, uuid=uuid4(), reason="Clamped.", by=cast.priya, now=at, infused=Volume(0))
    assert written(session) == (0, [(0, 35_000)])
    event = InfusionEvent.objects.get(kind="stop")
    assert (event.infused_microlitres, event.given_micrograms) == (0, 0)


def test_a_syringe_that_should_be_empty_is_completed_from_the_bar(cast: Cast, clock: Clock) -> None:
    session, complete = running(cast), "Complete</span></button>"
    ref = session.treatment.ref
    clock.to(minutes(39, after=STARTED))
    bar = text(see(cast.priya, "buttons", ref))
    assert complete not in bar
    assert 'hx-trigger="infusion from:body, load delay:60s"' in bar
    clock.to(minutes(40, after=STARTED))
    for page in ("during", "leaving", "buttons"):
        assert complete in text(see(cast.priya, page, ref))
    assert "load delay" not in text(see(cast.priya, "buttons", ref))
    went_well(send(cast.priya, "step", session, "complete"))
    assert written(session) == (35_000, [(35_000, 0)])
    assert complete not in text(see(cast.priya, "during", ref))
