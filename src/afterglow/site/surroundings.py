"""What every page knows besides its own content: the places it can lead to, for whoever looks at it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.context import page_context
from afterglow.ground.design.navigation import NavigationItem

_STAFF = (
    ("Today", "worklists:today", Permission.SEE_PROTOCOL),
    ("Patients", "people:patients", Permission.SEE_PATIENTS),
    ("Waiting list", "referral:waiting", Permission.SEE_PATIENTS),
    ("Diary", "diary:diary", Permission.BOOK),
    ("Sessions", "treatment:day", Permission.SEE_RECORD),
    ("Letters", "letters:letters", Permission.WRITE_LETTERS),
    ("Outcomes", "evaluation:outcomes", Permission.EVALUATE),
    ("Protocol", "protocol", Permission.SEE_PROTOCOL),
    ("Staff", "staff", Permission.MANAGE_STAFF),
)
_PATIENT = (
    ("Today", "patient:today", Permission.SEE_OWN_RECORD),
    ("Groups", "groups:mine", Permission.SEE_OWN_RECORD),
    ("Journal", "journal:mine", Permission.SEE_OWN_RECORD),
    ("Ask us", "contact:mine", Permission.SEE_OWN_RECORD),
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """The page's context: who, where, when, and the places to go."""
    context = page_context(request)
    actor = context["actor"]
    return {
        **context,
        "navigation": _navigation(actor, request.path) if actor else (),
        "search_address": reverse("search:search") if actor and actor.is_staff else "",
    }


def _navigation(actor: Actor, path: str) -> tuple[NavigationItem, ...]:
    places = _STAFF if actor.is_staff else _PATIENT
    items = []
    for label, name, permission in places:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if actor.may(permission):
            items.append(NavigationItem(label, url, current=path.startswith(url)))
    return tuple(items)
