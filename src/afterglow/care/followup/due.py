"""What time makes happen after treatments: the questionnaires that are due are asked, in opening hours only."""

from __future__ import annotations

from datetime import datetime

from afterglow.care.followup.actions import ask_what_is_due
from afterglow.care.followup.queries import questionnaires_due
from afterglow.ground.access.actor import system_actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import NoProtocol, protocol_in_force


def due(now: datetime) -> int:
    """Ask every questionnaire that is due today and not asked yet; returns how many. Nobody is written to at night."""
    asked = 0
    for clinic in Clinic.objects.order_by("pk"):
        try:
            protocol = protocol_in_force(clinic, now)
        except NoProtocol:
            continue
        if not protocol.opening.hours.holds(now.astimezone(protocol.zone).time()):
            continue
        for patient, questionnaires in questionnaires_due(clinic, protocol, now=now):
            by = system_actor(clinic.pk)
            asked += len(ask_what_is_due(patient=patient, due=questionnaires, protocol=protocol, by=by, now=now))
    return asked
