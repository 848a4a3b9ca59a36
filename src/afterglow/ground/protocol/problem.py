"""What is wrong with a protocol file: file, line, field, what is wrong, and an example of what is right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError

from afterglow.ground.protocol.agreement.disagreement import Disagreement
from afterglow.ground.protocol.fields import example_of, field_names
from afterglow.ground.protocol.lines import Path, line_of

_WORDS: Final[Mapping[str, str]] = {
    "missing": "This is missing.",
    "bool_type": "This is true or false, without quotation marks.",
    "int_type": "This is a whole number, without quotation marks.",
    "date_type": "This is a date, without quotation marks.",
    "string_type": "These are words in quotation marks.",
    "string_too_short": "Something must stand here.",
    "tuple_type": "This is a list in square brackets.",
    "model_type": "This is a table of its own.",
    "dict_type": "This is a table of its own.",
    "too_short": "At least one must stand here.",
    "greater_than_equal": "This cannot be less than nothing.",
}


@dataclass(frozen=True)
class Problem:
    """One thing to mend in one line of one file."""

    file: str
    line: int
    field: str
    words: str
    example: str = ""

    def __str__(self) -> str:
        example = f" For example: {self.example}" if self.example else ""
        return f"{self.file}:{self.line}: {self.field}: {self.words}{example}"


class ProtocolError(ValueError):
    """A protocol that cannot be used, with every problem found in it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def problem_of_syntax(error: tomllib.TOMLDecodeError, name: str) -> Problem:
    """What the TOML reader stumbled over."""
    message = str(error)
    place = re.search(r"\(at line ([0-9]+), column ([0-9]+)\)", message)
    words = message.partition(" (at ")[0]
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    return Problem(name, line, f"column {column}", f"This cannot be read as TOML: {words}.", 'name = "value"')


def problems_of_schema(error: ValidationError, text: str, name: str) -> tuple[Problem, ...]:
    """What the schema refused, in the order of the file."""
    found = [_problem_of_field(dict(detail), text, name) for detail in error.errors()]
    return tuple(sorted(found, key=lambda problem: problem.line))


def problems_of_agreement(found: Sequence[Disagreement], text: str, name: str) -> tuple[Problem, ...]:
    """What does not agree with the rest of the file, in the order of the file."""
    problems = [
        Problem(name, line_of(text, one.path), field_words(one.path), one.words, one.example or example_of(one.path))
        for one in found
    ]
    return tuple(sorted(problems, key=lambda problem: problem.line))


def field_words(path: Path) -> str:
    """A path as a person counts: ``referral.grounds[2].say`` is the second ground."""
    words = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return words.lstrip(".") or "the whole file"


def _problem_of_field(detail: dict[str, Any], text: str, name: str) -> Problem:
    path: Path = tuple(part for part in detail["loc"] if part != "[key]")
    example = example_of(path)
    if detail["type"] == "extra_forbidden":
        words, example = _unknown_field(path)
    else:
        words = _words_of(detail)
    return Problem(name, line_of(text, path), field_words(path), words, example)


def _words_of(detail: dict[str, Any]) -> str:
    match detail["type"]:
        case "value_error":
            return str(detail["ctx"]["error"])
        case "literal_error":
            allowed = re.findall(r"'([^']*)'|([0-9]+)", str(detail["ctx"]["expected"]))
            choices = ", ".join(f"“{word or number}”" for word, number in allowed)
            return f"“{detail['input']}” is not one of {choices}."
        case "string_pattern_mismatch":
            return f"“{detail['input']}” is not written like a code or a list of sources."
        case kind:
            return _WORDS.get(kind, str(detail["msg"]))


def _unknown_field(path: Path) -> tuple[str, str]:
    names = field_names(path[:-1])
    near = get_close_matches(str(path[-1]), names, n=1)
    if near:
        return f"There is no field of this name here. Is “{near[0]}” meant?", example_of((*path[:-1], near[0]))
    return f"There is no field of this name here. There are: {', '.join(names)}.", ""
