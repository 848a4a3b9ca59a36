"""Pages that are open hear of every change, of what they missed, and of nothing once they may no longer see it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.db import connections

from afterglow.care.treatment.actions import infusion
from afterglow.care.treatment.actions.observing import record_reading
from afterglow.care.treatment.commits import Commits
from afterglow.care.treatment.due import KEPT_FOR, due
from afterglow.care.treatment.models import LiveEvent, Session
from afterglow.care.treatment.queries.live import last_event_id
from afterglow.care.treatment.stream import PREFIX, Stream
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.clinics import end_staff
from afterglow.ground.access.models import Account
from tests.people import NOW, Cast, as_patient, cast_of, signed_in, tomasz
from tests.rooms.treatment.day import CALM, STARTED, minutes, planned, running, settled, startable

LONG = 10.0
"""Seconds after which a test gives up: nothing waits so long where all is well."""


class Browser:
    """One page's connection to the stream: what it was sent, event by event."""

    def __init__(self) -> None:
        self.status = 0
        self.ended = False
        self.left = asyncio.Event()
        self.heard: asyncio.Queue[dict[str, str]] = asyncio.Queue()

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        for block in message["body"].decode().split("\n\n"):
            if block:
                self.heard.put_nowait(dict(line.split(": ", 1) for line in block.splitlines()))
        self.ended = not message.get("more_body", False)

    async def next(self, *names: str) -> dict[str, str]:
        """The next event with one of these names; heartbeats in between are passed over."""
        while True:
            event = await asyncio.wait_for(self.heard.get(), LONG)
            if event.get("event") in names:
                return event


def scope(session: Session, cookie: str, *, after: str = "", last_id: str = "", method: str = "GET") -> dict[str, Any]:
    headers = [(b"cookie", f"session={cookie}".encode())]
    headers += [(b"last-event-id", last_id.encode())] if last_id else []
    return {
        "type": "http",
        "method": method,
        "path": PREFIX + session.treatment.ref,
        "query_string": f"after={after}".encode() if after else b"",
        "headers": headers,
    }


def cookie_of(actor: Actor) -> str:
    return str(signed_in(actor).cookies["session"].value)


@asynccontextmanager
async def listening(stream: Stream, asked: dict[str, Any]):  # type: ignore[no-untyped-def]
    browser = Browser()
    task = asyncio.create_task(stream(asked, browser.receive, browser.send))
    try:
        yield browser, task
    finally:
        browser.left.set()
        await asyncio.wait_for(task, LONG)


async def elsewhere(change: Callable[[], object]) -> None:
    """Another thread changes something and commits, as a page's request would."""

    def changed() -> None:
        change()
        connections.close_all()

    await asyncio.to_thread(changed)


@pytest.fixture
def cast(own_database: str) -> Cast:
    return cast_of("larkfield")


@pytest.fixture
def stream() -> Stream:
    return Stream(heartbeat=0.2, commits=Commits(0.02))


def run(test: Callable[[], Awaitable[None]]) -> None:
    async def within() -> None:
        await asyncio.wait_for(test(), 6 * LONG)

    asyncio.run(within())


def test_every_change_is_heard_in_order(cast: Cast, stream: Stream) -> None:
    session, cookie = startable(cast), cookie_of(cast.priya)

    async def follow() -> None:
        async with listening(stream, scope(session, cookie)) as (browser, _):
            await browser.next("heartbeat")
            start = lambda: infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=STARTED)  # noqa: E731
            await elsewhere(start)
            first = await browser.next("message", "infusion")
            await elsewhere(lambda: record(session, cast))
            second = await browser.next("message", "infusion")
            assert (first["event"], first["data"]) == ("infusion", "start")
            assert (second["event"], second["data"]) == ("message", "reading")
            assert int(first["id"]) < int(second["id"])

    run(follow)


@pytest.mark.parametrize("by_header", [True, False], ids=["Last-Event-ID", "where the page was made"])
def test_what_was_missed_is_sent_again(by_header: bool, cast: Cast, stream: Stream) -> None:
    session = settled(cast)
    cookie, seen = cookie_of(cast.priya), str(last_event_id(session.pk))
    for _ in range(3):
        record(session, cast)

    async def follow() -> None:
        asked = scope(session, cookie, **{"last_id" if by_header else "after": seen})
        async with listening(stream, asked) as (browser, _):
            ids = [int((await browser.next("message"))["id"]) for _ in range(3)]
            assert ids == sorted(set(ids))

    run(follow)


def test_another_sessions_changes_are_not_heard(cast: Cast, stream: Stream) -> None:
    mine, cookie = settled(cast), cookie_of(cast.priya)
    other = settled(cast, planned(cast, tomasz(cast)), bay="Bay 3")

    async def follow() -> None:
        async with listening(stream, scope(mine, cookie)) as (browser, _):
            await browser.next("heartbeat")
            await elsewhere(lambda: record(other, cast))
            await elsewhere(lambda: record(mine, cast))
            await browser.next("message")
            assert browser.heard.empty() or (await browser.next("heartbeat", "message"))["event"] == "heartbeat"

    run(follow)


def test_strangers_find_nothing(cast: Cast, stream: Stream) -> None:
    session = settled(cast)
    other = cast_of("tern-house")
    cookies = {
        "nobody": "",
        "made up": "x" * 32,
        "another clinic's nurse": cookie_of(other.priya),
        "an administrator": cookie_of(cast.joanne),
        "the patient": cookie_of(as_patient(session.treatment.patient)),
    }
    asked = {who: scope(session, cookie) for who, cookie in cookies.items()}
    asked["by POST"] = scope(session, cookie_of(cast.priya), method="POST")

    async def follow() -> None:
        for who, one in asked.items():
            async with listening(stream, one) as (browser, task):
                await asyncio.wait_for(task, LONG)
                assert browser.status == 404, who
                assert browser.heard.empty(), who

    run(follow)


def deactivate(actor: Actor) -> None:
    account = Account.objects.get(pk=actor.account_id)
    account.is_active = False
    account.save(update_fields=["is_active"])


ENDINGS: dict[str, Callable[[Cast], object]] = {
    "signed out": lambda cast: SignIn.objects.all().delete(),
    "left the clinic": lambda cast: end_staff(
        account=Account.objects.get(pk=cast.priya.account_id), by=cast.joanne, now=NOW
    ),
    "account closed": lambda cast: deactivate(cast.priya),
}


@pytest.mark.parametrize("how", ENDINGS)
def test_it_ends_when_somebody_may_no_longer_see(how: str, cast: Cast, stream: Stream) -> None:
    session, cookie = settled(cast), cookie_of(cast.priya)

    async def follow() -> None:
        async with listening(stream, scope(session, cookie)) as (browser, task):
            await browser.next("heartbeat")
            await elsewhere(lambda: ENDINGS[how](cast))
            await browser.next("end")
            await asyncio.wait_for(task, LONG)
            assert browser.ended

    run(follow)


def test_a_busy_session_does_not_put_off_the_question_who_is_listening(cast: Cast, stream: Stream) -> None:
    session, cookie = settled(cast), cookie_of(cast.priya)

    async def follow() -> None:
        async with listening(stream, scope(session, cookie)) as (browser, task):
            await browser.next("heartbeat")
            await elsewhere(lambda: SignIn.objects.all().delete())
            for _ in range(200):
                await elsewhere(lambda: record(session, cast))
                if task.done():
                    break
            assert browser.ended

    run(follow)


def test_a_page_that_goes_away_is_let_go(cast: Cast, stream: Stream) -> None:
    session, cookie = settled(cast), cookie_of(cast.priya)

    async def follow() -> None:
        async with listening(stream, scope(session, cookie)) as (browser, task):
            await browser.next("heartbeat")
            browser.left.set()
            await asyncio.wait_for(task, LONG)

    run(follow)


@pytest.mark.django_db
def test_old_events_are_forgotten() -> None:
    cast = cast_of("larkfield")
    running(cast)
    due(NOW + KEPT_FOR)
    assert LiveEvent.objects.exists()
    due(minutes(5, after=NOW + KEPT_FOR))
    assert not LiveEvent.objects.exists()


def record(session: Session, cast: Cast) -> None:
    measured = replace(CALM, heart_rate=73)
    record_reading(session=session, uuid=uuid4(), measured=measured, by=cast.priya, now=minutes(10))
