"""The forms by which somebody tries to come in: allauth's, in our words, each refusal written down."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, ReauthenticateForm, RequestLoginCodeForm
from allauth.account.internal.stagekit import unstash_login
from allauth.core import context, ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError
from django.forms import Form

from afterglow.ground.access.models import Account, Membership
from afterglow.ground.access.sign_in.noting import account_with, noting_refusal

_EMAIL = "Type your e-mail address."
_CODE = "Type the code."
_PASSWORD = "Type your password."  # noqa: S105  # words for a page
BY_CODE, BY_KEY, BY_PASSKEY = "code by e-mail", "authenticator or recovery code", "passkey"

_UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error)
"""What reading a broken answer of a passkey can raise, in allauth and in the library beneath it."""


def _missing(form: Form, **words: str) -> None:
    """Say for each field what to type, instead of the same sentence beside all of them."""
    for name, said in words.items():
        form.fields[name].error_messages["required"] = said


class StaffForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Address and password of somebody who works for the clinic. The adapter writes its refusals down."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _missing(self, login=_EMAIL, password=_PASSWORD)


class AgainForm(ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The password once more, before keys change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _missing(self, password=_PASSWORD)


class CodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """Somebody's mailbox, to send a code to. For staff none is sent, and the page does not say so."""

    _user: Account | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _missing(self, email=_EMAIL)

    def clean_email(self) -> str:
        """The address typed; the account behind it is used only when it belongs to no staff."""
        typed = str(self.cleaned_data["email"])
        with noting_refusal(how=BY_CODE, account_id=account_with(typed), typed=typed):
            email = str(super().clean_email())
        account = self._user
        if account is not None and Membership.objects.filter(account=account, ended_at=None).exists():
            self._user = None
        return email


class TypedCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """The code from the letter. Tries are counted for the address, whoever makes them and with whichever code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _missing(self, code=_CODE)

    def clean_code(self) -> str:
        """The code typed, while there have not been too many tries."""
        login = unstash_login(context.request, peek=True)
        address = (login.email or "").lower() if login else ""
        with noting_refusal(how=BY_CODE, account_id=account_with(address), typed=address):
            if not ratelimit.consume(context.request, action="confirm_login_code", key=address):
                words = "There were too many tries. Wait a quarter of an hour, then ask for a new code."
                raise ValidationError(words, code="too_many_login_attempts")
            return str(super().clean_code())


class _KeyCode(mfa.BaseAuthenticateForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _missing(self, code=_CODE)

    def clean_code(self) -> str:
        """What the authenticator shows, or a recovery code."""
        with noting_refusal(how=BY_KEY, account_id=self.user.pk):
            return str(super().clean_code())


class SecondStepForm(_KeyCode, mfa.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step, after a password."""


class KeyAgainForm(_KeyCode, mfa.ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The authenticator once more, before keys change."""


class NewAuthenticatorForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code of a new authenticator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _missing(self, code="Type the code that the app shows.")


@contextmanager
def _read_with_care() -> Iterator[None]:
    """Anybody may send anything as a passkey's answer: what cannot be read is not right, and no failure of ours."""
    try:
        yield
    except _UNREADABLE as fault:
        raise get_adapter().validation_error("incorrect_code") from fault


class NewPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A new passkey, as the browser made it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _missing(self, credential="The browser made no passkey. Try it once more.")

    def clean_credential(self) -> dict[str, Any]:
        """A passkey as a mapping: allauth would look into nothing else, and take ``0`` as it stands."""
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict):
            raise get_adapter().validation_error("incorrect_code")
        return credential

    def clean(self) -> dict[str, Any]:
        """Only what a browser makes is taken."""
        with _read_with_care():
            cleaned: dict[str, Any] = super().clean()
        return cleaned


class _Passkey(webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    def clean_credential(self) -> Any:
        """What the browser says the passkey signed. Whose it claims to be is not believed before it is proved."""
        whose = self.user.pk if self.user else None
        with noting_refusal(how=BY_PASSKEY, account_id=whose), _read_with_care():
            return super().clean_credential()


class PasskeyForm(_Passkey, webauthn.LoginWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Coming in by a passkey alone."""


class SecondPasskeyForm(_Passkey):
    """A passkey as the second step, after a password."""


class PasskeyAgainForm(_Passkey, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """The passkey once more, before keys change."""
