"""What everybody may read without signing in: what is kept about people and why, and how these pages can be used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from afterglow.ground.access.models import Clinic
from afterglow.ground.access.pages import OpenRequest, open_page
from afterglow.ground.access.protocols import NoProtocol, protocol_in_force
from afterglow.ground.protocol.schema.protocol import Protocol


@dataclass(frozen=True)
class Notice:
    """One clinic with the protocol whose words its notice is made of."""

    clinic: Clinic
    protocol: Protocol


@open_page()
def privacy(request: OpenRequest) -> HttpResponseBase:
    """What one's own clinic keeps; for somebody unknown, the one there is, or a choice among several."""
    known = [request.clinic] if request.clinic is not None else Clinic.objects.order_by("name")
    notices = _notices(known, request)
    if len(notices) == 1:
        return render(request, "site/privacy.html", {"notice": notices[0]})
    return render(request, "site/privacy_of_which.html", {"notices": notices})


@open_page()
def privacy_of(request: OpenRequest, slug: str) -> HttpResponseBase:
    """What one clinic keeps, for whoever has not signed in there. Raises Http404 for a clinic that is not here."""
    notices = _notices(Clinic.objects.filter(slug=slug), request)
    if not notices:
        raise Http404
    return render(request, "site/privacy.html", {"notice": notices[0]})


@open_page()
def accessibility(request: OpenRequest) -> HttpResponseBase:
    """How these pages can be used, what is known not to work, and whom to tell."""
    return render(request, "site/accessibility.html")


def _notices(clinics: Iterable[Clinic], request: OpenRequest) -> Sequence[Notice]:
    found = []
    for clinic in clinics:
        try:
            found.append(Notice(clinic, protocol_in_force(clinic, request.now)))
        except NoProtocol:
            continue
    return found
