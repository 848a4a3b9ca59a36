"""The door of a link, a patient's questions, and the team's answers."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, OpenRequest, form_page, open_page, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.design.forms import render_form
from afterglow.record.contact import actions, queries
from afterglow.record.contact.forms import QuestionForm, ReplyForm, SendAgainForm
from afterglow.record.people.queries import access_own_patient, identity_of, refuse_other_patient


@open_page()
def open_link(request: OpenRequest, token: str) -> HttpResponse:
    """Swap a link's token for a cookie that opens its one page; nothing is changed, so that a mail scanner may look."""
    link = queries.open_link(token=token, now=request.now)
    if link is None:
        return render(request, "contact/link_over.html", status=410)
    answer = redirect(queries.DESTINATIONS[link.purpose])
    answer.set_signed_cookie(
        queries.LINK_COOKIE,
        link.ref,
        salt=queries.LINK_COOKIE,
        max_age=link.expires_at - request.now,
        path=queries.LINK_PATHS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@form_page(Permission.SEE_OWN_RECORD)
def mine(request: ClinicRequest) -> HttpResponse:
    """What the patient has asked and what the team answered, and room for another question (I10)."""
    patient = access_own_patient(by=request.actor)
    form = QuestionForm.of(request)
    if form.is_valid():
        actions.ask(patient=patient, text=form.cleaned_data["text"], by=request.actor, now=request.now)
        return redirect("contact:mine")
    return render_form(
        request,
        "contact/mine.html",
        form,
        questions=queries.own_questions(by=request.actor),
        reached=protocol_in_force(request.clinic, request.now).contact,
        identity=identity_of(patient),
    )


@page(Permission.ANSWER_PATIENTS)
def questions(request: ClinicRequest) -> HttpResponse:
    """The questions that nobody has answered yet."""
    waiting = queries.unanswered_questions(clinic_id=request.actor.clinic_id)
    reads.note_all(one.patient_id for one in waiting)
    return render(request, "contact/questions.html", {"questions": waiting})


@form_page(Permission.ANSWER_PATIENTS)
def question(request: ClinicRequest, ref: str) -> HttpResponse:
    """One question and its answers; answering it."""
    asked = queries.access_question(by=request.actor, ref=ref)
    form = ReplyForm.of(request)
    refusal: Refused | None = None
    if form.is_valid():
        try:
            refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=asked.patient)
            actions.reply(question=asked, text=form.cleaned_data["text"], by=request.actor, now=request.now)
            return redirect("contact:questions")
        except Refused as refused:
            refusal = refused
    return render_form(
        request,
        "contact/question.html",
        form,
        refused=refusal.findings if refusal else (),
        question=asked,
        replies=queries.replies_to(asked),
        identity=identity_of(asked.patient),
    )


@form_page(Permission.REGISTER_PATIENTS)
def message(request: ClinicRequest, ref: str) -> HttpResponse:
    """A message that did not arrive: why not, and where it goes instead."""
    unsent = queries.access_message(by=request.actor, ref=ref)
    form = SendAgainForm.of(request, initial={"address": unsent.address})
    if form.is_valid():
        actions.send_again(message=unsent, address=form.cleaned_data["address"], by=request.actor, now=request.now)
        return redirect("contact:message", ref=unsent.ref)
    return render_form(request, "contact/message.html", form, message=unsent)
