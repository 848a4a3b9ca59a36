"""A patient's own pages: the day-before check on a phone, one question a page, and the rest of the day afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from afterglow.care.course.models import Treatment
from afterglow.care.treatment.actions.readiness import answer_own_readiness, answer_readiness, closes_at, opens_at
from afterglow.care.treatment.forms.readiness import AnswerForm
from afterglow.care.treatment.presenters.own import (
    after_page,
    answered,
    asked,
    call_words,
    changeable_until,
    fasting_words,
    next_steps,
    told_beforehand,
    wants_a_call,
)
from afterglow.care.treatment.queries.known import Known, known_about
from afterglow.care.treatment.queries.sessions import access_own_treatment, last_departure
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.ground.design.navigation import NavigationItem
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.protocol.schema.readiness import Question
from afterglow.record.outcomes.rules.helping import opening_words
from afterglow.record.people.queries import identity_of


@dataclass(frozen=True)
class Way:
    """How the patient came: signed in, with their name shown, or by a link, without it."""

    name: str
    layout: str
    answer: Callable[..., object]

    def url(self, step: str, *args: str) -> str:
        """The address of a step on this way."""
        return reverse(f"treatment:{self.name}-{step}", args=args)


OWN = Way("own", "design/patient.html", answer_own_readiness)
LINK = Way("link", "design/plain.html", answer_readiness)


@page(Permission.SEE_OWN_RECORD)
def own_check(request: ClinicRequest) -> HttpResponse:
    """Where the check goes on, for a patient who has signed in."""
    return _go_on(request, OWN)


@form_page(Permission.SEE_OWN_RECORD)
def own_question(request: ClinicRequest, code: str) -> HttpResponse:
    """One question, for a patient who has signed in."""
    return _question(request, OWN, code)


@page(Permission.SEE_OWN_RECORD)
def own_told(request: ClinicRequest, code: str) -> HttpResponse:
    """What follows from one answer, for a patient who has signed in."""
    return _told(request, OWN, code)


@page(Permission.SEE_OWN_RECORD)
def own_end(request: ClinicRequest) -> HttpResponse:
    """All answers, for a patient who has signed in."""
    return _end(request, OWN)


@page(Permission.ANSWER_INVITATION)
def link_check(request: ClinicRequest) -> HttpResponse:
    """Where the check goes on, by a link."""
    return _go_on(request, LINK)


@form_page(Permission.ANSWER_INVITATION)
def link_question(request: ClinicRequest, code: str) -> HttpResponse:
    """One question, by a link."""
    return _question(request, LINK, code)


@page(Permission.ANSWER_INVITATION)
def link_told(request: ClinicRequest, code: str) -> HttpResponse:
    """What follows from one answer, by a link."""
    return _told(request, LINK, code)


@page(Permission.ANSWER_INVITATION)
def link_end(request: ClinicRequest) -> HttpResponse:
    """All answers, by a link."""
    return _end(request, LINK)


@page(Permission.SEE_OWN_RECORD)
def after(request: ClinicRequest) -> HttpResponse:
    """The rest of the day after a treatment, and when to call."""
    departure = last_departure(by=request.actor)
    if departure is None:
        raise Http404
    known = known_about(departure.session.treatment, request.now)
    context = {
        "after": after_page(known, departure),
        "contact": known.protocol.contact,
        "opening": opening_words(known.protocol),
        "identity": identity_of(known.patient),
        "patient": known.patient,
        "back": NavigationItem("Back to today", reverse("patient:today")),
    }
    return render(request, "treatment/after.html", context)


def _go_on(request: ClinicRequest, way: Way) -> HttpResponse:
    treatment = access_own_treatment(by=request.actor)
    known = known_about(treatment, request.now)
    if not _is_open(treatment, request):
        return render(request, "treatment/check/closed.html", _around(known, way, None))
    left = [one for one in asked(known) if one.code not in known.answers]
    return redirect(way.url("question", left[0].code) if left else way.url("end"))


def _question(request: ClinicRequest, way: Way, code: str) -> HttpResponse:
    treatment = access_own_treatment(by=request.actor)
    known = known_about(treatment, request.now)
    question = _asked(known, code)
    if request.method != "POST" and not _is_open(treatment, request):
        return redirect(way.url("check"))
    given = known.answers.get(code)
    form = AnswerForm.to(request, question, given.option if given else "")
    refused: Sequence[Finding] = ()
    if form.is_valid():
        option = form.cleaned_data["answer"]
        try:
            way.answer(treatment=treatment, question=code, option=option, by=request.actor, now=request.now)
            told = bool(question.option(option).told)
            return redirect(way.url("told", code) if told else _next(known, way, code))
        except Refused as refusal:
            refused = refusal.findings
    context = _around(known, way, code)
    return render_form(request, "treatment/check/question.html", form, refused=refused, **context)


def _told(request: ClinicRequest, way: Way, code: str) -> HttpResponse:
    known = known_about(access_own_treatment(by=request.actor), request.now)
    question, given = _asked(known, code), known.answers.get(code)
    option = question.option(given.option) if given else None
    if option is None or not option.told:
        return redirect(way.url("question", code))
    call = call_words(known.treatment, request.now, known.patient.phone) if wants_a_call(option) else ""
    context = {
        **_around(known, way, code),
        "question": question,
        "option": option,
        "call": call,
        "next_url": _next(known, way, code),
        "change_url": way.url("question", code),
        "version": known.protocol.version,
    }
    return render(request, "treatment/check/told.html", context)


def _end(request: ClinicRequest, way: Way) -> HttpResponse:
    known = known_about(access_own_treatment(by=request.actor), request.now)
    left = [one for one in asked(known) if one.code not in known.answers]
    if left:
        return redirect(way.url("check"))
    rows = [
        (one.ask, one.say, one.call, NavigationItem("Change", way.url("question", one.code))) for one in answered(known)
    ]
    context = {
        **_around(known, way, None),
        "rows": rows,
        "saved_at": max(one.written_at for one in known.answers.values()),
        "steps": next_steps(known, known.patient.phone),
        "told": told_beforehand(known),
        "changeable_until": changeable_until(known.treatment),
        "changeable": _is_open(known.treatment, request),
        "home": reverse("patient:today") if way is OWN else "",
    }
    return render(request, "treatment/check/end.html", context)


def _around(known: Known, way: Way, code: str | None) -> dict[str, Any]:
    """What every page of the check shows. Only a patient who has signed in sees their name."""
    questions = asked(known)
    place = next((place for place, one in enumerate(questions, 1) if one.code == code), 0)
    before = [one.code for one in questions[: max(place - 1, 0)]]
    back = way.url("question", before[-1]) if before else (reverse("patient:today") if way is OWN else "")
    return {
        "layout": way.layout,
        "at": place,
        "of": len(questions),
        "back": NavigationItem("Back", back) if back else None,
        "fasting": fasting_words(known),
        "diabetes": known.protocol.readiness.diabetes,
        "read_until": f"{known.protocol.readiness.call_by:%H:%M}",
        "contact": known.protocol.contact,
        "opens": opens_at(known.treatment),
        "closes": closes_at(known.treatment),
        **({"identity": identity_of(known.patient)} if way is OWN else {}),
    }


def _asked(known: Known, code: str) -> Question:
    found = next((one for one in asked(known) if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _next(known: Known, way: Way, code: str) -> str:
    codes = [one.code for one in asked(known)]
    later = codes[codes.index(code) + 1 :]
    return way.url("question", later[0]) if later else way.url("check")


def _is_open(treatment: Treatment, request: ClinicRequest) -> bool:
    return opens_at(treatment) <= request.now < closes_at(treatment)
