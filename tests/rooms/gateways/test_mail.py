"""Mail leaves by SMTP, the other side's answers are understood, and a demo never sends."""

from __future__ import annotations

import io

import pytest
from pytest_django.fixtures import Settings

from afterglow.ground.gateways import chosen
from afterglow.ground.gateways.console import Console, Kept, NotSetUp
from afterglow.ground.gateways.message import Letter, TryAgain, WillNotTake
from afterglow.ground.gateways.smtp import SmtpMail
from afterglow.ground.gateways.smtp_stub import running_mail_stub

LETTER = Letter("maya@home.example", "Something waits for you", "Zażółć\n.\nOpen it.\n", "message-1")


def test_a_letter_arrives_whole() -> None:
    with running_mail_stub() as stub:
        SmtpMail.from_url(stub.url).send(LETTER)
    (taken,) = stub.taken
    assert taken["To"] == "maya@home.example"
    assert taken["Subject"] == "Something waits for you"
    assert taken.get_content().replace("\r\n", "\n") == LETTER.text


def test_a_second_copy_carries_the_same_message_id() -> None:
    with running_mail_stub() as stub:
        gateway = SmtpMail.from_url(stub.url)
        gateway.send(LETTER)
        gateway.send(LETTER)
        gateway.send(Letter(LETTER.address, LETTER.subject, LETTER.text, "message-2"))
    first, again, another = (message["Message-ID"] for message in stub.taken)
    assert first == again != another
    assert "message-1" not in first


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("421 going down", TryAgain),
        ("451 busy", TryAgain),
        ("535 who are you", TryAgain),
        ("550 no such mailbox", WillNotTake),
        ("554 not wanted", WillNotTake),
    ],
)
def test_a_refusal_is_for_now_or_for_good(answer: str, meaning: type[Exception]) -> None:
    with running_mail_stub() as stub:
        stub.answers.append(answer)
        with pytest.raises(meaning, match=answer[:3]):
            SmtpMail.from_url(stub.url).send(LETTER)
        assert stub.taken == []


def test_nobody_listening_is_for_now() -> None:
    with running_mail_stub() as stub:
        url = stub.url
    with pytest.raises(TryAgain):
        SmtpMail.from_url(url).send(LETTER)


def test_a_header_cannot_be_smuggled_into_an_address() -> None:
    smuggled = Letter("maya@home.example\nBcc: all@home.example", "Hello", "Hello", "message-3")
    with running_mail_stub() as stub:
        with pytest.raises(WillNotTake):
            SmtpMail.from_url(stub.url).send(smuggled)
        assert stub.taken == []


@pytest.mark.parametrize(
    "url", ["", "smtp://mail.example", "http://mail.example?from=a@b.example", "smtp:///?from=a@b"]
)
def test_a_server_that_cannot_be_read_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(ValueError, match="smtp://user:password@host:587"):
        SmtpMail.from_url(url)


def test_the_url_says_how_to_connect() -> None:
    read = SmtpMail.from_url("smtps://nurse:p%40ss@mail.example?from=clinic@larkfield.example")
    assert (read.host, read.port, read.secure) == ("mail.example", 465, "tls")
    assert (read.user, read.password, read.sender) == ("nurse", "p@ss", "clinic@larkfield.example")
    assert SmtpMail.from_url("smtp://mail.example?from=a@b.example").secure == "starttls"


def test_the_terminal_shows_what_would_have_left() -> None:
    stream = io.StringIO()
    Console("e-mail", stream).send(LETTER)
    assert stream.getvalue() == f"[e-mail to maya@home.example] “Something waits for you”\n{LETTER.text}\n"


@pytest.mark.parametrize("url", ["", "console:", "smtp://mail.example?from=a@b.example"])
def test_a_demo_never_sends(settings: Settings, url: str) -> None:
    settings.DEMO, settings.MAIL_URL = True, url
    assert isinstance(chosen.mail(), Kept)
    assert isinstance(chosen.texts(), Kept)


def test_the_tests_never_send() -> None:
    assert isinstance(chosen.mail(), Console)
    assert isinstance(chosen.texts(), Console)


def test_a_clinic_sends_through_its_server(settings: Settings) -> None:
    settings.DEMO, settings.MAIL_URL = False, "smtp://mail.example?from=a@b.example"
    assert chosen.mail() == SmtpMail.from_url(settings.MAIL_URL)


def test_without_a_server_nothing_passes_for_sent(settings: Settings) -> None:
    settings.DEMO, settings.MAIL_URL = False, ""
    assert isinstance(chosen.mail(), NotSetUp)
    with pytest.raises(TryAgain, match="AFTERGLOW_MAIL"):
        chosen.mail().send(LETTER)
