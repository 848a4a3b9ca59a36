"""Signing in and out, choosing where one is, and looking after one's own keys."""

from __future__ import annotations

from typing import cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth import login, logout
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36, urlencode

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.countersignature import set_pin
from afterglow.ground.access.models import Account
from afterglow.ground.access.pages import ClinicRequest, OpenRequest, form_page, open_page, page
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.sign_in.forms import NewPasswordForm, PinForm
from afterglow.ground.access.sign_in.locking import kept_for
from afterglow.ground.access.sign_in.noting import note
from afterglow.ground.audit.sign_ins import What
from afterglow.ground.design.forms import render_form

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@open_page(methods=("POST",))
def sign_out(request: OpenRequest) -> HttpResponseBase:
    """End this session."""
    if request.user.is_authenticated:
        note(What.WENT_OUT, how="by themselves", account_id=request.user.pk)
    logout(request)
    return redirect("/sign-in/")


@open_page(methods=("GET", "HEAD", "POST"))
def by_passkey(request: OpenRequest) -> HttpResponseBase:
    """Come in by a passkey alone. Where it was not taken, the page for staff says so."""
    response: HttpResponseBase = webauthn.login_webauthn(request)
    door = reverse("account_login")
    refused = request.method == "POST" and response.headers.get("Location") == door
    return redirect(f"{door}?{urlencode({'passkey': 'not-taken'})}") if refused else response


@page(Permission.USE_OWN_ACCOUNT)
def own_account(request: ClinicRequest) -> HttpResponseBase:
    """One's own keys: passkeys, authenticator, recovery codes, PIN."""
    account = _own(request)
    kinds = set(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    context = {
        "account": account,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "has_authenticator": Authenticator.Type.TOTP in kinds,
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
    }
    return render(request, "access/own_account.html", context)


@form_page(Permission.USE_OWN_ACCOUNT)
def own_pin(request: ClinicRequest) -> HttpResponseBase:
    """Choose the PIN for signing beside somebody, once it is shown again that it is still the same person."""
    if is_reauthentication_required(request, app="allauth.mfa"):
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")
    form = PinForm.of(request)
    if form.is_valid():
        try:
            set_pin(account=_own(request), pin=form.cleaned_data["pin"])
        except Refused as refusal:
            return render_form(request, "access/own_pin.html", form, refused=refusal.findings)
        return redirect("mfa_index")
    return render_form(request, "access/own_pin.html", form)


@page(Permission.USE_OWN_ACCOUNT)
def typed_before(request: ClinicRequest) -> HttpResponseBase:
    """What somebody was sending when their session ended: they look at it once more, and send it or leave it."""
    typed = kept_for(request, cast(int, request.actor.account_id))
    return render(request, "access/typed_before.html", {"typed": typed}) if typed else redirect("home")


def welcome_path(account: Account) -> str:
    """The address in an invitation: good until it is used, for three days at most."""
    return f"/welcome/{int_to_base36(account.pk)}/{default_token_generator.make_token(account)}/"


@open_page(methods=("GET", "HEAD", "POST"))
def welcome(request: OpenRequest, number: str, token: str) -> HttpResponseBase:
    """A new member of staff chooses a password, and goes on to a passkey or an authenticator."""
    account = _invited(number)
    if account is None or not default_token_generator.check_token(account, token):
        return render(request, "access/welcome_over.html", status=410)
    form = NewPasswordForm.of(request)
    if not form.is_valid():
        return render_form(request, "access/welcome.html", form, account=account)
    account.set_password(form.cleaned_data["password"])
    account.save(update_fields=["password"])
    login(request, account, BACKEND)
    record_authentication(request, account, method="password")
    note(What.CAME_IN, how="invitation and a new password", account_id=account.pk)
    return redirect("mfa_index")


def _own(request: ClinicRequest) -> Account:
    return Account.objects.get(pk=cast(int, request.actor.account_id))


def _invited(number: str) -> Account | None:
    try:
        return Account.objects.filter(pk=base36_to_int(number), is_active=True).first()
    except (ValueError, OverflowError):
        return None
