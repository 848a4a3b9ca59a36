"""Recovery and leaving: the clock, the readings, the nurse's checks, and somebody to take the patient home."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest

from afterglow.care.course.actions import book_treatment
from afterglow.care.course.queries import access_treatment
from afterglow.care.treatment.actions import infusion
from afterglow.care.treatment.actions.effects import Felt, note_effect, write_therapist_note
from afterglow.care.treatment.actions.leaving import (
    Leaves,
    check_leaving,
    close_without_dose,
    leave,
    override_stop,
    standing_stops,
)
from afterglow.care.treatment.actions.observing import record_reading
from afterglow.care.treatment.models import Session
from afterglow.care.treatment.presenters.run import figures
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.standing import checklist, phase
from afterglow.care.treatment.rules.phases import Phase
from afterglow.ground.access.acting import Refused
from afterglow.record.diary.models import Appointment
from tests.people import NOW, Cast, cast_of, tomasz
from tests.rooms.treatment.day import (
    CALM,
    STARTED,
    bay_of,
    measure,
    minutes,
    planned,
    running,
    settled,
    signed_for,
    tick_leaving,
)

pytestmark = pytest.mark.django_db

ENDED = minutes(40, after=STARTED)
HOME = Leaves(escort="Daniel Okonjo", escort_phone="07700900417", told_patient=True, told_escort=True)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {finding.code for finding in refused.value.findings}


def over(cast: Cast) -> Session:
    """An infusion completed after 40 minutes."""
    session = running(cast)
    infusion.complete(session=session, uuid=uuid4(), by=cast.priya, now=ENDED)
    return session


def recovered(cast: Cast, *, stayed: int = 60) -> tuple[Session, datetime]:
    """Two settled pressures and every check of the nurse's, so many minutes after the dose ended."""
    session = over(cast)
    for count in (15, stayed):
        measure(cast, session, minutes(count, after=ENDED))
    at = minutes(stayed, after=ENDED)
    tick_leaving(cast, session, at)
    return session, at


@pytest.mark.pathway("I5", "F16")
def test_leaves_with_the_escort_who_is_there_and_both_were_told() -> None:
    cast = cast_of("larkfield")
    session, at = recovered(cast)
    assert phase(known_about(session.treatment, at)) is Phase.READY_TO_LEAVE
    made = leave(session=session, leaves=HOME, by=cast.priya, now=at)
    assert (made.escort, made.told_patient, made.told_escort) == ("Daniel Okonjo", True, True)
    assert made.author_name == "Priya Shah, infusion nurse"
    assert phase(known_about(session.treatment, at)) is Phase.LEFT
    with pytest.raises(Refused) as refused:
        record_reading(session=session, uuid=uuid4(), measured=CALM, by=cast.priya, now=at)
    assert codes(refused) == {"left"}


@pytest.mark.pathway("F21")
def test_the_stay_is_the_protocols() -> None:
    cast = cast_of("larkfield")
    session, at = recovered(cast, stayed=59)
    with pytest.raises(Refused) as refused:
        leave(session=session, leaves=HOME, by=cast.priya, now=at)
    assert codes(refused) == {"leaving-stay"}
    leave(session=session, leaves=HOME, by=cast.priya, now=minutes(1, after=at))


def test_the_escorts_line_is_never_met_before_they_stand_there() -> None:
    cast = cast_of("larkfield")
    session, at = recovered(cast)
    line = next(one for one in checklist(known_about(session.treatment, at), None) if one.code == "escort")
    assert not line.met
    assert line.how == "Nobody is here yet."


@pytest.mark.pathway("I2")
def test_whoever_stands_at_the_door_is_told_too_or_the_words_say_why_not() -> None:
    cast = cast_of("larkfield")
    session, at = recovered(cast)
    untold = replace(HOME, told_escort=False)
    with pytest.raises(Refused, match="Give Daniel Okonjo the advice too") as refused:
        leave(session=session, leaves=untold, by=cast.priya, now=at)
    assert codes(refused) == {"escort-not-told"}
    leave(session=session, leaves=replace(untold, alone_because="He was in a hurry."), by=cast.priya, now=at)


def test_once_the_patient_has_left_no_figure_is_live() -> None:
    cast = cast_of("larkfield")
    session, at = recovered(cast)
    leave(session=session, leaves=HOME, by=cast.priya, now=at)
    shown = figures(known_about(session.treatment, at))
    assert shown[0].age.startswith("last, ")
    assert not any(one.age == "live" for one in shown)


def test_where_an_escort_is_required_nobody_goes_alone() -> None:
    cast = cast_of("tern-house")
    session, at = recovered(cast)
    alone = Leaves(told_patient=True, alone_because="Lives next door.")
    with pytest.raises(Refused) as refused:
        leave(session=session, leaves=alone, by=cast.priya, now=at)
    assert codes(refused) == {"leaving-escort"}


def test_where_an_escort_is_advised_the_reason_is_written() -> None:
    cast = cast_of("larkfield")
    session, at = recovered(cast)
    with pytest.raises(Refused) as refused:
        leave(session=session, leaves=Leaves(told_patient=True), by=cast.priya, now=at)
    assert codes(refused) == {"alone"}
    leave(session=session, leaves=Leaves(told_patient=True, alone_because="Taxi booked."), by=cast.priya, now=at)


def test_a_pressure_that_stays_high_keeps_the_patient_until_a_prescriber_signs() -> None:
    cast = cast_of("larkfield")
    session = over(cast)
    high = replace(CALM, systolic=172, diastolic=104)
    at = minutes(60, after=ENDED)
    for when in (minutes(15, after=ENDED), at):
        measure(cast, session, when, high)
    tick_leaving(cast, session, at)
    with pytest.raises(Refused) as refused:
        leave(session=session, leaves=HOME, by=cast.priya, now=at)
    assert codes(refused) == {"leaving-pressure"}
    stop = next(
        one for one in standing_stops(known_about(session.treatment, at)) if one.finding.code == "leaving-pressure"
    )
    override_stop(
        session=session, code="leaving-pressure", about=stop.about, reason="Her usual.", by=cast.hannah, now=at
    )
    leave(session=session, leaves=HOME, by=cast.priya, now=at)


def test_advice_is_given_before_leaving() -> None:
    cast = cast_of("larkfield")
    session, at = recovered(cast)
    with pytest.raises(Refused) as refused:
        leave(session=session, leaves=replace(HOME, told_patient=False), by=cast.priya, now=at)
    assert "not-told" in codes(refused)


def test_nothing_is_ticked_before_the_dose_is_over() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    with pytest.raises(Refused) as refused:
        check_leaving(session=session, code="oriented", by=cast.priya, now=minutes(10, after=STARTED))
    assert codes(refused) == {"dose-not-over"}


@pytest.mark.pathway("S7", "F8")
def test_the_days_side_effects_are_summed_up_for_the_course() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    for felt in (Felt({"nausea": 1, "calm": 3}), Felt({"nausea": 3, "headache": 1})):
        note_effect(session=session, uuid=uuid4(), felt=felt, by=cast.priya, now=minutes(20, after=STARTED))
    infusion.complete(session=session, uuid=uuid4(), by=cast.priya, now=ENDED)
    for count in (15, 60):
        measure(cast, session, minutes(count, after=ENDED))
    at = minutes(60, after=ENDED)
    note_effect(session=session, uuid=uuid4(), felt=Felt({"nausea": 0, "headache": 0}), by=cast.priya, now=at)
    tick_leaving(cast, session, at)
    leave(session=session, leaves=HOME, by=cast.priya, now=at)
    treatment = access_treatment(by=cast.priya, ref=session.treatment.ref)
    assert treatment.side_effects == "Nausea or vomiting (strong); Headache (slight)"


def test_a_patient_may_go_home_without_a_dose() -> None:
    cast = cast_of("larkfield")
    treatment = signed_for(cast)
    bay = bay_of(cast)
    book_treatment(treatment=treatment, starts_at=minutes(30), ends_at=minutes(150), bay=bay, by=cast.joanne, now=NOW)
    treatment.refresh_from_db()
    session = settled(cast, treatment)
    close_without_dose(session=session, because="Blood pressure 182/112.", by=cast.priya, now=minutes(10))
    treatment = access_treatment(by=cast.priya, ref=session.treatment.ref)
    assert (treatment.state, treatment.not_given_because) == ("not given", "Blood pressure 182/112.")
    assert Appointment.objects.get().attended_at == NOW, "the patient was here"
    other = settled(cast, planned(cast, tomasz(cast)), now=minutes(11))
    assert other.bay_id == session.bay_id, "the bay is free again"


@pytest.mark.pathway("N7", "N8")
def test_a_therapist_writes_about_the_session_and_the_talk_after_it() -> None:
    cast = cast_of("marlow-rooms")
    session = settled(cast)
    for kind in ("during", "integration"):
        write_therapist_note(session=session, kind=kind, text="We stayed with the image.", by=cast.lena, now=NOW)
    assert [note.kind for note in known_about(session.treatment, NOW).therapist_notes] == ["during", "integration"]


def test_where_no_therapist_guides_there_is_nothing_to_write() -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    with pytest.raises(Refused) as refused:
        write_therapist_note(session=session, kind="during", text="x", by=cast.lena, now=NOW)
    assert codes(refused) == {"no-therapist"}
