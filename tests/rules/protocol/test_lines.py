"""On which line a field of a TOML file stands."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from afterglow.ground.protocol.lines import Path, line_of, lines_of
from tests.rules.protocol.shipped import SYSTEMS, text_of

TRICKY = '''\
top = 1  # [not.a.table]
"quoted key" = "a ] in words"

[a.b]
text = """
key = "inside"
[[also.inside]]
"""
list = [
  1, 2,  # three = 3
  { x = 1, y = [7, 8] },
  { x = '2 } \\' , z = 1979-05-27 07:32:00, w = [
    9 ] },
]
after = true

[[many]]
n = 1
[[many.deep]]
n = 11
[[many]]
n = 2
[many.table]
dotted.key = 3
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 1),
        (("quoted key",), 2),
        (("a",), 4),
        (("a", "b"), 4),
        (("a", "b", "text"), 5),
        (("a", "b", "list"), 9),
        (("a", "b", "list", 0), 10),
        (("a", "b", "list", 1), 10),
        (("a", "b", "list", 2, "y", 1), 11),
        (("a", "b", "list", 3), 12),
        (("a", "b", "list", 3, "x"), 12),
        (("a", "b", "list", 3, "z"), 12),
        (("a", "b", "list", 3, "w", 0), 13),
        (("a", "b", "after"), 15),
        (("many", 0, "n"), 18),
        (("many", 0, "deep", 0, "n"), 20),
        (("many", 1), 21),
        (("many", 1, "n"), 22),
        (("many", 1, "table", "dotted", "key"), 24),
        (("many", 1, "table", "missing"), 23),
        (("nowhere", "at", "all"), 1),
    ],
)
def test_a_field_stands_on_its_line(path: Path, line: int) -> None:
    tomllib.loads(TRICKY)
    assert line_of(TRICKY, path) == line


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every path of what the TOML reader itself found."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from paths(inside, (*path, key))
    if isinstance(value, list):
        for place, inside in enumerate(value):
            yield from paths(inside, (*path, place))


@pytest.mark.parametrize("clinic", [*SYSTEMS.values()])
def test_every_field_of_a_shipped_file_is_found_and_its_line_names_it(clinic: str) -> None:
    text = text_of(clinic)
    lines = lines_of(text)
    shown = text.splitlines()
    for path in paths(tomllib.loads(text)):
        assert path in lines
        named = [part for part in path if isinstance(part, str)][-1]
        if isinstance(path[-1], str):
            assert named in shown[lines[path] - 1]
