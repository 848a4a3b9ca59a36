"""Who can help now: the clinic's own words where the clinic is known, and what holds for everybody where it is not."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from afterglow.ground.access.pages import OpenRequest, open_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.navigation import NavigationItem
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.outcomes.queries import is_open_now
from afterglow.record.outcomes.rules.helping import CallLine, call_lines, clinic_line, opening_words


@dataclass(frozen=True)
class Emergency:
    """When to call 999, for somebody whose clinic is not known."""

    emergency_when: tuple[str, ...] = (
        "you are about to hurt yourself",
        "you have taken something or hurt yourself",
        "you have chest pain or cannot breathe well",
    )
    emergency_also: str = "Or go to the nearest A&E. Tell them if you have ketamine treatment."


FOR_EVERYBODY = (
    CallLine("NHS 111, option 2", "Day and night", "tel:111", "Call 111"),
    CallLine("Samaritans", "Day and night, free", "tel:116123", "116 123"),
    CallLine("Emergency by text relay", "Day and night", "tel:18000", "18000"),
)
"""Whom anybody in England can turn to."""


@open_page()
def help_now(request: OpenRequest) -> HttpResponse:
    """The crisis page without an answer behind it: it works signed out, and sends nothing."""
    if request.clinic is None:
        return render(request, "patient/help.html", {"help": Emergency(), "lines": FOR_EVERYBODY, "protocol": None})
    protocol = protocol_in_force(request.clinic, request.now)
    asks = request.actor is not None and request.actor.may(Permission.SEE_OWN_RECORD)
    context = {
        "help": _emergency(protocol),
        "lines": call_lines(protocol.safety.help),
        "clinic_line": clinic_line(protocol, open_now=is_open_now(protocol, request.now)),
        "protocol": protocol,
        "opening": opening_words(protocol),
        "may_ask": asks,
        "back": NavigationItem("Back", reverse("patient:today")) if asks else None,
    }
    return render(request, "patient/help.html", context)


def _emergency(protocol: Protocol) -> Emergency:
    """The clinic's own reasons to call 999, and those that hold for everybody."""
    calls = protocol.afterwards.call_advice.calls
    own = [when for call in calls if (call.who, call.for_whom) == ("999", "patient") for when in call.when]
    when = tuple(dict.fromkeys((*own, *Emergency.emergency_when)))
    return Emergency(when, protocol.safety.help.emergency_also)
