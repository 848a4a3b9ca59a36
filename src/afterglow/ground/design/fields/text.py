"""Fields for words: lines, longer text, addresses and numbers that people carry."""

from __future__ import annotations

from typing import Any, ClassVar

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from afterglow.ground.design import words
from afterglow.ground.design.fields.worded import ReadableField
from afterglow.ground.kernel.nhs_number import NhsNumberError, parse_nhs_number, show_nhs_number


class TextField(ReadableField):
    """One line of at most ``most`` characters; spaces are tidied."""

    def __init__(self, label: str, *, most: int = 200, **given: Any) -> None:
        super().__init__(label, **given)
        self.most = most


class LongTextField(TextField):
    """Several lines."""

    kind: ClassVar[str] = "area"

    def __init__(self, label: str, *, most: int = 5_000, rows: int = 5, **given: Any) -> None:
        super().__init__(label, most=most, **given)
        self.rows = rows


class SecretField(TextField):
    """A PIN or a code: never shown again, not even when it was wrong."""

    input_type: ClassVar[str] = "password"


class HiddenField(TextField):
    """What the page itself sends along, such as the ``ref`` of the patient it shows."""

    kind: ClassVar[str] = "hidden"
    widget = forms.HiddenInput
    input_type: ClassVar[str] = "hidden"


class EmailField(TextField):
    """An e-mail address, in lower case."""

    input_type: ClassVar[str] = "email"
    inputmode: ClassVar[str] = "email"

    def __init__(self, label: str = "E-mail address", **given: Any) -> None:
        super().__init__(label, **{"most": 254, "autocomplete": "email", **given})

    def to_python(self, value: Any) -> str:
        """The address; ``""`` for nothing."""
        text = str(super().to_python(value)).lower()
        try:
            if text:
                validate_email(text)
        except ValidationError:
            raise self.wrong(f"Enter {self.named} like name@clinic.example") from None
        return text


class PhoneField(TextField):
    """A phone number in any spelling; kept as ``+441632960142``. Numbers without ``+`` are of ``region``."""

    input_type: ClassVar[str] = "tel"
    inputmode: ClassVar[str] = "tel"

    def __init__(self, label: str = "Phone number", *, region: str = "GB", **given: Any) -> None:
        super().__init__(label, **{"most": 30, "width": 20, "autocomplete": "tel", **given})
        self.region = region

    def to_python(self, value: Any) -> str:
        """The number in the international form; ``""`` for nothing."""
        text = str(super().to_python(value))
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, self.region)
        except phonenumbers.NumberParseException:
            raise self._unlike_a_number() from None
        if not phonenumbers.is_possible_number(number):
            raise self._unlike_a_number()
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def prepare_value(self, value: Any) -> Any:
        """A number kept before, as people here write it."""
        return words.phone(value) if isinstance(value, str) and value.startswith("+") else value

    def _unlike_a_number(self) -> ValidationError:
        return self.wrong(f"Enter {self.named} such as 01632 960142 or +44 7700 900318")


class NhsNumberField(TextField):
    """An NHS number with or without spaces; kept as ten digits."""

    inputmode: ClassVar[str] = "numeric"

    def __init__(self, label: str = "NHS number", **given: Any) -> None:
        super().__init__(label, **{"most": 20, "width": 12, **given})

    def to_python(self, value: Any) -> str:
        """Ten digits; ``""`` for nothing."""
        text = str(super().to_python(value))
        try:
            return parse_nhs_number(text) if text else ""
        except NhsNumberError as refused:
            raise self.wrong(str(refused)) from None

    def prepare_value(self, value: Any) -> Any:
        """Show ten digits in their groups; leave anything typed as it is."""
        stored = isinstance(value, str) and len(value) == 10 and value.isdigit()
        return show_nhs_number(value) if stored else value
