"""A letter can say nothing private: its room does not even know of journals and groups."""

from __future__ import annotations

import ast
from pathlib import Path

import afterglow.office.letters

PRIVATE = ("afterglow.care.journal", "afterglow.care.groups")


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_no_letter_reads_a_journal_or_the_notes_of_a_group() -> None:
    room = Path(afterglow.office.letters.__file__).parent
    names = {name for path in room.rglob("*.py") for name in imported(path)}
    assert any(name.startswith("afterglow.care.assessment") for name in names)
    assert not [name for name in names if name.startswith(PRIVATE)]
