"""The hazard log as a page: what could go wrong on a treatment day, what holds it, and what is left."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
LOG = ROOT / "docs/safety/hazards.toml"


def hazards() -> list[Mapping[str, Any]]:
    """Every hazard of the log, in its order."""
    return list(tomllib.loads(LOG.read_text(encoding="utf-8"))["hazard"])


@cache
def names_of_tests() -> Mapping[str, str]:
    """Every test there is, by its name without `test_`, and the file it stands in."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                found[node.name.removeprefix("test_")] = str(path.relative_to(ROOT))
            elif isinstance(node, ast.Assign):
                names = [one.id for one in node.targets if isinstance(one, ast.Name)]
                found |= {name.removeprefix("test_"): str(path.relative_to(ROOT)) for name in names if "test_" in name}
    return found


def hazards_page() -> str:
    """The log as tables, one for each stage of the day."""
    lines = [
        "# Hazards of the treatment day",
        "",
        "What could go wrong, how the program holds it, which test shows that, and what is left to people. Severity and"
        " likelihood run from 1 to 5; risk is their product, before the control and with it. Written by `make fix` from"
        " [hazards.toml](hazards.toml). A clinic’s clinical safety officer changes it and signs for it.",
    ]
    for stage, group in groupby(hazards(), key=lambda one: one["stage"]):
        lines += [
            "",
            f"## {stage}",
            "",
            "| | hazard and harm | risk | control | shown by | left |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_row(one) for one in group]
    return "\n".join(lines) + "\n"


def _row(one: Mapping[str, Any]) -> str:
    before, after = one["severity"] * one["likelihood"], one["severity"] * one["after"]
    shown = "; ".join(name.replace("_", " ") for name in one["tests"])
    control = f"{one['control']} (`{one['code']}`)"
    return (
        f"| {one['id']} | **{one['what']}.** {one['harm']} | {before} → {after} | {control} | {shown} | {one['left']} |"
    )
