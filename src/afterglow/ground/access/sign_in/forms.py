"""What somebody chooses to sign in with, and beside a colleague."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from afterglow.ground.design.forms import Form, SecretField


class NewPasswordForm(Form):
    """The password a new member of staff chooses; a passkey or an authenticator is always asked for beside it."""

    password = SecretField("Choose a password", hint="At least 15 characters. Three or four words are good.")
    again = SecretField("The same once more")

    def clean(self) -> dict[str, object]:
        """Both must be the same, and long enough."""
        cleaned: dict[str, object] = super().clean() or {}
        first, second = cleaned.get("password"), cleaned.get("again")
        if first and second and first != second:
            self.add_error("again", ValidationError("The two passwords differ."))
        elif isinstance(first, str):
            try:
                validate_password(first)
            except ValidationError as weak:
                self.add_error("password", weak)
        return cleaned


class PinForm(Form):
    """The PIN for signing beside somebody."""

    pin = SecretField("New PIN", hint="6 digits. You type it when you check a dose beside a colleague.")
