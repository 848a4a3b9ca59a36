"""An answer about suicide becomes a graded task in the moment it is saved, at any hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from afterglow.record.outcomes import queries
from afterglow.record.outcomes.actions import answering
from afterglow.record.outcomes.models import Request, SafetyAnswer
from afterglow.record.tasks import actions as tasks
from afterglow.record.tasks import due as tasks_due
from afterglow.record.tasks.models import Task
from afterglow.record.tasks.queries import open_tasks
from tests.people import NOW, cast_of, maya
from tests.rooms.outcomes.test_answering import asked, by_link

pytestmark = pytest.mark.django_db

SAME_DAY = datetime(2026, 6, 11, 16, 30, tzinfo=UTC)
"""17:30 where the clinic is."""

PASSED_ON_AFTER = timedelta(minutes=15)


def answer(request: Request, value: int, now: datetime = NOW) -> None:
    item = queries.instrument_asked(request).safety_item or ""
    answering.answer_item(request=request, item=item, value=value, by=by_link(request), now=now)


@pytest.mark.parametrize(
    ("instrument", "value", "grade", "due_at"),
    [
        ("qids-sr16", 1, "before-next-dose", None),
        ("qids-sr16", 2, "same-day", SAME_DAY),
        ("qids-sr16", 3, "now", NOW),
        ("phq-9", 1, "same-day", SAME_DAY),
        ("phq-9", 2, "now", NOW),
        ("phq-9", 3, "now", NOW),
    ],
)
def test_each_answer_is_graded_as_the_protocol_says(
    instrument: str, value: int, grade: str, due_at: datetime | None
) -> None:
    cast = cast_of()
    answer(asked(cast, maya(cast), instrument), value)
    task = Task.objects.get()
    assert (task.kind, task.grade, task.due_at, task.role) == ("safety-answer", grade, due_at, "infusion nurse")
    assert task.pass_on_at == NOW + PASSED_ON_AFTER
    assert task.pass_on_to == "psychiatrist"
    assert SafetyAnswer.objects.get().task == task


@pytest.mark.parametrize("instrument", ["qids-sr16", "phq-9"])
def test_an_answer_of_nought_and_one_left_out_raise_nothing(instrument: str) -> None:
    cast = cast_of()
    request = asked(cast, maya(cast), instrument)
    answer(request, 0)
    item = queries.instrument_asked(request).safety_item or ""
    answering.answer_item(request=request, item=item, value=None, by=by_link(request), now=NOW)
    assert not Task.objects.exists()


def test_worse_than_last_time_is_one_step_more_urgent() -> None:
    cast = cast_of()
    patient = maya(cast)
    first = asked(cast, patient, "qids-sr16")
    answer(first, 0)
    answering.submit(request=first, by=by_link(first), now=NOW)
    later = NOW + timedelta(days=7)
    second = asked(cast, patient, "qids-sr16", later)
    answer(second, 1, later)
    row = SafetyAnswer.objects.get()
    assert (row.previous, row.urgency, row.task.grade) == (0, "call-same-day", "same-day")


def test_changing_the_answer_never_takes_the_task_back_and_a_graver_one_raises_another() -> None:
    cast = cast_of()
    request = asked(cast, maya(cast), "qids-sr16")
    for value in (2, 1, 0, 3):
        answer(request, value)
    assert [row.value for row in SafetyAnswer.objects.order_by("pk")] == [2, 1, 3]
    assert [task.grade for task in Task.objects.order_by("pk")] == ["same-day", "now"]


def test_the_same_answer_sent_twice_raises_one_task() -> None:
    cast = cast_of()
    request = asked(cast, maya(cast))
    answer(request, 2)
    answer(request, 2)
    assert Task.objects.count() == SafetyAnswer.objects.count() == 1


def test_it_works_at_three_in_the_morning_and_the_deadline_never_moves_to_the_next_day() -> None:
    cast = cast_of()
    night = datetime(2026, 6, 14, 2, 0, tzinfo=UTC)  # Sunday, 03:00 where the clinic is
    answer(asked(cast, maya(cast), "qids-sr16"), 2, night)
    assert Task.objects.get().due_at == datetime(2026, 6, 14, 16, 30, tzinfo=UTC)


def test_a_task_nobody_accepts_in_time_is_passed_on() -> None:
    cast = cast_of()
    answer(asked(cast, maya(cast)), 3)
    assert tasks_due.due(NOW + PASSED_ON_AFTER - timedelta(seconds=1)) == 0
    assert not open_tasks(by=cast.hannah)
    assert tasks_due.due(NOW + PASSED_ON_AFTER) == 1
    assert open_tasks(by=cast.hannah) == [Task.objects.get()]


def test_no_dose_before_somebody_has_talked_it_over() -> None:
    cast = cast_of()
    patient = maya(cast)
    answer(asked(cast, patient), 1)
    assert [finding.code for finding in queries.findings_before_dose(patient)] == ["suicide-item-not-reviewed"]
    task = Task.objects.get()
    tasks.accept(task=task, by=cast.priya, now=NOW)
    assert queries.findings_before_dose(patient)
    tasks.finish(task=task, outcome="Called, plan agreed", by=cast.priya, now=NOW)
    assert queries.findings_before_dose(patient) == ()


def test_staff_who_write_down_an_answer_raise_the_same_task() -> None:
    cast = cast_of()
    request = asked(cast, maya(cast))
    answers = {str(number): 0 for number in range(1, 9)} | {"9": 2}
    answering.enter_answers(request=request, answers=answers, how="phone", happened_at=NOW, by=cast.priya, now=NOW)
    assert Task.objects.get().grade == "now"
    assert SafetyAnswer.objects.get().author_name == "Priya Shah, infusion nurse"
