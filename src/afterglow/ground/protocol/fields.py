"""What the schema says about one field: an example of it, the choices it allows, its neighbours."""

from __future__ import annotations

from datetime import date
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from afterglow.ground.protocol.schema.base import Written
from afterglow.ground.protocol.schema.protocol import Protocol

_PLAIN: Final[dict[object, str]] = {
    bool: "true",
    int: "6",
    str: '"In plain words"',
    date: "2025-09-01",
}


def example_of(path: tuple[str | int, ...]) -> str:
    """How the field at a path may be written, as a line of a protocol file; empty where the path leads nowhere."""
    names = [part for part in path if isinstance(part, str)]
    kind: Any = Protocol
    for part in path:
        kind = _inside(kind, part)
        if kind is None:
            return ""
    listed = _is_model_list(kind)
    model = _model(entry_kind(kind) if listed else kind)
    if model is not None:
        return f"[[{'.'.join(names)}]]" if listed else f"[{'.'.join(names)}]"
    return f"{names[-1]} = {_value(kind)}" if isinstance(path[-1], str) else _value(kind)


def field_names(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The fields of the table at a path, in the schema's order; none where there is no table."""
    kind: Any = Protocol
    for part in path:
        kind = _inside(kind, part)
    model = _model(kind)
    return tuple(model.model_fields) if model else ()


def _inside(kind: Any, part: str | int) -> Any:
    """The kind of one field of a table, or of one entry of a list."""
    if isinstance(part, int):
        return entry_kind(kind)
    if get_origin(bare_kind(kind)) is dict:
        return get_args(bare_kind(kind))[1]
    model = _model(kind)
    if model is None or part not in model.model_fields:
        return None
    return _annotated(model.model_fields[part])


def _annotated(field: FieldInfo) -> Any:
    """The field's kind with what is written about it, which pydantic keeps apart."""
    kind = field.annotation
    for note in (*field.metadata, *(field.examples or ())):
        kind = Annotated[kind, note]  # type: ignore[assignment]
    return kind


def bare_kind(kind: Any) -> Any:
    """A kind without its notes, and without "or nothing"."""
    if get_origin(kind) is Annotated:
        return bare_kind(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return bare_kind(next(part for part in get_args(kind) if part is not type(None)))
    return kind


def notes_of(kind: Any) -> tuple[Any, ...]:
    """What is written about a kind: its parser, its examples."""
    if get_origin(kind) is Annotated:
        return (*get_args(kind)[1:], *notes_of(get_args(kind)[0]))
    if get_origin(kind) in (Union, UnionType):
        return tuple(note for part in get_args(kind) for note in notes_of(part))
    return ()


def _model(kind: Any) -> type[BaseModel] | None:
    bare = bare_kind(kind)
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None


def entry_kind(kind: Any) -> Any:
    """The kind of a list's entries; None for what is no list."""
    bare = bare_kind(kind)
    return get_args(bare)[0] if get_origin(bare) is tuple else None


def _is_model_list(kind: Any) -> bool:
    return entry_kind(kind) is not None and _model(entry_kind(kind)) is not None


def _value(kind: Any) -> str:
    for note in notes_of(kind):
        if isinstance(note, Written):
            return f'"{note.example}"'
        if isinstance(note, FieldInfo) and note.examples:
            return _quoted(note.examples[0])
        if isinstance(note, str | int):
            return _quoted(note)
    bare = bare_kind(kind)
    if get_origin(bare) is Literal:
        return _quoted(get_args(bare)[0])
    if get_origin(bare) is tuple:
        return f"[{_value(get_args(bare)[0])}]"
    return _PLAIN.get(bare, "")


def _quoted(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
