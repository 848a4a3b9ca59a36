"""Fields for choosing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from afterglow.ground.design.fields.worded import WordedField


@dataclass(frozen=True)
class Choice:
    """One answer. ``hint`` stands under it in smaller words."""

    value: str
    label: str
    hint: str = ""


YES, NO = "yes", "no"


class ManyValues(forms.Widget):
    """Every value sent under one name."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, ...]:
        """All of them, in the order sent."""
        return tuple(data.getlist(name)) if hasattr(data, "getlist") else tuple(data.get(name, ()))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Never: boxes left empty send nothing."""
        return False


class OneValue(forms.Widget):
    """The one value sent under a name."""


class ChoiceField(WordedField):
    """One of several answers, given as its ``value``; ``""`` where none is required and none was chosen.

    ``kind`` is ``tiles`` (whole tiles), ``scale`` (a row of numbers with words), ``ladder`` or ``select``.
    """

    widget = OneValue
    verb: ClassVar[str] = "Choose"

    def __init__(self, label: str, choices: Iterable[Choice], *, kind: str = "tiles", **given: Any) -> None:
        super().__init__(label, **given)
        self.choices = tuple(choices)
        self.shape = kind

    def to_python(self, value: Any) -> Any:
        """The chosen value."""
        chosen = "" if value is None else str(value)
        if chosen and chosen not in {choice.value for choice in self.choices}:
            raise self.wrong(f"Choose one of the answers shown for “{self.label_text}”")
        return chosen


class YesNoField(ChoiceField):
    """Yes or no, given as a bool; None where it may be left open and was."""

    def __init__(self, label: str, *, yes: str = "Yes", no: str = "No", **given: Any) -> None:
        super().__init__(label, (Choice(YES, yes), Choice(NO, no)), **{"kind": "pair", **given})

    def to_python(self, value: Any) -> bool | None:
        """Whether yes was chosen."""
        chosen = super().to_python(value)
        return chosen == YES if chosen else None

    def prepare_value(self, value: Any) -> Any:
        """The choice that stands for a bool; anything sent as it is."""
        return {True: YES, False: NO}.get(value, value) if isinstance(value, bool) else value


class ManyField(WordedField):
    """Any of several answers, given as a tuple of values in the order shown. ``kind`` is ``boxes`` or ``checks``."""

    widget = ManyValues
    verb: ClassVar[str] = "Choose"

    def __init__(self, label: str, choices: Iterable[Choice], *, kind: str = "boxes", **given: Any) -> None:
        super().__init__(label, **given)
        self.choices = tuple(choices)
        self.shape = kind

    def to_python(self, value: Any) -> tuple[str, ...]:
        """The chosen values."""
        sent = set(map(str, value or ()))
        if not sent <= {choice.value for choice in self.choices}:
            raise self.wrong(f"Choose from the answers shown for “{self.label_text}”")
        return tuple(choice.value for choice in self.choices if choice.value in sent)


class TickField(WordedField):
    """One statement to tick. Required by default: it is a promise or a confirmation, not an option."""

    kind: ClassVar[str] = "tick"
    widget = forms.CheckboxInput

    def to_python(self, value: Any) -> bool:
        """Whether it was ticked."""
        return bool(value)

    def validate(self, value: Any) -> None:
        """Refuse an empty box where a tick is asked for."""
        if self.required and not value:
            raise self.wrong(self.missing)

    def _when_missing(self, label: str) -> str:
        return f"Tick “{label}”"
