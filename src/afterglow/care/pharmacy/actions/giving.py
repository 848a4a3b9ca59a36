"""What of a draw was given, written with the dose itself; and what was left, destroyed before a witness."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime

from afterglow.care.course.models import PLANNED, Treatment
from afterglow.care.pharmacy.actions.cases import open_rest_case
from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness_of
from afterglow.care.pharmacy.actions.writing import Hand, page_to_write_on, write
from afterglow.care.pharmacy.models import Administered, Draw, RestDestroyed
from afterglow.care.pharmacy.queries.drawn import open_draws
from afterglow.care.pharmacy.rules.drawing import InSyringe, giving_findings, rest_findings, shared_out
from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Countersignature
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.tasks import actions as tasks
from afterglow.record.tasks.queries import open_task

DRAW_TASK = "draw-not-accounted"


@action("pharmacy.given", may=Permission.TREAT)
def report_given(*, treatment: Treatment, given: Dose, by: Actor, now: datetime) -> tuple[Administered, ...]:
    """Write down how much of what was drawn for a treatment was given: all, part after an early stop, or none.

    Called in the dose's own transaction; it needs no witness, so that stopping never waits for one. What is left is
    then destroyed with ``destroy_rest``. Raises Refused when more would have been given than was drawn.
    """
    with ExitStack() as locked:
        numbers = sorted({one.page_id for one in open_draws(treatment)})
        pages = {number: locked.enter_context(page_to_write_on(number)) for number in numbers}
        draws = {one.pk: one for one in open_draws(treatment) if one.page_id in pages}
        syringes = [InSyringe(one.pk, Dose(one.drawn_micrograms)) for one in draws.values()]
        refused = giving_findings(Dose(sum(one.drawn.units for one in syringes)), given)
        if refused:
            raise Refused(refused)
        return tuple(
            write(
                pages[draws[number].page_id],
                Administered,
                Hand(by, now),
                draw=draws[number],
                given_micrograms=part.units,
                left_micrograms=left.units,
            )
            for number, part, left in shared_out(syringes, given)
        )


def what_is_left(draw: Draw, destroyed: Dose, *, differs: bool = False) -> Witnessed:
    """What the witness of a destruction puts their PIN to."""
    return {"act": "destroy rest", "draw": draw.ref, "destroyed": destroyed.units, "differs": differs}


@action("pharmacy.rest_destroyed", may=Permission.TREAT)
def destroy_rest(
    *,
    draw: Draw,
    destroyed: Dose,
    by: Actor,
    now: datetime,
    differs: bool = False,
    countersigned: Countersignature | None = None,
) -> RestDestroyed:
    """Destroy what is left of a draw in syringe and line, denatured, before a witness: drawn = given + destroyed.

    Where both say that what they measured ``differs``, it is written as measured and opens a case; nothing is adjusted.
    Raises Refused while the dose goes on, for any other amount than is left where nobody says that it differs, for
    more than was drawn, and without another person as witness.
    """
    watched = witness_of(countersigned, what_is_left(draw, destroyed, differs=differs), by, now)
    _settle(draw, by, now)
    with page_to_write_on(draw.page_id) as page:
        row = Draw.objects.select_related("administered", "rest_destroyed").get(pk=draw.pk)
        left = Dose(0 if hasattr(row, "rest_destroyed") else row.administered.left_micrograms)
        refused = rest_findings(left, destroyed, drawn=Dose(row.drawn_micrograms) if differs else None)
        if refused:
            raise Refused(refused)
        made = write(page, RestDestroyed, Hand(by, now, watched), draw=row, destroyed_micrograms=destroyed.units)
    if destroyed != left:
        open_rest_case(made, difference=destroyed.units - left.units, by=by, now=now)
    task = open_task(kind=DRAW_TASK, about=draw.ref, clinic_id=draw.clinic_id)
    if task is not None:
        tasks.finish(task=task, outcome="Destroyed before a witness.", by=by, now=now)
    return made


def _settle(draw: Draw, by: Actor, now: datetime) -> None:
    """Where the treatment was called off, nothing of the draw was given: that is written first."""
    treatment = Treatment.objects.get(pk=draw.treatment_id)
    if draw.pk not in {one.pk for one in open_draws(treatment)}:
        return
    if treatment.state == PLANNED:
        raise Refused([interlock("dose-not-over", "The dose is not over: what is left is known when it is.")])
    report_given(treatment=treatment, given=Dose(treatment.given_micrograms or 0), by=by, now=now)
