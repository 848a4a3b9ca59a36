"""A dose: held back until everything is in order, started, slowed, paused, stopped, completed, and reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest

from afterglow.care.consent.actions import withdraw
from afterglow.care.course.queries import access_treatment
from afterglow.care.treatment.actions import infusion
from afterglow.care.treatment.actions.effects import Felt, note_effect
from afterglow.care.treatment.actions.leaving import override_stop
from afterglow.care.treatment.models import InfusionEvent, Session
from afterglow.care.treatment.queries.before import before_findings
from afterglow.care.treatment.queries.giving import progress_of
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.placed import held_back
from afterglow.care.treatment.queries.standing import phase
from afterglow.care.treatment.rules.phases import Phase
from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.kernel.quantity import Dose, Rate
from tests.people import NOW, cast_of
from tests.rooms.treatment.day import (
    CALM,
    STARTED,
    by_other_route,
    checked,
    confirm,
    direct,
    measure,
    minutes,
    planned,
    ready,
    running,
    settled,
    startable,
)

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {finding.code for finding in refused.value.findings}


def holding(session: Session, now: datetime = NOW) -> set[str]:
    known = known_about(session.treatment, now)
    return {finding.code for finding in held_back(before_findings(known))}


@pytest.mark.pathway("F12", "S5")
def test_a_dose_of_half_a_milligram_per_kilogram_runs_forty_minutes() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    stand = progress_of(known_about(session.treatment, minutes(20, after=STARTED)))
    assert stand is not None
    assert str(stand.rate) == "52.5\u00a0mL/h"
    assert stand.given == Dose.of("17.5")
    assert stand.expected_end == minutes(40, after=STARTED)
    infusion.complete(session=session, uuid=uuid4(), by=cast.priya, now=minutes(40, after=STARTED))
    treatment = access_treatment(by=cast.priya, ref=session.treatment.ref)
    assert (treatment.state, treatment.given_micrograms, treatment.given_at) == ("given", 35_000, STARTED)
    assert phase(known_about(treatment, minutes(41, after=STARTED))) is Phase.RECOVERING


def test_nothing_starts_before_everything_is_in_order() -> None:
    cast = cast_of("larkfield")
    treatment = planned(cast)
    session = settled(cast, treatment)
    assert holding(session) == {
        "no-capacity",
        "not-willing",
        "direction-not-signed",
        "pressure-not-taken",
        "readiness-not-complete",
    }
    direct(cast, treatment)
    confirm(cast, session)
    ready(cast, session)
    measure(cast, session, minutes(1))
    assert holding(session, minutes(1)) == {"second-check-missing"}
    with pytest.raises(Refused) as refused:
        infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=minutes(1))
    assert codes(refused) == {"second-check-missing"}
    checked(cast, session, now=minutes(1))
    assert phase(known_about(treatment, minutes(3))) is Phase.READY
    infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=minutes(3))
    assert phase(known_about(treatment, minutes(3))) is Phase.RUNNING


@pytest.mark.pathway("N2")
def test_without_consent_nothing_starts_and_a_paused_infusion_does_not_go_on() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    infusion.pause(session=session, uuid=uuid4(), by=cast.priya, now=minutes(5, after=STARTED))
    known = known_about(session.treatment, minutes(6, after=STARTED))
    assert known.consent is not None
    withdraw(consent=known.consent, reason="", by=cast.priya, now=minutes(6, after=STARTED))
    with pytest.raises(Refused) as refused:
        infusion.resume(session=session, uuid=uuid4(), by=cast.priya, now=minutes(7, after=STARTED))
    assert codes(refused) == {"no-valid-consent"}
    infusion.stop(session=session, uuid=uuid4(), reason="Asked to stop.", by=cast.priya, now=minutes(8, after=STARTED))


def test_yesterdays_direction_is_none_today() -> None:
    cast = cast_of("larkfield")
    session = startable(cast)
    assert "direction-not-signed" in holding(session, minutes(24 * 60))


def test_a_button_pressed_twice_happens_once() -> None:
    cast = cast_of("larkfield")
    session, uuid = startable(cast), uuid4()
    first = infusion.start(session=session, uuid=uuid, by=cast.priya, now=STARTED)
    assert infusion.start(session=session, uuid=uuid, by=cast.priya, now=STARTED) == first
    with pytest.raises(Refused) as refused:
        infusion.start(session=session, uuid=uuid4(), by=cast.tom, now=STARTED)
    assert codes(refused) == {"dose-begun"}
    assert InfusionEvent.objects.count() == 1


def test_a_pause_holds_the_dose_and_a_stop_reports_what_was_given() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    infusion.pause(session=session, uuid=uuid4(), by=cast.priya, now=minutes(10, after=STARTED))
    infusion.resume(session=session, uuid=uuid4(), by=cast.priya, now=minutes(15, after=STARTED))
    with pytest.raises(Refused) as refused:
        infusion.stop(session=session, uuid=uuid4(), reason=" ", by=cast.priya, now=minutes(25, after=STARTED))
    assert codes(refused) == {"no-reason"}
    infusion.stop(session=session, uuid=uuid4(), reason="Headache.", by=cast.priya, now=minutes(25, after=STARTED))
    treatment = access_treatment(by=cast.priya, ref=session.treatment.ref)
    assert treatment.given_micrograms == 17_500
    with pytest.raises(Refused) as refused:
        infusion.resume(session=session, uuid=uuid4(), by=cast.priya, now=minutes(26, after=STARTED))
    assert codes(refused) == {"not-now"}


def test_an_infusion_is_complete_only_when_it_can_be() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    with pytest.raises(Refused) as refused:
        infusion.complete(session=session, uuid=uuid4(), by=cast.priya, now=minutes(30, after=STARTED))
    assert codes(refused) == {"infusion-not-finished"}


def test_slowed_by_a_nurse_but_raised_only_with_a_new_direction_and_a_new_check() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    slower, faster = Rate.of(30), Rate.of("52.5")
    infusion.set_rate(
        session=session, uuid=uuid4(), rate=slower, reason="Dizzy.", by=cast.priya, now=minutes(10, after=STARTED)
    )
    with pytest.raises(Refused) as refused:
        infusion.set_rate(
            session=session, uuid=uuid4(), rate=faster, reason="Better.", by=cast.priya, now=minutes(12, after=STARTED)
        )
    assert codes(refused) == {"rate-raised"}
    direct(cast, session.treatment, now=minutes(13, after=STARTED))
    with pytest.raises(Refused) as refused:
        infusion.set_rate(
            session=session, uuid=uuid4(), rate=faster, reason="Better.", by=cast.priya, now=minutes(13, after=STARTED)
        )
    assert codes(refused) == {"rate-raised"}
    checked(cast, session, now=minutes(14, after=STARTED))
    infusion.set_rate(
        session=session, uuid=uuid4(), rate=faster, reason="Better.", by=cast.priya, now=minutes(16, after=STARTED)
    )
    stand = progress_of(known_about(session.treatment, minutes(16, after=STARTED)))
    assert stand is not None
    assert stand.rate == faster


@pytest.mark.pathway("I3")
def test_where_treatment_begins_slowly_it_rises_to_the_checked_rate_and_no_further() -> None:
    cast = cast_of("tern-house")
    session = startable(cast)
    infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=STARTED, rate=Rate.of(20))
    up = minutes(5, after=STARTED)
    with pytest.raises(Refused):
        infusion.set_rate(session=session, uuid=uuid4(), rate=Rate.of(60), reason="", by=cast.priya, now=up)
    infusion.set_rate(session=session, uuid=uuid4(), rate=Rate.of("52.5"), reason="", by=cast.priya, now=up)
    infusion.set_rate(
        session=session, uuid=uuid4(), rate=Rate.of(20), reason="", by=cast.priya, now=minutes(6, after=STARTED)
    )
    with pytest.raises(Refused) as refused:
        infusion.set_rate(
            session=session, uuid=uuid4(), rate=Rate.of("52.5"), reason="", by=cast.priya, now=minutes(7, after=STARTED)
        )
    assert codes(refused) == {"rate-raised"}


def test_elsewhere_it_starts_at_the_checked_rate() -> None:
    cast = cast_of("larkfield")
    session = startable(cast)
    with pytest.raises(Refused) as refused:
        infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=STARTED, rate=Rate.of(20))
    assert codes(refused) == {"rate-not-checked"}


def test_a_pressure_before_the_dose_stops_it_until_a_prescriber_signs_past_this_one() -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    confirm(cast, session)
    ready(cast, session)
    measure(cast, session, minutes(1), replace(CALM, systolic=165, diastolic=101))
    checked(cast, session, now=minutes(1))
    assert holding(session, minutes(3)) == {"pressure-before-dose", "confirm-dose-again"}
    known = known_about(session.treatment, minutes(3))
    about = next(one.about for one in before_findings(known) if one.finding.code == "pressure-before-dose")
    with pytest.raises(NotAllowed):
        override_stop(
            session=session, code="pressure-before-dose", about=about, reason="x", by=cast.priya, now=minutes(3)
        )
    override_stop(
        session=session,
        code="pressure-before-dose",
        about=about,
        reason="White coat; 128/80 at home.",
        by=cast.hannah,
        now=minutes(3),
    )
    assert holding(session, minutes(3)) == set()
    measure(cast, session, minutes(5), replace(CALM, systolic=190, diastolic=112))
    assert holding(session, minutes(5)) == {"pressure-before-dose", "confirm-dose-again"}


def test_nobody_signs_past_an_interlock() -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    with pytest.raises(Refused) as refused:
        override_stop(
            session=session, code="no-capacity", about=session.treatment.ref, reason="Hurry.", by=cast.hannah, now=NOW
        )
    assert codes(refused) == {"not-overridable"}


def test_a_complaint_that_stops_a_dose_holds_a_paused_one_back() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    told = minutes(10, after=STARTED)
    note_effect(session=session, uuid=uuid4(), felt=Felt(symptoms=["chest-pain"]), by=cast.priya, now=told)
    infusion.pause(session=session, uuid=uuid4(), by=cast.priya, now=told)
    with pytest.raises(Refused) as refused:
        infusion.resume(session=session, uuid=uuid4(), by=cast.priya, now=minutes(11, after=STARTED))
    assert codes(refused) == {"symptom-chest-pain"}


@pytest.mark.pathway("N5")
def test_an_injection_is_given_at_once() -> None:
    cast = cast_of("marlow-rooms")
    session, right = by_other_route(cast, "ketamine-injection")
    treatment = session.treatment
    with pytest.raises(Refused):
        infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=minutes(3))
    with pytest.raises(Refused) as refused:
        infusion.give(session=session, uuid=uuid4(), by=cast.priya, now=minutes(3), given=Dose(right.dose.units + 1))
    assert codes(refused) == {"above-direction"}
    made = infusion.give(session=session, uuid=uuid4(), site="Left thigh", by=cast.priya, now=minutes(3))
    assert made.site == "Left thigh"
    given = access_treatment(by=cast.priya, ref=treatment.ref)
    assert (given.state, given.given_micrograms) == ("given", right.dose.units)
