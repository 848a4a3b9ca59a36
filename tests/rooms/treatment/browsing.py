"""What the tests of pages do in a browser: look, send a form, and read what came back."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.urls import reverse

from afterglow.care.treatment.models import Session
from afterglow.ground.access.actor import Actor
from afterglow.site import edge
from tests.people import NOW, signed_in

FIGURES = {"weight": "70", "dose": "35", "strength": "1", "volume": "35", "rate": "52.5"}


class Clock:
    """The time the pages are asked at."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.to(NOW)

    def to(self, now: datetime) -> None:
        self.monkeypatch.setattr(edge, "clinic_now", lambda: now)


def see(by: Actor, name: str, *args: str) -> HttpResponse:
    return signed_in(by).get(reverse(f"treatment:{name}", args=args))


def send(by: Actor, name: str, session: Session, *args: str, **typed: object) -> HttpResponse:
    ref = session.treatment.ref
    shown = {"patient_shown": session.treatment.patient.ref, "uuid": str(uuid4()), **typed}
    return signed_in(by).post(reverse(f"treatment:{name}", args=[ref, *args]), shown)


def text(answer: HttpResponse) -> str:
    return answer.content.decode().replace("\u00a0", " ")


def went_well(answer: HttpResponse) -> None:
    assert answer.status_code == 302, [
        line for line in text(answer).splitlines() if "error" in line or "finding" in line
    ]


def refused(answer: HttpResponse, *words: str) -> None:
    assert answer.status_code == 422
    assert "nhsuk-error-summary" in text(answer)
    assert text(answer).count("<title>Error: ") == 1
    for one in words:
        assert one in text(answer)
