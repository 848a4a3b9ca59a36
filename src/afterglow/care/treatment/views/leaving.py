"""The leaving part: the checklist line by line, and the door."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpResponse

from afterglow.care.course.queries import access_treatment
from afterglow.care.treatment.actions.leaving import check_leaving, leave
from afterglow.care.treatment.actions.recovery import score_recovery
from afterglow.care.treatment.forms.leaving import LeaveForm, RecoveryForm
from afterglow.care.treatment.forms.settling import LineForm, OverrideForm
from afterglow.care.treatment.presenters.findings import shown
from afterglow.care.treatment.presenters.leaving import lines_shown, open_words, scores_shown
from afterglow.care.treatment.presenters.parts import LEAVING
from afterglow.care.treatment.presenters.times import by_whom
from afterglow.care.treatment.queries.during import pressures_since
from afterglow.care.treatment.queries.giving import dose_was_raised, ended_at
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.standing import leaving_held, score_to_take
from afterglow.care.treatment.rules.leaving import travel_words
from afterglow.care.treatment.rules.recovery_scores import NAMES, PARTS
from afterglow.care.treatment.views.part import SHOWS, carry_out, show_part
from afterglow.ground.access.pages import ClinicRequest, form_page, post_page
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.words import phone


def content(request: ClinicRequest, known: Known, failed: dict[str, BaseForm]) -> dict[str, Any]:
    """What the leaving part shows."""
    lines, afterwards, check = lines_shown(known), known.protocol.afterwards, known.check
    over = ended_at(known) is not None
    override, kind = failed.get("override"), score_to_take(known)
    return {
        "lines": lines,
        "scores": scores_shown(known),
        "has_pressure": bool(pressures_since(known, ended_at(known))),
        "score_name": NAMES[kind] if kind else "",
        "score_form": failed.get("score") or (RecoveryForm.of_kind(request, kind, bound=False) if kind else None),
        "met": sum(1 for line in lines if line.met),
        "open_words": open_words(lines),
        "over": over,
        "findings": shown((one for one in leaving_held(known, None) if one.holds), known) if over else (),
        "leave_form": failed.get("leave") or LeaveForm(),
        "named": ", ".join(filter(None, (check.escort, phone(check.escort_phone)))) if check else "",
        "departure": known.departure,
        "scheme_form": known.departure is not None and known.given.scheme is not None and known.given.scheme.form,
        "departed": by_whom(known, known.departure) if known.departure else "",
        "advice": travel_words(afterwards, len(known.earlier) + 1, dose_was_raised(known)),
        "afterwards": afterwards,
        "companion": known.protocol.companion,
        "override_form": override or OverrideForm(),
        "override_about": override.data.get("about") if override else "",
        "may_prescribe": request.actor.may(Permission.PRESCRIBE),
    }


SHOWS[LEAVING] = content


@form_page(Permission.SEE_RECORD)
def leaving(request: ClinicRequest, ref: str) -> HttpResponse:
    """The leaving part; sent, the patient goes."""
    if request.method != "POST":
        return show_part(request, access_treatment(by=request.actor, ref=ref), LEAVING)
    return carry_out(
        request,
        ref,
        part=LEAVING,
        name="leave",
        form=LeaveForm.of(request),
        act=lambda session, form: leave(session=session, leaves=form.leaves(), by=request.actor, now=request.now),
    )


@post_page(Permission.TREAT)
def score(request: ClinicRequest, ref: str) -> HttpResponse:
    """One score of recovery, graded."""
    kind = request.POST.get("kind", "")
    if kind not in PARTS:
        raise Http404
    return carry_out(
        request,
        ref,
        part=LEAVING,
        name="score",
        form=RecoveryForm.of_kind(request, kind, bound=True),
        act=lambda session, form: score_recovery(
            session=session, kind=kind, grades=form.grades(), by=request.actor, now=request.now
        ),
    )


@post_page(Permission.TREAT)
def check(request: ClinicRequest, ref: str) -> HttpResponse:
    """One line of the checklist met."""
    return carry_out(
        request,
        ref,
        part=LEAVING,
        name="line",
        form=LineForm.of(request),
        act=lambda session, form: check_leaving(
            session=session, code=form.cleaned_data["code"], by=request.actor, now=request.now
        ),
    )
