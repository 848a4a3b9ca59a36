"""Whole units move, go back, or are destroyed: each before a witness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from afterglow.care.pharmacy.actions import destroying, moving, returning
from afterglow.care.pharmacy.forms.stock import DestroyForm, MoveForm, ReturnForm, UnitsForm
from afterglow.care.pharmacy.queries.access import access_page, access_place
from afterglow.care.pharmacy.queries.stock import holdings_on, places_of
from afterglow.care.pharmacy.queries.units import Units
from afterglow.care.pharmacy.views.witnessing import carried_out, offered, proof_of
from afterglow.ground.access.pages import ClinicRequest, form_page
from afterglow.ground.access.roles import Permission


@form_page(Permission.KEEP_STOCK)
def move(request: ClinicRequest, ref: str) -> HttpResponse:
    """To another place on the same premises."""

    def act(form: UnitsForm, what: Units) -> None:
        to = access_place(by=request.actor, ref=form.cleaned_data["to"])
        proof = proof_of(request, form, moving.what_is_moved(what, to))
        moving.move(
            what=what, to=to, by=request.actor, now=request.now, countersigned=proof, uuid=form.cleaned_data["once"]
        )

    form = MoveForm.of(request)
    form.offer_places(places_of(request.clinic.pk))
    return _changed(request, ref, form, act, title="Move", says="The balance of the page stays: it is the clinic’s.")


@form_page(Permission.KEEP_STOCK)
def send_back(request: ClinicRequest, ref: str) -> HttpResponse:
    """Back to a supplier or pharmacy, unopened."""

    def act(form: UnitsForm, what: Units) -> None:
        said = {name: form.cleaned_data[name] for name in ("to_name", "to_address", "authority")}
        proof = proof_of(request, form, returning.what_is_returned(what, **said))
        returning.send_back(
            what=what, **said, by=request.actor, now=request.now, countersigned=proof, uuid=form.cleaned_data["once"]
        )

    says = "Unopened only. What was opened is drawn, given or destroyed."
    return _changed(request, ref, ReturnForm.of(request), act, title="Return", says=says)


@form_page(Permission.KEEP_STOCK)
def destroy(request: ClinicRequest, ref: str) -> HttpResponse:
    """Destroyed unopened, denatured."""

    def act(form: UnitsForm, what: Units) -> None:
        said = {name: form.cleaned_data[name] for name in ("reason", "authorised")}
        proof = proof_of(request, form, destroying.what_is_destroyed(what, **said))
        destroying.destroy(
            what=what, **said, by=request.actor, now=request.now, countersigned=proof, uuid=form.cleaned_data["once"]
        )

    says = "Denature it first. Unused stock needs a witness whom the accountable officer has authorised."
    return _changed(request, ref, DestroyForm.of(request), act, title="Destroy", says=says)


def _changed(
    request: ClinicRequest,
    ref: str,
    form: UnitsForm,
    change: Callable[[UnitsForm, Units], None],
    **context: Any,
) -> HttpResponse:
    found = access_page(by=request.actor, ref=ref)
    holdings = {one.ref: one for one in holdings_on(found)}
    offered(request, form).offer_stock(holdings.values())

    def act(form: UnitsForm) -> HttpResponse:
        holding = holdings[form.cleaned_data["holding"]]
        change(form, Units(holding.lot, holding.place, form.cleaned_data["units"]))
        return redirect("pharmacy:register", ref=found.ref)

    return carried_out(request, form, act, "pharmacy/units.html", register_page=found, **context)
