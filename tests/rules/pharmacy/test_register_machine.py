"""The register under any sequence of acts: the balance is the sum of its lines, and no microgram is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.pharmacy.rules.sealing import first_broken
from tests.rules.pharmacy.desk import RuleDesk, tampered
from tests.rules.pharmacy.machine import Register, run


def test_200_sequences_of_50_acts() -> None:
    run(Register, sequences=200, steps=50)


@pytest.mark.deep
def test_10000_sequences_of_100_acts() -> None:
    run(Register, sequences=10_000, steps=100)


@given(
    length=st.integers(2, 12),
    place=st.integers(1, 11),
    how=st.sampled_from(["edited", "taken out", "doubled", "swapped"]),
)
def test_whatever_is_done_to_a_sealed_page_shows(length: int, place: int, how: str) -> None:
    desk = RuleDesk()
    for _ in range(length):
        desk.receive("A1", "Drug cupboard", 1)
    head = desk.links[-1].seal
    assert desk.wrong() == ""
    changed = tampered(desk.links, place % length or 1, how)
    assert first_broken(changed, entries=length, head=head) != ""


def test_a_page_cut_short_no_longer_meets_its_head() -> None:
    desk = RuleDesk()
    for _ in range(3):
        desk.receive("A1", "Drug cupboard", 1)
    cut = desk.links[:-1]
    assert first_broken(cut, entries=3, head=desk.links[-1].seal) == "What was written last is missing."
