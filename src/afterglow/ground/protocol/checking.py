"""Whether protocol files are sound: what ``afterglow protocol check`` prints."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from afterglow.ground.protocol.lines import line_of
from afterglow.ground.protocol.problem import Problem, ProtocolError
from afterglow.ground.protocol.reading import load_protocol
from afterglow.ground.protocol.schema.protocol import Protocol


def check(paths: Iterable[Path]) -> list[Problem]:
    """Every problem in some files, or in all ``.toml`` files of some folders; an empty list when all are sound."""
    return [problem for path in paths for file in _files(path) for problem in _check_file(file)]


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.toml")) if path.is_dir() else [path]


def _check_file(path: Path) -> list[Problem]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return [Problem(str(path), 1, "the whole file", f"This cannot be read: {error}.")]
    try:
        protocol = load_protocol(text, str(path))
    except ProtocolError as error:
        return list(error.problems)
    return _misplaced(path, text, protocol)


def _misplaced(path: Path, text: str, protocol: Protocol) -> list[Problem]:
    """A file stands at ``<code>/<version>.toml``, so that a version is found by its name."""
    place = f"{protocol.code}/{protocol.version:%Y-%m-%d}.toml"
    problems = []
    if path.parent.name != protocol.code:
        words = f"The file lies in the folder “{path.parent.name}”."
        problems.append(Problem(str(path), line_of(text, ("code",)), "code", words, place))
    if path.stem != protocol.version.isoformat():
        words = f"The file is called “{path.name}”."
        problems.append(Problem(str(path), line_of(text, ("version",)), "version", words, place))
    return problems
