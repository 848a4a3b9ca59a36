"""The during part: the chart and what calls for somebody, live; readings and effects typed at the bedside."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render

from afterglow.care.course.queries import access_treatment
from afterglow.care.treatment.actions.effects import note_effect, write_therapist_note
from afterglow.care.treatment.actions.observing import record_reading
from afterglow.care.treatment.forms.dose import InfusionForm, RateForm, StopForm
from afterglow.care.treatment.forms.observing import EffectsForm, ReadingForm, TherapistForm
from afterglow.care.treatment.forms.settling import OverrideForm
from afterglow.care.treatment.models import MONITOR, Session
from afterglow.care.treatment.presenters.chart import chart_of
from afterglow.care.treatment.presenters.during import correctable, due_words, felt_rows, rounds, warning
from afterglow.care.treatment.presenters.findings import shown
from afterglow.care.treatment.presenters.infused import by_the_clock
from afterglow.care.treatment.presenters.parts import DURING
from afterglow.care.treatment.presenters.times import by_whom
from afterglow.care.treatment.queries.during import complaint_words, during_findings, last_note
from afterglow.care.treatment.queries.known import Known, known_about
from afterglow.care.treatment.queries.sessions import access_session
from afterglow.care.treatment.queries.vitals import charted, last_with
from afterglow.care.treatment.rules.signal import is_live
from afterglow.care.treatment.rules.vitals import Charted, Sign
from afterglow.care.treatment.views.bedside import bedside_content
from afterglow.care.treatment.views.part import SHOWS, carry_out, frame, show_part
from afterglow.ground.access.away import away_of
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.roles import Permission


def content(request: ClinicRequest, known: Known, failed: dict[str, BaseForm]) -> dict[str, Any]:
    """What the during part shows."""
    protocol = known.protocol
    effects = failed.get("effects")
    if not isinstance(effects, EffectsForm):
        effects = EffectsForm.about(request, protocol.session, protocol.limits.symptoms)
        effects.is_bound = False
    override, note, filled = failed.get("override"), last_note(known), _from_monitor(known)
    return {
        **_live(request, known),
        **bedside_content(known, failed),
        "away": away_of(request.actor, now=request.now, zone=protocol.zone),
        "filled": bool(filled),
        "reading_form": failed.get("reading")
        or ReadingForm.about(request, correctable(known), protocol.limits.agitation, bound=False, filled=filled),
        "reading_uuid": _uuid(failed.get("reading")),
        "effects_form": effects,
        "effects_uuid": _uuid(failed.get("effects")),
        "expected": effects.scales(protocol.session, "expected"),
        "side_effects": effects.scales(protocol.session, "side-effect"),
        "effect_levels": protocol.session.effect_scale.levels,
        "complaint_words": complaint_words(known),
        "last_asked": by_whom(known, note) if note else "",
        "felt": felt_rows(known),
        "attitude": protocol.session.attitude,
        "therapist": protocol.session.therapist,
        "therapist_notes": [(by_whom(known, one), one.get_kind_display(), one.text) for one in known.therapist_notes],
        "therapist_form": failed.get("therapist") or TherapistForm(),
        "may_guide": request.actor.may(Permission.GUIDE_SESSION),
        "by_the_clock": by_the_clock(known),
        "stop_form": failed.get("stop") or StopForm(),
        "rate_form": failed.get("rate") or RateForm(),
        "step_form": next((failed[verb] for verb in ("pause", "resume", "complete") if verb in failed), InfusionForm()),
        "override_form": override or OverrideForm(),
        "override_about": override.data.get("about") if override else "",
    }


SHOWS[DURING] = content


@form_page(Permission.SEE_RECORD)
def during(request: ClinicRequest, ref: str) -> HttpResponse:
    """The during part; sent, a reading typed at the bedside."""
    if request.method != "POST":
        return show_part(request, access_treatment(by=request.actor, ref=ref), DURING)
    known = known_about(access_session(by=request.actor, ref=ref).treatment, request.now)
    form = ReadingForm.about(request, correctable(known), known.protocol.limits.agitation, bound=True)

    def record(session: Session, form: ReadingForm) -> None:
        wrong = form.cleaned_data["corrects"]
        record_reading(
            session=session,
            uuid=form.cleaned_data["uuid"],
            measured=form.measured(),
            taken_at=form.cleaned_data["taken_at"],
            corrects=next((one for one in known.readings if wrong and one.ref == wrong), None),
            by=request.actor,
            now=request.now,
        )

    return carry_out(request, ref, part=DURING, name="reading", form=form, act=record)


@page(Permission.SEE_RECORD)
def live(request: ClinicRequest, ref: str) -> HttpResponse:
    """What changes by itself on the during part, for a page that is open."""
    session = access_session(by=request.actor, ref=ref)
    known = known_about(session.treatment, request.now)
    fresh = {"override_form": OverrideForm(), "override_about": ""}
    context = {**frame(request, known, DURING), **_live(request, known), **fresh}
    return render(request, "treatment/fragments/live.html", context)


@post_page(Permission.TREAT)
def effects(request: ClinicRequest, ref: str) -> HttpResponse:
    """What the patient feels, as asked."""
    session = access_session(by=request.actor, ref=ref)
    protocol = known_about(session.treatment, request.now).protocol
    return carry_out(
        request,
        ref,
        part=DURING,
        name="effects",
        form=EffectsForm.about(request, protocol.session, protocol.limits.symptoms),
        act=lambda session, form: note_effect(
            session=session, uuid=form.cleaned_data["uuid"], felt=form.felt(), by=request.actor, now=request.now
        ),
    )


@post_page(Permission.GUIDE_SESSION)
def therapist(request: ClinicRequest, ref: str) -> HttpResponse:
    """What the therapist writes."""
    return carry_out(
        request,
        ref,
        part=DURING,
        name="therapist",
        form=TherapistForm.of(request),
        act=lambda session, form: write_therapist_note(
            session=session,
            kind=form.cleaned_data["kind"],
            text=form.cleaned_data["text"],
            by=request.actor,
            now=request.now,
        ),
    )


def _live(request: ClinicRequest, known: Known) -> dict[str, Any]:
    due, shape = due_words(known)
    return {
        "findings": shown(during_findings(known), known),
        "due": due,
        "due_shape": shape,
        "rounds": rounds(known),
        "chart": chart_of(known),
        "warning": warning(known),
        "may_prescribe": request.actor.may(Permission.PRESCRIBE),
    }


def _from_monitor(known: Known) -> dict[str, str]:
    """Live figures filled in; a person looks at them and saves them."""
    filled = {}
    for name, sign in (("heart_rate", Sign.PULSE), ("spo2", Sign.OXYGEN), ("respiratory_rate", Sign.BREATHING)):
        last = last_with(known.readings, name, source=MONITOR)
        found = charted(last, sign) if last is not None and is_live(last.happened_at, known.now) else None
        if isinstance(found, Charted):
            filled[name] = str(found.value)
    return filled


def _uuid(form: BaseForm | None) -> str:
    """The identifier a form was drawn with, so that sending it again saves it once; a fresh one otherwise."""
    sent = form.data.get("uuid") if form is not None else None
    return str(sent or uuid4())
