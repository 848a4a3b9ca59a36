"""What is written down in an account: the form, and saving it unless the page showed somebody else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest
from afterglow.ground.design.forms import Form, render_form
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.office.billing.models.owners import Owner
from afterglow.office.billing.presenters import whose
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import refuse_other_patient


def saved(
    request: ClinicRequest, owner: Owner, save: Callable[[], object]
) -> tuple[HttpResponse | None, tuple[Finding, ...]]:
    """Save, unless the page showed another owner, and go back to the account; or what refuses it."""
    try:
        refuse_other_owner(shown_ref=request.POST.get("patient_shown", ""), owner=owner)
        save()
    except Refused as refusal:
        return None, refusal.findings
    return redirect(whose(owner).address), ()


def shown(
    request: ClinicRequest,
    owner: Owner,
    form: Form,
    refused: tuple[Finding, ...],
    title: str,
    button: str,
    **more: object,
) -> HttpResponse:
    """The page on which something is written down in an account."""
    whom = whose(owner)
    context = {"identity": whom.identity, "whose": whom, "title": title, "words": button, **more}
    return render_form(request, "billing/form.html", form, refused=refused, **context)


def refuse_other_owner(*, shown_ref: str, owner: Owner) -> None:
    """Raises Refused when a page that showed another account is saved here."""
    if isinstance(owner, Patient):
        refuse_other_patient(shown=shown_ref, patient=owner)
    elif shown_ref != owner.ref:
        words = f"The page showed another account. This is that of {whose(owner).name}. Nothing was saved."
        raise Refused([Finding("other-account", Severity.STOP, words, "default", interlock=True)])
