"""What is kept of a message once it was sent opens nothing."""

from __future__ import annotations

import secrets

import pytest

from afterglow.record.contact.rules import without_tokens


@pytest.mark.parametrize("address", ["http://localhost:8000", "https://clinic.example", "https://clinic.example:8443"])
def test_the_token_of_a_link_is_taken_out_and_every_other_word_stays(address: str) -> None:
    token = secrets.token_urlsafe(32)
    text = f"Some questions for you.\n\n{address}/l/{token}\n\nCall 01632 960142, or read {address}/my/questions/."
    assert without_tokens(text) == text.replace(token, "…")


def test_several_links_are_all_taken_out() -> None:
    first, second = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    kept = without_tokens(f"/l/{first} and /l/{second}")
    assert kept == "/l/… and /l/…"


@pytest.mark.parametrize("text", ["", "Nothing here.", "/l/short", "https://clinic.example/l/"])
def test_what_is_no_link_stays(text: str) -> None:
    assert without_tokens(text) == text
