"""Signing in: allauth's views at our addresses, each with its entrance. What is not listed cannot be reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpResponseBase
from django.urls import URLPattern, path

from afterglow.ground.access.pages import form_page, open_page, page
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.sign_in import views
from afterglow.ground.access.sign_in.telling import told

Allauth = Callable[..., HttpResponseBase]

BOTH = ("GET", "HEAD", "POST")


def _open(view: Any) -> Allauth:
    return open_page(methods=BOTH)(told(view))


def _shown(view: Any) -> Allauth:
    return page(Permission.USE_OWN_ACCOUNT)(view)


def _own(view: Any) -> Allauth:
    return form_page(Permission.USE_OWN_ACCOUNT)(told(view))


urlpatterns: list[URLPattern] = [
    path("sign-in/", _open(account.request_login_code), name="account_request_login_code"),
    path("sign-in/code/", _open(account.confirm_login_code), name="account_confirm_login_code"),
    path("sign-in/staff/", _open(account.login), name="account_login"),
    path("sign-in/passkey/", views.by_passkey, name="mfa_login_webauthn"),
    path("sign-in/second/", _open(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/closed/", open_page()(account.account_inactive), name="account_inactive"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("welcome/<str:number>/<str:token>/", views.welcome, name="welcome"),
    path("typed-before/", views.typed_before, name="typed-before"),
    path("account/", views.own_account, name="mfa_index"),
    path("account/pin/", views.own_pin, name="own-pin"),
    path("account/confirm/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code/", _own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("account/confirm/passkey/", _own(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("account/passkeys/", _shown(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("account/passkeys/add/", _own(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", _own(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("account/authenticator/", _own(totp.activate_totp), name="mfa_activate_totp"),
    path("account/authenticator/remove/", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", _shown(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", _own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
]
