"""The board's stream: every reading with its figures, nothing lost between two lines, and 200 who look on at once."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.db import connection, transaction

from afterglow.care.treatment import device as route
from afterglow.care.treatment.actions import live
from afterglow.care.treatment.actions.devices import join_device
from afterglow.care.treatment.actions.live import News
from afterglow.care.treatment.actions.observing import record_reading
from afterglow.care.treatment.board_stream import PREFIX, BoardStream
from afterglow.care.treatment.commits import Commits
from afterglow.care.treatment.intake import Intake
from afterglow.care.treatment.models import LiveEvent, Reading, Session
from afterglow.care.treatment.queries.live import last_board_event_id
from tests.people import NOW, Cast, cast_of, signed_in, tomasz
from tests.rooms.treatment.day import CALM, bay_of, minutes, planned, settled
from tests.rooms.treatment.test_stream import LONG, Browser, cookie_of, elsewhere, listening

LOOKING_ON = 200


@pytest.fixture
def cast(own_database: str) -> Cast:
    return cast_of("larkfield")


@pytest.fixture
def stream() -> BoardStream:
    return BoardStream(heartbeat=0.5, commits=Commits(0.01))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route, "clinic_now", lambda: minutes(2))


def run(test: Callable[[], Awaitable[None]]) -> None:
    async def within() -> None:
        await asyncio.wait_for(test(), 6 * LONG)

    asyncio.run(within())


def asked(cast: Cast, cookie: str, *, last_id: str = "", clinic: str = "") -> dict[str, Any]:
    headers = [(b"cookie", f"session={cookie}".encode())]
    headers += [(b"last-event-id", last_id.encode())] if last_id else []
    return {"type": "http", "method": "GET", "path": PREFIX + (clinic or cast.clinic.ref), "headers": headers}


def sent(heart_rate: float, taken: datetime = NOW) -> bytes:
    reading = {"uuid": str(uuid4()), "taken_at": taken.isoformat(), "heart_rate": heart_rate}
    return json.dumps({"sent_at": taken.isoformat(), "readings": [reading]}).encode()


def joined(cast: Cast, bay: str) -> str:
    return join_device(name=f"Monitor of {bay}", bay=bay_of(cast, bay), by=cast.priya, now=NOW)[1]


def typed(session: Session, cast: Cast) -> None:
    record_reading(session=session, uuid=uuid4(), measured=CALM, by=cast.priya, now=minutes(10))


def test_a_reading_comes_with_its_figures_and_any_other_change_without(cast: Cast, stream: BoardStream) -> None:
    session, token, cookie = settled(cast), joined(cast, "Bay 2"), cookie_of(cast.priya)

    async def follow() -> None:
        async with listening(stream, asked(cast, cookie)) as (browser, _):  # type: ignore[arg-type]
            await browser.next("heartbeat")
            await elsewhere(lambda: route.take(token, sent(62.8)))
            told = json.loads((await browser.next("reading"))["data"])
            assert told == {"of": session.treatment.ref, "signs": {"pulse": ["63", ""]}, "more": False}
            await elsewhere(lambda: route.take(token, sent(0)))
            assert json.loads((await browser.next("reading"))["data"])["signs"] == {"pulse": ["", "gap"]}
            await elsewhere(lambda: typed(session, cast))
            assert (await browser.next("message"))["data"] == "reading"

    run(follow)


async def pulse_heard(browser: Browser) -> str:
    return str(json.loads((await browser.next("reading"))["data"])["signs"]["pulse"][0])


def test_news_of_a_commit_is_told_without_looking_and_what_is_missing_before_it_is_looked_up(cast: Cast) -> None:
    settled(cast)
    token, cookie = joined(cast, "Bay 2"), cookie_of(cast.priya)
    never_looks = Commits(poll=3600)
    stream = BoardStream(heartbeat=60, commits=never_looks)

    def news(number: int, pulse: str, clinic_id: int = cast.clinic.pk) -> News:
        return News(clinic_id, number, "monitor", json.dumps({"signs": {"pulse": [pulse, ""]}}))

    async def follow() -> None:
        async with listening(stream, asked(cast, cookie)) as (browser, _):  # type: ignore[arg-type]
            last = int((await browser.next("heartbeat"))["id"])
            never_looks.hear(news(last + 1, "told"))
            assert await pulse_heard(browser) == "told"
            never_looks.hear(news(last + 1, "told again"))
            never_looks.hear(news(last + 2, "of another clinic", cast.clinic.pk + 1))
            never_looks.hear(news(last + 3, "told after it"))
            assert await pulse_heard(browser) == "told after it"
            for pulse in range(60, 66):
                await elsewhere(lambda pulse=pulse: route.take(token, sent(pulse)))
            never_looks.hear(news(last + 6, "not told: the database has it"))
            assert [await pulse_heard(browser) for _ in range(3)] == ["63", "64", "65"]

    run(follow)


class Watched(Commits):
    """Tells when it has looked."""

    looked: asyncio.Event

    def _look(self, reader: sqlite3.Connection) -> None:
        super()._look(reader)
        self.looked.set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL tells of events only")
def test_a_commit_that_brings_no_event_wakes_nobody(cast: Cast) -> None:
    session, commits = settled(cast), Watched(0.01)

    async def follow() -> None:
        commits.looked = asyncio.Event()
        first = commits.next()
        await first.wait()
        waiting = commits.next()
        commits.looked.clear()
        await elsewhere(lambda: cookie_of(cast.tom))
        await commits.looked.wait()
        assert not waiting.is_set()
        await elsewhere(lambda: typed(session, cast))
        await waiting.wait()

    run(follow)
    assert commits.newest == LiveEvent.objects.latest("pk").pk


def test_news_is_of_what_was_committed_and_of_nothing_else(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(cast)
    token, told = joined(cast, "Bay 2"), list[News]()
    monkeypatch.setattr(live, "TOLD", [told.append])
    with transaction.atomic():
        route.take(token, sent(60))
        transaction.set_rollback(True)
    with transaction.atomic():
        route.take(token, sent(61))
        assert told == []
    [one] = told
    kept = LiveEvent.objects.get(pk=one.number)
    assert (one.clinic_id, one.kind, one.figures) == (cast.clinic.pk, kept.kind, kept.figures)
    assert json.loads(one.figures)["signs"]["pulse"][0] == "61"


def test_two_hundred_hear_every_reading_once_and_in_order(cast: Cast, stream: BoardStream) -> None:
    settled(cast)
    settled(cast, planned(cast, tomasz(cast)), bay="Bay 3")
    tokens, cookie = [joined(cast, "Bay 2"), joined(cast, "Bay 3")], cookie_of(cast.priya)
    intake = Intake(route.take)

    async def follow() -> None:
        browsers = [Browser() for _ in range(LOOKING_ON)]
        tasks = [asyncio.create_task(stream(asked(cast, cookie), one.receive, one.send)) for one in browsers]
        for one in browsers:
            await one.next("heartbeat")
        answers = await asyncio.gather(*(intake.take(tokens[number % 2], sent(60 + number)) for number in range(20)))
        assert [status for status, _ in answers] == [200] * 20
        for one in browsers:
            heard = [await one.next("reading") for _ in range(20)]
            ids = [int(event["id"]) for event in heard]
            assert ids == sorted(set(ids))
            figures = [json.loads(event["data"])["signs"]["pulse"][0] for event in heard]
            assert sorted(figures) == [str(60 + number) for number in range(20)]
            one.left.set()
        await asyncio.wait_for(asyncio.gather(*tasks), LONG)

    run(follow)
    assert Reading.objects.filter(source="monitor").count() == 20


def test_who_lost_the_line_is_told_what_they_missed(cast: Cast, stream: BoardStream) -> None:
    settled(cast)
    token, cookie = joined(cast, "Bay 2"), cookie_of(cast.priya)
    before = last_board_event_id(cast.clinic.pk)
    for number in range(3):
        route.take(token, sent(70 + number))

    async def follow() -> None:
        async with listening(stream, asked(cast, cookie, last_id=str(before))) as (browser, _):  # type: ignore[arg-type]
            await elsewhere(lambda: route.take(token, sent(73)))
            heard = [json.loads((await browser.next("reading"))["data"])["signs"]["pulse"][0] for _ in range(4)]
            assert heard == ["70", "71", "72", "73"]

    run(follow)


def test_strangers_find_nothing(cast: Cast, stream: BoardStream) -> None:
    other = cast_of("tern-house")
    cookies = {
        "nobody": asked(cast, ""),
        "another clinic's nurse": asked(cast, cookie_of(other.priya)),
        "an administrator": asked(cast, cookie_of(cast.joanne)),
        "no such clinic": asked(cast, cookie_of(cast.priya), clinic="x" * 22),
    }

    async def follow() -> None:
        for who, one in cookies.items():
            async with listening(stream, one) as (browser, task):  # type: ignore[arg-type]
                await asyncio.wait_for(task, LONG)
                assert browser.status == 404, who

    run(follow)


def test_it_ends_at_a_heartbeat_for_whoever_signed_out(cast: Cast, stream: BoardStream) -> None:
    stays, goes = cookie_of(cast.tom), str(signed_in(cast.priya).cookies["session"].value)

    async def follow() -> None:
        async with (
            listening(stream, asked(cast, stays)) as (kept, _),  # type: ignore[arg-type]
            listening(stream, asked(cast, goes)) as (browser, task),  # type: ignore[arg-type]
        ):
            await browser.next("heartbeat")
            await elsewhere(lambda: SignIn.objects.filter(session_key=goes).delete())
            await browser.next("end")
            await asyncio.wait_for(task, LONG)
            assert browser.ended
            await kept.next("heartbeat")
            assert not kept.ended

    run(follow)


def test_messages_that_come_together_are_answered_each_for_itself(cast: Cast) -> None:
    settled(cast)
    token = joined(cast, "Bay 2")
    good = sent(66)

    async def together() -> list[int]:
        intake = Intake(route.take)
        messages = [(token, sent(65)), (token, good), (token, good), ("unknown", sent(67)), (token, b"{")]
        return [status for status, _ in await asyncio.gather(*(intake.take(*one) for one in messages))]

    assert asyncio.run(together()) == [200, 200, 200, 401, 422]
    assert sorted(Reading.objects.values_list("heart_rate", flat=True)) == [65, 66]
