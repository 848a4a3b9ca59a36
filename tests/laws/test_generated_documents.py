"""Documents written by the program say what the program does. ``WRITE_GENERATED=1`` (``make fix``) writes them."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from afterglow.ground.protocol.exporting import schema_text
from afterglow.record.pathway.rules import manual_page
from tests.laws.documents.access import addresses_page, roles_page
from tests.laws.documents.hazards import hazards_page
from tests.laws.documents.pathway import facts, marked, pathway_page, shown_facts
from tests.laws.documents.rule_tables import RULE_DOCUMENTS
from tests.laws.documents.safety import limits_page, news2_page

ROOT = Path(__file__).resolve().parents[2]

DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/reference/addresses.md": addresses_page,
    "docs/reference/pathway.md": pathway_page,
    "docs/reference/protocol.schema.json": schema_text,
    "docs/reference/roles.md": roles_page,
    "docs/reference/stages.md": manual_page,
    "docs/safety/hazards.md": hazards_page,
    "docs/safety/limits.md": limits_page,
    "docs/safety/news2.md": news2_page,
    **RULE_DOCUMENTS,
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_generated_document_is_current(name: str) -> None:
    path, text = ROOT / name, DOCUMENTS[name]()
    if os.environ.get("WRITE_GENERATED") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"make fix writes {name}"
    assert path.read_text(encoding="utf-8") == text, f"{name} is out of date: make fix writes it"


def test_the_pathway_has_91_facts() -> None:
    assert len(facts()) == 91


def test_every_mark_names_a_fact() -> None:
    assert shown_facts().keys() <= facts().keys()


def test_a_mark_is_found_on_a_test_its_class_and_its_module() -> None:
    source = """
pytestmark = [pytest.mark.django_db, pytest.mark.pathway("F1")]
@pytest.mark.pathway("F2", "F3")
def test_one(): ...
class TestTwo:
    @pytest.mark.parametrize("x", [1])
    def test_two(self, x): ...
def not_a_test(): ...
"""
    assert list(marked(ast.parse(source))) == [
        ("test_one", "F1"),
        ("test_one", "F2"),
        ("test_one", "F3"),
        ("test_two", "F1"),
    ]
