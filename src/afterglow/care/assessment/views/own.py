"""What the patient writes before the assessment (S3)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from afterglow.care.assessment import actions, queries
from afterglow.care.assessment.forms import GoalsForm
from afterglow.ground.access.pages import ClinicRequest, form_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.record.people.queries import access_own_patient, identity_of


@form_page(Permission.SEE_OWN_RECORD)
def goals(request: ClinicRequest) -> HttpResponse:
    """One's own goals and expectations, which are talked over at the assessment."""
    patient = access_own_patient(by=request.actor)
    written = queries.latest_goal(patient)
    initial = {"hopes": written.hopes, "expects": written.expects} if written else {}
    form = GoalsForm.of(request, initial=initial)
    if form.is_valid():
        actions.write_own_goals(patient=patient, **form.cleaned_data, by=request.actor, now=request.now)
        return redirect("assessment:own-goals")
    protocol = protocol_in_force(request.clinic, request.now)
    return render_form(
        request,
        "assessment/goals.html",
        form,
        identity=identity_of(patient),
        say=protocol.assessment.goals,
        written=written,
    )
