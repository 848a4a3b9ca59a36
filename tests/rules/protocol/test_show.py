"""A protocol as a person reads it, with the source of each value."""

from collections.abc import Iterator

import pytest

from afterglow.ground.protocol.show import Row, Section, render_show, show
from afterglow.ground.protocol.sources import unknown_keys
from tests.rules.protocol.shipped import SYSTEMS, clinic


def walk(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from walk(section.parts)


def section(system: str, *titles: str) -> Section:
    parts = show(clinic(system))
    for title in titles:
        found = next(part for part in parts if part.title == title)
        parts = found.parts
    return found


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_row_has_a_label_a_value_and_a_source_that_resolves(system: str) -> None:
    sections = show(clinic(system))
    assert sections[0].title == clinic(system).clinic
    rows = [row for part in walk(sections[1:]) for row in part.rows]
    assert len(rows) > 250
    for row in rows:
        assert row.label
        assert row.source
        assert not unknown_keys(row.source)
        assert "timedelta" not in row.value and "Between" not in row.value  # noqa: PT018
        assert "=" not in row.value.replace(">=", "").replace("<=", "")


@pytest.mark.parametrize(
    ("titles", "row"),
    [
        (("Treatments", "Ketamine infusion"), Row("Dose", "0.5\u00a0mg/kg", "F12")),
        (("Treatments", "Ketamine infusion"), Row("Given over", "40 min", "F12")),
        (("Referral", "Waiting"), Row("Treatment expected after consultation", "1 week to 8 weeks", "F3")),
        (("Opening",), Row("Hours", "08:30 to 17:30", "F6")),
        (("Companion",), Row("In treatment room", "never", "F17")),
        (("Referral",), Row("Accepted from", "GP; psychiatrist", "F4")),
        (("Limits", "Systolic", "Before"), Row("Caution", "> 140\u00a0mmHg", "spravato-smpc, yip-2022, default")),
        (("Signing and checking a dose", "Weight"), Row("Look again after change", "5 %", "default")),
        (("Signing and checking a dose", "Second check"), Row("Apart at least", "10 s", "ismp-2020")),
        (("Observation", "Nasal"), Row("At", "-15 min; 0 min; 40 min; 60 min", "spravato-smpc, default")),
        (
            ("Treatments", "Esketamine nasal spray", "Together with"),
            Row("Families", "SSRI antidepressants; SNRI antidepressants", "F2"),
        ),
    ],
)
def test_a_clinician_finds_a_value_under_its_words(titles: tuple[str, ...], row: Row) -> None:
    assert row in section("F", *titles).rows


@pytest.mark.pathway("F37")
def test_professional_events_are_shown_with_their_days() -> None:
    found = section("F", "Professional events").parts
    assert [part.title for part in found] == [
        "Journal club",
        "Peer case review",
        "Yearly conference",
        "Visits, trainees and fellows",
    ]
    assert Row("When", "2nd and 4th Tuesday of the month, 17:30", "F37") in found[0].rows
    assert Row("When", "3rd Wednesday of the month, 14:00 to 15:00", "F37") in found[1].rows
    assert Row("Cases", "anonymous", "F37") in found[1].rows
    assert Row("Amount", "£30", "vat-701-30, default") in found[1].parts[0].rows


@pytest.mark.pathway("F42")
def test_there_is_no_lower_price_for_help() -> None:
    assert Row("For help", "no", "F42") in section("F", "What it costs", "Reductions").rows


def test_the_terminal_shows_every_value_of_the_page() -> None:
    shown = " ".join(render_show(clinic("F")).split())
    for part in walk(show(clinic("F"))):
        assert part.title in shown
        for row in part.rows:
            assert " ".join(row.label.split()) in shown
            assert " ".join(row.value.split()) in shown
