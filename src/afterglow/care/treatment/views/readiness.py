"""The readiness part: the nurse's check, and capacity and willingness asked again."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse

from afterglow.care.consent.actions import confirm_before_dose
from afterglow.care.course.queries import access_treatment
from afterglow.care.treatment.actions.readiness import complete_readiness
from afterglow.care.treatment.forms.bedside import TargetForm
from afterglow.care.treatment.forms.readiness import ReadinessForm
from afterglow.care.treatment.forms.settling import ConfirmForm, MoveForm, NotGivenForm, OverrideForm
from afterglow.care.treatment.models import Session
from afterglow.care.treatment.presenters.findings import shown
from afterglow.care.treatment.presenters.parts import READINESS
from afterglow.care.treatment.presenters.readiness import answers_so_far, check_rows, patient_answers, said_before
from afterglow.care.treatment.queries.before import before_findings, questions_of
from afterglow.care.treatment.queries.during import lower_oxygen_target
from afterglow.care.treatment.queries.known import Known, known_about
from afterglow.care.treatment.queries.sessions import access_session
from afterglow.care.treatment.rules.readiness import Asker
from afterglow.care.treatment.views.part import SHOWS, carry_out, show_part
from afterglow.ground.access.pages import ClinicRequest, form_page, post_page
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.finding import Severity
from afterglow.record.diary.queries import bays


def content(request: ClinicRequest, known: Known, failed: dict[str, BaseForm]) -> dict[str, Any]:
    """What the readiness part shows."""
    found = before_findings(known) if not known.events else ()
    override, rows = failed.get("override"), check_rows(known)
    return {
        "open_rows": [row for row in rows if not row.in_order],
        "rows_in_order": [row for row in rows if row.in_order],
        "check": known.check,
        "patient_answers": patient_answers(known),
        "findings": shown((one for one in found if _is_shown(one.finding.code, one.finding.severity)), known),
        "check_form": failed.get("check") or _form(request, known, bound=False),
        "confirm_form": failed.get("confirm") or ConfirmForm(),
        "move_form": failed.get("move") or _move_form(request, known),
        "not_given_form": failed.get("not_given") or NotGivenForm(),
        "override_form": override or OverrideForm(),
        "override_about": override.data.get("about") if override else "",
        "may_prescribe": request.actor.may(Permission.PRESCRIBE),
        "target_form": failed.get("target") or TargetForm(),
        "lower_target": known.oxygen_targets[-1] if lower_oxygen_target(known) else None,
        "confirmation": known.confirmation,
        "each_dose": known.protocol.consent.each_dose,
        "companion": known.protocol.companion,
        "begun": bool(known.events),
        "treatment_name": known.given.name,
    }


SHOWS[READINESS] = content


@form_page(Permission.SEE_RECORD)
def readiness(request: ClinicRequest, ref: str) -> HttpResponse:
    """The readiness part; sent, the check as the nurse completed it."""
    if request.method != "POST":
        return show_part(request, access_treatment(by=request.actor, ref=ref), READINESS)
    session = access_session(by=request.actor, ref=ref)
    form = _form(request, known_about(session.treatment, request.now), bound=True)

    def complete(session: Session, form: ReadinessForm) -> None:
        complete_readiness(session=session, completed=form.completed(), by=request.actor, now=request.now)

    return carry_out(request, ref, part=READINESS, name="check", form=form, act=complete)


@post_page(Permission.TREAT)
def confirm(request: ClinicRequest, ref: str) -> HttpResponse:
    """Capacity and willingness, asked again before this dose."""

    def ask(session: Session, form: ConfirmForm) -> None:
        given = form.cleaned_data
        confirm_before_dose(
            episode=session.treatment.course.episode,
            about=session.treatment.ref,
            capacity=given["capacity"],
            willingness=given["willingness"],
            note=given["note"],
            by=request.actor,
            now=request.now,
        )

    return carry_out(request, ref, part=READINESS, name="confirm", form=ConfirmForm.of(request), act=ask)


def _form(request: ClinicRequest, known: Known, *, bound: bool) -> ReadinessForm:
    questions = questions_of(known, Asker.NURSE)
    policy, answers, check = known.protocol.companion, answers_so_far(known), known.check
    form = ReadinessForm.about(request, questions, policy, answers, said_before(known))
    if not bound:
        form.is_bound = False
    for name in (*_KEPT, *(f"words-{code}" for code in (check.words if check else {}))):
        form.initial.setdefault(name, _kept(check, name))
    return form


def _move_form(request: ClinicRequest, known: Known) -> MoveForm:
    form = MoveForm()
    here = known.session.bay_id if known.session else None
    form.offer(bay for bay in bays(request.clinic.pk) if bay.pk != here)
    return form


_KEPT = (
    "last_food_at",
    "last_drink_at",
    "last_alcohol_at",
    "last_benzodiazepine_at",
    "benzodiazepine_every_day",
    "escort",
    "escort_phone",
    "escort_adult",
    "escort_able",
    "wants_company",
)


def _kept(check: Any, name: str) -> Any:
    if check is None:
        return None
    return check.words.get(name.removeprefix("words-")) if name.startswith("words-") else getattr(check, name)


def _is_shown(code: str, severity: Severity) -> bool:
    """The second check has its own part; everything else that speaks to starting stands here."""
    return not code.startswith("second-check") and code != "readiness-not-complete"
