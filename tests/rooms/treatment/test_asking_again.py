"""An open page asks for what changes while the patient is here. Afterwards it asks nothing, and its session rests."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afterglow.care.treatment.actions.leaving import leave
from afterglow.ground.access.sign_in.session import STAFF_IDLE, USED
from afterglow.ground.kernel.clock import real_now
from tests.people import Cast, signed_in
from tests.rooms.treatment.browsing import Clock, see, text
from tests.rooms.treatment.test_leaving import HOME, recovered

pytestmark = pytest.mark.django_db

ASKS = ("hx-get=", "every 20s", "every 60s", "data-stream=")


def asks(cast: Cast, name: str, ref: str) -> list[str]:
    page = text(see(cast.priya, name, ref))
    return [one for one in ASKS if one in page.replace("data-stream-", "")]


def test_a_page_asks_while_the_patient_is_here_and_not_after_they_left(cast: Cast, clock: Clock) -> None:
    session, at = recovered(cast)
    ref = session.treatment.ref
    clock.to(at)
    assert asks(cast, "during", ref) == list(ASKS)
    assert asks(cast, "run", ref) == ["hx-get=", "every 20s"]
    leave(session=session, leaves=HOME, by=cast.priya, now=at)
    for name in ("during", "leaving"):
        left = text(see(cast.priya, name, ref))
        assert "every " not in left.partition("<main")[0]
        assert "data-stream" not in left
    for part in ("run", "live"):
        assert "hx-trigger" not in text(see(cast.priya, part, ref)), "the open page takes this in, and asks no more"


def test_a_tablet_left_lying_with_that_page_is_locked(
    cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, at = recovered(cast)
    clock.to(at)
    leave(session=session, leaves=HOME, by=cast.priya, now=at)
    browser = signed_in(cast.priya)
    address = f"/treatments/{session.treatment.ref}/during/"
    assert browser.get(address).status_code == 200
    assert USED in browser.session
    later = real_now() + STAFF_IDLE + timedelta(seconds=1)
    monkeypatch.setattr("afterglow.site.edge.real_now", lambda: later)
    assert browser.get(address).status_code == 302
