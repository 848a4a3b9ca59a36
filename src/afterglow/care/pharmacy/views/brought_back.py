"""What patients hand in of their own: the list, one more, and its destruction."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.pharmacy.actions import brought_back as acts
from afterglow.care.pharmacy.forms.brought_back import EndedForm, HandedInForm
from afterglow.care.pharmacy.queries.brought_back import (
    access_brought_back,
    brought_back_destroyed,
    brought_back_waiting,
)
from afterglow.care.pharmacy.views.witnessing import carried_out, offered, proof_of
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.record.people.queries import access_patient, identity_of, refuse_other_patient


@page(Permission.SEE_REGISTER)
def brought_back(request: ClinicRequest) -> HttpResponse:
    """What waits to be destroyed, and what was."""
    waiting, gone = brought_back_waiting(request.clinic.pk), brought_back_destroyed(request.clinic.pk)
    reads.note_all(one.patient_id for one in (*waiting, *gone))
    context = {"waiting": waiting, "gone": gone, "may_keep": request.actor.may(Permission.KEEP_STOCK)}
    return render(request, "pharmacy/brought_back.html", context)


@form_page(Permission.KEEP_STOCK)
def take_back(request: ClinicRequest, ref: str) -> HttpResponse:
    """A patient's own drug is handed in."""
    patient = access_patient(by=request.actor, ref=ref)
    form = offered(request, HandedInForm.of(request))

    def act(form: HandedInForm) -> HttpResponse:
        said = form.cleaned_data
        refuse_other_patient(shown=said["patient_shown"], patient=patient)
        handed = acts.HandedIn(said["what"], said["amount"], said["from_name"], said["kept"])
        proof = proof_of(request, form, acts.what_is_handed_in(patient, handed))
        acts.take_back(
            patient=patient, handed=handed, by=request.actor, now=request.now, countersigned=proof, uuid=said["once"]
        )
        return redirect("pharmacy:brought-back")

    return carried_out(request, form, act, "pharmacy/take_back.html", identity=identity_of(patient))


@form_page(Permission.KEEP_STOCK)
def end(request: ClinicRequest, ref: str) -> HttpResponse:
    """What was handed in is destroyed."""
    found = access_brought_back(by=request.actor, ref=ref)
    form = offered(request, EndedForm.of(request))

    def act(form: EndedForm) -> HttpResponse:
        refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=found.patient)
        how = form.cleaned_data["how"]
        proof = proof_of(request, form, acts.what_is_ended(found, how))
        acts.destroy_brought_back(brought=found, how=how, by=request.actor, now=request.now, countersigned=proof)
        return redirect("pharmacy:brought-back")

    context = {"identity": identity_of(found.patient), "brought": found, "gone": hasattr(found, "destroyed")}
    return carried_out(request, form, act, "pharmacy/end_brought_back.html", **context)
