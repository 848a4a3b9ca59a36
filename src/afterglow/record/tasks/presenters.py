"""How soon a task asks for somebody, in a word and its look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from afterglow.record.tasks.models import Task


@dataclass(frozen=True)
class State:
    """A state as a tag shows it."""

    words: str
    look: str


def state(task: Task, now: datetime) -> State:
    """Where a task stands: done, taken on, passed on to another role as well, late, or open."""
    if task.done_at is not None:
        return State("Done", "ok")
    if task.accepted_at is not None:
        return State(f"Taken on by {task.accepted_by}", "ok")
    if task.passed_on_at is not None:
        return State("Passed on, and nobody yet", "stop")
    if task.due_at is not None and task.due_at <= now:
        return State("Waiting for somebody now", "stop")
    return State("Waiting for somebody", "caution")


def grade(task: Task) -> str:
    """How soon a person must act, in words."""
    return dict(Task.GRADES)[task.grade]
