"""Messages that stayed in the demo, read by whoever tries it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from afterglow.demo.tray import shown
from afterglow.ground.access.models import Installation
from afterglow.ground.access.recent import forget_everything
from afterglow.record.contact.actions import mark_sent
from afterglow.record.contact.models import Message
from afterglow.record.outcomes.actions.asking import ask
from tests.people import NOW, cast_of, maya

pytestmark = pytest.mark.django_db


def test_a_message_that_stayed_here_can_be_followed_until_its_link_is_over(settings: Any) -> None:
    settings.DEMO = True
    cast = cast_of("larkfield")
    request = ask(patient=maya(cast), instrument="phq-9", due_at=NOW, by=cast.priya, now=NOW)
    mark_sent(message=Message.objects.get(), by=cast.system, now=NOW)
    (tray,) = shown(Message.objects.all(), NOW)
    (link,) = [line for line in tray.lines if line.path]
    assert link.path.startswith("/l/")
    assert not any("/l/" in line.words for line in tray.lines)
    (tray,) = shown(Message.objects.all(), request.expires_at)
    assert [line.path for line in tray.lines if line.over] == [""]


def test_the_page_shows_what_was_written_and_leads_to_it(
    settings: Any, clinic_time: Callable[[datetime], None]
) -> None:
    settings.DEMO, settings.ROOT_URLCONF, settings.ALLOWED_HOSTS = True, "tests.laws.demo_addresses", ["localhost"]
    forget_everything()
    Installation.objects.create(demo=True)
    cast = cast_of("larkfield")
    ask(patient=maya(cast), instrument="phq-9", due_at=NOW, by=cast.priya, now=NOW)
    browser = Client(headers={"Host": "localhost"})
    page = browser.get("/demo/messages/").content.decode()
    assert "some questions for you" in page
    answer = browser.get(f"/l/{page.split('/l/')[1].partition(chr(34))[0]}")
    assert answer.headers["Location"] == "/answer/questionnaire/"
    forget_everything()
