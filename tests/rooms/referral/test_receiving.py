"""A referral arrives: an episode opens, whoever refers shares the care, and urgent need is raised at once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection

from afterglow.care.referral import actions, queries
from afterglow.care.referral.models import Judgement, Referral
from afterglow.care.referral.rules.arriving import NewClinician, NewPatient
from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.access.roles import Role
from afterglow.record.people import actions as people
from afterglow.record.people.models import OutsideClinician, Patient
from afterglow.record.people.queries import care_team
from afterglow.record.tasks.due import due
from afterglow.record.tasks.models import Task
from afterglow.record.tasks.queries import open_task, open_tasks
from tests.people import NOW, Cast, cast_of, maya
from tests.rooms.referral.conftest import Receive

NEW = NewPatient(family_name="Bakare", given_names="Oluwaseun", birth_date=date(1979, 1, 30), county="Northshire")
NEW_GP = NewClinician(name="Dr Ruth Osei", profession="gp", organisation="Canal Street Surgery")


def test_an_episode_opens_with_the_referral(receive: Receive, patient: Patient) -> None:
    three_days_ago = NOW - timedelta(days=3)
    referral = receive(received_at=three_days_ago)
    assert referral.episode.stage == "referred"
    assert (referral.episode.opened_at, referral.entered_at) == (three_days_ago, NOW)
    assert queries.referral_of(patient) == referral


@pytest.mark.pathway("F24")
@pytest.mark.parametrize(
    ("profession", "role"),
    [
        ("gp", "gp"),
        ("psychiatrist", "psychiatrist"),
        ("trust-consultant-psychiatrist", "psychiatrist"),
        ("other-doctor", ""),
    ],
)
def test_whoever_refers_joins_the_care_team(
    cast: Cast, receive: Receive, patient: Patient, profession: str, role: str
) -> None:
    referrer = people.add_outside_clinician(name="Dr Iyer", profession=profession, by=cast.joanne, now=NOW)
    receive(referrer=referrer)
    assert [member.role for member in care_team(patient)] == ([role] if role else [])


def test_a_patient_has_one_open_referral(receive: Receive) -> None:
    receive()
    with pytest.raises(Refused, match="An episode is already open"):
        receive()


def test_a_referral_cannot_arrive_tomorrow(receive: Receive) -> None:
    with pytest.raises(Refused, match="cannot have arrived later"):
        receive(received_at=NOW + timedelta(minutes=1))


def test_the_same_electronic_referral_is_entered_once(cast: Cast, receive: Receive) -> None:
    actions.withdraw(referral=receive(outside_id="UBRN|1"), reason="Sent by mistake", by=cast.joanne, now=NOW)
    with pytest.raises(Refused, match="entered already"):
        receive(outside_id="UBRN|1")
    assert receive(outside_id="UBRN|2").outside_id == "UBRN|2"


def test_somebody_new_is_registered_with_their_doctor_or_not_at_all(cast: Cast) -> None:
    letter = {"came_by": "letter", "by": cast.joanne, "now": NOW}
    referral = actions.enter(patient=NEW, referrer=NEW_GP, **letter)
    assert (referral.patient.full_name, str(referral.referrer)) == ("Oluwaseun Bakare", "Dr Ruth Osei")
    before = (Patient.objects.count(), OutsideClinician.objects.count(), Referral.objects.count())
    other = NewPatient(family_name="Prosser", birth_date=date(1990, 5, 5))
    with pytest.raises(Refused):
        actions.enter(patient=other, referrer=NEW_GP, received_at=NOW + timedelta(days=1), **letter)
    assert (Patient.objects.count(), OutsideClinician.objects.count(), Referral.objects.count()) == before


def test_somebody_the_clinic_may_know_is_not_registered_twice(cast: Cast) -> None:
    letter = {"came_by": "letter", "by": cast.joanne, "now": NOW}
    first = actions.enter(patient=NEW, referrer=None, **letter)
    with pytest.raises(Refused, match="The clinic knows Oluwaseun Bakare"):
        actions.enter(patient=NEW, referrer=None, **letter)
    again = actions.enter(patient=NEW, referrer=None, somebody_else=True, **letter)
    assert again.patient != first.patient


@pytest.mark.pathway("F5")
def test_urgent_need_is_a_task_for_now_and_passed_on(cast: Cast, receive: Receive) -> None:
    referral = receive(urgent=True)
    task = open_task(kind=actions.URGENT_TASK, about=referral.ref, clinic_id=cast.clinic.pk)
    assert task is not None
    assert (task.grade, task.role, task.due_at) == ("now", Role.NURSE.value, NOW)
    assert task.link == f"/referrals/{referral.ref}/"
    due(NOW + timedelta(minutes=15))
    assert task in open_tasks(by=cast.hannah)


def test_saying_twice_that_it_is_urgent_opens_one_task(cast: Cast, receive: Receive) -> None:
    referral = receive()
    actions.mark_urgent(referral=referral, by=cast.joanne, now=NOW)
    later = actions.mark_urgent(referral=referral, by=cast.priya, now=NOW + timedelta(hours=1))
    assert later.urgent_since == NOW
    assert len(open_tasks(by=cast.priya)) == 1


def test_a_therapist_receives_no_referrals(cast: Cast, receive: Receive) -> None:
    with pytest.raises(NotAllowed):
        receive(by=cast.lena)


def at_once(attempts: list[Callable[[], object]]) -> list[object]:
    """What each of them came to, all made in the same moment: the thing itself, or the code of the refusal."""
    answers: list[object] = []

    def make(attempt: Callable[[], object]) -> None:
        try:
            answers.append(attempt())
        except Refused as refused:
            answers.append(refused.findings[0].code)
        finally:
            connection.close()

    people_trying = [threading.Thread(target=make, args=(attempt,)) for attempt in attempts]
    for one in people_trying:
        one.start()
    for one in people_trying:
        one.join()
    return answers


def test_six_people_enter_one_electronic_referral(own_database: str) -> None:
    cast = cast_of("larkfield")
    letter = {"came_by": "fhir", "outside_id": "UBRN|1", "by": cast.joanne, "now": NOW}
    answers = at_once([lambda: actions.enter(patient=NEW, referrer=NEW_GP, somebody_else=True, **letter)] * 6)
    assert Counter(type(answer) for answer in answers) == {Referral: 1, str: 5}
    assert set(answers) >= {"entered-already"}
    assert Patient.objects.count() == 1


def test_six_people_enter_a_letter_about_one_patient(own_database: str) -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    letter = {"patient": patient, "came_by": "letter", "urgent": True, "by": cast.joanne, "now": NOW}
    answers = at_once([lambda: actions.receive(**letter)] * 6)
    assert Counter(answers)["episode-open"] == 5
    assert Task.objects.count() == 1


def test_two_clinicians_judge_at_once(own_database: str) -> None:
    cast = cast_of("larkfield")
    patient = people.correct_details(patient=maya(cast), county="Northshire", by=cast.joanne, now=NOW)
    gp = people.add_outside_clinician(name="Dr Osei", profession="gp", by=cast.joanne, now=NOW)
    referral = actions.receive(patient=patient, referrer=gp, came_by="letter", by=cast.joanne, now=NOW)
    answers = at_once(
        [
            lambda: actions.judge(referral=referral, decision="accept", by=cast.hannah, now=NOW),
            lambda: actions.judge(
                referral=referral, decision="send-elsewhere", grounds={"recent-mania": ""}, by=cast.omar, now=NOW
            ),
        ]
        * 3
    )
    assert Counter(answers)["unlawful-move"] == 5
    assert Judgement.objects.count() == 1
