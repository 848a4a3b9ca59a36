"""A protocol as a person reads it: sections of rows, each with its source, for the page and the terminal alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import fill, indent
from typing import Final

from pydantic import BaseModel

from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.words import holds_tables, label, title_of, token, value_words

_LEFT_OUT: Final = frozenset({"source", "code", "format"})
_WIDTH: Final = 110


@dataclass(frozen=True)
class Row:
    """One value: what it is, what it is set to, and what it rests on."""

    label: str
    value: str
    source: str


@dataclass(frozen=True)
class Section:
    """A table of the protocol with its rows, and the tables inside it."""

    title: str
    source: str
    rows: tuple[Row, ...]
    parts: tuple[Section, ...] = ()


def show(protocol: Protocol) -> tuple[Section, ...]:
    """The whole protocol, in the order of its file: first what it is, then one section for each subject."""
    whole = _section(protocol.clinic, protocol, "")
    return (Section(whole.title, "", whole.rows), *whole.parts)


def render_show(protocol: Protocol) -> str:
    """The protocol as text for a terminal."""
    return "\n".join(line for section in show(protocol) for line in _lines(section, 0))


def _section(title: str, table: BaseModel, source: str) -> Section:
    source = getattr(table, "source", source)
    rows: list[Row] = []
    parts: list[Section] = []
    for name, field in type(table).model_fields.items():
        value = getattr(table, name)
        if name in _LEFT_OUT or value is None or value in ("", ()):
            continue
        if not holds_tables(value):
            rows.append(Row(label(name), value_words(value, field), source))
        elif isinstance(value, tuple) and all(_is_flat(entry) for entry in value):
            parts.append(Section(label(name), "", tuple(_row(entry, source) for entry in value)))
        else:
            parts.extend(_parts(name, value, source))
    return Section(title, source, tuple(rows), tuple(parts))


def _parts(name: str, value: object, source: str) -> Iterator[Section]:
    if isinstance(value, BaseModel):
        yield _section(label(name), value, source)
    elif isinstance(value, Mapping):
        inside = tuple(_section(token(key, sentence=True), entry, source) for key, entry in value.items())
        yield Section(label(name), "", (), inside)
    elif isinstance(value, tuple):
        yield Section(label(name), "", (), tuple(_section(title_of(entry)[1], entry, source) for entry in value))


def _is_flat(entry: BaseModel) -> bool:
    """Whether an entry of a list fits into one row: it holds no tables and no paragraphs."""
    values = [getattr(entry, name) for name in type(entry).model_fields]
    return not any(holds_tables(value) or "\n" in str(value) for value in values)


def _row(entry: BaseModel, source: str) -> Row:
    named, title = title_of(entry)
    values = [
        f"{label(name)}: {value_words(getattr(entry, name), field)}"
        for name, field in type(entry).model_fields.items()
        if name not in _LEFT_OUT | {named} and getattr(entry, name) not in (None, "", (), field.default)
    ]
    return Row(title, " · ".join(values), getattr(entry, "source", source))


def _lines(section: Section, depth: int) -> Iterator[str]:
    heading = f"{section.title}  [{section.source}]" if section.source else section.title
    yield ""
    yield indent(heading, "  " * depth)
    if not depth:
        yield "=" * len(heading)
    for row in section.rows:
        source = f"  [{row.source}]" if row.source not in ("", section.source) else ""
        value = f": {row.value}" if row.value else ""
        for paragraph in f"{row.label}{value}{source}".split("\n\n"):
            yield indent(fill(paragraph, _WIDTH - 2 * depth, subsequent_indent="    "), "  " * (depth + 1))
    for part in section.parts:
        yield from _lines(part, depth + 1)
