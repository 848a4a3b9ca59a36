"""Vital signs typed at the bedside, what they call for, and what is due next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from afterglow.care.treatment.actions.effects import Felt, note_effect
from afterglow.care.treatment.actions.observing import Measured, record_reading, see_finding
from afterglow.care.treatment.models import LiveEvent, Reading, Seen, Session
from afterglow.care.treatment.queries.during import during_findings, early_warning, repeat_due, schedule
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.placed import Placed
from afterglow.care.treatment.rules.observations import Taking
from afterglow.ground.access.acting import NotAllowed, Refused
from tests.people import NOW, cast_of, tomasz
from tests.rooms.treatment.day import CALM, STARTED, measure, minutes, planned, running, settled

pytestmark = pytest.mark.django_db


def found(session: Session, now: datetime) -> dict[str, Placed]:
    return {one.finding.code: one for one in during_findings(known_about(session.treatment, now))}


def test_the_same_reading_sent_twice_is_kept_once() -> None:
    cast = cast_of("larkfield")
    session, uuid = settled(cast), uuid4()
    first = record_reading(session=session, uuid=uuid, measured=CALM, by=cast.priya, now=minutes(1))
    again = record_reading(session=session, uuid=uuid, measured=CALM, by=cast.priya, now=minutes(2))
    assert first == again
    assert Reading.objects.count() == 1


def test_a_reading_kept_for_one_patient_is_not_another_ones() -> None:
    cast = cast_of("larkfield")
    mine, uuid = settled(cast), uuid4()
    other = settled(cast, planned(cast, tomasz(cast)), bay="Bay 3")
    record_reading(session=mine, uuid=uuid, measured=CALM, by=cast.priya, now=minutes(1))
    with pytest.raises(Refused):
        record_reading(session=other, uuid=uuid, measured=CALM, by=cast.priya, now=minutes(1))


@pytest.mark.parametrize("taken", [minutes(-1), minutes(10)], ids=["before settling", "to come"])
def test_a_reading_is_taken_between_settling_and_now(taken: datetime) -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    with pytest.raises(Refused):
        record_reading(session=session, uuid=uuid4(), measured=CALM, by=cast.priya, now=minutes(2), taken_at=taken)


def test_nothing_measured_is_no_reading_and_a_therapist_takes_none() -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    with pytest.raises(Refused):
        record_reading(session=session, uuid=uuid4(), measured=Measured(on_oxygen=False), by=cast.priya, now=NOW)
    with pytest.raises(NotAllowed):
        record_reading(session=session, uuid=uuid4(), measured=CALM, by=cast.lena, now=NOW)


def test_a_wrong_reading_is_corrected_by_another_and_stays() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    at = minutes(10, after=STARTED)
    wrong = record_reading(session=session, uuid=uuid4(), measured=replace(CALM, systolic=182), by=cast.priya, now=at)
    assert "pressure-at-stop-limit" in found(session, at)
    record_reading(session=session, uuid=uuid4(), measured=CALM, by=cast.priya, now=at, corrects=wrong)
    assert found(session, at) == {}
    assert Reading.objects.filter(pk=wrong.pk, systolic=182).exists()


@pytest.mark.pathway("S7")
def test_a_raised_pressure_is_a_caution_seen_and_measured_again() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    at = minutes(18, after=STARTED)
    measure(cast, session, at, replace(CALM, systolic=168, diastolic=104))
    raised = found(session, at)["pressure-raised"]
    assert "upper 31 % over 128 before the dose" in raised.finding.how
    assert repeat_due(known_about(session.treatment, at)) == minutes(23, after=STARTED)
    see_finding(
        session=session, finding=raised.finding, about=raised.about, by=cast.priya, now=minutes(19, after=STARTED)
    )
    seen = found(session, minutes(19, after=STARTED))["pressure-raised"]
    assert seen.seen is not None
    assert seen.seen.author_name == "Priya Shah, infusion nurse"
    measure(cast, session, minutes(23, after=STARTED), replace(CALM, systolic=170, diastolic=104))
    assert found(session, minutes(23, after=STARTED))["pressure-raised"].seen is None


def test_seen_twice_is_written_once() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    at = minutes(18, after=STARTED)
    measure(cast, session, at, replace(CALM, spo2=88))
    low = found(session, at)["oxygen-stop"]
    for _ in range(2):
        see_finding(session=session, finding=low.finding, about=low.about, by=cast.priya, now=at)
    assert Seen.objects.count() == 1


@pytest.mark.pathway("N4", "I5")
def test_readings_are_due_at_the_protocols_times_and_late_after_its_grace() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    due = [one.planned.offset for one in schedule(known_about(session.treatment, STARTED))]
    assert due == [timedelta(minutes=offset) for offset in (-15, 0, 10, 20, 30, 40, 55, 70, 100)]
    at = minutes(16, after=STARTED)
    late = found(session, at)["reading-late"]
    assert late.finding.words.startswith("Reading 16\u00a0min late")
    measure(cast, session, at)
    assert "reading-late" not in found(session, at)


def test_a_missing_round_is_not_taken_once_the_next_has_come() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    measure(cast, session, STARTED)
    stand = schedule(known_about(session.treatment, minutes(21, after=STARTED)))
    assert [one.taking for one in stand][1:4] == [Taking.TAKEN, Taking.NOT_TAKEN, Taking.LATE]


@pytest.mark.pathway("N6", "I4")
def test_expected_effects_are_charted_and_call_for_nobody() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    at = minutes(15, after=STARTED)
    felt = Felt(effects={"dissociation": 4, "floating": 3, "calm": 1, "nausea": 1})
    made = note_effect(session=session, uuid=uuid4(), felt=felt, by=cast.priya, now=at)
    assert made.effects["dissociation"] == 4
    assert set(found(session, at)) <= {"reading-late"}


@pytest.mark.pathway("S7", "F23")
def test_side_effects_from_moderate_up_are_shown_with_what_may_be_given() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    at = minutes(15, after=STARTED)
    note_effect(session=session, uuid=uuid4(), felt=Felt(effects={"nausea": 2}), by=cast.priya, now=at)
    assert "Medicine against sickness is prescribed" in found(session, at)["effect-nausea"].finding.words


def test_an_effect_the_protocol_does_not_have_is_refused() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    for felt in (Felt(effects={"levitation": 1}), Felt(effects={"calm": 9}), Felt(symptoms=["hiccups"])):
        with pytest.raises(Refused):
            note_effect(session=session, uuid=uuid4(), felt=felt, by=cast.priya, now=STARTED)


def test_news2_is_scored_from_what_somebody_took_and_confusion_in_the_dose_is_labelled() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    at = minutes(10, after=STARTED)
    measure(cast, session, at, replace(CALM, consciousness="C"))
    known = known_about(session.treatment, at)
    scored = early_warning(known)
    assert scored is not None
    assert scored[0].total == 3
    assert {"news2-response", "expected-drug-effect"} <= set(found(session, at))


def test_every_change_is_told_to_open_pages_in_its_own_transaction() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    kinds = list(LiveEvent.objects.filter(session=session).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["settled", "readiness", "reading", "dose", "dose", "start"]
    with pytest.raises(Refused):
        record_reading(session=session, uuid=uuid4(), measured=Measured(), by=cast.priya, now=STARTED)
    assert LiveEvent.objects.count() == len(kinds)
