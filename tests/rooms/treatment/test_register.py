"""Dose and register are written in one transaction: they cannot disagree."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from afterglow.care.course.actions import mark_not_given
from afterglow.care.pharmacy.actions import giving
from afterglow.care.pharmacy.actions.giving import what_is_left
from afterglow.care.pharmacy.actions.witnessing import witness
from afterglow.care.pharmacy.models import Administered, Draw
from afterglow.care.pharmacy.queries.drawn import open_draws
from afterglow.care.treatment.actions import infusion
from afterglow.care.treatment.actions.dose import check_dose, write_dose_sheet
from afterglow.care.treatment.actions.leaving import close_without_dose
from afterglow.care.treatment.actions.portions import end_portions, give_portion
from afterglow.care.treatment.models import InfusionEvent
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.models import Account
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose
from tests.people import Cast, cast_of, signed_in
from tests.rooms.treatment.browsing import Clock, text
from tests.rooms.treatment.day import (
    RIGHT,
    STARTED,
    by_other_route,
    confirm,
    measure,
    minutes,
    ready,
    running,
    settled,
    startable,
)
from tests.rooms.treatment.test_leaving import codes
from tests.stock import drawn_up

pytestmark = pytest.mark.django_db


def accounted() -> list[tuple[int, int]]:
    """Given and left of every draw, in micrograms."""
    return list(Administered.objects.order_by("pk").values_list("given_micrograms", "left_micrograms"))


def test_nothing_starts_before_the_dose_is_drawn_with_a_witness(cast: Cast) -> None:
    session = settled(cast)
    confirm(cast, session)
    ready(cast, session)
    measure(cast, session, minutes(1))
    write_dose_sheet(session=session, figures=RIGHT, by=cast.priya, now=minutes(1))
    check_dose(session=session, figures=RIGHT, by=cast.tom, now=minutes(2))
    with pytest.raises(Refused) as held:
        infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=STARTED)
    assert codes(held) == {"not-drawn"}
    assert held.value.findings[0].interlock
    drawn_up(cast, session.treatment, now=minutes(2))
    infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=STARTED)


def test_what_was_drawn_too_long_ago_is_not_given(cast: Cast) -> None:
    session = startable(cast)
    with pytest.raises(Refused) as held:
        infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=minutes(9 * 60))
    assert "drawn-too-long-ago" in codes(held)


def test_a_completed_infusion_and_one_stopped_early_balance(cast: Cast) -> None:
    session = running(cast)
    infusion.complete(session=session, uuid=uuid4(), by=cast.priya, now=minutes(40, after=STARTED))
    assert accounted() == [(35_000, 0)]


def test_an_infusion_stopped_early_leaves_its_rest_to_be_destroyed(cast: Cast) -> None:
    session = running(cast)
    infusion.stop(session=session, uuid=uuid4(), reason="Sick.", by=cast.priya, now=minutes(20, after=STARTED))
    assert accounted() == [(17_500, 17_500)]


def test_a_dose_drawn_and_refused_is_accounted_for_as_nothing_given(cast: Cast) -> None:
    session = startable(cast)
    close_without_dose(session=session, because="Changed her mind.", by=cast.priya, now=STARTED)
    assert accounted() == [(0, 35_000)]
    assert not open_draws(session.treatment)


def test_what_is_too_old_is_destroyed_and_drawn_again_and_the_dose_begins(cast: Cast) -> None:
    session, late = startable(cast), minutes(9 * 60)
    (old,) = open_draws(session.treatment)
    left = Dose.of(35)
    proof = witness(
        account=Account.objects.get(pk=cast.tom.account_id), entry=what_is_left(old, left), by=cast.priya, now=late
    )
    giving.destroy_rest(draw=old, destroyed=left, by=cast.priya, now=late, countersigned=proof)
    with pytest.raises(Refused) as held:
        infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=late)
    assert "not-drawn" in codes(held)
    assert "drawn-too-long-ago" not in codes(held)
    drawn_up(cast, session.treatment, now=late)
    session.treatment.refresh_from_db()
    assert session.treatment.begun_at is None, "what held it back began nothing"
    infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=late)


def test_a_running_dose_is_not_called_off_at_the_desk_so_that_it_can_be_stopped(cast: Cast) -> None:
    session = running(cast)
    with pytest.raises(Refused) as refused:
        mark_not_given(treatment=session.treatment, because="Cancelled.", by=cast.joanne, now=minutes(5, after=STARTED))
    assert codes(refused) == {"dose-begun"}
    infusion.stop(session=session, uuid=uuid4(), reason="Sick.", by=cast.priya, now=minutes(20, after=STARTED))
    assert accounted() == [(17_500, 17_500)]


def test_sprays_are_accounted_for_once_the_dose_is_over() -> None:
    cast = cast_of("marlow-rooms")
    session, _ = by_other_route(cast, "ketamine-spray")
    give_portion(session=session, uuid=uuid4(), lot="A1", by=cast.priya, now=minutes(3))
    assert accounted() == []
    end_portions(session=session, uuid=uuid4(), reason="Dizzy.", by=cast.priya, now=minutes(4))
    assert accounted() == [(10_000, 20_000)]


def test_where_the_register_refuses_the_dose_is_not_written_either(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    session = running(cast)

    def refuse(**_: object) -> None:
        raise Refused([Finding("given-more-than-drawn", Severity.STOP, "x", "default", interlock=True)])

    monkeypatch.setattr(giving, "report_given", refuse)
    with pytest.raises(Refused):
        infusion.complete(session=session, uuid=uuid4(), by=cast.priya, now=minutes(40, after=STARTED))
    assert [event.kind for event in InfusionEvent.objects.filter(session=session)] == ["start"]
    session.treatment.refresh_from_db()
    assert session.treatment.state == "planned"


def test_the_session_says_what_is_left_to_destroy_and_leads_there(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    clock.to(minutes(20, after=STARTED))
    shown = reverse("treatment:during", args=[session.treatment.ref])
    browser = signed_in(cast.priya)
    assert "left in syringe" not in text(browser.get(shown))
    assert "Stop the infusion and call the doctor." in text(browser.get(shown))
    infusion.stop(session=session, uuid=uuid4(), reason="Sick.", by=cast.priya, now=minutes(20, after=STARTED))
    page = text(browser.get(shown))
    assert "17.5 mg is left in syringe and line." in page
    there = reverse("pharmacy:rest", args=[Draw.objects.get().ref])
    assert there in page
    assert reverse("treatment:dose", args=[session.treatment.ref]) in text(browser.get(there))
    assert "Stop the infusion and call the doctor." not in page
