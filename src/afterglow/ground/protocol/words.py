"""A protocol's names and values in the words of a clinic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from afterglow.ground.protocol.families import families
from afterglow.ground.protocol.fields import bare_kind, entry_kind, notes_of
from afterglow.ground.protocol.schema.base import CODE_PATTERN, Written
from afterglow.ground.protocol.schema.units import show_value

_SPELLED: Final[Mapping[str, str]] = {
    "england": "England",
    "gp": "GP",
    "nhs": "NHS",
    "ptsd": "PTSD",
    "ecg": "ECG",
    "ect": "ECT",
    "qids-sr16": "QIDS-SR16",
    "phq-9": "PHQ-9",
    "gad-7": "GAD-7",
    "snri": "SNRI",
    "ssri": "SSRI",
    "maoi": "MAOI",
}
_LABELS: Final[Mapping[str, str]] = {
    "at": "At",
    "by": "By",
    "do": "What is done",
    "say": "In words",
    "ask": "Question",
    "to": "To",
    "every": "Every",
    "over": "Given over",
    "per_kg": "Per kg of dosing weight",
    "most": "At most",
    "then": "What follows",
    "told": "What the patient reads",
    "why": "Why",
    "words": "In words",
    "early_warning": "Early warning score (NEWS2)",
    "limits": "Limits",
    "observations": "Observation",
    "safety": "Thoughts of suicide",
    "information": "Information for patients",
    "events": "Professional events",
    "vat": "VAT",
    "room": "Treatment places",
    "fees": "What it costs",
    "outcomes": "Questionnaires",
    "readiness": "The day before",
    "afterwards": "The days after",
    "pharmacy": "Controlled drugs",
    "privacy": "Data about patients",
    "keep": "Kept for how long",
    "questions_to": "Questions about data to",
    "complaints_to": "Complaints about data to",
    "dosing": "Signing and checking a dose",
}
_TITLES: Final = ("title", "name", "say", "ask", "clinic", "kind", "family", "instrument", "answer", "who", "dose")
_IDENTITIES: Final = ("code", "family", "instrument", "kind", "name")


def label(name: str) -> str:
    """A field's name as a heading: ``no_response`` becomes "No response"."""
    return _LABELS.get(name) or token(name.replace("_", "-"), sentence=True)


def token(code: str, *, sentence: bool = False) -> str:
    """A code as words: ``stop-and-review`` becomes "stop and review", ``gp`` "GP"."""
    if code in _SPELLED:
        return _SPELLED[code]
    words = " ".join(_SPELLED.get(word, word) for word in code.split("-"))
    return words[:1].upper() + words[1:] if sentence else words


def identity_of(entry: object) -> str:
    """What an entry of a list is known by; empty where only its place tells it apart."""
    for name in _IDENTITIES:
        found = getattr(entry, name, None)
        if isinstance(found, str):
            return found
    return ""


def title_of(entry: BaseModel) -> tuple[str, str]:
    """The field that names an entry, and its words."""
    for name in _TITLES:
        if name in type(entry).model_fields:
            words = value_words(getattr(entry, name), type(entry).model_fields[name]).rstrip(".")
            return name, words[:1].upper() + words[1:]
    return "", ""


def value_words(value: object, field: FieldInfo) -> str:
    """A single value, or a list of such, as a reader meets it."""
    if isinstance(value, tuple):
        return "; ".join(_one(entry, entry_kind(field.annotation), ()) for entry in value) or "none"
    return _one(value, field.annotation, tuple(field.metadata))


def holds_tables(value: object) -> bool:
    """Whether a value is a table, or holds tables."""
    if isinstance(value, tuple):
        return any(isinstance(entry, BaseModel) for entry in value)
    return isinstance(value, BaseModel | Mapping)


def _one(value: object, kind: Any, notes: tuple[Any, ...]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if show := _written(kind, notes):
        return show(value)
    if isinstance(value, str) and _is_token(kind, notes):
        return families()[value].say if value in families() else token(value)
    return show_value(value)


def _written(kind: Any, notes: tuple[Any, ...]) -> Callable[[object], str] | None:
    found = [note for note in (*notes, *notes_of(kind)) if isinstance(note, Written)]
    return found[0].show if found else None


def _is_token(kind: Any, notes: tuple[Any, ...]) -> bool:
    if get_origin(bare_kind(kind)) is Literal:
        return True
    told = [inner for note in (*notes, *notes_of(kind)) for inner in getattr(note, "metadata", (note,))]
    return any(getattr(note, "pattern", None) == CODE_PATTERN for note in told)
