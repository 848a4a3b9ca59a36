"""Files and functions stay small enough to be read at one sitting."""

import ast
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Size:
    """How many lines something has, and where it stands."""

    lines: int
    where: str


def files(*folders: str) -> list[Size]:
    """Every Python file that is not empty; migrations are written by Django."""
    paths = (path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)
    sizes = (Size(path.read_text().count("\n"), str(path.relative_to(ROOT))) for path in paths)
    return [size for size in sizes if size.lines]


def functions(text: str, where: str) -> Iterator[Size]:
    """Every function in a text, from `def` to its last line."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            last = node.end_lineno or node.lineno
            yield Size(last - node.lineno + 1, f"{where}:{node.lineno} {node.name}")


def in_package() -> list[Size]:
    return [size for file in files("src") for size in functions((ROOT / file.where).read_text(), file.where)]


def ninth_decile(sizes: list[Size]) -> int:
    """The size that nine in ten do not exceed."""
    return sorted(size.lines for size in sizes)[int(len(sizes) * 0.9)]


def over(sizes: list[Size], most: int) -> list[Size]:
    return [size for size in sizes if size.lines > most]


def test_no_file_has_more_than_400_lines() -> None:
    assert over(files("src", "tests", "scripts", "bench"), 400) == []


def test_half_of_the_files_have_at_most_70_lines() -> None:
    assert statistics.median(size.lines for size in files("src")) <= 70


def test_nine_in_ten_files_have_at_most_200_lines() -> None:
    assert ninth_decile(files("src")) <= 200


def test_no_function_has_more_than_60_lines() -> None:
    assert over(in_package(), 60) == []


def test_nine_in_ten_functions_have_at_most_25_lines() -> None:
    assert ninth_decile(in_package()) <= 25


def test_a_long_function_is_found_wherever_it_hides() -> None:
    text = "class Outer:\n    async def inner(self):\n" + "        pass\n" * 61
    assert [size.lines for size in over(list(functions(text, "made-up.py")), 60)] == [62]


def test_one_large_file_in_ten_shows() -> None:
    assert ninth_decile([Size(10, "small")] * 9 + [Size(900, "large")]) == 900
