"""What was drawn for a patient, and what of it is not accounted for yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet, Sum

from afterglow.care.course.models import PLANNED, Treatment
from afterglow.care.pharmacy.models import Administered, Draw
from afterglow.care.pharmacy.rules.drawing import InSyringe, shared_out
from afterglow.care.pharmacy.rules.rest import Prepared
from afterglow.ground.kernel.quantity import Dose, Volume

SOON_DESTROYED = timedelta(minutes=30)
"""A house default: how long what is left in a syringe may wait for its witness before somebody is asked."""


def draws_of(treatment: Treatment) -> Sequence[Draw]:
    """Everything drawn for a treatment, in order, with what became of it."""
    return list(_draws().filter(treatment=treatment).order_by("pk"))


def open_draws(treatment: Treatment) -> Sequence[Draw]:
    """What was drawn for a treatment and of which nobody has written down yet how much was given."""
    return open_draws_of_each([treatment]).get(treatment.pk, [])


def open_draws_of_each(treatments: Sequence[Treatment]) -> Mapping[int, Sequence[Draw]]:
    """``open_draws`` of many treatments, by the treatment's id, in one query."""
    found: dict[int, list[Draw]] = {}
    for draw in _draws().filter(treatment__in=treatments).order_by("pk"):
        if not hasattr(draw, "administered"):
            found.setdefault(draw.treatment_id, []).append(draw)
    return found


def must_be_left(draw: Draw) -> Dose | None:
    """What must be in syringe and line: drawn less given. None while the dose goes on, or once it is destroyed.

    Before the dose begins, and where it never does, that is all of it.
    """
    if hasattr(draw, "rest_destroyed"):
        return None
    if hasattr(draw, "administered"):
        return Dose(draw.administered.left_micrograms)
    if draw.treatment.state == PLANNED:
        return None if draw.treatment.begun_at else Dose(draw.drawn_micrograms)
    syringes = [InSyringe(one.pk, Dose(one.drawn_micrograms)) for one in open_draws(draw.treatment)]
    given = given_and_not_written(draw.treatment)
    return next(left for number, _, left in shared_out(syringes, given) if number == draw.pk)


def given_and_not_written(treatment: Treatment) -> Dose:
    """What of a treatment's dose stands beside no draw yet; nothing where none was given."""
    written = Administered.objects.filter(draw__treatment=treatment).aggregate(all=Sum("given_micrograms"))["all"]
    return Dose(max(0, (treatment.given_micrograms or 0) - (written or 0)))


def prepared_as(draw: Draw) -> Prepared | None:
    """The strength of what is in the syringe: as the direction says, or else as the label does; None for devices."""
    direction = draw.direction
    if direction.microlitres:
        return Prepared(Dose(direction.dose_micrograms), Volume(direction.microlitres))
    strength = draw.page.strength_micrograms
    return Prepared(Dose(strength), Volume(1_000)) if strength else None


def rests_of(treatment: Treatment) -> Sequence[Draw]:
    """What was drawn for a treatment and given in part, and whose rest nobody has destroyed yet."""
    return list(_unaccounted().filter(treatment=treatment, administered__isnull=False).order_by("pk"))


def unaccounted(*, clinic_id: int) -> Sequence[Draw]:
    """Every draw of a clinic that is not accounted for to the last microgram, oldest first."""
    return list(_unaccounted().filter(clinic_id=clinic_id).order_by("pk"))


def forgotten(*, now: datetime) -> Sequence[Draw]:
    """Draws past their time, and rests that have waited too long for a witness, in every clinic."""
    waits = Q(administered__happened_at__lt=now - SOON_DESTROYED)
    return list(_unaccounted().filter(Q(use_by__lt=now) | waits).order_by("pk"))


def _unaccounted() -> QuerySet[Draw]:
    not_given = Q(administered=None)
    left = Q(administered__given_micrograms__lt=F("drawn_micrograms"), rest_destroyed=None)
    return _draws().filter(not_given | left)


def _draws() -> QuerySet[Draw]:
    rows: QuerySet[Draw] = Draw.objects.select_related(
        "page",
        "opening__lot",
        "treatment__course__episode__patient",
        "administered",
        "rest_destroyed__case",
        "rest_destroyed__spilt",
    )
    return rows
