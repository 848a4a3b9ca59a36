"""The page that lists each fact of the pathway as shown, with the tests that show it, or as not yet."""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
AT_MOST = 4
"""How many tests are named beside one fact."""


@dataclass(frozen=True, order=True)
class Shown:
    """A test that shows a fact."""

    file: str
    test: str

    @property
    def words(self) -> str:
        """The test's name as a sentence, linked to its file."""
        sentence = self.test.removeprefix("test_").replace("_", " ")
        return f"[{sentence}](../../{self.file})"


def facts() -> Mapping[str, Mapping[str, str]]:
    """Every fact by its id: the room where it lives, and what it says."""
    found: dict[str, dict[str, str]] = tomllib.loads((ROOT / "docs/pathway.toml").read_text())["facts"]
    return found


def shown_facts() -> Mapping[str, tuple[Shown, ...]]:
    """The tests that carry each fact as a mark, found in the source of the tests."""
    found: dict[str, set[Shown]] = defaultdict(set)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        name = str(path.relative_to(ROOT))
        for test, fact in marked(ast.parse(path.read_text())):
            found[fact].add(Shown(name, test))
    return {fact: tuple(sorted(tests)) for fact, tests in found.items()}


def marked(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Each test of a module with each fact it is marked with: by itself, by its class, or by the whole module."""
    yield from _marked(module.body, [fact for node in module.body for fact in _of_module(node)])


def _marked(body: list[ast.stmt], around: list[str]) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _marked(node.body, [*around, *_facts(node.decorator_list)])
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield from ((node.name, fact) for fact in [*around, *_facts(node.decorator_list)])


def _of_module(node: ast.stmt) -> list[str]:
    named = isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
    )
    return _facts([node.value]) if named and isinstance(node, ast.Assign) else []


def _facts(nodes: list[ast.expr]) -> list[str]:
    calls = [call for node in nodes for call in ast.walk(node) if isinstance(call, ast.Call)]
    marks = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "pathway"]
    return [arg.value for call in marks for arg in call.args if isinstance(arg, ast.Constant)]


def pathway_page() -> str:
    """The whole page."""
    shown = shown_facts()
    systems: dict[str, str] = tomllib.loads((ROOT / "docs/pathway.toml").read_text())["systems"]
    count = sum(fact in shown for fact in facts())
    lines = [
        "# The pathway",
        "",
        "What five published descriptions of ketamine clinics ask for, one line for each fact, and the tests that show"
        " it working. Written from `docs/pathway.toml` and the marks of the tests by `make fix`.",
        "",
        f"{count} of {len(facts())} facts are shown.",
    ]
    for letter, words in systems.items():
        mine = {fact: told for fact, told in facts().items() if fact.startswith(letter)}
        lines += ["", f"## {letter}: {words}", "", "| fact | what it says | room | shown by |", "|---|---|---|---|"]
        lines += [_row(fact, told, shown.get(fact, ())) for fact, told in mine.items()]
    return "\n".join(lines) + "\n"


def _row(fact: str, told: Mapping[str, str], tests: tuple[Shown, ...]) -> str:
    named = "<br>".join(test.words for test in tests[:AT_MOST]) or "not yet"
    more = f"<br>and {len(tests) - AT_MOST} more" if len(tests) > AT_MOST else ""
    return f"| {fact} | {told['says']} | {told['room']} | {named}{more} |"
