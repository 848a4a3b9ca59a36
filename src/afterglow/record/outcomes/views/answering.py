"""The pages on which a questionnaire is answered, the same for somebody with a link and for a signed-in patient."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.design.forms import render_form
from afterglow.ground.design.identity import Identity
from afterglow.ground.design.navigation import NavigationItem
from afterglow.record.outcomes import queries
from afterglow.record.outcomes.forms import question_form
from afterglow.record.outcomes.models import Answer, Request, Score
from afterglow.record.outcomes.presenters.answering import checked_rows
from afterglow.record.outcomes.presenters.crisis import number_shown, who_knows
from afterglow.record.outcomes.rules.helping import call_lines, clinic_line
from afterglow.record.outcomes.rules.instrument import AnswerError
from afterglow.record.outcomes.rules.sheet import Sheet


@dataclass(frozen=True)
class Way(ABC):
    """How somebody came to their questionnaire: where its pages lie, and the actions that save for them."""

    http: ClinicRequest
    asked: Request
    layout: str
    identity: Identity | None

    @abstractmethod
    def question_url(self, item: str) -> str:
        """The page of one question."""

    @abstractmethod
    def check_url(self) -> str:
        """The page that shows all answers before they are sent."""

    @abstractmethod
    def crisis_url(self) -> str:
        """The page with who can help now."""

    @abstractmethod
    def thanks_url(self) -> str:
        """The page after sending."""

    @abstractmethod
    def out(self) -> NavigationItem | None:
        """Where Back leads from the first question; nowhere for somebody with a link."""

    @abstractmethod
    def save(self, item: str, value: int | None) -> Answer:
        """Save one answer. Raises Refused."""

    @abstractmethod
    def send(self) -> Score:
        """Send everything in. Raises Refused."""

    def page(self, template: str, **context: Any) -> HttpResponse:
        """Show one of the pages."""
        return render(self.http, template, {**self.shared(), **context})

    def shared(self) -> dict[str, Any]:
        """What every page of this questionnaire needs."""
        return {"layout": self.layout, "identity": self.identity, "asked": self.asked}

    def next_url(self, sheet: Sheet) -> str:
        """Where answering goes on: the first question not dealt with, else the check before sending."""
        return self.question_url(sheet.next_key) if sheet.next_key else self.check_url()


def question(way: Way, item: str) -> HttpResponse:
    """One question: show it, save its answer, and lead on."""
    sheet = queries.sheet_of(way.asked)
    try:
        asked, before = sheet.item(item), sheet.before(item)
    except AnswerError:
        raise Http404 from None
    form = question_form(way.http, asked, sheet.answers.get(item))
    left_out = "skip" in way.http.POST
    refused: Refused | None = None
    if left_out or form.is_valid():
        try:
            return redirect(_saved(way, item, None if left_out else int(form.cleaned_data["answer"])))
        except Refused as refusal:
            refused = refusal
    back = NavigationItem(f"Question {sheet.place(before)}", way.question_url(before)) if before else way.out()
    return render_form(
        way.http,
        "outcomes/question.html",
        form,
        refused=refused.findings if refused else (),
        sheet=sheet,
        place=sheet.place(item),
        back=back,
        contact=protocol_in_force(way.http.clinic, way.http.now).contact,
        **way.shared(),
    )


def _saved(way: Way, item: str, value: int | None) -> str:
    way.save(item, value)
    sheet = queries.sheet_of(way.asked)
    if item == sheet.instrument.safety_item and value:
        return way.crisis_url()
    following = sheet.after(item)
    return way.question_url(following) if following else way.check_url()


def crisis(way: Way) -> HttpResponse:
    """Who can help now, straight after an answer about thoughts of suicide, and who has read it."""
    answered = queries.latest_safety_answer(way.asked)
    if answered is None:
        raise Http404
    protocol = protocol_in_force(way.http.clinic, way.http.now)
    open_now = queries.is_open_now(protocol, way.http.now)
    sheet = queries.sheet_of(way.asked)
    closed = way.asked.closed_at is not None
    return way.page(
        "outcomes/crisis.html",
        help=protocol.safety.help,
        lines=call_lines(protocol.safety.help),
        clinic_line=clinic_line(protocol, open_now=open_now),
        clinic_open=open_now,
        knows=who_knows(answered.task, protocol),
        phone=number_shown(way.asked.patient.phone, whole=way.identity is not None),
        go_on=None if closed else way.next_url(sheet),
    )


def check(way: Way) -> HttpResponse:
    """All answers before they are sent; sending them."""
    sheet = queries.sheet_of(way.asked)
    if sheet.next_key and way.http.method != "POST":
        return redirect(way.question_url(sheet.next_key))
    if way.http.method == "POST":
        way.send()
        return redirect(way.thanks_url())
    return way.page(
        "outcomes/check.html",
        sheet=sheet,
        rows=checked_rows(sheet, way.question_url),
        back=NavigationItem(f"Question {len(sheet.keys)}", way.question_url(sheet.keys[-1])),
    )
