"""On which line of a protocol file each field stands: the TOML reader forgets it, a reader of errors needs it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

Path = tuple[str | int, ...]

_KEY: Final = re.compile(r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[A-Za-z0-9_-]+|"[^"\n]*"))*""")
_PLAIN: Final = re.compile(r"[^\s,\]}#]+(?: [0-9:.]+)?")
_GAP: Final = re.compile(r"(?:[\s,]|#[^\n]*)*")
_STRING: Final = re.compile(r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL)


def lines_of(text: str) -> Mapping[Path, int]:
    """The line of every table, key and list entry of a sound TOML text."""
    scan = _Scan(text)
    scan.document()
    return scan.lines


def line_of(text: str, path: Path) -> int:
    """The line of a field, or of the nearest table around it; 1 where even that is missing."""
    lines = lines_of(text)
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


class _Scan:
    """Walks a text that the TOML reader has already accepted, so that it never needs to judge."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._entries: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        self._gap()
        while self.at < len(self.text):
            table = self._header() if self.text[self.at] == "[" else self._pair(table)
            self._gap()

    def _header(self) -> Path:
        double = self.text.startswith("[[", self.at)
        start = self.at
        self.at = self.text.index("]", self.at) + (2 if double else 1)
        path: Path = ()
        names = _names(self.text[start : self.at].strip("[]"))
        for name in names[:-1]:
            self._note((*path, name), start)
            path = self._latest((*path, name))
        path = (*path, names[-1])
        if double:
            self._entries[path] = self._entries.get(path, -1) + 1
            self._note(path, start)
            path = (*path, self._entries[path])
        self._note(path, start)
        return path

    def _latest(self, path: Path) -> Path:
        return (*path, self._entries[path]) if path in self._entries else path

    def _pair(self, table: Path) -> Path:
        path = table
        for name in _names(self._take(_KEY)):
            path = (*path, name)
            self._note(path, self.at)
        self.at = self.text.index("=", self.at) + 1
        self._gap()
        self._value(path)
        return table

    def _value(self, path: Path) -> None:
        match self.text[self.at]:
            case "[":
                self._many("]", path, listed=True)
            case "{":
                self._many("}", path, listed=False)
            case '"' | "'":
                self._take(_STRING)
            case _:
                self._take(_PLAIN)

    def _many(self, closing: str, path: Path, *, listed: bool) -> None:
        self.at += 1
        self._gap()
        entry = 0
        while self.text[self.at] != closing:
            if listed:
                self._note((*path, entry), self.at)
                self._value((*path, entry))
            else:
                self._pair(path)
            entry += 1
            self._gap()
        self.at += 1

    def _note(self, path: Path, at: int) -> None:
        self.lines.setdefault(path, self.text.count("\n", 0, at) + 1)

    def _gap(self) -> None:
        self._take(_GAP)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ValueError(f"Line {self.text.count(chr(10), 0, self.at) + 1} cannot be read.")
        self.at = match.end()
        return match.group()


def _names(key: str) -> list[str]:
    return [name.strip().strip("\"'") for name in key.split(".")]
