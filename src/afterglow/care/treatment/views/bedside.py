"""Buttons at the bedside: devices and sprays one by one, an oxygen target, medicines as needed, events."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.forms import BaseForm
from django.http import HttpResponse

from afterglow.care.treatment.actions.bedside import (
    give_as_needed,
    note_incident,
    set_oxygen_target,
    sign_as_needed,
)
from afterglow.care.treatment.actions.portions import end_portions, give_portion
from afterglow.care.treatment.forms.bedside import (
    AsNeededForm,
    AsNeededGivenForm,
    IncidentForm,
    PortionForm,
    PortionsEndForm,
    TargetForm,
)
from afterglow.care.treatment.models import Session
from afterglow.care.treatment.presenters.bedside import (
    as_needed_shown,
    history_rows,
    incident_rows,
    portions_shown,
    to_give,
)
from afterglow.care.treatment.presenters.parts import DOSE, DURING, READINESS
from afterglow.care.treatment.queries.known import Known, known_about
from afterglow.care.treatment.queries.sessions import access_session
from afterglow.care.treatment.views.part import carry_out
from afterglow.ground.access.pages import ClinicRequest, post_page
from afterglow.ground.access.roles import Permission


def portions_content(known: Known, failed: dict[str, BaseForm]) -> dict[str, Any]:
    """What the dose part and the during part show of a dose in portions."""
    return {
        "portions": portions_shown(known),
        "portion_form": failed.get("portion") or PortionForm(),
        "end_form": failed.get("portions_end") or PortionsEndForm(),
        "portion_uuid": str(uuid4()),
    }


def bedside_content(known: Known, failed: dict[str, BaseForm]) -> dict[str, Any]:
    """What the during part shows beside readings and effects."""
    return {
        **portions_content(known, failed),
        "history": history_rows(known),
        "as_needed": as_needed_shown(known),
        "as_needed_form": failed.get("as_needed_given") or _given_form(known, AsNeededGivenForm()),
        "incidents": incident_rows(known),
        "incident_form": failed.get("incident") or IncidentForm(),
        "bedside_uuid": str(uuid4()),
    }


@post_page(Permission.TREAT)
def portion(request: ClinicRequest, ref: str) -> HttpResponse:
    """One device or spray given."""

    def act(session: Session, form: PortionForm) -> None:
        given = form.cleaned_data
        give_portion(session=session, uuid=given["uuid"], lot=given["lot"], by=request.actor, now=request.now)

    return carry_out(request, ref, part=DOSE, name="portion", form=PortionForm.of(request), act=act, then=DURING)


@post_page(Permission.TREAT)
def portions_end(request: ClinicRequest, ref: str) -> HttpResponse:
    """No further device or spray."""

    def act(session: Session, form: PortionsEndForm) -> None:
        given = form.cleaned_data
        reason = given["no_more_because"]
        end_portions(session=session, uuid=given["uuid"], reason=reason, by=request.actor, now=request.now)

    return carry_out(
        request, ref, part=DOSE, name="portions_end", form=PortionsEndForm.of(request), act=act, then=DURING
    )


@post_page(Permission.PRESCRIBE)
def target(request: ClinicRequest, ref: str) -> HttpResponse:
    """An oxygen target prescribed for today."""

    def act(session: Session, form: TargetForm) -> None:
        given = form.cleaned_data
        lower, reason = given["target"] == "lower", given["target_reason"]
        set_oxygen_target(session=session, lower=lower, reason=reason, by=request.actor, now=request.now)

    return carry_out(request, ref, part=READINESS, name="target", form=TargetForm.of(request), act=act)


@post_page(Permission.PRESCRIBE)
def as_needed(request: ClinicRequest, ref: str) -> HttpResponse:
    """A medicine signed for, to be given as needed."""

    def act(session: Session, form: AsNeededForm) -> None:
        sign_as_needed(session=session, code=form.cleaned_data["code"], by=request.actor, now=request.now)

    return carry_out(request, ref, part=DURING, name="as_needed", form=AsNeededForm.of(request), act=act)


@post_page(Permission.TREAT)
def as_needed_given(request: ClinicRequest, ref: str) -> HttpResponse:
    """A medicine given as needed."""
    known = known_about(access_session(by=request.actor, ref=ref).treatment, request.now)

    def act(session: Session, form: AsNeededGivenForm) -> None:
        given = form.cleaned_data
        give_as_needed(
            session=session,
            uuid=given["uuid"],
            code=given["medicine"],
            because=given["needed_because"],
            by=request.actor,
            now=request.now,
        )

    form = _given_form(known, AsNeededGivenForm.of(request))
    return carry_out(request, ref, part=DURING, name="as_needed_given", form=form, act=act)


@post_page(Permission.TREAT)
def incident(request: ClinicRequest, ref: str) -> HttpResponse:
    """Something that went otherwise than planned."""

    def act(session: Session, form: IncidentForm) -> None:
        given = form.cleaned_data
        note_incident(
            session=session,
            uuid=given["uuid"],
            kind=given["incident"],
            words=given["incident_words"],
            done=given["incident_done"],
            by=request.actor,
            now=request.now,
        )

    return carry_out(request, ref, part=DURING, name="incident", form=IncidentForm.of(request), act=act)


def _given_form(known: Known, form: AsNeededGivenForm) -> AsNeededGivenForm:
    form.offer(to_give(known))
    return form
