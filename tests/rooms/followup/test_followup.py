"""Questionnaires asked when they are due, and the end of an episode."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from afterglow.care.course import actions as course_actions
from afterglow.care.course.due import due as course_due
from afterglow.care.course.queries import treatments_of
from afterglow.care.course.rules.terms import Choice
from afterglow.care.followup import actions
from afterglow.care.followup.due import due
from afterglow.ground.access.acting import Refused
from afterglow.ground.audit.models import AuditRow
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.contact.models import Link, Message
from afterglow.record.diary.actions import book
from afterglow.record.diary.models import CONSULTATION
from afterglow.record.outcomes.due import due as close_what_is_over
from afterglow.record.outcomes.models import Request
from afterglow.record.pathway import actions as pathway
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.rules import Stage
from afterglow.record.tasks.actions import finish
from afterglow.record.tasks.models import Task
from tests.people import NOW, Cast, cast_of, maya, signed_in
from tests.rooms.course.test_course_actions import planned, ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic_time")]


def asked() -> set[tuple[str, str]]:
    return set(Request.objects.values_list("instrument", "occasion"))


@pytest.mark.pathway("F30", "N10")
def test_baseline_is_asked_once_from_the_accepted_referral_on() -> None:
    cast = cast_of("larkfield")
    ready(cast)
    assert due(NOW) > 0
    assert ("qids-sr16", "baseline") in asked()
    before, rows = asked(), AuditRow.objects.count()
    assert due(NOW + timedelta(minutes=1)) == 0
    assert (asked(), AuditRow.objects.count()) == (before, rows)


def accepted(cast: Cast) -> Episode:
    episode = pathway.open_episode(patient=maya(cast), by=cast.joanne, now=NOW)
    return pathway.move(episode=episode, to=Stage.ACCEPTED, by=cast.hannah, now=NOW).episode


def test_baseline_waits_until_a_consultation_is_booked_and_is_due_for_it() -> None:
    cast = cast_of("larkfield")
    patient = accepted(cast).patient
    assert due(NOW) == 0
    monday = datetime(2026, 6, 22, 9, 0, tzinfo=UTC)
    ends = monday + timedelta(hours=1)
    book(patient=patient, kind=CONSULTATION, starts_at=monday, ends_at=ends, by=cast.joanne, now=NOW)
    assert due(NOW) > 0
    assert {row.due_at.date() for row in Request.objects.all()} == {monday.date()}


@pytest.mark.pathway("N10")
def test_what_is_asked_at_once_comes_in_one_message_and_so_does_its_reminder() -> None:
    cast = cast_of("larkfield")
    patient = ready(cast).patient
    count = due(NOW)
    assert count > 1
    message = Message.objects.get(patient=patient)
    assert f"{count} short sets of questions" in message.text
    assert message.text.count("/l/") == count == Link.objects.filter(closed_at=None).count()
    assert not any(word in message.text for word in ("QIDS", "PHQ", "GAD", "depress", "anxi"))
    last = max(row.due_at for row in Request.objects.all())
    assert close_what_is_over(last - timedelta(hours=1)) == count
    assert close_what_is_over(last - timedelta(minutes=59)) == 0
    assert Message.objects.filter(patient=patient).count() == 2


def test_nobody_is_written_to_at_night() -> None:
    ready(cast_of("larkfield"))
    assert due(datetime(2026, 6, 11, 23, 30, tzinfo=UTC)) == 0
    assert not asked()


@pytest.mark.pathway("F19", "F32")
def test_scores_are_asked_before_each_treatment_and_go_on_afterwards() -> None:
    cast = cast_of("larkfield")
    course = planned(cast)
    first = treatments_of(course)[0]
    at = datetime(2026, 6, 12, 9, 0, tzinfo=UTC)
    course_actions.report_given(treatment=first, given=Dose(35_000), at=at, side_effects="none", by=cast.priya, now=at)
    due(datetime(2026, 6, 18, 9, 0, tzinfo=UTC))
    assert ("qids-sr16", "treatment:2026-06-19") in asked()
    course_actions.decide(course=course, choice=Choice("end-well", "Well for months."), by=cast.hannah, now=at)
    later = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
    close_what_is_over(later)
    due(later)
    assert ("qids-sr16", "month:3") in asked()


@pytest.mark.pathway("F11")
def test_a_course_without_a_response_is_brought_to_a_psychiatrist_once_for_each_number_of_treatments() -> None:
    cast = cast_of("larkfield")
    course = planned(cast)
    rows = treatments_of(course)
    for row in rows[:5]:
        course_actions.report_given(
            treatment=row, given=Dose(35_000), at=NOW, side_effects="none", by=cast.priya, now=NOW
        )
    assert course_due(NOW) == 0
    course_actions.report_given(
        treatment=rows[5], given=Dose(35_000), at=NOW, side_effects="none", by=cast.priya, now=NOW
    )
    assert (course_due(NOW), course_due(NOW)) == (1, 0)
    task = Task.objects.get(kind="no-response-review")
    assert (task.role, task.patient_id) == ("psychiatrist", course.patient.pk)
    finish(task=task, outcome="Went on twice more.", by=cast.hannah, now=NOW)
    assert course_due(NOW) == 0
    with pytest.raises(Refused, match="no scores to judge"):
        course_actions.add_treatments(course=course, days=[NOW.date() + timedelta(days=60)], by=cast.hannah, now=NOW)


@pytest.mark.pathway("N10", "S9")
def test_discharge_needs_a_reason_and_comes_only_after_the_course() -> None:
    cast = cast_of("larkfield")
    course = planned(cast)
    episode, browser = course.episode, signed_in(cast.hannah)
    page = f"/patients/{course.patient.ref}/discharge/"
    mine = {"patient_shown": course.patient.ref}
    too_early = browser.post(page, {**mine, "reason": "Well."})
    assert too_early.status_code == 422
    assert "cannot become discharged" in too_early.content.decode()
    course_actions.decide(course=course, choice=Choice("end-well", "Well for months."), by=cast.hannah, now=NOW)
    assert "Discharge" in browser.get(f"/patients/{course.patient.ref}/course/").content.decode()
    assert browser.post(page, mine).status_code == 422
    assert browser.post(page, {**mine, "reason": "Well for a year."}).status_code == 302
    episode.refresh_from_db()
    assert episode.stage == Stage.DISCHARGED
    assert signed_in(cast_of("tern-house").hannah).get(page).status_code == 404
    with pytest.raises(Refused, match="Write why"):
        actions.discharge(episode=episode, reason=" ", by=cast.hannah, now=NOW)
