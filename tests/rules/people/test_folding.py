"""A name is found whatever accents, capitals and apostrophes somebody types."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.record.people.rules import folded


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Tomasz Wiśniewski", "wisniewski"),
        ("Łukasz", "lukasz"),
        ("Nguyễn", "nguyen"),
        ("O’Neill", "o'neill"),
        ("O'Connor", "oconnor"),
        ("Sørensen", "sorensen"),
        ("Weiß", "weiss"),
        ("İpek", "ipek"),
        ("Anne-Marie", "anne marie"),
        ("de la Cruz", "DE LA CRUZ"),
        ("عبد الرحمن", "عبد الرحمن"),
        ("张伟", "张伟"),
        ("Zoe\u200b", "zoe"),
    ],
)
def test_what_is_typed_finds_the_name(name: str, typed: str) -> None:
    assert folded(typed) in folded(name)


@given(st.text())
def test_both_encodings_of_a_name_are_the_same(name: str) -> None:
    assert folded(unicodedata.normalize("NFC", name)) == folded(unicodedata.normalize("NFD", name))


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)
