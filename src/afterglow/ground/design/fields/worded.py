"""What every field has: a label, a hint, and sentences that name it when something is wrong."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError


class WordedField(forms.Field):
    """A field whose words are ours. ``missing`` replaces the sentence shown when a required answer is left out.

    ``kind`` names the shape it is drawn in; ``width`` is the number of characters its box should show (0: full).
    """

    kind: ClassVar[str] = "input"
    input_type: ClassVar[str] = "text"
    inputmode: ClassVar[str] = ""
    verb: ClassVar[str] = "Enter"

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        missing: str = "",
        required: bool = True,
        initial: Any = None,
        width: int = 0,
        autocomplete: str = "off",
    ) -> None:
        super().__init__(required=required, label=label, initial=initial, help_text=hint)
        self.named = in_sentence(label)
        self.missing = missing or self._when_missing(label)
        self.error_messages["required"] = self.missing
        self.width = width
        self.autocomplete = autocomplete

    @property
    def label_text(self) -> str:
        """The label as given."""
        return str(self.label)

    def wrong(self, words: str) -> ValidationError:
        """An error with these words, to be raised."""
        return ValidationError(words, code="invalid")

    def attributes(self) -> dict[str, str | int]:
        """Attributes of the control beyond id, name and value."""
        given = {"type": self.input_type, "inputmode": self.inputmode, "autocomplete": self.autocomplete}
        return {name: value for name, value in given.items() if value}

    def _when_missing(self, label: str) -> str:
        return f"Answer “{label}”" if label.endswith("?") else f"{self.verb} {self.named}"


class ReadableField(WordedField):
    """A field typed as text. What cannot be stored or read is refused in words, as is anything longer than ``most``."""

    most: int = 200

    def to_python(self, value: Any) -> Any:
        """The text without spaces around it; ``""`` for nothing."""
        text = "" if value is None else str(value)
        if len(text) > self.most:
            raise self.wrong(f"{self.label_text} must be {self.most:,} characters or fewer")
        if any(map(_unreadable, text)):
            raise self.wrong(f"{self.label_text} contains characters that cannot be read. Type it again")
        return " ".join(text.split()) if self.kind == "input" else text.replace("\r\n", "\n").strip()

    def attributes(self) -> dict[str, str | int]:
        """Adds the longest text taken."""
        return {**super().attributes(), "maxlength": self.most}


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence: ``Date of birth`` becomes ``date of birth``, ``NHS number`` stays."""
    first, *_ = label.split() or [""]
    return label[:1].lower() + label[1:] if first[1:] == first[1:].lower() and len(first) > 1 else label


def _unreadable(character: str) -> bool:
    return character not in "\t\n\r" and unicodedata.category(character) in {"Cc", "Cs"}
