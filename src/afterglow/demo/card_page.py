"""The stub's payment page, as the demo shows it: three buttons in place of a card."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from afterglow.demo.guard import demo_door
from afterglow.ground.access.pages import OpenRequest
from afterglow.ground.gateways.payments.payment import CREATED, STARTED, Denied
from afterglow.ground.gateways.payments.stub.demo import demo_stub
from afterglow.ground.gateways.payments.stub.drawer import KeptPayment
from afterglow.ground.gateways.payments.stub.till import Till
from afterglow.ground.kernel.money import Money


@demo_door(methods=("GET", "HEAD"))
def card_page(request: OpenRequest, number: str) -> HttpResponseBase:
    """What is to be paid, and how it may end."""
    return _shown(request, _payment(demo_stub(request.now).till, number))


@demo_door(methods=("POST",))
def finish(request: OpenRequest, number: str) -> HttpResponseBase:
    """Pay, be declined, or cancel; then back to the clinic's own page."""
    till = demo_stub(request.now).till
    payment = _payment(till, number)
    verbs = {"pay": till.pay, "decline": till.decline, "cancel": till.give_up}
    verb = verbs.get(request.POST.get("how", ""))
    if verb is None:
        return _shown(request, payment)
    return redirect(verb(payment.payment_id).return_url)


def _payment(till: Till, number: str) -> KeptPayment:
    try:
        return till.open_page(number)
    except Denied:
        raise Http404 from None


def _shown(request: OpenRequest, payment: KeptPayment) -> HttpResponse:
    context = {
        "payment": payment,
        "amount": Money(payment.pence),
        "open": payment.status in (CREATED, STARTED),
    }
    return render(request, "demo/card.html", context)
