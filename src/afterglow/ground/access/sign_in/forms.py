"""Asking for a code: for patients only."""

from __future__ import annotations

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.internal.stagekit import unstash_login
from allauth.core import context, ratelimit
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from afterglow.ground.access.models import Account, Membership
from afterglow.ground.design.forms import Form, SecretField


class CodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """Somebody's mailbox, to send a code to. For staff none is sent, and the page does not say so."""

    _user: Account | None

    def clean_email(self) -> str:
        """The address typed; the account behind it is used only when it belongs to no staff."""
        email = str(super().clean_email())
        account = self._user
        if account is not None and Membership.objects.filter(account=account, ended_at=None).exists():
            self._user = None
        return email


class TypedCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """The code from the letter. Tries are counted for the address, whoever makes them and with whichever code."""

    def clean_code(self) -> str:
        """The code typed, while there have not been too many tries."""
        login = unstash_login(context.request, peek=True)
        address = (login.email or "").lower() if login else ""
        if not ratelimit.consume(context.request, action="confirm_login_code", key=address):
            raise ValidationError("There were too many tries. Wait a quarter of an hour, then ask for a new code.")
        return str(super().clean_code())


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
