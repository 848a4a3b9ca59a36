"""What a protocol rests on: facts of the pathway, works of the literature, and the house's own defaults."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel

_FOLDER: Final = Path(__file__).parent / "sources"


@dataclass(frozen=True)
class Cited:
    """One source, in words. ``room`` is where a fact of the pathway lives; works have none."""

    key: str
    says: str
    room: str = ""


@cache
def facts() -> Mapping[str, Cited]:
    """Every fact of the pathway by its ID, in the order of the documents."""
    table = _read("pathway.toml")["facts"]
    return MappingProxyType({key: Cited(key, fact["says"], fact["room"]) for key, fact in table.items()})


@cache
def works() -> Mapping[str, Cited]:
    """Every work of the literature, and "default", by its key."""
    return MappingProxyType({key: Cited(key, work["says"]) for key, work in _read("works.toml").items()})


@cache
def systems() -> Mapping[str, str]:
    """The source documents by their letter, each with what it describes."""
    return MappingProxyType(_read("pathway.toml")["systems"])


def keys_of(source: str) -> tuple[str, ...]:
    """The single keys of a source such as ``"F20, default"``."""
    return tuple(key.strip() for key in source.split(","))


def cite(source: str) -> tuple[Cited, ...]:
    """What the keys of a source stand for. Raises KeyError for one that nothing is known about."""
    return tuple(_cited(key) for key in keys_of(source))


def unknown_keys(source: str) -> tuple[str, ...]:
    """The keys of a source that lead nowhere."""
    return tuple(key for key in keys_of(source) if key not in facts() and key not in works())


def sources_in(part: BaseModel, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every source named in a protocol, with the path of the table that names it."""
    for name in type(part).model_fields:
        yield from _sources_in_value(getattr(part, name), (*path, name))


def _sources_in_value(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, BaseModel):
        yield from sources_in(value, path)
    elif isinstance(value, tuple):
        for place, entry in enumerate(value):
            yield from _sources_in_value(entry, (*path, place))
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _sources_in_value(entry, (*path, key))
    elif path[-1] == "source" and isinstance(value, str):
        yield path, value


def _cited(key: str) -> Cited:
    return facts()[key] if key in facts() else works()[key]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
