"""The time after the course: how it went, and its end."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from afterglow.care.course.queries import course_of, progress_of, protocol_of
from afterglow.care.followup import actions
from afterglow.care.followup.forms import DischargeForm
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.record.pathway.queries import latest_episode
from afterglow.record.people.queries import access_patient, identity_of, refuse_other_patient


@form_page(Permission.PLAN_COURSE)
def discharge(request: ClinicRequest, ref: str) -> HttpResponse:
    """Look back over the scores, and end the episode (N10, S9)."""
    patient = access_patient(by=request.actor, ref=ref)
    episode, course = latest_episode(patient), course_of(patient)
    if episode is None or course is None:
        raise Http404
    form = DischargeForm.of(request)
    refusal: Refused | None = None
    if form.is_valid():
        try:
            refuse_other_patient(shown=request.POST.get("patient_shown", ""), patient=patient)
            actions.discharge(episode=episode, reason=form.cleaned_data["reason"], by=request.actor, now=request.now)
            return redirect("course:course", ref=patient.ref)
        except Refused as refused:
            refusal = refused
    return render_form(
        request,
        "followup/discharge.html",
        form,
        refused=refusal.findings if refusal else (),
        identity=identity_of(patient),
        episode=episode,
        progress=progress_of(course, now=request.now),
        protocol=protocol_of(course),
    )
