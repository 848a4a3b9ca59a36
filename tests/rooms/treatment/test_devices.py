"""What monitors send: kept once, for whoever is in the bay, and never charted where it is nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import DatabaseError

from afterglow.care.treatment import device as route
from afterglow.care.treatment.actions.devices import join_device
from afterglow.care.treatment.actions.leaving import close_without_dose
from afterglow.care.treatment.actions.settling import move_to_bay
from afterglow.care.treatment.models import Device, LiveEvent, Reading, Session
from afterglow.care.treatment.queries.devices import unclaimed_readings
from afterglow.care.treatment.queries.during import during_findings
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.strangers import strangers
from afterglow.care.treatment.queries.vitals import series
from afterglow.care.treatment.rules.vitals import Charted, Gap, Sign
from afterglow.ground.gateways.monitors.recording import RECORDINGS, read_recording
from afterglow.ground.gateways.monitors.replay import NotTaken, message, replay
from tests.people import NOW, Cast, cast_of
from tests.rooms.treatment.day import bay_of, minutes, running, settled

pytestmark = pytest.mark.django_db

Post = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clinic's clock that the route reads."""

    def set_clock(now: datetime) -> None:
        monkeypatch.setattr(route, "clinic_now", lambda: now)

    set_clock(minutes(2))
    return set_clock


def joined(cast: Cast, name: str = "Bay 2") -> tuple[Device, str]:
    return join_device(name=f"Monitor of {name}", bay=bay_of(cast, name), by=cast.priya, now=NOW)


def sent(
    *values: dict[str, float], bay: str = "Bay 2", taken: datetime = NOW, sent_at: datetime | None = None
) -> bytes:
    readings = [{"uuid": str(uuid4()), "taken_at": taken.isoformat(), **one} for one in values]
    return json.dumps({"bay": bay, "sent_at": (sent_at or taken).isoformat(), "readings": readings}).encode()


def test_a_minute_is_kept_for_whoever_is_in_the_bay(at: Callable[[datetime], None]) -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    _, token = joined(cast)
    assert route.take(token, sent({"heart_rate": 62.8, "spo2": 97.5})) == (
        200,
        {"kept": 1, "already": 0, "unclaimed": 0},
    )
    kept = Reading.objects.get()
    assert (kept.session_id, kept.heart_rate, kept.spo2, kept.happened_at) == (session.pk, 63, 98, minutes(2))
    assert json.loads(kept.raw)["heart_rate"] == 62.8
    assert LiveEvent.objects.filter(session=session, kind="monitor").count() == 1


def test_sent_twice_it_is_kept_once(at: Callable[[datetime], None]) -> None:
    cast = cast_of("larkfield")
    settled(cast)
    _, token = joined(cast)
    batch = sent({"heart_rate": 60}, {"heart_rate": 61})
    assert route.take(token, batch)[1] == {"kept": 2, "already": 0, "unclaimed": 0}
    assert route.take(token, batch)[1] == {"kept": 0, "already": 2, "unclaimed": 0}
    assert Reading.objects.count() == 2


def test_a_wrong_clock_does_not_date_a_reading(at: Callable[[datetime], None]) -> None:
    cast = cast_of("larkfield")
    settled(cast)
    _, token = joined(cast)
    at(minutes(10))
    wrong = minutes(-20)
    route.take(token, sent({"heart_rate": 60}, taken=wrong - timedelta(minutes=3), sent_at=wrong))
    assert Reading.objects.get().happened_at == minutes(7)


def test_what_nobody_is_there_for_is_kept_apart(at: Callable[[datetime], None]) -> None:
    cast = cast_of("larkfield")
    _, token = joined(cast)
    assert route.take(token, sent({"heart_rate": 60}))[1]["unclaimed"] == 1
    assert [one.heart_rate for one in unclaimed_readings(by=cast.priya)] == [60]
    session = settled(cast, now=minutes(3))
    assert known_about(session.treatment, minutes(4)).readings == ()


def test_after_a_move_the_old_bays_monitor_is_no_longer_theirs(at: Callable[[datetime], None]) -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    _, old = joined(cast, "Bay 2")
    _, new = joined(cast, "Bay 3")
    at(minutes(6))
    move_to_bay(session=session, bay=bay_of(cast, "Bay 3"), by=cast.priya, now=minutes(5))
    assert route.take(old, sent({"heart_rate": 60}, taken=minutes(6)))[1]["unclaimed"] == 1
    assert (
        route.take(new, sent({"heart_rate": 61}, bay="Bay 3", taken=minutes(4), sent_at=minutes(6)))[1]["unclaimed"]
        == 1
    )
    assert route.take(new, sent({"heart_rate": 62}, bay="Bay 3", taken=minutes(6)))[1]["unclaimed"] == 0


def test_after_leaving_the_bays_monitor_measures_nobody(at: Callable[[datetime], None]) -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    _, token = joined(cast)
    close_without_dose(session=session, because="Unwell.", by=cast.priya, now=minutes(3))
    at(minutes(6))
    assert route.take(token, sent({"heart_rate": 61}, taken=minutes(5), sent_at=minutes(6)))[1]["unclaimed"] == 1
    assert route.take(token, sent({"heart_rate": 62}, taken=minutes(2), sent_at=minutes(6)))[1]["unclaimed"] == 0
    assert [one.heart_rate for one in Reading.objects.filter(session=session)] == [62]
    assert [one.heart_rate for one in unclaimed_readings(by=cast.priya)] == [61]


@pytest.mark.parametrize(("answer", "shown"), [(route.NOT_KNOWN, ["MON-7"]), ((200, {"kept": 1}), [])])
def test_a_stranger_is_remembered_by_the_name_it_gave(
    answer: tuple[int, dict[str, Any]], shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(route, "take", lambda token, body: answer)
    answered: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": sent({"heart_rate": 60}), "more_body": False}

    async def send(part: dict[str, Any]) -> None:
        answered.append(part.get("status", 0))

    scope = {"method": "POST", "headers": [(b"authorization", b"Bearer unknown"), (b"x-monitor", b"MON-7")]}
    asyncio.run(route.Receiver()(scope, receive, send))
    assert answered[0] == answer[0]
    assert [one.name for one in strangers()] == shown


@pytest.mark.parametrize("token", ["", "unknown"])
def test_a_stranger_is_refused(token: str, at: Callable[[datetime], None]) -> None:
    status, answer = route.take(token, sent({"heart_rate": 60}))
    assert (status, answer) == (401, {"why": "This monitor is not known here."})


def test_a_retired_monitor_is_a_stranger(at: Callable[[datetime], None]) -> None:
    cast = cast_of("larkfield")
    _, first = joined(cast)
    joined(cast)
    assert route.take(first, sent({"heart_rate": 60}))[0] == 401


def test_a_monitor_in_the_wrong_bay_is_told(at: Callable[[datetime], None]) -> None:
    cast = cast_of("larkfield")
    _, token = joined(cast)
    status, answer = route.take(token, sent({"heart_rate": 60}, bay="Bay 3"))
    assert (status, answer["why"]) == (409, "This monitor was joined to Bay 2, not to Bay 3.")
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"sent_at": "2026-06-11T09:00:00Z"}',
        b'{"sent_at": "2026-06-11T09:00:00", "readings": []}',
        sent({"heart_rate": 60, "mood": 3}),
        sent({"heart_rate": 60}).replace(b'"heart_rate": 60', b'"heart_rate": "NaN"'),
        sent({"heart_rate": 60}).replace(b'"uuid": "', b'"uuid": "x'),
    ],
    ids=["nothing", "list", "cut", "no readings", "no zone", "unknown sign", "not a number", "no identifier"],
)
def test_a_bad_message_is_answered_in_words_and_keeps_nothing(body: bytes, at: Callable[[datetime], None]) -> None:
    cast = cast_of("larkfield")
    _, token = joined(cast)
    status, answer = route.take(token, body)
    assert status == 422
    assert answer["why"]
    assert not Reading.objects.exists()


def test_when_the_database_is_gone_nothing_is_acknowledged(
    at: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = cast_of("larkfield")
    _, token = joined(cast)

    def gone(**_: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(route, "record_from_device", gone)
    assert route.take(token, sent({"heart_rate": 60}))[0] == 503


def test_a_sensor_that_is_off_is_a_gap_with_its_reason_and_the_raw_value_stays(at: Callable[[datetime], None]) -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    _, token = joined(cast)
    route.take(token, sent({"spo2": 0, "heart_rate": 999_999}))
    known = known_about(session.treatment, minutes(2))
    (oxygen,) = series(known.readings, Sign.OXYGEN)
    (pulse,) = series(known.readings, Sign.PULSE)
    assert isinstance(oxygen, Gap)
    assert oxygen.reason.startswith("no signal")
    assert isinstance(pulse, Gap)
    assert pulse.reason.startswith("not a possible value")
    assert json.loads(known.readings[0].raw)["spo2"] == 0


def test_a_monitor_that_falls_silent_is_a_caution(at: Callable[[datetime], None]) -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    _, token = joined(cast)
    at(minutes(5))
    route.take(token, sent({"spo2": 97, "heart_rate": 70}, taken=minutes(5)))
    soon, later = (during_findings(known_about(session.treatment, minutes(count))) for count in (6, 9))
    silent = {"no-signal"}
    assert not silent & {one.finding.code for one in soon}
    assert silent <= {one.finding.code for one in later}


class Wire:
    """Posts straight into the route, and counts what the replay waits for."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.waited: list[float] = []

    def post(self, content: Any) -> tuple[int, dict[str, Any]]:
        return route.take(self.token, json.dumps(content).encode())


def replayed(session: Session, cast: Cast, path: Path, *, speed: float, most: int = 90) -> Wire:
    _, token = joined(cast)
    wire = Wire(token)
    replay(read_recording(path)[:most], bay="Bay 2", speed=speed, start=NOW, post=wire.post, sleep=wire.waited.append)
    return wire


def test_a_recording_is_replayed_at_a_chosen_speed(at: Callable[[datetime], None]) -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    wire = replayed(session, cast, RECORDINGS / "usual-infusion.csv", speed=60, most=10)
    assert wire.waited == [1.0] * 9
    assert Reading.objects.filter(session=session).count() == 10


def test_a_real_monitors_minutes_go_in_whole(
    at: Callable[[datetime], None], shared_data: Callable[[str], Path]
) -> None:
    path = shared_data("monitor_numerics.csv")
    cast = cast_of("larkfield")
    session = settled(cast)
    at(minutes(2000))
    minutes_sent = read_recording(path)
    replayed(session, cast, path, speed=0, most=len(minutes_sent))
    known = known_about(session.treatment, minutes(2000))
    kept = {json.loads(one.raw)["taken_at"]: json.loads(one.raw) for one in known.readings}
    assert len(kept) == len(minutes_sent) == 1936
    oxygen = series(known.readings, Sign.OXYGEN)
    assert sum(isinstance(one, Gap) for one in oxygen) == 363, "every 0 is a gap"
    assert all(isinstance(one, Gap) or one.value > 0 for one in oxygen)
    cuff = [one for one in series(known.readings, Sign.SYSTOLIC) if isinstance(one, Charted)]
    assert len(cuff) == 152, "cuff values come now and then"
    breathing = series(known.readings, Sign.BREATHING)
    assert sum(isinstance(one, Gap) for one in breathing) == 45
    sent_back = [
        {name: float(value) for name, value in one.values.items()}
        == {name: value for name, value in raw.items() if name not in ("uuid", "taken_at")}
        for one, raw in zip(minutes_sent, sorted(kept.values(), key=lambda raw: raw["taken_at"]), strict=True)
    ]
    assert all(sent_back), "the raw record is what the monitor sent"


def test_a_server_that_does_not_take_it_stops_the_replay() -> None:
    recording = read_recording(RECORDINGS / "usual-infusion.csv")
    with pytest.raises(NotTaken, match="401: not known"):
        replay(
            recording, bay="Bay 2", speed=0, start=NOW, post=lambda _: (401, {"why": "not known"}), sleep=lambda _: None
        )


def test_a_minute_has_the_same_identifier_each_time_it_is_sent() -> None:
    recording = read_recording(RECORDINGS / "usual-infusion.csv")[:1]
    first, second = (message(recording, bay="Bay 2", start=NOW, sent_at=NOW) for _ in range(2))
    assert first == second
