"""What every page knows besides its own content: the places it can lead to, for whoever looks at it."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import NoProtocol, protocol_in_force
from afterglow.ground.access.roles import Permission, permissions_of
from afterglow.ground.design.context import page_context
from afterglow.ground.design.navigation import NavigationItem

_STAFF = (
    ("Today", "worklists:today", Permission.SEE_PROTOCOL),
    ("Patients", "people:patients", Permission.SEE_PATIENTS),
    ("Board", "treatment:board", Permission.TREAT),
    ("Sessions", "treatment:day", Permission.SEE_RECORD),
    ("Diary", "diary:diary", Permission.BOOK),
    ("Medicines", "pharmacy:stock", Permission.SEE_REGISTER),
    ("Groups", "groups:all", Permission.BOOK),
    ("Groups", "groups:all", Permission.LEAD_GROUPS),
    ("Waiting list", "referral:waiting", Permission.SEE_PATIENTS),
    ("Letters", "letters:letters", Permission.WRITE_LETTERS),
    ("Money", "billing:accounts", Permission.MANAGE_MONEY),
    ("Outcomes", "evaluation:outcomes", Permission.EVALUATE),
)
"""The places of a clinic, the most opened first: where somebody may go to many, the last stand under More."""
_IN_ONE_LINE = 7
"""Places that stand beside the clinic's name, the search and the account on a tablet 1180 pixels wide."""
_CLINIC = (
    ("Protocol", "protocol", Permission.SEE_PROTOCOL),
    ("What each role may do", "roles", Permission.SEE_PROTOCOL),
    ("Staff", "staff", Permission.MANAGE_STAFF),
    ("Audit", "audit", Permission.SEE_AUDIT),
    ("Your sign-in", "mfa_index", Permission.USE_OWN_ACCOUNT),
    ("Privacy", "privacy", Permission.USE_OWN_ACCOUNT),
    ("Accessibility", "accessibility", Permission.USE_OWN_ACCOUNT),
)
_PATIENT = (
    ("Today", "patient:today", Permission.SEE_OWN_RECORD),
    ("Groups", "groups:mine", Permission.SEE_OWN_RECORD),
    ("Journal", "journal:mine", Permission.SEE_OWN_RECORD),
    ("Money", "billing:mine", Permission.SEE_OWN_RECORD),
    ("Ask us", "contact:mine", Permission.SEE_OWN_RECORD),
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """The page's context: who, where, when, and the places to go."""
    context = page_context(request)
    actor = context["actor"]
    if actor is None:
        return {**context, "navigation": ()}
    if not actor.is_staff:
        missing = _not_offered(context["clinic"], context["now"])
        places = tuple(place for place in _PATIENT if place[1] not in missing)
        return {**context, "navigation": _navigation(places, actor, request.path)}
    offered = _navigation(_STAFF, actor, request.path)
    return {
        **context,
        "navigation": offered[:_IN_ONE_LINE],
        "more_navigation": offered[_IN_ONE_LINE:],
        "further_navigation": _navigation(_CLINIC, actor, request.path),
        "search_address": reverse("search:search"),
    }


def _not_offered(clinic: Clinic | None, now: datetime) -> frozenset[str]:
    """The pages that a clinic's protocol leaves without anything to show; none where the address names no clinic."""
    if clinic is None:
        return frozenset()
    try:
        protocol = protocol_in_force(clinic, now)
    except NoProtocol:
        return frozenset()
    offered = {"groups:mine": bool(protocol.groups), "journal:mine": protocol.journal.offered}
    return frozenset(page for page, is_offered in offered.items() if not is_offered)


def _navigation(places: tuple[tuple[str, str, Permission], ...], actor: Actor, path: str) -> tuple[NavigationItem, ...]:
    may = permissions_of(actor.roles)
    known = {label: _address(name) for label, name, permission in places if permission in may}
    here = max((url for url in known.values() if url and path.startswith(url)), key=len, default="")
    return tuple(NavigationItem(label, url, current=url == here) for label, url in known.items() if url)


@cache
def _address(name: str) -> str:
    """The address of a page; empty where this site has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
