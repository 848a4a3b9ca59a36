"""A patient's own pages: today, letters, and what could be better."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import Form, LongTextField, render_form
from afterglow.home.patient.gathering import today_of
from afterglow.home.patient.readers import looks_at
from afterglow.home.patient.sights import sights
from afterglow.office.letters.queries.letters import access_letter, approval_of, letters_to
from afterglow.record.contact.actions import ask
from afterglow.record.outcomes.rules.helping import opening_words
from afterglow.record.people.queries import access_own_patient, care_team, helpers_of, identity_of


class SuggestionForm(Form):
    """What could be better (F44)."""

    text = LongTextField("What could we do better?", missing="Write your suggestion", most=2_000, rows=5)


@page(Permission.SEE_OWN_RECORD)
def today(request: ClinicRequest) -> HttpResponse:
    """What comes next, first; then everything else that concerns the patient now."""
    patient = access_own_patient(by=request.actor)
    protocol = protocol_in_force(request.clinic, request.now)
    context = {
        "today": today_of(patient, protocol, by=request.actor, now=request.now),
        "protocol": protocol,
        "opening": opening_words(protocol),
        "identity": identity_of(patient),
        "helper": request.actor.helper,
    }
    return render(request, "patient/today.html", context)


@page(Permission.SEE_OWN_RECORD)
def letters(request: ClinicRequest) -> HttpResponse:
    """The letters of which the patient has a copy."""
    patient = access_own_patient(by=request.actor)
    context = {"letters": letters_to(patient), "identity": identity_of(patient)}
    return render(request, "patient/letters.html", context)


@page(Permission.SEE_OWN_RECORD)
def letter(request: ClinicRequest, ref: str) -> HttpResponse:
    """One letter, as the very file that was sent. Raises Http404 for one that was not sent to the patient."""
    found = access_letter(by=request.actor, ref=ref)
    approval = approval_of(found)
    if approval is None:
        raise Http404
    answer = HttpResponse(bytes(approval.pdf), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="letter-{found.approved_at:%Y-%m-%d}.pdf"'
    return answer


@page(Permission.SEE_OWN_RECORD)
def readers(request: ClinicRequest) -> HttpResponse:
    """Who can see what of the patient, and who has looked."""
    patient = access_own_patient(by=request.actor)
    context = {
        "sights": sights(),
        "looks": looks_at(patient),
        "team": care_team(patient),
        "helpers": helpers_of(patient),
        "journal": protocol_in_force(request.clinic, request.now).journal,
        "identity": identity_of(patient),
    }
    return render(request, "patient/readers.html", context)


@form_page(Permission.SEE_OWN_RECORD)
def suggest(request: ClinicRequest) -> HttpResponse:
    """Say what could be better. Raises Http404 where the clinic does not ask for it."""
    patient = access_own_patient(by=request.actor)
    suggestions = protocol_in_force(request.clinic, request.now).suggestions
    if not suggestions.invited:
        raise Http404
    form = SuggestionForm.of(request)
    if form.is_valid():
        text = f"A suggestion: {form.cleaned_data['text']}"
        ask(patient=patient, text=text, by=request.actor, now=request.now)
        return redirect("contact:mine")
    return render_form(request, "patient/suggest.html", form, suggestions=suggestions, identity=identity_of(patient))
