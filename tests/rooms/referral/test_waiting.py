"""Both waiting clocks run from the referral, the diary and the pathway; staff and patient read the same days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from afterglow.care.referral import actions, queries
from afterglow.care.referral.models import ACCEPT, Referral
from afterglow.care.referral.queries import Wait
from afterglow.care.referral.rules.waiting import Standing
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.record.diary import actions as diary
from afterglow.record.diary.models import CONSULTATION, FIRST_CONVERSATION, TREATMENT, Appointment
from afterglow.record.pathway import actions as pathway
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, as_patient, signed_in
from tests.rooms.referral.conftest import Receive

pytestmark = pytest.mark.usefixtures("clinic_time")

ARRIVED = datetime(2026, 6, 2, 9, tzinfo=UTC)


@pytest.fixture
def accepted(cast: Cast, receive: Receive) -> Referral:
    """Referred on Tuesday 2 June 2026; expected to be seen by Wednesday 2 September."""
    referral = receive(received_at=ARRIVED, now=ARRIVED)
    actions.judge(referral=referral, decision=ACCEPT, by=cast.hannah, now=ARRIVED)
    return referral


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=UTC)


def wait(cast: Cast, referral: Referral, now: datetime) -> Wait:
    referral.refresh_from_db()
    return queries.wait_of(referral, protocol=protocol_in_force(cast.clinic, now), now=now)


def booked(cast: Cast, patient: Patient, kind: str, day: str, *, now: datetime = ARRIVED) -> Appointment:
    bay = diary.add_bay(name="Bay 1", by=cast.joanne, now=now) if kind == TREATMENT else None
    start, end = at(day), at(day) + timedelta(hours=1)
    return diary.book(patient=patient, kind=kind, starts_at=start, ends_at=end, bay=bay, by=cast.joanne, now=now)


def came(cast: Cast, patient: Patient, kind: str, day: str) -> None:
    now = at(day)
    diary.mark_attended(appointment=booked(cast, patient, kind, day, now=now), by=cast.priya, now=now)


@pytest.mark.pathway("F3")
def test_nothing_booked(cast: Cast, accepted: Referral) -> None:
    found = wait(cast, accepted, NOW)
    assert found.consultation.expected_by == date(2026, 9, 2)
    assert (found.consultation.standing, found.treatment.standing) == (Standing.WAITING, Standing.NOT_STARTED)
    assert wait(cast, accepted, at("2026-08-28")).consultation.standing is Standing.SOON
    late = wait(cast, accepted, at("2026-09-08")).consultation
    assert (late.standing, late.days_past) == (Standing.PAST, 6)


@pytest.mark.pathway("F3")
@pytest.mark.parametrize("kind", [CONSULTATION, FIRST_CONVERSATION])
def test_the_second_clock_starts_when_the_patient_was_seen(
    cast: Cast, accepted: Referral, patient: Patient, kind: str
) -> None:
    consultation = booked(cast, patient, kind, "2026-07-01")
    assert wait(cast, accepted, NOW).consultation.standing is Standing.BOOKED
    diary.mark_attended(appointment=consultation, by=cast.priya, now=at("2026-07-01"))
    found = wait(cast, accepted, at("2026-07-02"))
    assert found.consultation.standing is Standing.DONE
    assert (found.treatment.earliest, found.treatment.expected_by) == (date(2026, 7, 8), date(2026, 8, 26))
    booked(cast, patient, TREATMENT, "2026-07-03", now=at("2026-07-02"))  # one week is no lower gate
    assert wait(cast, accepted, at("2026-07-02")).treatment.standing is Standing.BOOKED


def test_a_cancelled_time_books_nothing(cast: Cast, accepted: Referral, patient: Patient) -> None:
    consultation = booked(cast, patient, CONSULTATION, "2026-07-01")
    diary.cancel(appointment=consultation, because="Has a cold", by=cast.joanne, now=NOW)
    assert wait(cast, accepted, NOW).consultation.standing is Standing.WAITING


def test_somebody_who_did_not_come_waits_on(cast: Cast, accepted: Referral, patient: Patient) -> None:
    booked(cast, patient, CONSULTATION, "2026-07-01")
    assert wait(cast, accepted, at("2026-07-02")).consultation.standing is Standing.WAITING


def test_an_assessment_decided_without_an_appointment_counts(cast: Cast, accepted: Referral) -> None:
    pathway.move(episode=accepted.episode, to=Stage.SUITABLE, by=cast.hannah, now=at("2026-07-01"))
    assert wait(cast, accepted, at("2026-07-02")).treatment.since == date(2026, 7, 1)


def test_the_list_ends_with_the_first_treatment(cast: Cast, accepted: Referral, patient: Patient) -> None:
    def listed(now: datetime) -> list[Referral]:
        protocol = protocol_in_force(cast.clinic, now)
        return [one.referral for one in queries.waiting_list(clinic_id=cast.clinic.pk, protocol=protocol, now=now)]

    assert listed(NOW) == [accepted]
    came(cast, patient, CONSULTATION, "2026-07-01")
    for stage in (Stage.SUITABLE, Stage.CONSENTED, Stage.IN_COURSE):
        pathway.move(episode=accepted.episode, to=stage, by=cast.hannah, now=at("2026-07-02"))
    assert listed(at("2026-07-03")) == [accepted]
    came(cast, patient, TREATMENT, "2026-07-15")
    assert listed(at("2026-07-16")) == []


@pytest.mark.pathway("F3")
def test_the_patient_reads_an_honest_range(cast: Cast, accepted: Referral, patient: Patient) -> None:
    def said(now: datetime) -> tuple[str, ...]:
        return queries.expected_wait(patient, protocol=protocol_in_force(cast.clinic, now), now=now)

    (words,) = said(NOW)
    assert words == "We expect your first consultation by 2 September 2026. This is an average, not a promise."
    (late,) = said(at("2026-09-08"))
    assert "We are late, and we are sorry." in late
    came(cast, patient, CONSULTATION, "2026-09-09")
    (treatment,) = said(at("2026-09-10"))
    assert "between 16 September 2026 and 4 November 2026" in treatment
    assert "not a promise" in treatment
    pathway.move(episode=accepted.episode, to=Stage.WITHDRAWN, by=cast.hannah, now=at("2026-09-11"))
    assert said(at("2026-09-11")) == ()


def test_somebody_without_a_referral_is_told_nothing(cast: Cast, patient: Patient) -> None:
    assert queries.expected_wait(patient, protocol=protocol_in_force(cast.clinic, NOW), now=NOW) == ()


@pytest.mark.pathway("F3")
def test_the_page_shows_both_clocks_and_what_is_past_the_expected_time(
    cast: Cast, accepted: Referral, clinic_time: object
) -> None:
    browser = signed_in(cast.joanne)
    page = browser.get("/waiting/").content.decode()
    assert "Maya Okonjo" in page
    assert "83\u00a0days left, by 2 Sep" in page
    assert "after consultation" in page
    assert f"/patients/{accepted.patient.ref}/book/?kind=consultation" in page
    clinic_time(at("2026-09-08"))  # type: ignore[operator]
    late = browser.get("/waiting/?late=1").content.decode()
    assert "6\u00a0days past the expected time" in late
    assert "breach" not in late.lower()
    assert "Maya Okonjo" not in browser.get("/waiting/?funding=nhs").content.decode()


def test_fifty_rows_take_few_queries(
    cast: Cast, accepted: Referral, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    browser = signed_in(cast.joanne)
    browser.get("/waiting/")
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        browser.get("/waiting/")


def test_patients_and_evaluators_see_no_list(cast: Cast, accepted: Referral) -> None:
    assert signed_in(cast.ewan).get("/waiting/").status_code == 403
    assert signed_in(as_patient(accepted.patient)).get("/waiting/").status_code == 403
