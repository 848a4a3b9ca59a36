"""The clinic's staff, for whoever manages them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.models import Account
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.sign_in.invitation import send_invitation
from afterglow.ground.access.staff import actions, queries
from afterglow.ground.access.staff.forms import InviteForm, RolesForm
from afterglow.ground.design.forms import Form, render_form


@page(Permission.MANAGE_STAFF)
def staff(request: ClinicRequest) -> HttpResponse:
    """Everybody who works here now."""
    return render(request, "access/staff.html", {"colleagues": queries.colleagues(clinic_id=request.actor.clinic_id)})


@form_page(Permission.MANAGE_STAFF)
def invite(request: ClinicRequest) -> HttpResponse:
    """Invite somebody."""
    form = InviteForm.of(request)
    if not form.is_valid():
        return render_form(request, "access/invite.html", form)
    try:
        account = actions.invite(
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            roles=form.chosen_roles,
            title=form.cleaned_data["title"],
            registration=form.cleaned_data["registration"],
            by=request.actor,
            now=request.now,
        )
    except Refused as refusal:
        return render_form(request, "access/invite.html", form, refused=refusal.findings)
    return _sent(request, account)


@form_page(Permission.MANAGE_STAFF)
def colleague(request: ClinicRequest, ref: str) -> HttpResponse:
    """One member of staff: their roles, and the way in."""
    found = queries.access_colleague(by=request.actor, ref=ref)
    known = {
        "roles": tuple(role.value for role in found.roles),
        "title": found.title,
        "registration": found.registration,
    }
    form = RolesForm.of(request, initial=known)
    if form.is_valid():
        try:
            actions.change_roles(
                account=found.account,
                roles=form.chosen_roles,
                title=form.cleaned_data["title"],
                registration=form.cleaned_data["registration"],
                by=request.actor,
                now=request.now,
            )
            return redirect("staff")
        except Refused as refusal:
            return render_form(
                request, "access/colleague.html", form, refused=refusal.findings, **_about(request, found)
            )
    return render_form(request, "access/colleague.html", form, **_about(request, found))


@post_page(Permission.MANAGE_STAFF)
def invite_again(request: ClinicRequest, ref: str) -> HttpResponse:
    """Send the invitation once more, with a new link."""
    return _sent(request, queries.access_colleague(by=request.actor, ref=ref).account)


@form_page(Permission.MANAGE_STAFF)
def end(request: ClinicRequest, ref: str) -> HttpResponse:
    """End somebody's place, after asking once."""
    found = queries.access_colleague(by=request.actor, ref=ref)
    form = Form.of(request)
    if form.is_valid():
        try:
            actions.end_place(account=found.account, by=request.actor, now=request.now)
            return redirect("staff")
        except Refused as refusal:
            return render_form(request, "access/end_place.html", form, refused=refusal.findings, colleague=found)
    return render_form(request, "access/end_place.html", form, colleague=found)


def _sent(request: ClinicRequest, account: Account) -> HttpResponse:
    taken = send_invitation(account=account, clinic_name=request.clinic.name)
    return redirect(f"{reverse('colleague', args=[account.ref])}?invitation={'sent' if taken else 'not-sent'}")


def _about(request: ClinicRequest, found: queries.Colleague) -> dict[str, Any]:
    return {
        "colleague": found,
        "invitation": request.GET.get("invitation", ""),
        "is_oneself": found.account.pk == request.actor.account_id,
    }
