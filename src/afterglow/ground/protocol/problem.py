"""What is wrong with a protocol file: file, line, field, what is wrong, and an example of what is right."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from pydantic import ValidationError


@dataclass(frozen=True)
class Problem:
    """One thing to mend in one line of one file."""

    file: str
    line: int
    field: str
    words: str
    example: str = ""

    def __str__(self) -> str:
        example = f" Example: {self.example}" if self.example else ""
        return f"{self.file}:{self.line}: {self.field}: {self.words}{example}"


class ProtocolError(ValueError):
    """A protocol that cannot be used, with every problem found in it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def problems_of_syntax(error: tomllib.TOMLDecodeError, name: str) -> tuple[Problem, ...]:
    """What the TOML reader stumbled over."""
    return (Problem(name, 1, "file", str(error)),)


def problems_of_schema(error: ValidationError, text: str, name: str) -> tuple[Problem, ...]:
    """What the schema refused, in the order of the file."""
    return tuple(Problem(name, 1, ".".join(map(str, e["loc"])), e["msg"]) for e in error.errors())
