"""Who could be recognised in what facilitators write for themselves."""

from __future__ import annotations

import pytest

from afterglow.care.groups.rules.process import full_names, recognisable

NAMES = ("Maya", "Okonjo", "Will", "van der Berg", "李", "Zoë")


@pytest.mark.pathway("L7")
@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Somebody found the silence hard.", []),
        ("Maya found the silence hard.", ["name-in-case"]),
        ("MAYA found it hard.", ["name-in-case"]),
        ("Mayan temples came up as an image.", []),
        ("They will come again.", []),
        ("What Will said stayed with the group.", ["name-in-case"]),
        ("Van der Berg was quiet.", ["name-in-case"]),
        ("李说话了", ["name-in-case"]),
        ("Zoë’s image of water.", ["name-in-case"]),
        ("Write to maya@home.example.", ["number-in-case"]),
        ("Their number is 07700 900123.", ["number-in-case"]),
        ("NHS number 999 000 1014.", ["number-in-case"]),
        ("In 2019 2020 things were hard; 42 years old.", []),
        ("Maya, 07700 900123", ["name-in-case", "number-in-case"]),
        ("", []),
    ],
)
def test_a_case_is_taken_to_the_supervisor_without_anybody_in_it(text: str, codes: list[str]) -> None:
    assert [finding.code for finding in recognisable(text, NAMES)] == codes


@pytest.mark.pathway("L6")
@pytest.mark.parametrize(
    ("text", "stopped"),
    [("Maya was quiet.", False), ("Maya Okonjo was quiet.", True), ("okonjo in small letters is a word", True)],
)
def test_a_note_holds_first_names_only(text: str, stopped: bool) -> None:
    assert bool(full_names(text, ["Okonjo", "okonjo"])) is stopped


def test_somebody_without_a_name_stops_nothing() -> None:
    assert recognisable("Anything", ["", "Maya"]) == ()
