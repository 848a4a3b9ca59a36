"""A form field as a template draws it: everything worked out, so that the macros only write it down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField

from afterglow.ground.design.fields.choice import Choice, ChoiceField, ManyField
from afterglow.ground.design.fields.when import DayField
from afterglow.ground.design.fields.worded import WordedField

Attributes = dict[str, str | int]

_PLAIN_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "tick"),
    (forms.CheckboxSelectMultiple, "boxes"),
    (forms.RadioSelect, "tiles"),
    (forms.Select, "select"),
    (forms.Textarea, "area"),
    (forms.HiddenInput, "hidden"),
)
_KEPT_ATTRIBUTES = ("autocomplete", "inputmode", "maxlength", "minlength", "spellcheck", "autocapitalize")


@dataclass(frozen=True)
class OptionView:
    """One answer to choose."""

    id: str
    value: str
    label: str
    hint: str
    checked: bool


@dataclass(frozen=True)
class PartView:
    """One box of several that make up an answer."""

    id: str
    name: str
    label: str
    value: str
    width: int


@dataclass(frozen=True)
class FieldView:
    """A field ready to be drawn. ``kind`` is the shape; ``described_by`` the ids of its hint and errors."""

    kind: str
    id: str
    name: str
    label: str
    hint: str
    errors: tuple[str, ...]
    value: str
    required: bool
    width: int = 0
    rows: int = 5
    unit: str = ""
    options: tuple[OptionView, ...] = ()
    parts: tuple[PartView, ...] = ()
    attributes: Attributes = field(default_factory=dict)

    @property
    def first_id(self) -> str:
        """Where a link from the error summary leads."""
        if self.parts:
            return self.parts[0].id
        return self.options[0].id if self.options and self.kind != "select" else self.id

    @property
    def described_by(self) -> str:
        """The value of ``aria-describedby``; empty where nothing describes it."""
        return " ".join(f"{self.id}-{name}" for name, there in (("hint", self.hint), ("error", self.errors)) if there)


def view_of(bound: BoundField) -> FieldView:
    """Work out how a field is drawn: ours by what it says, Django's own by its widget."""
    inner = bound.field
    return FieldView(
        kind=_kind(inner),
        id=bound.auto_id or bound.html_name,
        name=bound.html_name,
        label=str(bound.label or ""),
        hint=str(bound.help_text or ""),
        errors=tuple(str(words) for words in bound.errors),
        value=_shown(bound),
        required=inner.required,
        width=getattr(inner, "width", 0),
        rows=getattr(inner, "rows", 5),
        unit=str(getattr(inner, "unit", "")),
        options=tuple(_options(bound)),
        parts=_parts(bound),
        attributes=_attributes(bound),
    )


def _kind(inner: forms.Field) -> str:
    if isinstance(inner, ChoiceField | ManyField):
        return inner.shape
    if isinstance(inner, WordedField):
        return inner.kind
    return next((kind for widget, kind in _PLAIN_KINDS if isinstance(inner.widget, widget)), "input")


def _shown(bound: BoundField) -> str:
    value = bound.value()
    inner = bound.field
    secret = getattr(inner, "input_type", getattr(inner.widget, "input_type", "")) in {"password", "file"}
    if value is None or secret or isinstance(value, tuple | list):
        return ""
    if isinstance(value, bool):
        return "on" if value else ""
    return _encodable(str(value))


def _options(bound: BoundField) -> Iterable[OptionView]:
    chosen = {_encodable(str(value)) for value in _values(bound.value())}
    start = bound.auto_id or bound.html_name
    for place, choice in enumerate(_choices(bound.field)):
        yield OptionView(f"{start}_{place}", choice.value, choice.label, choice.hint, choice.value in chosen)


def _choices(inner: forms.Field) -> Iterable[Choice]:
    for choice in getattr(inner, "choices", ()):
        yield choice if isinstance(choice, Choice) else Choice(str(choice[0]), str(choice[1]))


def _values(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    return value if isinstance(value, tuple | list) else (value,)


def _parts(bound: BoundField) -> tuple[PartView, ...]:
    if not isinstance(bound.field, DayField):
        return ()
    typed = bound.value() or ("", "", "")
    return tuple(
        PartView(f"{bound.auto_id}_{part}", f"{bound.html_name}_{part}", part.capitalize(), _encodable(text), width)
        for part, width, text in zip(("day", "month", "year"), (2, 2, 4), typed, strict=True)
    )


def _attributes(bound: BoundField) -> Attributes:
    inner = bound.field
    if not isinstance(inner, WordedField):
        return _plain_attributes(inner.widget)
    given = inner.attributes()
    # A native control would drop what it cannot read, and nothing typed may be lost.
    native_would_drop = given["type"] == "datetime-local" and bound.errors and _shown(bound)
    return {**given, "type": "text"} if native_would_drop else given


def _plain_attributes(widget: forms.Widget) -> Attributes:
    kept: Attributes = {name: widget.attrs[name] for name in _KEPT_ATTRIBUTES if name in widget.attrs}
    return {"type": str(getattr(widget, "input_type", "text")), **kept}


def _encodable(text: str) -> str:
    """What was typed, with anything that no page can carry replaced."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
