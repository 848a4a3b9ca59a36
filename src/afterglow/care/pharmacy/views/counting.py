"""Two counts that do not see each other, and the case that a difference opens."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from afterglow.care.pharmacy.actions import counting, discrepancies
from afterglow.care.pharmacy.forms.counting import CloseForm, FirstCountForm, NoteForm, SecondCountForm
from afterglow.care.pharmacy.models import Discrepancy, FirstCount, Line, Lot, SecondCount
from afterglow.care.pharmacy.presenters.counts import count_row, difference_words, found_of
from afterglow.care.pharmacy.presenters.rest import spilt_of
from afterglow.care.pharmacy.queries.access import access_discrepancy, access_first_count, access_page, access_place
from afterglow.care.pharmacy.queries.counts import waiting_count
from afterglow.care.pharmacy.queries.stock import places_of
from afterglow.care.pharmacy.views.witnessing import carried_out, offered, proof_of
from afterglow.ground.access.pages import ClinicRequest, form_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import Form


@form_page(Permission.WITNESS)
def count(request: ClinicRequest, ref: str) -> HttpResponse:
    """The first count of one product in one place. Nothing here says what the book has."""
    found = access_page(by=request.actor, ref=ref)
    places = places_of(request.clinic.pk)

    def act(form: FirstCountForm) -> HttpResponse:
        place = access_place(by=request.actor, ref=form.cleaned_data["place"])
        made = counting.count_first(
            page=found, place=place, counted=form.cleaned_data["counted"], by=request.actor, now=request.now
        )
        return redirect("pharmacy:second-count", ref=made.ref)

    form = FirstCountForm.of(request)
    form.offer(places)
    waiting = [one for one in (waiting_count(found, place) for place in places) if one is not None]
    return carried_out(request, form, act, "pharmacy/count.html", register_page=found, waiting=waiting)


@form_page(Permission.WITNESS)
def second_count(request: ClinicRequest, ref: str) -> HttpResponse:
    """The second count, by another person; once it is in, both numbers and how they came out."""
    first = access_first_count(by=request.actor, ref=ref)
    made = SecondCount.objects.filter(first=first).select_related("first__place").first()
    form = _second_form(request, first)

    def act(form: SecondCountForm) -> HttpResponse:
        counted = form.cleaned_data["counted"]
        proof = proof_of(request, form, counting.what_is_counted(first, counted))
        counting.count_second(first=first, counted=counted, by=request.actor, now=request.now, countersigned=proof)
        return redirect("pharmacy:second-count", ref=first.ref)

    case = Discrepancy.objects.filter(count=made).first() if made else None
    row = count_row(made, protocol_in_force(request.clinic, request.now).zone) if made else None
    return carried_out(request, form, act, "pharmacy/second_count.html", first=first, row=row, case=case)


@form_page(Permission.WITNESS)
def discrepancy(request: ClinicRequest, ref: str) -> HttpResponse:
    """One case: what was counted, what was looked into, and room for more."""
    case = access_discrepancy(by=request.actor, ref=ref)

    def act(form: NoteForm) -> HttpResponse:
        discrepancies.note_discrepancy(case=case, **form.cleaned_data, by=request.actor, now=request.now)
        return redirect("pharmacy:discrepancy", ref=case.ref)

    return _case(request, case, NoteForm.of(request), act, closing=False)


@form_page(Permission.WITNESS)
def close(request: ClinicRequest, ref: str) -> HttpResponse:
    """A case is closed by two people, with the note that goes to the register."""
    case = access_discrepancy(by=request.actor, ref=ref)
    lots = {one.ref: one for one in Lot.objects.filter(page=case.page).order_by("number")}
    form = offered(request, CloseForm.of(request))
    form.offer_lots(lots.values())
    if case.count is not None and case.count.line is not None:
        form.initial.setdefault("entry", case.count.line.number)
    if case.rest is not None:
        form.of_a_rest(case.difference)

    def act(form: CloseForm) -> HttpResponse:
        said = form.cleaned_data
        line = Line.objects.filter(page=case.page, number=said["entry"]).first() if said.get("entry") else None
        explained = discrepancies.Explained(said["end"], said["words"], line, lots.get(said.get("lot", "")))
        proof = proof_of(request, form, discrepancies.what_is_closed(case, explained))
        discrepancies.close_discrepancy(
            case=case, explained=explained, by=request.actor, now=request.now, countersigned=proof
        )
        return redirect("pharmacy:register", ref=case.page.ref)

    return _case(request, case, form, act, closing=True)


def _second_form(request: ClinicRequest, first: FirstCount) -> SecondCountForm:
    form = SecondCountForm.of(request)
    if first.author_id != request.actor.account_id:
        form.alone()
        return form
    return offered(request, form)


def _case(request: ClinicRequest, case: Discrepancy, form: Form, act: object, *, closing: bool) -> HttpResponse:
    zone = protocol_in_force(request.clinic, request.now).zone
    return carried_out(
        request,
        form,
        act,  # type: ignore[arg-type]  # the act of this very form
        "pharmacy/discrepancy.html",
        case=case,
        difference=difference_words(case),
        found=found_of(case, zone),
        spilt=spilt_of(case),
        case_notes=case.notes.order_by("pk"),
        closing=closing,
    )
