"""Work is owned: taken on by a named person, passed on when nobody does, and finished with an outcome."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.access.roles import Role
from afterglow.record.people.models import Patient
from afterglow.record.tasks import actions, queries
from afterglow.record.tasks.due import due
from afterglow.record.tasks.models import Task
from tests.people import NOW, Cast, cast_of, maya, signed_in, tomasz

pytestmark = pytest.mark.usefixtures("clinic_time")

QUARTER = timedelta(minutes=15)


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of("larkfield")


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return maya(cast)


def raised(cast: Cast, patient: Patient | None, about: str = "answer-1") -> Task:
    return actions.raise_task(
        kind="safety-answer",
        about=about,
        title="Call the patient",
        role=Role.NURSE,
        patient=patient,
        grade="now",
        due_at=NOW,
        pass_on_at=NOW + QUARTER,
        pass_on_to=Role.PSYCHIATRIST,
        by=cast.priya,
        now=NOW,
    )


def test_one_open_task_for_each_thing(cast: Cast, patient: Patient) -> None:
    first = raised(cast, patient)
    assert raised(cast, patient) == first
    actions.finish(task=first, outcome="Called", by=cast.priya, now=NOW)
    assert raised(cast, patient) != first


@pytest.mark.parametrize(("minutes", "passed_on"), [(14, False), (15, True), (600, True)])
def test_what_nobody_takes_on_in_a_quarter_of_an_hour_goes_on(
    cast: Cast, patient: Patient, minutes: int, passed_on: bool
) -> None:
    task = raised(cast, patient)
    assert due(NOW + timedelta(minutes=minutes)) == int(passed_on)
    assert (task in queries.open_tasks(by=cast.hannah)) == passed_on
    assert task in queries.open_tasks(by=cast.priya), "the first role still sees it"


def test_passing_on_twice_changes_nothing(cast: Cast, patient: Patient) -> None:
    task = raised(cast, patient)
    assert due(NOW + QUARTER) == 1
    assert due(NOW + 2 * QUARTER) == 0
    actions.pass_on(task=task, by=cast.system, now=NOW + 3 * QUARTER)
    task.refresh_from_db()
    assert task.passed_on_at == NOW + QUARTER


@pytest.mark.parametrize("done", [False, True])
def test_what_was_taken_on_or_done_stays(cast: Cast, patient: Patient, done: bool) -> None:
    task = raised(cast, patient)
    if done:
        actions.finish(task=task, outcome="Called", by=cast.priya, now=NOW)
    else:
        actions.accept(task=task, by=cast.priya, now=NOW)
    assert due(NOW + QUARTER) == 0
    actions.pass_on(task=task, by=cast.system, now=NOW + QUARTER)
    task.refresh_from_db()
    assert task.passed_on_at is None


def test_one_person_takes_a_task_on(cast: Cast, patient: Patient) -> None:
    task = raised(cast, patient)
    actions.accept(task=task, by=cast.priya, now=NOW)
    again = actions.accept(task=task, by=cast.priya, now=NOW + QUARTER)
    assert again.accepted_at == NOW
    with pytest.raises(Refused, match="Priya Shah has taken this on already"):
        actions.accept(task=task, by=cast.tom, now=NOW)


def test_a_psychiatrist_need_not_wait_for_it_to_be_passed_on(cast: Cast, patient: Patient) -> None:
    assert actions.accept(task=raised(cast, patient), by=cast.hannah, now=NOW).accepted_by_id == cast.hannah.account_id


def test_other_roles_take_nothing_that_is_not_theirs(cast: Cast, patient: Patient) -> None:
    task = raised(cast, patient)
    with pytest.raises(Refused, match="This is work for"):
        actions.accept(task=task, by=cast.joanne, now=NOW)
    with pytest.raises(Refused, match="This is work for"):
        actions.complete(task=task, outcome="Filed", by=cast.grace, now=NOW)
    with pytest.raises(NotAllowed):
        actions.accept(task=task, by=cast.ewan, now=NOW)


def test_a_task_is_finished_with_an_outcome_and_once(cast: Cast, patient: Patient) -> None:
    task = raised(cast, patient)
    actions.finish(task=task, outcome="Called; safe, sees her team tomorrow.", by=cast.priya, now=NOW)
    again = actions.finish(task=task, outcome="Something else", by=cast.tom, now=NOW + QUARTER)
    assert (again.outcome, again.done_by_id) == ("Called; safe, sees her team tomorrow.", cast.priya.account_id)
    assert again.accepted_at == NOW
    with pytest.raises(Refused):
        actions.accept(task=task, by=cast.priya, now=NOW)


def test_the_page_shows_who_took_it_on_and_what_came_of_it(
    cast: Cast, patient: Patient, clinic_time: Callable[[datetime], None]
) -> None:
    task, nurse = raised(cast, patient), signed_in(cast.priya)
    address = f"/tasks/{task.ref}/"
    assert "Waiting for somebody now" in nurse.get(address).content.decode()
    due(NOW + QUARTER)
    page = nurse.get(address).content.decode()
    assert "Passed on, and nobody yet" in page
    assert "every infusion nurse, and since 10:15 every psychiatrist" in page
    assert nurse.post(f"{address}accept/").status_code == 302
    assert "Taken on by Priya Shah" in nurse.get(address).content.decode()
    empty = nurse.post(address, {"outcome": "", "patient_shown": patient.ref})
    assert empty.status_code == 422
    assert "Say what came of it" in empty.content.decode()
    clinic_time(NOW + QUARTER)
    assert nurse.post(address, {"outcome": "Called.", "patient_shown": patient.ref}).status_code == 302
    page = nurse.get(address).content.decode()
    assert "Called." in page
    assert "Thursday 11 June, 10:15" in page


def test_finishing_from_another_patients_tab_is_refused(cast: Cast, patient: Patient) -> None:
    task = raised(cast, patient)
    given = {"outcome": "Called.", "patient_shown": tomasz(cast).ref}
    answer = signed_in(cast.priya).post(f"/tasks/{task.ref}/", given)
    assert answer.status_code == 422
    assert "Called." in answer.content.decode()
    task.refresh_from_db()
    assert task.done_at is None


def test_a_list_of_ones_own_work(cast: Cast, patient: Patient) -> None:
    raised(cast, patient)
    assert "Call the patient" in signed_in(cast.priya).get("/tasks/").content.decode()
    assert "Nothing is open" in signed_in(cast.lena).get("/tasks/").content.decode()
    assert signed_in(cast.ewan).get("/tasks/").status_code == 403


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.ADMINISTRATOR, {"joanne", "hannah", "priya", "lena", "grace"}),
        (Role.NURSE, {"hannah", "priya", "lena", "grace"}),
        (Role.PSYCHIATRIST, {"hannah", "priya", "lena", "grace"}),
    ],
)
def test_a_task_opens_for_its_role_and_for_whoever_reads_the_record(
    cast: Cast, patient: Patient, role: Role, may: set[str]
) -> None:
    given = {"kind": "k", "title": "To do", "role": role, "patient": patient, "by": cast.priya, "now": NOW}
    task = actions.raise_task(about=role.value, **given)  # type: ignore[arg-type]  # one of each kind of value
    everybody = ("joanne", "hannah", "priya", "lena", "grace", "ewan")
    assert {who for who in everybody if queries.may_open(getattr(cast, who), task)} == may
    opened = {who for who in everybody if signed_in(getattr(cast, who)).get(f"/tasks/{task.ref}/").status_code == 200}
    assert opened == may


def test_another_clinics_task_is_not_there(cast: Cast, patient: Patient) -> None:
    task, stranger = raised(cast, patient), cast_of("harrow-lane")
    assert signed_in(stranger.priya).get(f"/tasks/{task.ref}/").status_code == 404
    assert signed_in(stranger.priya).post(f"/tasks/{task.ref}/accept/").status_code == 404
    assert task not in queries.open_tasks(by=stranger.priya)


def test_ten_people_reach_for_one_task(own_database: str) -> None:
    cast = cast_of("larkfield")
    task, answers = raised(cast, maya(cast)), []

    def reach(number: int) -> None:
        try:
            by = (cast.priya, cast.tom, cast.hannah, cast.omar)[number % 4]
            answers.append(actions.accept(task=task, by=by, now=NOW).accepted_by_id)
        except Refused:
            answers.append(None)
        finally:
            connection.close()

    people = [threading.Thread(target=reach, args=(number,)) for number in range(12)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert len(answers) == 12
    assert len(set(answers) - {None}) == 1
