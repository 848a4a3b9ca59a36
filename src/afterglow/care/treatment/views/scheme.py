"""The monitoring form of a risk-minimisation scheme: looked through, sent, and on paper."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from afterglow.care.course.queries import protocol_of
from afterglow.care.treatment.actions.scheme import printed_form, send_form
from afterglow.care.treatment.forms.prescribing import SchemeFormForm
from afterglow.care.treatment.presenters.times import by_whom
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.scheme import form_rule, form_sent, scheme_facts
from afterglow.care.treatment.queries.sessions import access_session
from afterglow.care.treatment.rules.scheme_form import Answer, filled, left_open, send_by
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.ground.kernel.finding import Finding
from afterglow.record.people.queries import identity_of, refuse_other_patient


@form_page(Permission.TREAT)
def scheme(request: ClinicRequest, ref: str) -> HttpResponse:
    """The form as the record fills it; sent, it is kept as it stood."""
    session = access_session(by=request.actor, ref=ref)
    rule, known = form_rule(session), known_about(session.treatment, request.now)
    if rule is None or known.departure is None or not known.events:
        raise Http404
    form = SchemeFormForm.of(request)
    refused: Sequence[Finding] = ()
    if form.is_valid():
        try:
            refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=known.patient)
            send_form(session=session, enrolled=form.cleaned_data["enrolled"], by=request.actor, now=request.now)
            return redirect("treatment:scheme", ref=ref)
        except Refused as refusal:
            refused = refusal.findings
    sent = form_sent(session)
    answers = [Answer(*one) for one in sent.answers] if sent else filled(scheme_facts(known, None))
    return render_form(
        request,
        "treatment/scheme.html",
        form,
        refused=refused,
        identity=identity_of(known.patient),
        treatment=session.treatment,
        scheme=protocol_of(session.treatment.course).treatment_coded(session.treatment.code).scheme,
        answers=[(one.heading, one.text) for one in answers],
        open=left_open(answers),
        send_by=send_by(known.departure.happened_at, rule.within),
        sent=by_whom(known, sent) if sent else "",
    )


@page(Permission.TREAT)
def paper(request: ClinicRequest, ref: str) -> HttpResponse:
    """The form as it was sent, as PDF."""
    sent = form_sent(access_session(by=request.actor, ref=ref))
    if sent is None:
        raise Http404
    answer = HttpResponse(printed_form(sent), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="monitoring-form-{sent.happened_at:%Y-%m-%d}.pdf"'
    return answer
