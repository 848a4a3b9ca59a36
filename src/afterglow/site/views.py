"""The door: everybody goes from here to where they work; and the pages that belong to no room."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static

from afterglow.ground.access.pages import ClinicRequest, OpenRequest, form_page, open_page
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.sign_in.session import CHOSEN
from afterglow.site.who import places_of


@open_page()
def door(request: OpenRequest) -> HttpResponseBase:
    """To one's own first page; in a demo, to the front door for somebody unknown."""
    if request.actor is None:
        return redirect("demo:front-door" if settings.DEMO else settings.LOGIN_URL)
    if request.actor.is_staff:
        return redirect("worklists:today")
    return redirect("patient:today" if request.actor.patient_id else "mfa_index")


@form_page(Permission.USE_OWN_ACCOUNT)
def places(request: ClinicRequest) -> HttpResponseBase:
    """Choose where one is, for an account with several places: clinics, or patients who share a mailbox."""
    known = places_of(int(request.session[SESSION_KEY]))
    if request.method == "POST" and request.POST.get("place") in known:
        request.session[CHOSEN] = request.POST["place"]
        return redirect("home")
    status = 422 if request.method == "POST" else 200
    return render(request, "site/places.html", {"places": known.items()}, status=status)


@open_page()
def favicon(request: OpenRequest) -> HttpResponseBase:
    """Where browsers look for the mark before they have read a page."""
    return redirect(static("design/images/favicon.svg"))


@open_page()
def alive(request: OpenRequest) -> HttpResponseBase:
    """Says that pages are served."""
    return HttpResponse("alive", content_type="text/plain")
