"""A field for a file sent along."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from afterglow.ground.design.fields.worded import WordedField

_MEGABYTE = 1_000_000


class FileField(WordedField):
    """A file of at most ``megabytes``, given as its bytes; None for no file."""

    kind: ClassVar[str] = "file"
    input_type: ClassVar[str] = "file"
    verb: ClassVar[str] = "Choose"
    widget = forms.FileInput

    def __init__(self, label: str, *, megabytes: int = 2, accept: str = "", **given: Any) -> None:
        super().__init__(label, **given)
        self.megabytes, self.accept = megabytes, accept

    def to_python(self, value: Any) -> bytes | None:
        """What the file holds."""
        if not isinstance(value, UploadedFile):
            return None
        if (value.size or 0) > self.megabytes * _MEGABYTE:
            raise self.wrong(f"{self.label_text} must be smaller than {self.megabytes}\u00a0MB")
        content = bytes(value.read())
        if not content:
            raise self.wrong(f"{self.label_text} is empty. Choose another file")
        return content

    def attributes(self) -> dict[str, str | int]:
        """The kinds of file it takes."""
        return {"type": self.input_type, **({"accept": self.accept} if self.accept else {})}
