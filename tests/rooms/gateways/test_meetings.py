"""Online meetings are made once, behind a door, and what the service answers is understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from afterglow.ground.gateways import chosen
from afterglow.ground.gateways.loopback import running
from afterglow.ground.gateways.meetings.graph import GraphMeetings
from afterglow.ground.gateways.meetings.graph_stub import GraphStub, Tenant, refusal
from afterglow.ground.gateways.meetings.indoors import JOIN, Indoors
from afterglow.ground.gateways.meetings.meeting import Throttled, Wanted
from afterglow.ground.gateways.meetings.transport import Answer
from afterglow.ground.gateways.message import TryAgain, WillNotTake

FRIDAY = datetime(2026, 11, 27, 14, 30, tzinfo=UTC)
WANTED = Wanted("Yw3kM0a9T1q8bV5n", "Group meeting, Larkfield Clinic", FRIDAY, FRIDAY + timedelta(minutes=90))


@pytest.fixture
def stub() -> Iterator[GraphStub]:
    with running(GraphStub(Tenant())) as stub:
        yield stub


def gateway(stub: GraphStub, **changed: str) -> GraphMeetings:
    known = {"tenant": "larkfield.example", "client": "afterglow", "secret": "stub", "organiser": "organiser"}
    return GraphMeetings(**{**known, **changed}, login=stub.url, graph=stub.url)


def test_the_same_meeting_is_made_once_however_often_it_is_asked_for(stub: GraphStub) -> None:
    one = gateway(stub)
    first, again = one.create_or_get(WANTED), one.create_or_get(WANTED)
    after_a_crash = gateway(stub).create_or_get(WANTED)
    another = one.create_or_get(replace(WANTED, external_id="another"))
    assert first == again == after_a_crash
    assert another.link != first.link
    assert first.link.startswith("https://")
    assert len(stub.tenant.kept) == 2


def test_what_the_service_is_told_is_when_and_a_title(stub: GraphStub) -> None:
    made = gateway(stub).create_or_get(WANTED)
    kept = stub.tenant.kept[made.number]
    told = {name: kept[name] for name in ("externalId", "subject", "startDateTime", "endDateTime")}
    assert told == {
        "externalId": "Yw3kM0a9T1q8bV5n",
        "subject": "Group meeting, Larkfield Clinic",
        "startDateTime": "2026-11-27T14:30:00Z",
        "endDateTime": "2026-11-27T16:00:00Z",
    }


def test_a_meeting_asked_for_at_another_time_is_moved_and_keeps_its_link(stub: GraphStub) -> None:
    made = gateway(stub).create_or_get(WANTED)
    later = replace(WANTED, starts_at=FRIDAY + timedelta(hours=20), ends_at=FRIDAY + timedelta(hours=22))
    assert gateway(stub).create_or_get(later) == made
    (kept,) = stub.tenant.kept.values()
    assert (kept["startDateTime"], kept["endDateTime"]) == ("2026-11-28T10:30:00Z", "2026-11-28T12:30:00Z")
    assert kept["lobbyBypassSettings"]["scope"] == "organizer"


@pytest.mark.pathway("L9")
def test_nobody_but_the_organiser_walks_in_and_nothing_is_recorded(stub: GraphStub) -> None:
    kept = stub.tenant.kept[gateway(stub).create_or_get(WANTED).number]
    assert kept["lobbyBypassSettings"] == {"scope": "organizer", "isDialInBypassEnabled": False}
    assert (kept["allowRecording"], kept["recordAutomatically"], kept["allowTranscription"]) == (False, False, False)


def test_no_link_is_handed_back_before_its_door_is_seen_to(stub: GraphStub) -> None:
    one = gateway(stub)
    one.create_or_get(replace(WANTED, external_id="warm"))
    made = Answer(201, {}, b'{"id": "1", "joinWebUrl": "https://meetings.example/join/1/"}')
    stub.tenant.answers += [made, refusal(500, "generalException")]
    with pytest.raises(TryAgain, match="500 generalException"):
        one.create_or_get(WANTED)


def test_a_token_is_asked_for_once_and_again_when_it_is_over(stub: GraphStub) -> None:
    one = gateway(stub)
    one.create_or_get(WANTED)
    one.create_or_get(WANTED)
    assert _tokens(stub) == 1
    stub.tenant.forget_token()
    one.create_or_get(WANTED)
    assert _tokens(stub) == 2


@pytest.mark.parametrize(
    ("answer", "meaning", "words"),
    [
        (refusal(400, "BadRequest"), WillNotTake, "400 BadRequest"),
        (refusal(401, "InvalidAuthenticationToken"), TryAgain, "401"),
        (refusal(403, "Forbidden"), TryAgain, "403 Forbidden"),
        (refusal(404, "ResourceNotFound"), TryAgain, "404"),
        (refusal(409, "Conflict"), WillNotTake, "409"),
        (refusal(429, "TooManyRequests", retry_after="7"), Throttled, "429 TooManyRequests"),
        (refusal(500, "generalException"), TryAgain, "500"),
        (refusal(503, "serviceNotAvailable"), TryAgain, "503"),
        (refusal(503, "serviceNotAvailable", retry_after="120"), Throttled, "503"),
        (refusal(504, "UnknownError"), TryAgain, "504"),
        (Answer(302, {"location": "https://elsewhere.example/"}, b""), TryAgain, "302"),
        (Answer(200, {}, b"<html>proxy</html>"), TryAgain, "without a link"),
        (Answer(200, {}, b'{"id": "1", "joinWebUrl": "javascript:alert(1)"}'), TryAgain, "without a link"),
    ],
)
def test_an_answer_is_for_now_or_for_good(
    stub: GraphStub, answer: Answer, meaning: type[Exception], words: str
) -> None:
    one = gateway(stub)
    one.create_or_get(replace(WANTED, external_id="warm"))
    stub.tenant.answers += [answer, answer] if answer.status == 401 else [answer]
    stub.tenant.secret = "changed" if answer.status == 401 else stub.tenant.secret
    with pytest.raises(meaning, match=words) as refused:
        one.create_or_get(WANTED)
    assert refused.type is meaning
    assert "stub" not in str(refused.value)


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7), ("0", 0), ("", 30), ("soon", 30), ("-5", 30), ("999999", 21600)]
)
def test_the_service_says_how_long_it_wants_to_be_left_alone(stub: GraphStub, said: str, seconds: int) -> None:
    stub.tenant.answers.append(refusal(429, "TooManyRequests", retry_after=said))
    with pytest.raises(Throttled) as refused:
        gateway(stub).create_or_get(WANTED)
    assert refused.value.after == timedelta(seconds=seconds)


@pytest.mark.parametrize("wrong", [{"secret": "no"}, {"client": "no"}, {"tenant": "no.example"}, {"organiser": "no"}])
def test_settings_that_are_wrong_can_be_mended(stub: GraphStub, wrong: dict[str, str]) -> None:
    with pytest.raises(TryAgain):
        gateway(stub, **wrong).create_or_get(WANTED)


def test_an_end_before_the_start_is_never_taken(stub: GraphStub) -> None:
    with pytest.raises(WillNotTake, match="400"):
        gateway(stub).create_or_get(replace(WANTED, ends_at=FRIDAY))


def test_nobody_listening_is_for_now() -> None:
    with running(GraphStub(Tenant())) as over:
        one = gateway(over)
    with pytest.raises(TryAgain):
        one.create_or_get(WANTED)


def test_settings_name_the_service(settings: Settings) -> None:
    settings.DEMO, settings.MEETINGS_URL = False, "graph://app%2Fone:s%40cret@larkfield.example/8f0c-organiser"
    assert chosen.meetings() == GraphMeetings("larkfield.example", "app/one", "s@cret", "8f0c-organiser")
    settings.MEETINGS_URL = ""
    assert chosen.meetings() is None


@pytest.mark.parametrize("url", ["graph://tenant.example/organiser", "graph://a:b@tenant.example", "https://a:b@c/d"])
def test_an_address_that_says_too_little_is_refused(settings: Settings, url: str) -> None:
    settings.DEMO, settings.MEETINGS_URL = False, url
    with pytest.raises(ValueError, match="graph://"):
        chosen.meetings()


def test_a_demo_asks_nobody_outside(settings: Settings) -> None:
    settings.DEMO, settings.MEETINGS_URL = True, "graph://a:b@tenant.example/organiser"
    found = chosen.meetings()
    assert isinstance(found, Indoors)
    link = found.create_or_get(WANTED).link
    assert link.startswith(f"{JOIN}/")
    assert link == Indoors().create_or_get(WANTED).link


def test_a_secret_is_in_no_words_about_the_gateway(stub: GraphStub) -> None:
    one = gateway(stub)
    one.create_or_get(WANTED)
    assert "secret" not in repr(one)
    assert "token" not in repr(one)


def _tokens(stub: GraphStub) -> int:
    return sum(1 for question in stub.tenant.asked if question.url.endswith("/token"))
