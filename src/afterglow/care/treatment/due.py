"""What time makes happen around a treatment day: the patient is asked the day before, forms are asked for, old live
events go.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from afterglow.care.course.models import PLANNED, Treatment
from afterglow.care.treatment.actions.inviting import invite
from afterglow.care.treatment.actions.readiness import closes_at, opens_at
from afterglow.care.treatment.actions.scheme import ask_for_form
from afterglow.care.treatment.models import LiveEvent
from afterglow.care.treatment.queries.scheme import forms_to_send
from afterglow.ground.access.actor import system_actor

KEPT_FOR = timedelta(days=1)
"""How long live events are kept: longer than any page stays open (default)."""


def due(now: datetime) -> int:
    """Send the day-before check of every treatment whose time has come, and ask for a scheme's forms; returns how many.

    Forget old live events.
    """
    LiveEvent.objects.filter(at__lt=now - KEPT_FOR).delete()
    days = (now.date(), now.date() + timedelta(days=2))
    rows = Treatment.objects.filter(state=PLANNED, planned_day__range=days).select_related(
        "course__episode__patient", "clinic"
    )
    asked = [
        ask_for_form(departure=one, rule=rule, by=system_actor(one.clinic_id), now=now)
        for one, rule in forms_to_send(now)
    ]
    open_now = [row for row in rows.order_by("planned_day", "pk") if opens_at(row) <= now < closes_at(row)]
    invited = sum(invite(treatment=row, by=system_actor(row.clinic_id), now=now) for row in open_now)
    return invited + len(asked)
