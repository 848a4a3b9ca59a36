"""What somebody reads who has just said that they have thoughts of suicide: who can help, and who knows of it.

Nothing here says that anybody knows before a named person has accepted the task.
"""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.ground.design import words
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.tasks.models import Task


@dataclass(frozen=True)
class WhoKnows:
    """The first words and what follows; ``read`` is whether a named person has accepted."""

    title: str
    words: str
    read: bool


def who_knows(task: Task, protocol: Protocol) -> WhoKnows:
    """Whether somebody has read the answer: their name once they accepted the task, and until then that nobody has."""
    if task.accepted_by is None or task.accepted_at is None:
        title, _, rest = protocol.safety.help.waiting.partition(". ")
        return WhoKnows(f"{title.rstrip('.')}.", rest, read=False)
    by = ""
    if task.due_at is not None and task.due_at > task.accepted_at:
        by = f" They call before {words.clock(task.due_at, protocol.zone)} today."
    at = words.clock(task.accepted_at, protocol.zone)
    return WhoKnows(f"{task.accepted_by.name} {protocol.safety.help.read}", f"Read at {at}.{by}", read=True)


def number_shown(phone: str, *, whole: bool) -> str:
    """The number staff will call: whole on a patient's own page, only its end on a page that shows no identity."""
    if not phone:
        return ""
    return words.phone(phone) if whole else f"the number ending {phone[-3:]}"
