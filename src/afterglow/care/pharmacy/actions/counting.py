"""The count: one person counts, then another without seeing the first number; a difference opens a case."""

from __future__ import annotations

from datetime import datetime

from afterglow.care.pharmacy.actions.cases import open_count_case
from afterglow.care.pharmacy.actions.witnessing import Witnessed
from afterglow.care.pharmacy.actions.writing import Hand, named, page_to_write_on, write_line
from afterglow.care.pharmacy.models import (
    CHECKED,
    FirstCount,
    Line,
    Place,
    RegisterPage,
    SecondCount,
)
from afterglow.care.pharmacy.queries.counts import COUNT_TASK, about_count
from afterglow.care.pharmacy.queries.stock import units_in
from afterglow.care.pharmacy.rules.counting import Outcome, outcome, second_findings
from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.access import countersignature
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Countersignature
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.record.tasks import actions as tasks
from afterglow.record.tasks.queries import open_task


@action("pharmacy.counted_first", may=Permission.WITNESS)
def count_first(*, page: RegisterPage, place: Place, counted: int, by: Actor, now: datetime) -> FirstCount:
    """Keep the first count of full units in one place. Nobody is shown it before the second is in."""
    row = RegisterPage.objects.select_for_update().get(pk=page.pk)
    made: FirstCount = FirstCount.objects.create(
        page=row, place=place, counted=counted, after_line=row.lines, **signed(by=by, now=now)
    )
    return made


def what_is_counted(first: FirstCount, counted: int) -> Witnessed:
    """What the second person puts their PIN to, where they count at the first one's tablet."""
    return {"act": "count", "first": first.ref, "counted": counted}


@action("pharmacy.counted_second", may=Permission.WITNESS)
def count_second(
    *, first: FirstCount, counted: int, by: Actor, now: datetime, countersigned: Countersignature | None = None
) -> SecondCount:
    """Keep the second count, say how it came out, and write the check into the register.

    The second person is ``by`` on a tablet of their own, or whoever proved their PIN beside ``by``. A difference from
    the book opens a case and a task; the balance stays. Raises Refused for the same person, for a count already made,
    and when stock moved since the first.
    """
    with page_to_write_on(first.page_id) as page:
        second, second_name = _second(first, counted, by, now, countersigned)
        if SecondCount.objects.filter(first=first).exists():
            raise Refused([interlock("counted-already", "Both have counted already. Begin a new count.", "ng46")])
        refused = second_findings(same_person=second.pk == first.author_id, moved_since=page.lines != first.after_line)
        if refused:
            raise Refused(refused)
        book = units_in(page, first.place)
        came_out = outcome(first.counted, counted, book)
        line = None if came_out is Outcome.AGAIN else _check(page, first, book, by, second, now)
        author = {**signed(by=by, now=now), "author_id": second.pk, "author_name": second_name}
        made: SecondCount = SecondCount.objects.create(
            first=first, counted=counted, book=book, outcome=came_out.value, line=line, **author
        )
    if came_out is Outcome.DIFFERS:
        open_count_case(made, by=by, now=now)
    if came_out is not Outcome.AGAIN:
        _done(first, by, now)
    return made


def _second(
    first: FirstCount, counted: int, by: Actor, now: datetime, countersigned: Countersignature | None
) -> tuple[Account, str]:
    if countersigned is None:
        account = Account.objects.get(pk=by.account_id or 0)
    else:
        entry = countersignature.entry_hash(what_is_counted(first, counted))
        account = countersignature.use(countersignature=countersigned, entry_sha256=entry, by=by, now=now)
    return account, named(account, by.clinic_id)


def _check(page: RegisterPage, first: FirstCount, book: int, by: Actor, second: Account, now: datetime) -> Line:
    other = first.author if second.pk == by.account_id else second
    words = f"Stock check {first.counted} in {first.place.name}."
    if first.counted != book:
        words = f"Stock check {first.counted} in {first.place.name}; the book has {book} there. A case is opened."
    return write_line(page, CHECKED, Hand(by, now, other), place=first.place, words=words)


def _done(first: FirstCount, by: Actor, now: datetime) -> None:
    task = open_task(kind=COUNT_TASK, about=about_count(first.page, first.place), clinic_id=first.clinic_id)
    if task is not None:
        tasks.finish(task=task, outcome="Counted by two.", by=by, now=now)
