"""What stands in the documents holds: every picture is there and is used, and every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs/tutorial/pictures"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
MOST_BYTES = 4_000_000
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
_KEPT = re.compile(r"takes_picture\(\s*\"([a-z-]+)\"")


def led_to(document: Path) -> Iterator[Path]:
    """The files of this project to which a document leads."""
    for target in _LINK.findall(document.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            yield (document.parent / target).resolve()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    assert [target.relative_to(ROOT).as_posix() for target in led_to(document) if not target.exists()] == []


def test_every_picture_is_used_and_taken_by_a_journey() -> None:
    there = {picture.resolve() for picture in PICTURES.glob("*.png")}
    used = {target for document in DOCUMENTS for target in led_to(document) if target.suffix == ".png"}
    journeys = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/journeys/**/*.py"))
    assert there == used
    assert {picture.stem for picture in there} == set(_KEPT.findall(journeys))
    assert sum(picture.stat().st_size for picture in there) < MOST_BYTES
