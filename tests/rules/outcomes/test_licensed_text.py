"""The slot for a clinic's licensed words."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterglow.record.outcomes.rules.instrument import Answers, Wording
from afterglow.record.outcomes.rules.licensed_text import TextError, load_text
from afterglow.record.outcomes.rules.qids_sr16 import QIDS_SR16

HEAD = 'holder = "A holder"\npermission = "Letter of 1 May 2026"\ninstruction = "Tick one."\n'


def items(count: int = 16, options: int = 4) -> str:
    return "".join(
        f'[[item]]\nkey = "{number}"\nwords = "Question {number}"\n'
        f"options = {[f'Answer {value}' for value in range(options)]}\n"
        for number in range(1, count + 1)
    )


def folder_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "qids-sr16.toml").write_text(text, "utf-8")
    return tmp_path


def test_without_a_file_the_plain_labels_stay(tmp_path: Path) -> None:
    assert load_text(QIDS_SR16, tmp_path) is QIDS_SR16


def test_a_clinics_words_replace_the_labels_and_nothing_else(tmp_path: Path) -> None:
    loaded = load_text(QIDS_SR16, folder_with(tmp_path, HEAD + items()))
    given = Answers({str(number): number % 4 for number in range(1, 17)})
    assert loaded.wording is Wording.LICENSED
    assert loaded.instruction == "Tick one."
    assert loaded.item("12").words == "Question 12"
    assert loaded.item("12").option(3).words == "Answer 3"
    assert loaded.score(given) == QIDS_SR16.score(given)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("holder = ", "cannot be read"),
        (items(), "lacks the text “holder”"),
        (HEAD.replace("permission", "x"), "lacks the text “permission”"),
        (HEAD.replace('"Tick one."', '" "') + items(), "lacks the text “instruction”"),
        (HEAD, "has no"),
        (HEAD + items(15), "must hold the items 1, 2, 3"),
        (HEAD + items(options=3), "item 1: options must be 4 texts"),
        (HEAD + items().replace('words = "Question 9"', "words = 9"), "lacks the text “words”"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_words(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(TextError, match=says):
        load_text(QIDS_SR16, folder_with(tmp_path, text))
