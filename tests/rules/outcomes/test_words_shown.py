"""M43: every word of a questionnaire that a patient is shown is the one its record of rights speaks of."""

from __future__ import annotations

from hashlib import sha256

import pytest

from afterglow.record.outcomes.rules.catalogue import SHIPPED
from afterglow.record.outcomes.rules.gad7 import GAD7
from afterglow.record.outcomes.rules.instrument import Instrument, Wording, shown_text
from afterglow.record.outcomes.rules.phq9 import PHQ9
from afterglow.record.outcomes.rules.qids_sr16 import QIDS_SR16
from afterglow.record.outcomes.rules.rights import rights_of, text_hash

ALL = [pytest.param(instrument, id=code) for code, instrument in SHIPPED.items()]


@pytest.mark.parametrize("instrument", ALL)
def test_the_text_shown_is_the_text_the_rights_were_checked_for(instrument: Instrument) -> None:
    assert text_hash(instrument) == rights_of(instrument).text_hash


@pytest.mark.parametrize("instrument", ALL)
def test_the_hash_covers_every_instruction_item_and_option(instrument: Instrument) -> None:
    lines = shown_text(instrument).splitlines()
    expected = [instrument.instruction]
    for item in instrument.items:
        expected += [f"{item.key}. {item.words}", *(f"{option.value} {option.words}" for option in item.options)]
    assert lines == expected
    assert text_hash(instrument) == sha256(("\n".join(expected) + "\n").encode()).hexdigest()


@pytest.mark.parametrize("instrument", ALL)
def test_every_record_of_rights_says_who_what_where_and_when(instrument: Instrument) -> None:
    rights = rights_of(instrument)
    assert rights.holder
    assert rights.permission
    assert rights.source
    assert rights.checked.isoformat() == "2026-11-21"


def test_the_publishers_answers_are_the_right_ones() -> None:
    """A wrong GAD-7 circulates whose first answer is "Not at all sure"."""
    answers = ["Not at all", "Several days", "More than half the days", "Nearly every day"]
    for instrument in (PHQ9, GAD7):
        for item in instrument.items:
            if item.scored:
                assert [option.words for option in item.options] == answers
                assert [option.loinc for option in item.options] == ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]


def test_published_words_and_our_own_are_told_apart() -> None:
    assert PHQ9.wording is Wording.PUBLISHED
    assert GAD7.wording is Wording.PUBLISHED
    assert QIDS_SR16.wording is Wording.OURS
    assert "none held" in rights_of(QIDS_SR16).permission


def test_codes_of_loinc() -> None:
    assert (PHQ9.loinc_panel, PHQ9.loinc_total) == ("44249-1", "44261-6")
    assert [item.loinc for item in PHQ9.items] == [
        "44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8", "69722-7",
    ]  # fmt: skip
    assert (GAD7.loinc_panel, GAD7.loinc_total) == ("69737-5", "70274-6")
    assert [item.loinc for item in GAD7.items] == [
        "69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7",
    ]  # fmt: skip
