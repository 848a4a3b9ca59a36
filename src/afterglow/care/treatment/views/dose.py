"""The dose part: two workings made apart, a prescriber's confirmation, and every step of giving the dose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpResponse

from afterglow.care.course.queries import access_treatment
from afterglow.care.treatment.actions import infusion
from afterglow.care.treatment.actions.dose import check_dose, confirm_dose, what_is_checked, write_dose_sheet
from afterglow.care.treatment.forms.dose import (
    FiguresForm,
    GiveForm,
    InfusionForm,
    RateForm,
    SecondCheckForm,
    StartForm,
    StopForm,
)
from afterglow.care.treatment.forms.settling import ReasonForm
from afterglow.care.treatment.models import Session
from afterglow.care.treatment.presenters.dose import asked_of, dose_page, drawn_words
from afterglow.care.treatment.presenters.findings import shown
from afterglow.care.treatment.presenters.parts import DOSE, DURING
from afterglow.care.treatment.queries.before import before_findings
from afterglow.care.treatment.queries.checkers import people_who_check
from afterglow.care.treatment.queries.figures import earlier_differences
from afterglow.care.treatment.queries.giving import ended_at
from afterglow.care.treatment.queries.known import Known, known_about
from afterglow.care.treatment.queries.sessions import access_session
from afterglow.care.treatment.rules.second_check import Agreement
from afterglow.care.treatment.views.bedside import portions_content
from afterglow.care.treatment.views.part import SHOWS, carry_out, show_part
from afterglow.ground.access.countersignature import countersign, entry_hash, prove
from afterglow.ground.access.models import Account
from afterglow.ground.access.pages import ClinicRequest, form_page, post_page
from afterglow.ground.access.roles import Permission


def content(request: ClinicRequest, known: Known, failed: dict[str, BaseForm]) -> dict[str, Any]:
    """What the dose part shows."""
    waits = known.sheet is not None and known.second is None
    over = ended_at(known) is not None
    found = before_findings(known) if not known.events else ()
    holding = [one for one in found if one.holds]
    again = any(one.finding.code == "confirm-dose-again" for one in holding)
    page = dose_page(known, earlier_differences(known))
    return {
        "dose": page,
        "to_work_out": not waits and not over and known.direction is not None and page.stand is not Agreement.AGREE,
        "to_check": waits and not over,
        "figures_form": failed.get("figures") or _figures_form(request, known, FiguresForm, bound=False),
        "second_form": failed.get("second") or _second_form(request, known, bound=False),
        "confirm_again": again,
        "confirm_dose_form": failed.get("confirm_dose") or ReasonForm(),
        "may_check": request.actor.may(Permission.CHECK_DOSE),
        "may_prescribe": request.actor.may(Permission.PRESCRIBE),
        "holding": shown(holding, known),
        "start_form": failed.get("start") or StartForm(),
        "give_form": failed.get("give") or GiveForm(),
        "begun": bool(known.events),
        "drawn_words": drawn_words(known),
        **portions_content(known, failed),
    }


SHOWS[DOSE] = content


@form_page(Permission.SEE_RECORD)
def dose(request: ClinicRequest, ref: str) -> HttpResponse:
    """The dose part; sent, the first person's working."""
    if request.method != "POST":
        return show_part(request, access_treatment(by=request.actor, ref=ref), DOSE)
    session = access_session(by=request.actor, ref=ref)
    form = _figures_form(request, known_about(session.treatment, request.now), FiguresForm, bound=True)
    return carry_out(
        request,
        ref,
        part=DOSE,
        name="figures",
        form=form,
        act=lambda session, form: write_dose_sheet(
            session=session, figures=form.figures(), by=request.actor, now=request.now
        ),
    )


@post_page(Permission.CHECK_DOSE)
def check(request: ClinicRequest, ref: str) -> HttpResponse:
    """The second person's working: on a tablet of their own, or proved by their PIN beside the first."""
    session = access_session(by=request.actor, ref=ref)
    form = _second_form(request, known_about(session.treatment, request.now), bound=True)

    def second(session: Session, form: SecondCheckForm) -> None:
        figures, known = form.figures(), known_about(session.treatment, request.now)
        signed = None
        if "pin" in form.fields and known.sheet is not None:
            account = Account.objects.get(ref=form.cleaned_data["second"])
            pin, needs = form.cleaned_data["pin"], Permission.CHECK_DOSE
            prove(account=account, pin=pin, by=request.actor, needs=needs)
            entry = entry_hash(what_is_checked(known.sheet, figures))
            signed = countersign(account=account, entry_sha256=entry, by=request.actor, now=request.now)
        check_dose(session=session, figures=figures, by=request.actor, now=request.now, countersigned=signed)

    return carry_out(request, ref, part=DOSE, name="second", form=form, act=second)


@post_page(Permission.PRESCRIBE)
def confirm(request: ClinicRequest, ref: str) -> HttpResponse:
    """A prescriber stands by a dose signed before a raised pressure."""
    return carry_out(
        request,
        ref,
        part=DOSE,
        name="confirm_dose",
        form=ReasonForm.of(request),
        act=lambda session, form: confirm_dose(
            session=session, reason=form.cleaned_data["reason"], by=request.actor, now=request.now
        ),
    )


@post_page(Permission.TREAT)
def step(request: ClinicRequest, ref: str, verb: str) -> HttpResponse:
    """One step of giving the dose: start, give, pause, resume, rate, stop or complete."""
    if verb not in STEPS:
        raise Http404
    made, part, act = STEPS[verb]
    form = made.of(request)

    def carry(session: Session, form: InfusionForm) -> None:
        given = {_NAMED.get(name, name): value for name, value in form.cleaned_data.items() if name != "patient_shown"}
        act(session=session, by=request.actor, now=request.now, **given)

    return carry_out(request, ref, part=part, name=verb, form=form, act=carry, then=DURING)


_NAMED = {"why": "reason"}
"""Two reasons stand on one page; both are the action's ``reason``."""

STEPS: dict[str, tuple[type[InfusionForm], str, Callable[..., object]]] = {
    "start": (StartForm, DOSE, infusion.start),
    "give": (GiveForm, DOSE, infusion.give),
    "pause": (InfusionForm, DURING, infusion.pause),
    "resume": (InfusionForm, DURING, infusion.resume),
    "rate": (RateForm, DURING, infusion.set_rate),
    "stop": (StopForm, DURING, infusion.stop),
    "complete": (InfusionForm, DURING, infusion.complete),
}


def _figures_form(request: ClinicRequest, known: Known, made: type[FiguresForm], *, bound: bool) -> FiguresForm:
    form = made.of(request) if bound else made()
    asked = asked_of(known)
    if asked is not None:
        form.ask(asked)
    return form


def _second_form(request: ClinicRequest, known: Known, *, bound: bool) -> SecondCheckForm:
    form = SecondCheckForm.of(request) if bound else SecondCheckForm()
    asked = asked_of(known)
    if asked is not None:
        form.ask(asked)
    first = known.sheet.author_id if known.sheet else None
    if first is not None and first != request.actor.account_id:
        form.alone()
    else:
        form.offer(people_who_check(request.clinic.pk, besides=(first, request.actor.account_id)))
    return form
