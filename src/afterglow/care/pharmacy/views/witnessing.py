"""What every form with a witness does: it offers the people who may, proves who one is, and shows what is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import HttpResponse

from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness
from afterglow.care.pharmacy.forms.witnessed import WitnessedForm
from afterglow.care.pharmacy.queries.stock import people_who_witness
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.countersignature import prove
from afterglow.ground.access.models import Account, Countersignature
from afterglow.ground.access.pages import ClinicRequest
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import Form, render_form
from afterglow.ground.kernel.finding import Finding

F = TypeVar("F", bound=Form)
W = TypeVar("W", bound=WitnessedForm)


def offered(request: ClinicRequest, form: W) -> W:
    """The form with everybody who may witness beside whoever is signed in."""
    required = protocol_in_force(request.clinic, request.now).pharmacy.witness_required
    form.offer(people_who_witness(request.clinic.pk, besides=(request.actor.account_id,)), required=required)
    return form


def proof_of(request: ClinicRequest, form: Form, entry: Witnessed) -> Countersignature | None:
    """The second person's proof for exactly this entry; None where the form asks for nobody. Raises Refused."""
    if "pin" not in form.fields:
        return None
    account = Account.objects.get(ref=form.cleaned_data["second"])
    prove(account=account, pin=form.cleaned_data["pin"], by=request.actor, needs=Permission.WITNESS)
    return witness(account=account, entry=entry, by=request.actor, now=request.now)


def carried_out(
    request: ClinicRequest,
    form: F,
    act: Callable[[F], HttpResponse],
    template: str,
    **context: Any,
) -> HttpResponse:
    """Do what the form asks and answer as ``act`` does; what is wrong or refused is shown beside what was typed."""
    refused: Sequence[Finding] = ()
    if form.is_valid():
        try:
            return act(form)
        except Refused as refusal:
            refused = refusal.findings
    return render_form(request, template, form, refused=refused, **context)
