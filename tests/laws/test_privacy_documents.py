"""The documents about privacy name every room that keeps something about people, and no test that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from afterglow.ground.protocol.reading import load_protocol, version_files
from tests.laws.test_models import OURS

ROOT = Path(__file__).resolve().parents[2]
PRIVACY = ROOT / "docs/privacy"
INVENTED = {"demo"}
"""Rooms that hold nobody real."""


def rows(name: str) -> list[list[str]]:
    """The cells of every row of the tables in a document."""
    lines = (PRIVACY / name).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]


def test_every_room_with_tables_is_in_the_data_map() -> None:
    kept = {model._meta.app_label for model in OURS} - INVENTED
    assert {row[0] for row in rows("data-map.md")[1:]} == kept


def test_every_test_named_as_showing_something_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+(?:\.py)?|test_\w+\.py)`", (PRIVACY / "dpia.md").read_text(encoding="utf-8"))
    assert len(named) > 10
    for name in named:
        path = ROOT / (name if name.startswith("tests/") else f"tests/laws/{name}")
        assert path.exists(), name


def test_the_years_are_those_of_the_shipped_protocols() -> None:
    said = [int(row[1]) for row in rows("retention.md")[1:5]]
    for file in version_files():
        protocol = load_protocol(file.path.read_text(encoding="utf-8"))
        assert [one.years for one in protocol.privacy.keep] == said, file.clinic
