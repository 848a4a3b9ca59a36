"""Everybody who opens pages in the full house: one in each role, patients, somebody with a link, and a stranger."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.test import Client

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import GRANTED, Role
from afterglow.record.contact.models import Link, Message
from afterglow.record.contact.queries import token_hash
from afterglow.record.people.models import Patient
from tests.laws.objects import Way, filled, kind_behind, owner_of, ref_parameters, ways
from tests.laws.routes import Route
from tests.people import NOW, Cast, as_patient, signed_in

_TOKEN = re.compile(r"/l/([\w-]{20,})")


@dataclass
class Visitor:
    """Somebody with a browser of their own at one clinic."""

    name: str
    role: Role | None
    browser: Client
    cast: Cast
    patient: Patient | None = None

    @property
    def by_account(self) -> bool:
        """Whether they have signed in: to everybody else a closed page offers to."""
        return self.role not in (None, Role.LINK)

    def may_enter(self, route: Route) -> bool:
        """Whether the address lets this role in."""
        assert route.entrance is not None
        if route.entrance.is_open or self.role is None:
            return route.entrance.is_open
        return bool(GRANTED[self.role] & set(route.entrance.permissions))

    def paths(self, route: Route) -> Iterator[str]:
        """Every way to fill the address with objects this visitor may see."""
        for way in ways(route, self.cast.clinic):
            if self.patient is None or self._mine(route, way):
                yield filled(route, way)

    def _mine(self, route: Route, way: Way) -> bool:
        return all(owner_of(kind_behind(route, name), way[name]) == self.patient for name in ref_parameters(route))


def visitors(cast: Cast) -> list[Visitor]:
    """Everybody at one clinic. Patients and link holders come once for each patient who can see something."""
    staff = (cast.joanne, cast.hannah, cast.priya, cast.lena, cast.grace, cast.ewan, cast.fiona)
    patients = Patient.objects.filter(clinic=cast.clinic, account__isnull=False).order_by("pk")
    return [
        Visitor("a stranger", None, browser(), cast),
        *(Visitor(actor.role_words, next(iter(actor.roles)), browser(actor), cast) for actor in staff),
        *(Visitor(f"patient {one.pk}", Role.PATIENT, browser(as_patient(one)), cast, one) for one in patients),
        *_by_link(cast),
    ]


def browser(actor: Actor | None = None) -> Client:
    """A browser that goes on after the server failed: an answer of 500 is a fault like any other."""
    made = signed_in(actor) if actor else Client()
    made.raise_request_exception = False
    return made


def _by_link(cast: Cast) -> Iterator[Visitor]:
    """The holder of each link that still opens something, who has opened it."""
    for token, link in links(cast).items():
        holder = browser()
        assert holder.get(f"/l/{token}").status_code == 302
        yield Visitor(f"by a link for a {link.purpose}", Role.LINK, holder, cast)


def links(cast: Cast) -> Mapping[str, Link]:
    """Every token that still opens something, as the outbox carries it; the last one for each thing."""
    rows = Link.objects.filter(clinic=cast.clinic, closed_at=None, expires_at__gt=NOW)
    good = {link.token_sha256: link for link in rows}
    texts = Message.objects.filter(clinic=cast.clinic).order_by("pk").values_list("text", flat=True)
    tokens = [token for text in texts for token in _TOKEN.findall(text) if token_hash(token) in good]
    latest = {good[token_hash(token)].about: token for token in tokens}
    return {token: good[token_hash(token)] for token in latest.values()}
