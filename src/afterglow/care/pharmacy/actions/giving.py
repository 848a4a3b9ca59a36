"""What of a draw was given, written with the dose itself; and what was left, destroyed before a witness."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime

from afterglow.care.course.models import PLANNED, Treatment
from afterglow.care.pharmacy.actions.cases import open_rest_case
from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness_of
from afterglow.care.pharmacy.actions.writing import Hand, page_to_write_on, write
from afterglow.care.pharmacy.models import Administered, Draw, RestDestroyed, Spilt
from afterglow.care.pharmacy.queries.drawn import given_and_not_written, open_draws
from afterglow.care.pharmacy.rules.drawing import InSyringe, giving_findings, rest_findings, shared_out
from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.care.pharmacy.rules.spilling import spill_findings
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


def what_is_left(draw: Draw, destroyed: Dose, *, differs: bool = False, spilt: str = "") -> Witnessed:
    """What the witness of a destruction puts their PIN to."""
    said = {"destroyed": destroyed.units, "differs": differs, "spilt": spilt}
    return {"act": "destroy rest", "draw": draw.ref, **said}


@action("pharmacy.rest_destroyed", may=Permission.TREAT)
def destroy_rest(
    *,
    draw: Draw,
    destroyed: Dose,
    by: Actor,
    now: datetime,
    differs: bool = False,
    spilt: str = "",
    countersigned: Countersignature | None = None,
) -> RestDestroyed:
    """Destroy what is left of a draw in syringe and line, denatured, before a witness: drawn = given + destroyed.

    Where both say that what they measured ``differs``, it is written as measured and opens a case; nothing is adjusted.
    Where they say how the rest of it was ``spilt``, that is written too: drawn = given + destroyed + spilt, and a case.
    A draw whose dose never began is destroyed whole. Raises Refused while the dose goes on, for any other amount than
    is left where nobody says that it differs, for more than was drawn, and without another person as witness.
    """
    watched = witness_of(countersigned, what_is_left(draw, destroyed, differs=differs, spilt=spilt), by, now)
    _settle(draw, by, now)
    with page_to_write_on(draw.page_id) as page:
        row = Draw.objects.select_related("administered", "rest_destroyed").get(pk=draw.pk)
        left = Dose(0 if hasattr(row, "rest_destroyed") else row.administered.left_micrograms)
        refused = rest_findings(left, destroyed, drawn=Dose(row.drawn_micrograms) if differs else None)
        refused = refused or (spill_findings(left, destroyed) if spilt else ())
        if refused:
            raise Refused(refused)
        hand = Hand(by, now, watched)
        made = write(page, RestDestroyed, hand, draw=row, destroyed_micrograms=destroyed.units)
        if spilt:
            write(page, Spilt, hand, rest=made, spilt_micrograms=left.units - destroyed.units, how=spilt)
    if destroyed != left:
        open_rest_case(made, difference=destroyed.units - left.units, by=by, now=now)
    task = open_task(kind=DRAW_TASK, about=draw.ref, clinic_id=draw.clinic_id)
    if task is not None:
        tasks.finish(task=task, outcome="Destroyed before a witness.", by=by, now=now)
    return made


def _settle(draw: Draw, by: Actor, now: datetime) -> None:
    """Write first what was given of a draw of which nobody has: nothing, where its dose never began.

    The treatment is locked: nobody begins the dose while what was drawn for it is destroyed.
    """
    treatment = Treatment.objects.select_for_update().get(pk=draw.treatment_id)
    if draw.pk not in {one.pk for one in open_draws(treatment)}:
        return
    if treatment.state != PLANNED:
        report_given(treatment=treatment, given=given_and_not_written(treatment), by=by, now=now)
    elif treatment.begun_at:
        raise Refused([interlock("dose-not-over", "The dose is not over: what is left is known when it is.")])
    else:
        with page_to_write_on(draw.page_id) as page:
            drawn = draw.drawn_micrograms
            write(page, Administered, Hand(by, now), draw=draw, given_micrograms=0, left_micrograms=drawn)
