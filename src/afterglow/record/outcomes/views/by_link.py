"""A questionnaire answered by somebody who came by a link: no sign-in, and no name on any page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from afterglow.ground.access.models import Clinic
from afterglow.ground.access.pages import ClinicRequest, OpenRequest, form_page, open_page, page
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.navigation import NavigationItem
from afterglow.record.outcomes import queries
from afterglow.record.outcomes.actions import answering as actions
from afterglow.record.outcomes.models import Answer, Score
from afterglow.record.outcomes.views import answering


@dataclass(frozen=True)
class LinkWay(answering.Way):
    """By a link."""

    def question_url(self, item: str) -> str:
        """See Way."""
        return reverse("outcomes:invited-question", args=[item])

    def check_url(self) -> str:
        """See Way."""
        return reverse("outcomes:invited-check")

    def crisis_url(self) -> str:
        """See Way."""
        return reverse("outcomes:invited-help")

    def thanks_url(self) -> str:
        """See Way."""
        return reverse("outcomes:invited-thanks", args=[self.http.clinic.slug])

    def out(self) -> NavigationItem | None:
        """See Way."""
        return None

    def save(self, item: str, value: int | None) -> Answer:
        """See Way."""
        return actions.answer_item(request=self.asked, item=item, value=value, by=self.http.actor, now=self.http.now)

    def send(self) -> Score:
        """See Way."""
        return actions.submit(request=self.asked, by=self.http.actor, now=self.http.now)


@page(Permission.ANSWER_INVITATION)
def start(request: ClinicRequest) -> HttpResponse:
    """Go on where answering stopped."""
    way = _way(request)
    return redirect(way.next_url(queries.sheet_of(way.asked)))


@form_page(Permission.ANSWER_INVITATION)
def question(request: ClinicRequest, item: str) -> HttpResponse:
    """One question."""
    return answering.question(_way(request), item)


@page(Permission.ANSWER_INVITATION)
def crisis(request: ClinicRequest) -> HttpResponse:
    """Who can help now."""
    return answering.crisis(_way(request))


@form_page(Permission.ANSWER_INVITATION)
def check(request: ClinicRequest) -> HttpResponse:
    """All answers before they are sent."""
    return answering.check(_way(request))


@open_page()
def thanks(request: OpenRequest, slug: str) -> HttpResponse:
    """After sending. The link is used up, so this page knows the clinic and nobody."""
    request.clinic = Clinic.objects.filter(slug=slug).first()
    if request.clinic is None:
        raise Http404
    return render(request, "outcomes/thanks.html", {"layout": "design/plain.html", "identity": None})


def _way(request: ClinicRequest) -> LinkWay:
    asked = queries.access_invited_request(by=request.actor)
    return LinkWay(request, asked, "design/plain.html", None)
