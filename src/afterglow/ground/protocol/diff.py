"""Two versions of a protocol side by side, in clinical words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from textwrap import fill
from typing import Final

from pydantic import BaseModel

from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.units import show_value
from afterglow.ground.protocol.words import holds_tables, identity_of, label, title_of, token, value_words

_LEFT_OUT: Final = frozenset({"code", "format", "version"})
_WIDTH: Final = 110


@dataclass(frozen=True)
class Change:
    """One value that differs. ``before`` or ``after`` is None where the version does not have it."""

    where: str
    before: str | None
    after: str | None
    source: str


Key = tuple[str, ...]


@dataclass(frozen=True)
class _Leaf:
    where: str
    value: str
    source: str


def diff(before: Protocol, after: Protocol) -> tuple[Change, ...]:
    """Everything that differs between two versions, in the order of the file; nothing when they say the same."""
    old = dict(_leaves(before, (), "", ""))
    new = dict(_leaves(after, (), "", ""))
    changes = (_change(old.get(key), new.get(key)) for key in _in_order(old, new) if _differs(old, new, key))
    return tuple(change for change in changes if not _only_a_source(change))


def render_diff(before: Protocol, after: Protocol) -> str:
    """The differences as text for a terminal."""
    heading = f"{_version_words(before)}, and {_version_words(after)}"
    changes = diff(before, after)
    if not changes:
        return f"{heading}\n\nNothing differs."
    return "\n".join([heading, *(line for change in changes for line in _lines(change))])


def _leaves(value: object, key: Key, where: str, source: str) -> Iterator[tuple[Key, _Leaf]]:
    if isinstance(value, BaseModel):
        source = getattr(value, "source", source)
        for name, field in type(value).model_fields.items():
            inside = getattr(value, name)
            if name in _LEFT_OUT or inside is None or inside in ("", ()):
                continue
            words = _joined(where, label(name))
            if holds_tables(inside):
                yield from _leaves(inside, (*key, name), words, source)
            else:
                yield (*key, name), _Leaf(words, value_words(inside, field), source)
    elif isinstance(value, Mapping):
        for name, inside in value.items():
            yield from _leaves(inside, (*key, name), _joined(where, token(name)), source)
    elif isinstance(value, tuple):
        for place, entry in enumerate(value):
            identity = identity_of(entry) or str(place + 1)
            yield from _leaves(entry, (*key, identity), _joined(where, title_of(entry)[1] or identity), source)


def _joined(where: str, words: str) -> str:
    return f"{where} › {words}" if where else words


def _in_order(old: Mapping[Key, _Leaf], new: Mapping[Key, _Leaf]) -> list[Key]:
    """All keys, those of the new version standing after the neighbour they follow there."""
    keys = list(old)
    for before, key in pairwise([None, *new]):
        if key is not None and key not in old:
            keys.insert(keys.index(before) + 1 if before is not None else 0, key)
    return keys


def _differs(old: Mapping[Key, _Leaf], new: Mapping[Key, _Leaf], key: Key) -> bool:
    return key not in old or key not in new or old[key].value != new[key].value


def _only_a_source(change: Change) -> bool:
    """The source of a table that came or went says nothing beside the table's own values."""
    return change.where.endswith("› Source") and None in (change.before, change.after)


def _change(old: _Leaf | None, new: _Leaf | None) -> Change:
    known = new or old
    if known is None:
        raise ValueError("A change is between something and something else.")
    return Change(known.where, old.value if old else None, new.value if new else None, known.source)


def _version_words(protocol: Protocol) -> str:
    return f"{protocol.clinic}, {show_value(protocol.version)}"


def _lines(change: Change) -> Iterator[str]:
    yield ""
    yield f"{change.where}  [{change.source}]" if change.source else change.where
    for word, value in (("before", change.before), ("after", change.after)):
        shown = "not there" if value is None else value
        yield fill(f"{word}:".ljust(8) + shown, _WIDTH, initial_indent="  ", subsequent_indent=" " * 10)
