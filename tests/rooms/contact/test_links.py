"""A link opens one thing for one patient: opening it changes nothing, and nobody learns which links exist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import HttpRequest
from django.test import Client

from afterglow.ground.audit.models import AuditRow
from afterglow.record.contact import actions, queries
from afterglow.record.contact.models import QUESTIONNAIRE, READINESS, Link
from tests.people import NOW, Cast, cast_of, maya

EXPIRES = NOW + timedelta(days=7)

pytestmark = pytest.mark.usefixtures("clinic_time")


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of("larkfield")


def made(cast: Cast, *, purpose: str = QUESTIONNAIRE) -> tuple[Link, str]:
    return actions.make_link(
        patient=maya(cast), purpose=purpose, about="thing", expires_at=EXPIRES, by=cast.priya, now=NOW
    )


def cookie_of(token: str) -> HttpRequest:
    """A request from a browser that has opened the link."""
    client, request = Client(), HttpRequest()
    client.get(f"/l/{token}")
    request.COOKIES = {"link": client.cookies["link"].value}
    return request


@pytest.mark.parametrize("purpose", [QUESTIONNAIRE, READINESS])
def test_opening_swaps_the_token_for_a_cookie_and_a_clean_address(cast: Cast, purpose: str) -> None:
    _, token = made(cast, purpose=purpose)
    answer = Client().get(f"/l/{token}")
    assert (answer.status_code, answer["Location"]) == (302, f"/answer/{purpose}/")
    cookie = answer.cookies["link"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/answer/", True, "Lax")
    assert cookie["max-age"] == 7 * 24 * 60 * 60
    assert token not in cookie.value


def test_the_address_is_whole_and_the_token_kept_nowhere(cast: Cast) -> None:
    link, token = made(cast)
    assert queries.link_address(token) == f"http://localhost:8000/l/{token}"
    assert len(token) == 43
    assert token not in "".join(str(value) for value in link.__dict__.values())


def test_opening_changes_nothing_however_often(cast: Cast) -> None:
    link, token = made(cast)
    before = AuditRow.objects.count()
    for _ in range(3):
        assert Client().get(f"/l/{token}").status_code == 302
        assert Client().head(f"/l/{token}").status_code == 302
    link.refresh_from_db()
    assert link.closed_at is None
    assert AuditRow.objects.count() == before


def test_a_link_cannot_be_posted_to(cast: Cast) -> None:
    _, token = made(cast)
    assert Client().post(f"/l/{token}").status_code == 405


def test_used_expired_and_invented_links_answer_alike(cast: Cast, clinic_time: Callable[[datetime], None]) -> None:
    _, token = made(cast)
    client = Client()
    clinic_time(EXPIRES)
    expired = client.get(f"/l/{token}")
    clinic_time(NOW)
    link = cookie_of(token)
    actor, _ = queries.link_actor(link.get_signed_cookie, path="/answer/", now=NOW) or pytest.fail("no actor")
    actions.close_links(purpose=QUESTIONNAIRE, about="thing", by=actor, now=NOW)
    used, invented = client.get(f"/l/{token}"), client.get("/l/invented")
    assert expired.status_code == used.status_code == invented.status_code == 410
    assert expired.content == used.content == invented.content
    words = used.content.decode()
    assert "ask it to send you another" in words
    assert "Larkfield" not in words
    assert "link" not in client.cookies


def test_the_cookie_opens_only_its_own_pages_and_only_in_time(cast: Cast) -> None:
    link, token = made(cast)
    read = cookie_of(token).get_signed_cookie
    known = queries.link_actor(read, path="/answer/questionnaire/", now=NOW)
    assert known is not None
    actor, clinic = known
    assert (actor.patient_id, actor.scope, clinic) == (link.patient_id, "questionnaire:thing", cast.clinic)
    assert queries.link_actor(read, path="/my/", now=NOW) is None
    assert queries.link_actor(read, path="/answer/questionnaire/", now=EXPIRES) is None


def test_a_changed_cookie_opens_nothing(cast: Cast) -> None:
    _, token = made(cast)
    request = cookie_of(token)
    request.COOKIES["link"] = "A" + request.COOKIES["link"]
    assert queries.link_actor(request.get_signed_cookie, path="/answer/", now=NOW) is None
