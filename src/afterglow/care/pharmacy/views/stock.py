"""The list of stock, deliveries, places, lots, and the signature for sharing a vial."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.pharmacy.actions import keeping, receiving
from afterglow.care.pharmacy.forms.stock import LotForm, PlaceForm, ReceiveForm
from afterglow.care.pharmacy.presenters.counts import difference_words
from afterglow.care.pharmacy.presenters.register import row_of
from afterglow.care.pharmacy.presenters.stock import stock_rows
from afterglow.care.pharmacy.queries.access import access_lot, access_place
from afterglow.care.pharmacy.queries.counts import Rhythm, counts_to_make, open_discrepancies
from afterglow.care.pharmacy.queries.drawn import unaccounted
from afterglow.care.pharmacy.queries.products import stocked
from afterglow.care.pharmacy.queries.register import given_from, lots_called
from afterglow.care.pharmacy.queries.sharing import sharing_signed
from afterglow.care.pharmacy.queries.stock import facts_of, holdings_of, lots_expiring, pages_of, places_of
from afterglow.care.pharmacy.queries.supplies import supplies_to_make
from afterglow.care.pharmacy.rules.lots import lot_findings, said_until
from afterglow.care.pharmacy.views.witnessing import carried_out, offered, proof_of
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.kernel.period import local_day


@page(Permission.SEE_REGISTER)
def stock(request: ClinicRequest) -> HttpResponse:
    """What is in stock and where, what is to be counted, and everything that is not accounted for."""
    clinic_id, protocol = request.clinic.pk, protocol_in_force(request.clinic, request.now)
    today = local_day(request.now, protocol.zone)
    counts = counts_to_make({clinic_id: Rhythm(protocol.pharmacy.count_every, protocol.zone)})
    open_draws = unaccounted(clinic_id=clinic_id)
    supplies = supplies_to_make(clinic_id, protocol, request.now)
    treatments = [one.treatment for one in open_draws] + [one.treatment for one in supplies]
    reads.note_all(one.course.episode.patient_id for one in treatments)
    context = {
        "rows": stock_rows(pages_of(clinic_id), holdings_of(clinic_id), counts, today),
        "open_draws": open_draws,
        "supplies": supplies,
        "cases": [(one, difference_words(one)) for one in open_discrepancies(clinic_id)],
        "expiring": lots_expiring(said_until(today), clinic_ids=[clinic_id]),
        "today": today,
        "places": places_of(clinic_id),
        "sharing": protocol.pharmacy.vial_sharing,
        "sharing_signed": sharing_signed(clinic_id, protocol),
        "may_destroy": request.actor.may(Permission.TREAT),
        "may_keep": request.actor.may(Permission.KEEP_STOCK),
        "may_sign": request.actor.may(Permission.ANSWER_FOR_STOCK),
    }
    return render(request, "pharmacy/stock.html", context)


@form_page(Permission.KEEP_STOCK)
def receive(request: ClinicRequest) -> HttpResponse:
    """A delivery is written into the register before a witness."""
    form = offered(request, ReceiveForm.of(request))
    form.offer_places(stocked(protocol_in_force(request.clinic, request.now)), places_of(request.clinic.pk))

    def act(form: ReceiveForm) -> HttpResponse:
        said = form.cleaned_data
        delivery = receiving.Delivery(
            code=said["product"],
            lot=said["lot"],
            expires_on=said["expires_on"],
            units=said["units"],
            place=access_place(by=request.actor, ref=said["place"]),
            from_name=said["from_name"],
            from_address=said["from_address"],
            requisition=said["requisition"],
        )
        proof = proof_of(request, form, receiving.what_is_received(delivery))
        line = receiving.receive(
            delivery=delivery, by=request.actor, now=request.now, countersigned=proof, uuid=form.cleaned_data["once"]
        )
        return redirect("pharmacy:register", ref=line.page.ref)

    return carried_out(request, form, act, "pharmacy/receive.html", places=places_of(request.clinic.pk))


@form_page(Permission.KEEP_STOCK)
def places(request: ClinicRequest) -> HttpResponse:
    """Where drugs are locked away, and another such place."""

    def act(form: PlaceForm) -> HttpResponse:
        keeping.add_place(name=form.cleaned_data["name"], by=request.actor, now=request.now)
        return redirect("pharmacy:places")

    form = PlaceForm.of(request)
    return carried_out(request, form, act, "pharmacy/places.html", places=places_of(request.clinic.pk))


@post_page(Permission.ANSWER_FOR_STOCK)
def sign_sharing(request: ClinicRequest) -> HttpResponse:
    """The lead pharmacist signs the protocol's procedure for sharing a vial."""
    keeping.sign_sharing(by=request.actor, now=request.now)
    return redirect("pharmacy:stock")


@page(Permission.SEE_REGISTER)
def lots(request: ClinicRequest) -> HttpResponse:
    """Find a lot by its number."""
    sought = request.GET.get("q", "").strip()[:60]
    found = lots_called(sought, clinic_id=request.clinic.pk)
    return render(request, "pharmacy/lots.html", {"lots": found, "sought": sought})


@form_page(Permission.SEE_REGISTER)
def lot(request: ClinicRequest, ref: str) -> HttpResponse:
    """One lot: who was given something of it, what is left, and holding it back."""
    found = access_lot(by=request.actor, ref=ref)
    zone = protocol_in_force(request.clinic, request.now).zone
    facts = facts_of(found)
    lines = given_from(found)
    reads.note_all(line.patient_id for line in lines)

    def act(form: LotForm) -> HttpResponse:
        back, reason = not facts.held_back_because, form.cleaned_data["reason"]
        keeping.stand_lot(lot=found, held_back=back, reason=reason, by=request.actor, now=request.now)
        return redirect("pharmacy:lot", ref=found.ref)

    return carried_out(
        request,
        LotForm.of(request),
        act,
        "pharmacy/lot.html",
        lot=found,
        lot_facts=facts,
        lot_stops=lot_findings(facts, local_day(request.now, zone)),
        given=[(line, row_of(line, found.page.unit, zone)) for line in lines],
        held=[one for one in holdings_of(request.clinic.pk) if one.lot_id == found.pk],
        may_keep=request.actor.may(Permission.KEEP_STOCK),
    )
