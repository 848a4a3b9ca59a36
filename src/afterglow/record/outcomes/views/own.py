"""A patient's own questionnaires, answered by the patient or a helper who has signed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.navigation import NavigationItem
from afterglow.record.outcomes import queries
from afterglow.record.outcomes.actions import answering as actions
from afterglow.record.outcomes.models import Answer, Score
from afterglow.record.outcomes.presenters.own import own_rows
from afterglow.record.outcomes.views import answering
from afterglow.record.people.queries import access_own_patient, identity_of


@dataclass(frozen=True)
class OwnWay(answering.Way):
    """Signed in."""

    def question_url(self, item: str) -> str:
        """See Way."""
        return reverse("outcomes:own-question", args=[self.asked.ref, item])

    def check_url(self) -> str:
        """See Way."""
        return reverse("outcomes:own-check", args=[self.asked.ref])

    def crisis_url(self) -> str:
        """See Way."""
        return reverse("outcomes:own-help", args=[self.asked.ref])

    def thanks_url(self) -> str:
        """See Way."""
        return reverse("outcomes:own", args=[self.asked.ref])

    def out(self) -> NavigationItem | None:
        """See Way."""
        return NavigationItem("Your questionnaires", reverse("outcomes:mine"))

    def save(self, item: str, value: int | None) -> Answer:
        """See Way."""
        return actions.answer_own_item(
            request=self.asked, item=item, value=value, by=self.http.actor, now=self.http.now
        )

    def send(self) -> Score:
        """See Way."""
        return actions.submit_own(request=self.asked, by=self.http.actor, now=self.http.now)


@page(Permission.SEE_OWN_RECORD)
def mine(request: ClinicRequest) -> HttpResponse:
    """What there is to answer, and what was sent in."""
    patient = access_own_patient(by=request.actor)
    requests = queries.requests_of(patient)
    rows = own_rows(requests, queries.answered_counts(requests), now=request.now)
    context = {
        "to_do": [row for row in rows if row.to_do],
        "done": [row for row in rows if not row.to_do],
        "identity": identity_of(patient),
    }
    return render(request, "outcomes/mine.html", context)


@page(Permission.SEE_OWN_RECORD)
def own(request: ClinicRequest, ref: str) -> HttpResponse:
    """Go on where answering stopped; once it is sent in, say so."""
    way = _way(request, ref)
    if way.asked.closed_at is None and request.now < way.asked.expires_at:
        return redirect(way.next_url(queries.sheet_of(way.asked)))
    return way.page("outcomes/thanks.html", back=way.out())


@form_page(Permission.SEE_OWN_RECORD)
def question(request: ClinicRequest, ref: str, item: str) -> HttpResponse:
    """One question."""
    return answering.question(_way(request, ref), item)


@page(Permission.SEE_OWN_RECORD)
def crisis(request: ClinicRequest, ref: str) -> HttpResponse:
    """Who can help now."""
    return answering.crisis(_way(request, ref))


@form_page(Permission.SEE_OWN_RECORD)
def check(request: ClinicRequest, ref: str) -> HttpResponse:
    """All answers before they are sent."""
    return answering.check(_way(request, ref))


def _way(request: ClinicRequest, ref: str) -> OwnWay:
    asked = queries.access_request(by=request.actor, ref=ref)
    if asked.patient_id != request.actor.patient_id:
        raise Http404
    return OwnWay(request, asked, "design/patient.html", identity_of(asked.patient))
