"""How each bay was left: by its last patient, or by whoever cleaned it since."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import OuterRef, Subquery

from afterglow.care.treatment.entries import BayTurn
from afterglow.care.treatment.rules.cleaning import Cleaned
from afterglow.record.diary.models import Bay


def last_turn(bay: Bay) -> BayTurn | None:
    """What was last written down of a bay."""
    found: BayTurn | None = BayTurn.objects.filter(bay=bay).order_by("-pk").first()
    return found


def cleaned_bays(clinic_id: int) -> Mapping[int, Cleaned]:
    """When and by whom the bays were cleaned that nobody has been in since, by the bay's id."""
    turns = BayTurn.objects.filter(bay=OuterRef("pk")).order_by("-pk")
    last = Bay.objects.filter(clinic_id=clinic_id, retired_at=None).annotate(turn=Subquery(turns.values("pk")[:1]))
    rows = BayTurn.objects.filter(pk__in=last.values("turn"), kind=BayTurn.CLEANED)
    return {row.bay_id: Cleaned(row.happened_at, row.author_name) for row in rows}
