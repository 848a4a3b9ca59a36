"""Messages that stayed in the demo, read by whoever tries it."""

from __future__ import annotations

from typing import Any

import pytest

from afterglow.demo.tray import shown
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
