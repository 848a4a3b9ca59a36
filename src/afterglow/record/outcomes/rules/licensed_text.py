"""The slot for a clinic's licensed words: one TOML file beside its protocol, loaded over our plain labels."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from afterglow.record.outcomes.rules.instrument import Instrument, Item, Option, Wording


class TextError(ValueError):
    """A text file that does not fit its instrument; the message names the file and what is wrong."""


def load_text(instrument: Instrument, folder: Path) -> Instrument:
    """The instrument with the clinic's words from ``<folder>/<code>.toml``; scoring does not change.

    The file has ``holder``, ``permission`` and ``instruction`` as text, and one ``[[item]]`` for each question
    with its ``key``, its ``words`` and its ``options``: the words of each answer, lowest points first.
    Without such a file the instrument comes back as it was. Raises TextError for a file that does not fit.
    """
    path = folder / f"{instrument.code}.toml"
    if not path.exists():
        return instrument
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TextError(f"{path.name} cannot be read: {error}") from error
    for name in ("holder", "permission"):
        _text(path, content, name)
    return replace(
        instrument,
        instruction=_text(path, content, "instruction"),
        items=_items(path, instrument, content),
        wording=Wording.LICENSED,
    )


def _items(path: Path, instrument: Instrument, content: dict[str, Any]) -> tuple[Item, ...]:
    written = content.get("item")
    if not isinstance(written, list) or not all(isinstance(table, dict) for table in written):
        raise TextError(f"{path.name} has no [[item]] tables.")
    expected = [item.key for item in instrument.items]
    found = [str(table.get("key", "")) for table in written]
    if found != expected:
        raise TextError(f"{path.name} must hold the items {', '.join(expected)} in this order; it holds {found}.")
    return tuple(_item(path, item, table) for item, table in zip(instrument.items, written, strict=True))


def _item(path: Path, item: Item, table: dict[str, Any]) -> Item:
    words = table.get("options")
    if not isinstance(words, list) or len(words) != len(item.options) or not all(_is_text(word) for word in words):
        raise TextError(f"{path.name}, item {item.key}: options must be {len(item.options)} texts.")
    options = tuple(Option(old.value, word, old.loinc) for old, word in zip(item.options, words, strict=True))
    return replace(item, words=_text(path, table, "words"), options=options)


def _text(path: Path, table: dict[str, Any], name: str) -> str:
    value = table.get(name)
    if not _is_text(value):
        raise TextError(f"{path.name} lacks the text “{name}”.")
    return str(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
