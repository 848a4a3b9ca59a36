"""The monitoring form of a risk-minimisation scheme: filled from the record, sent, and watched until it is."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from afterglow.care.course.queries import protocol_of
from afterglow.care.treatment.actions.live import held, refusal
from afterglow.care.treatment.actions.prescribing import paper
from afterglow.care.treatment.entries import SchemeForm
from afterglow.care.treatment.models import Departure, Session
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.scheme import FORM_TASK, form_rule, form_sent, scheme_facts
from afterglow.care.treatment.rules.scheme_form import filled, send_by
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.access.signing import signed
from afterglow.ground.protocol.schema.treatments import SchemeForm as FormRule
from afterglow.record.tasks.actions import finish, raise_task
from afterglow.record.tasks.models import Task
from afterglow.record.tasks.queries import open_task


@action("treatment.scheme_form_asked_for", may=Permission.DO_DUE_WORK)
def ask_for_form(*, departure: Departure, rule: FormRule, by: Actor, now: datetime) -> Task:
    """Ask a nurse for the form of a session, with its deadline; asked for already, the open task is returned."""
    session = departure.session
    patient = session.treatment.patient
    return raise_task(
        kind=FORM_TASK,
        about=session.ref,
        patient=patient,
        title=f"Send the scheme’s monitoring form for {patient.full_name}",
        detail=f"Filled from the record; look it through and send it to {rule.send_to}.",
        link=reverse("treatment:scheme", args=[session.treatment.ref]),
        role=Role.NURSE,
        due_at=send_by(departure.happened_at, rule.within),
        by=by,
        now=now,
    )


@action("treatment.scheme_form_sent", may=Permission.TREAT)
def send_form(*, session: Session, enrolled: bool, by: Actor, now: datetime) -> SchemeForm:
    """Write down that the form was sent as it stood. Sent already, the one kept is returned.

    Raises Refused where the protocol asks for no form, and before the patient has left.
    """
    row = held(session)
    found = form_sent(row)
    if found is not None:
        return found
    known = known_about(row.treatment, now)
    if form_rule(row) is None:
        raise refusal("no-form", "The protocol asks for no form after this treatment.")
    if known.departure is None or not known.events:
        raise refusal("not-left", "The form is filled once the patient has left after a dose.")
    answers = filled(scheme_facts(known, enrolled))
    made: SchemeForm = SchemeForm.objects.create(
        session=row, answers=[[one.heading, one.text] for one in answers], **signed(by=by, now=now)
    )
    task = open_task(kind=FORM_TASK, about=row.ref, clinic_id=by.clinic_id)
    if task is not None:
        finish(task=task, outcome="Sent.", by=by, now=now)
    return made


def printed_form(form: SchemeForm) -> bytes:
    """The form on paper, as it was sent."""
    treatment = form.session.treatment
    protocol = protocol_of(treatment.course)
    scheme = protocol.treatment_coded(treatment.code).scheme
    assert scheme is not None
    content: dict[str, object] = {
        "title": f"{scheme.name}: monitoring form",
        "author": protocol.clinic,
        "lead": "Filled from the clinic’s record of the session.",
        "rows": form.answers,
        "foot": f"Sent by {form.author_name}. Reference {form.ref}.",
        "sign": "",
    }
    return paper(content, made_at=form.written_at)
