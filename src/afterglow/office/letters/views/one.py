"""One letter: read, change, approve, send, and the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import Form, render_form
from afterglow.ground.kernel.finding import Finding
from afterglow.office.letters import forms, presenters
from afterglow.office.letters.actions import approving, drafting, sending
from afterglow.office.letters.models import Letter
from afterglow.office.letters.queries import contacts
from afterglow.office.letters.queries import letters as queries
from afterglow.office.letters.rules.drafting import left_out
from afterglow.record.people.queries import identity_of, refuse_other_patient

_READ = (Permission.WRITE_LETTERS, Permission.SEE_RECORD)


@page(*_READ)
def letter(request: ClinicRequest, ref: str) -> HttpResponse:
    """The letter with its facts, what holds it back, and where it went."""
    found = queries.access_letter(by=request.actor, ref=ref)
    return _shown(request, found, forms.TakeBackForm(), ())


@form_page(Permission.WRITE_LETTERS)
def edit(request: ClinicRequest, ref: str) -> HttpResponse:
    """Change the words of a draft; where somebody else changed them meanwhile, both texts are shown."""
    found = queries.access_letter(by=request.actor, ref=ref)
    latest = queries.latest_version(found)
    shown = queries.version_numbered(found, request.POST.get("based_on", ""))
    form = forms.edit_form(request, queries.parts_of(shown), latest.number)
    refused: tuple[Finding, ...] = ()
    if form.is_valid():
        refused = _tried(
            request,
            found,
            form,
            lambda: drafting.edit(
                letter=found,
                parts=form.parts,
                based_on=form.cleaned_data["based_on"],
                by=request.actor,
                now=request.now,
            ),
        )
        if not refused:
            return redirect("letters:letter", ref=found.ref)
    theirs = queries.parts_of(latest) if any(one.code == "changed-meanwhile" for one in refused) else ()
    context = {"letter": found, "identity": identity_of(found.patient), "latest": latest, "theirs": theirs}
    return render_form(request, "letters/edit.html", form, refused=refused, **context)


@form_page(Permission.APPROVE_LETTERS)
def approve(request: ClinicRequest, ref: str) -> HttpResponse:
    """Read the letter once more, see to whom it goes, and sign it."""
    found = queries.access_letter(by=request.actor, ref=ref)
    latest = queries.latest_version(found)
    known = contacts.known_contacts(found.patient)
    everybody = contacts.recipients(found, known)
    form = forms.approve_form(request, latest.number, [one for one in everybody if not one.usual])
    refused: tuple[Finding, ...] = ()
    if form.is_valid():
        refused = _tried(
            request,
            found,
            form,
            lambda: approving.approve(
                letter=found,
                version=form.cleaned_data["version"],
                also_to=form.cleaned_data["also_to"],
                by=request.actor,
                now=request.now,
            ),
        )
        if not refused:
            return redirect("letters:letter", ref=found.ref)
    context = {
        "letter": found,
        "identity": identity_of(found.patient),
        "parts": queries.parts_of(latest),
        "usual": [one for one in everybody if one.usual],
        "findings": () if refused else contacts.findings(found, known),
        "left_out": left_out(queries.facts_of(found), queries.parts_of(latest)),
    }
    return render_form(request, "letters/approve.html", form, refused=refused, **context)


@form_page(Permission.APPROVE_LETTERS)
def take_back(request: ClinicRequest, ref: str) -> HttpResponse:
    """Make an approved letter a draft again."""
    found = queries.access_letter(by=request.actor, ref=ref)
    form = forms.TakeBackForm.of(request)
    refused: tuple[Finding, ...] = ()
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        refused = _tried(
            request,
            found,
            form,
            lambda: approving.take_back(letter=found, reason=reason, by=request.actor, now=request.now),
        )
        if not refused:
            return redirect("letters:letter", ref=found.ref)
    return _shown(request, found, form, refused)


@form_page(Permission.WRITE_LETTERS)
def send(request: ClinicRequest, ref: str) -> HttpResponse:
    """Record how an approved letter went to one of those it goes to."""
    found = queries.access_letter(by=request.actor, ref=ref)
    form = forms.SendForm.of(request)
    refused: tuple[Finding, ...] = ()
    if form.is_valid():
        to, how = form.cleaned_data["recipient"], form.cleaned_data["how"]
        refused = _tried(
            request,
            found,
            form,
            lambda: sending.dispatch(letter=found, recipient=to, how=how, by=request.actor, now=request.now),
        )
        if not refused:
            return redirect("letters:letter", ref=found.ref)
    return _shown(request, found, form, refused)


@page(*_READ)
def pdf(request: ClinicRequest, ref: str) -> HttpResponse:
    """The very file that was approved. Raises Http404 for a letter nobody approved."""
    found = queries.access_letter(by=request.actor, ref=ref)
    approval = queries.approval_of(found)
    if approval is None:
        raise Http404
    answer = HttpResponse(bytes(approval.pdf), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="letter-{found.approved_at:%Y-%m-%d}.pdf"'
    return answer


def _tried(request: ClinicRequest, found: Letter, form: Form, save: Callable[[], object]) -> tuple[Finding, ...]:
    """Save, unless the page showed another patient; what refuses it, if anything does."""
    try:
        refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=found.patient)
        save()
    except Refused as refusal:
        return refusal.findings
    return ()


def _shown(request: ClinicRequest, found: Letter, form: Form, refused: tuple[Finding, ...]) -> HttpResponse:
    latest, approval = queries.latest_version(found), queries.approval_of(found)
    version = approval.version if approval else latest
    parts, facts = queries.parts_of(version), queries.facts_of(found)
    known = contacts.known_contacts(found.patient)
    log = queries.dispatches_of(found)
    context: dict[str, Any] = {
        "letter": found,
        "identity": identity_of(found.patient),
        "look": presenters.LOOKS[found.state],
        "parts": parts,
        "version": version,
        "earlier": [(one, queries.parts_of(one)) for one in queries.versions_of(found) if one.number < version.number],
        "approval": approval,
        "facts": presenters.fact_rows(facts, left_out(facts, parts), reader=request.actor),
        "findings": contacts.findings(found, known) if approval is None else (),
        "going_to": contacts.recipients(found, known) if approval is None else (),
        "recipients": presenters.recipient_rows(approval.recipients, log) if approval else (),
        "ways": forms.SendForm().fields["how"].choices,  # type: ignore[attr-defined]  # a ChoiceField
        "may_write": request.actor.may(Permission.WRITE_LETTERS),
        "may_approve": request.actor.may(Permission.APPROVE_LETTERS),
    }
    return render_form(request, "letters/letter.html", form, refused=refused, **context)
