"""What a request writes beside what it is for shares the commit of its change, once, and is not lost with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.sign_in.session import USED
from afterglow.ground.audit import chain, reads, riders, trail
from afterglow.ground.audit.models import ReadEntry
from tests.people import NOW, as_patient, cast_of, maya, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya() -> Actor:
    return cast_of().priya


@pytest.fixture
def page(priya: Actor) -> Iterator[reads.Page]:
    """A page that two patients have been read about so far."""
    with riders.aboard(), reads.gathered() as patients:
        made = reads.Page(author=priya, patients=patients, name=lambda: "test:page", now=NOW)
        riders.get_on(made)
        reads.note_all([1, 2])
        yield made


def log() -> list[str]:
    return list(ReadEntry.objects.order_by("id").values_list("patient_ids", flat=True))


def test_whom_a_page_was_about_is_written_with_its_change_and_not_again(page: reads.Page, priya: Actor) -> None:
    with trail.opened(author=priya, now=NOW, verb="test.changed"):
        assert log() == []
    assert log() == ["1,2"]
    reads.note_all([2, 3])
    page.sent()
    assert log() == ["1,2", "3"]


def test_two_changes_of_one_page_write_each_patient_once(page: reads.Page, priya: Actor) -> None:
    for _ in range(2):
        with (
            trail.opened(author=priya, now=NOW, verb="test.changed"),
            trail.opened(author=priya, now=NOW, verb="test.followed"),
        ):
            pass
    page.sent()
    assert log() == ["1,2"]


def test_a_change_that_fails_takes_nothing_out_of_the_log(
    page: reads.Page, priya: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: chain.Link) -> int:
        raise ZeroDivisionError

    with pytest.raises(KeyError), trail.opened(author=priya, now=NOW, verb="test.refused"):
        raise KeyError
    with monkeypatch.context() as patched:
        patched.setattr(chain, "append", fail)
        with pytest.raises(ZeroDivisionError), trail.opened(author=priya, now=NOW, verb="test.failed"):
            pass
    assert log() == []
    page.sent()
    assert log() == ["1,2"]


def test_who_reads_without_changing_is_written_when_the_page_is_sent(page: reads.Page) -> None:
    assert log() == []
    page.sent()
    assert log() == ["1,2"]


def test_a_session_in_use_is_noted_by_the_change_itself_and_no_second_time() -> None:
    browser = signed_in(as_patient(maya(cast_of())))
    with CaptureQueriesContext(connection) as asked:
        answer = browser.post("/my/questions/", {"text": "May I drink tea?"})
    assert answer.status_code == 302
    written = [one["sql"] for one in asked if one["sql"].startswith("UPDATE") and "django_session" in one["sql"]]
    assert len(written) == 1
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert USED in Session.objects.get(session_key=key).get_decoded()
