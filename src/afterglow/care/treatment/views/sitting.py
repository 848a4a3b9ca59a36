"""The sitter: asked by the patient from their own pages, reading and answering by a link."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from afterglow.care.course.queries import protocol_of
from afterglow.care.treatment.actions.sitting import answer_as_sitter, ask_sitter
from afterglow.care.treatment.forms.sitting import AskSitterForm, SitterForm
from afterglow.care.treatment.presenters.sitting import answered_words, sitter_page
from afterglow.care.treatment.queries.sessions import (
    access_treatment_of_sitter,
    own_next_treatment,
    sitter_answer,
)
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.ground.design.navigation import NavigationItem
from afterglow.ground.kernel.finding import Finding
from afterglow.record.people.queries import access_own_patient, identity_of


@form_page(Permission.SEE_OWN_RECORD)
def own_sitter(request: ClinicRequest) -> HttpResponse:
    """The patient asks somebody to sit with them. Not there where the clinic lets nobody into the room."""
    treatment = own_next_treatment(by=request.actor)
    protocol = protocol_of(treatment.course) if treatment else protocol_in_force(request.clinic, request.now)
    if protocol.companion.in_treatment_room == "never":
        raise Http404
    form, refused = AskSitterForm.of(request), _nothing
    if treatment is not None and form.is_valid():
        try:
            ask_sitter(treatment=treatment, address=form.address, by=request.actor, now=request.now)
            return redirect(reverse("treatment:own-sitter") + "?sent=1")
        except Refused as refusal:
            refused = refusal.findings
    answer = sitter_answer(treatment) if treatment else None
    return render_form(
        request,
        "treatment/sitter/ask.html",
        form,
        refused=refused,
        companion=protocol.companion,
        page=sitter_page(treatment) if treatment else None,
        sent="sent" in request.GET,
        answered=answered_words(answer) if answer else "",
        identity=identity_of(access_own_patient(by=request.actor)),
        back=NavigationItem("Back to today", reverse("patient:today")),
    )


@form_page(Permission.ANSWER_INVITATION)
def link_sitter(request: ClinicRequest) -> HttpResponse:
    """What the sitter reads, and the two buttons with which they answer."""
    treatment = access_treatment_of_sitter(by=request.actor)
    form, refused = SitterForm.of(request), _nothing
    if form.is_valid():
        try:
            coming = form.cleaned_data["answer"]
            answer_as_sitter(treatment=treatment, coming=coming, by=request.actor, now=request.now)
            return redirect("treatment:link-sitter")
        except Refused as refusal:
            refused = refusal.findings
    protocol = protocol_of(treatment.course)
    return render_form(
        request,
        "treatment/sitter/page.html",
        form,
        refused=refused,
        page=sitter_page(treatment),
        answer=sitter_answer(treatment),
        contact=protocol.contact,
        companion=protocol.companion,
    )


_nothing: Sequence[Finding] = ()
