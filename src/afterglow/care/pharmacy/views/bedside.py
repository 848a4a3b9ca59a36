"""For one patient: a dose drawn up, what is left of it destroyed, a supply handed out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from afterglow.care.course.queries import access_treatment, direction_for
from afterglow.care.pharmacy.actions import drawing, giving, supplying
from afterglow.care.pharmacy.forms.bedside import DrawForm, SupplyForm
from afterglow.care.pharmacy.forms.rest import RestForm
from afterglow.care.pharmacy.presenters.bedside import drawn_rows
from afterglow.care.pharmacy.presenters.rest import left_words
from afterglow.care.pharmacy.queries.access import access_draw
from afterglow.care.pharmacy.queries.drawn import draws_of, must_be_left, prepared_as
from afterglow.care.pharmacy.queries.stock import holdings_for
from afterglow.care.pharmacy.queries.supplies import prescribed_for
from afterglow.care.pharmacy.queries.units import Portion, Units
from afterglow.care.pharmacy.rules.rest import Prepared
from afterglow.care.pharmacy.rules.supplying import Collected
from afterglow.care.pharmacy.views.witnessing import carried_out, offered, proof_of
from afterglow.ground.access.pages import ClinicRequest, form_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.people.queries import identity_of, refuse_other_patient


@form_page(Permission.TREAT)
def draw(request: ClinicRequest, ref: str) -> HttpResponse:
    """Open a vial for one patient, draw the dose, destroy the rest: one act, before a witness."""
    treatment = access_treatment(by=request.actor, ref=ref)
    zone = protocol_in_force(request.clinic, request.now).zone
    holdings = {one.ref: one for one in holdings_for(treatment, local_day(request.now, zone))}
    direction = direction_for(treatment)
    form = offered(request, DrawForm.of(request))
    form.offer_stock(holdings.values())

    def act(form: DrawForm) -> HttpResponse:
        said = form.cleaned_data
        refuse_other_patient(shown=said["patient_shown"], patient=treatment.patient)
        holding = holdings[said["holding"]]
        taken = Units(holding.lot, holding.place, said["units"])
        portions = [Portion(treatment, said["drawn"])]
        proof = proof_of(request, form, drawing.what_is_drawn(taken, portions, said["destroyed"]))
        drawing.draw(
            taken=taken,
            portions=portions,
            destroyed=said["destroyed"],
            by=request.actor,
            now=request.now,
            countersigned=proof,
            uuid=said["once"],
        )
        return redirect("pharmacy:draw", ref=treatment.ref)

    return carried_out(
        request,
        form,
        act,
        "pharmacy/draw.html",
        identity=identity_of(treatment.patient),
        treatment=treatment,
        direction=direction,
        signed=Dose(direction.dose_micrograms) if direction else None,
        drawn=drawn_rows(draws_of(treatment), zone),
        in_stock=bool(holdings),
        units=sorted({(one.page.unit, Dose(one.page.contents_micrograms)) for one in holdings.values()}),
    )


@form_page(Permission.TREAT)
def rest(request: ClinicRequest, ref: str) -> HttpResponse:
    """Destroy what is left in syringe and line, before a witness."""
    found = access_draw(by=request.actor, ref=ref)
    patient = found.treatment.patient
    zone = protocol_in_force(request.clinic, request.now).zone

    left, prepared = must_be_left(found), prepared_as(found)

    def act(form: RestForm) -> HttpResponse:
        refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=patient)
        destroyed = _destroyed(form, left or Dose(0), prepared)
        told: Mapping[str, Any] = {"differs": destroyed != left, "spilt": form.cleaned_data["how"]}
        proof = proof_of(request, form, giving.what_is_left(found, destroyed, **told))
        giving.destroy_rest(
            draw=found, destroyed=destroyed, by=request.actor, now=request.now, countersigned=proof, **told
        )
        return redirect("pharmacy:rest", ref=found.ref)

    form = offered(request, RestForm.of(request))
    form.offer_rest(left_words(left or Dose(0), prepared), by_volume=prepared is not None)
    (row,) = drawn_rows([found], zone)
    context = {"identity": identity_of(patient), "draw": found, "row": row, "left": left}
    return carried_out(request, form, act, "pharmacy/rest.html", **context)


def _destroyed(form: RestForm, left: Dose, prepared: Prepared | None) -> Dose:
    said = form.cleaned_data
    if said["what"] == RestForm.ALL:
        return left
    if prepared is not None:
        return prepared.measured(said["volume"], left)
    amount: Dose = said["amount"]
    return amount


@form_page(Permission.KEEP_STOCK)
def supply(request: ClinicRequest, ref: str) -> HttpResponse:
    """Hand out a supply for doses taken at home; who collects it stands in the register."""
    treatment = access_treatment(by=request.actor, ref=ref)
    zone = protocol_in_force(request.clinic, request.now).zone
    holdings = {one.ref: one for one in holdings_for(treatment, local_day(request.now, zone))}
    prescribed = prescribed_for(treatment)
    form = offered(request, SupplyForm.of(request))
    form.offer_stock(holdings.values())

    def act(form: SupplyForm) -> HttpResponse:
        said = form.cleaned_data
        refuse_other_patient(shown=said["patient_shown"], patient=treatment.patient)
        holding = holdings[said["holding"]]
        what = Units(holding.lot, holding.place, said["units"])
        collected = Collected(said["name"], said["kind"], said["id_asked"], said["id_shown"])
        proof = proof_of(request, form, supplying.what_is_supplied(treatment, what, collected, prescribed))
        line = supplying.supply(
            treatment=treatment,
            what=what,
            collected=collected,
            prescribed=prescribed,
            by=request.actor,
            now=request.now,
            countersigned=proof,
            uuid=said["once"],
        )
        return redirect("pharmacy:register", ref=line.page.ref)

    context = {"identity": identity_of(treatment.patient), "prescribed": prescribed, "in_stock": bool(holdings)}
    direction = direction_for(treatment)
    return carried_out(request, form, act, "pharmacy/supply.html", direction=direction, **context)
