"""One task: taking it on, and finishing it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, may_enter, page, post_page
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.design.forms import render_form
from afterglow.record.people.queries import identity_of, refuse_other_patient
from afterglow.record.tasks import actions, presenters, queries
from afterglow.record.tasks.forms import FinishForm
from afterglow.record.tasks.models import Task


@page(Permission.WORK_TASKS)
def tasks(request: ClinicRequest) -> HttpResponse:
    """The open work of one's roles."""
    found = queries.open_tasks(by=request.actor)
    reads.note_all(one.patient_id for one in found)
    rows = [(one, presenters.state(one, request.now)) for one in found]
    return render(request, "tasks/tasks.html", {"rows": rows})


@form_page(Permission.WORK_TASKS)
def task(request: ClinicRequest, ref: str) -> HttpResponse:
    """What is to be done, by when, and who took it on; finishing it asks what came of it."""
    found = queries.access_task(by=request.actor, ref=ref)
    form = FinishForm.of(request)
    refusal: Refused | None = None
    if form.is_valid():
        try:
            _refuse_another(form.cleaned_data["patient_shown"], found)
            outcome = form.cleaned_data["outcome"]
            actions.complete(task=found, outcome=outcome, by=request.actor, now=request.now)
            return redirect("tasks:task", ref=found.ref)
        except Refused as refused:
            refusal = refused
    return render_form(
        request,
        "tasks/task.html",
        form,
        refused=refusal.findings if refusal else (),
        task=found,
        state=presenters.state(found, request.now),
        grade=presenters.grade(found),
        leads=bool(found.link) and may_enter(request.actor, found.link),
        identity=identity_of(found.patient) if found.patient else None,
    )


@post_page(Permission.WORK_TASKS)
def accept(request: ClinicRequest, ref: str) -> HttpResponse:
    """Take a task on."""
    found = queries.access_task(by=request.actor, ref=ref)
    actions.accept(task=found, by=request.actor, now=request.now)
    return redirect("tasks:task", ref=found.ref)


def _refuse_another(shown: str, found: Task) -> None:
    if found.patient is not None:
        refuse_other_patient(shown=shown, patient=found.patient)
