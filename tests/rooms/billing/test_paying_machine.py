"""Whatever happens in whatever order: paid means a place or the money back, and nobody ever pays twice.

Patients hold places, begin to pay, pay or do not, come back or do not; professionals sign up for a date of an event,
pay online or by telephone, and say no; notices arrive late, twice and out of order; the service's answers get lost;
places are given back and meetings called off; the clock moves. After every step the books balance. When all is quiet,
every payment that the service took has bought what it was for, or has gone back.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from afterglow.care.groups import due as groups
from afterglow.care.groups.actions.answering import give_back
from afterglow.care.groups.actions.arranging import call_off
from afterglow.care.groups.actions.events import cannot_come
from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.models.places import TAKING, Place
from afterglow.ground.access.acting import Refused
from afterglow.ground.gateways.payments.payment import SUCCESS, Denied
from afterglow.ground.gateways.payments.stub.postman import deliver
from afterglow.ground.kernel.money import Money
from afterglow.office.billing import due as billing
from afterglow.office.billing.actions import charging, invoicing, letting_off, online, refunding
from afterglow.office.billing.actions.receiving import receive_for_place
from afterglow.office.billing.actions.reconciling import reconcile
from afterglow.office.billing.models.charges import PROFESSIONAL, SELF_PAY, Charge
from afterglow.office.billing.models.invoices import Invoice
from afterglow.office.billing.models.payments import ONLINE, PAID, Payment, PaymentNotice, Refund
from afterglow.office.billing.queries.books import books_of, totals_until
from afterglow.office.billing.queries.payments import to_pay_for
from afterglow.site import edge
from tests.people import as_patient
from tests.rooms.billing.house import BASE, KEY, SECRET, EventHouse, GroupHouse, Service, event_house, group_house

PEOPLE, PLACES = 3, 2
WHO = st.integers(0, PEOPLE - 1)
WHICH = st.integers(0, 30)
FAULT = st.sampled_from(["unreachable", "answer lost", "busy", "broken"])
FAULTS = st.one_of(st.just([]), st.just([]), st.just([]), st.lists(FAULT, max_size=2))
MINUTES = (1, 5, 40, 91, 91, 600, 1800)
PROFESSIONALS_DO = ("signs up", "signs up", "pays", "pays", "telephones", "says no", "has it called off")
SOMETHING = ("account", "report", "refund", "refund there", "telephone", "call off", "bill", "waive")
LATER = st.sampled_from([timedelta(minutes=minutes) for minutes in MINUTES])


class Paying(RuleBasedStateMachine):
    """One clinic with a meeting of two places and three patients; another with an event; and the card service."""

    house: GroupHouse
    events: EventHouse
    monkeypatch: pytest.MonkeyPatch

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.service = Service()
        gateway = self.service.gateway
        self.monkeypatch.setattr("afterglow.ground.gateways.chosen.payments", lambda slug, *, now: gateway)
        self.monkeypatch.setattr(edge, "clinic_now", lambda: self.service.now)
        self.random = random.Random(0)
        self.anybody_signed_up = False

    def teardown(self) -> None:
        try:
            self.settle_down()
            self.everything_agrees()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @property
    def now(self) -> Any:
        return self.service.now

    @initialize(paid=st.integers(0, PLACES))
    def begins(self, paid: int) -> None:
        """So many have paid for their place already."""
        for who in range(paid):
            self.books_and_pays(who)
        if paid:
            billing.due(self.now)

    @rule(who=WHO, faults=FAULTS)
    def books_and_begins_to_pay(self, who: int, faults: list[Any]) -> None:
        """A place is held, unless there is none; a payment for it begins, or goes on where one is under way."""
        patient = self.house.patients[who]
        self.tried(lambda: self.house.book(patient, self.now))
        self.begins_again(who, faults)

    @rule(who=WHO, faults=FAULTS)
    def begins_again(self, who: int, faults: list[Any]) -> None:
        place, by = self.place_of(who), as_patient(self.house.patients[who])
        if place is not None:
            with self.broken(faults):
                self.tried(lambda: online.pay_for_place(place=place, by=by, now=self.now))

    @rule(who=WHO)
    def books_and_pays(self, who: int) -> None:
        """All in one go, but nobody comes back to tell."""
        self.books_and_begins_to_pay(who, [])
        self.at_the_card_page(-1, "pay")

    @rule(which=WHICH, what=st.sampled_from(["pay", "pay", "pay", "decline", "give_up"]))
    def at_the_card_page(self, which: int, what: str) -> None:
        """Also on the page of a payment whose address got lost: the service does not know that nobody knows it."""
        payments = [one for one in self.service.till.drawer.payments() if one.status in ("created", "started")]
        if payments:
            chosen = payments[which % len(payments)].payment_id
            self.service.till.open_page(chosen)
            getattr(self.service.till, what)(chosen)

    @rule(which=WHICH, what=st.sampled_from([online.look, online.look, online.stop]), faults=FAULTS)
    def comes_back_or_stops(self, which: int, what: Any, faults: list[Any]) -> None:
        payments = list(Payment.objects.order_by("-pk"))
        if payments:
            with self.broken(faults):
                what(payments[which % len(payments)], self.now)

    @rule(times=st.integers(1, 4), forged=st.booleans())
    def notices_arrive(self, times: int, forged: bool) -> None:
        notices = self.service.till.drawer.notices()
        self.random.shuffle(notices)
        client = Client()

        def post(body: bytes, signature: str) -> int:
            signed = signature[::-1] if forged else signature
            headers = {"Pay-Signature": signed}
            for _ in range(times):
                answer = client.post(f"/notices/{KEY}/", body, content_type="application/json", headers=headers)
            return answer.status_code

        before = PaymentNotice.objects.count()
        deliver(self.service.till, account=KEY, secret=SECRET, post=post)
        assert not forged or PaymentNotice.objects.count() == before

    @rule(who=WHO)
    def gives_back(self, who: int) -> None:
        place, by = self.place_of(who), as_patient(self.house.patients[who])
        if place is not None:
            self.tried(lambda: give_back(place=place, by=by, now=self.now))

    @rule(what=st.sampled_from(SOMETHING), which=WHICH)
    def something_else(self, what: str, which: int) -> None:
        patient, clerk = self.house.patients[which % PEOPLE], self.house.cast.fiona
        amount, by = Money(500 + 100 * which), as_patient(patient)
        paid = list(Payment.objects.filter(clinic=self.house.cast.clinic, state=PAID).order_by("pk"))
        if what == "account":
            self.tried(lambda: online.pay_account(patient=patient, amount=amount, by=by, now=self.now))
        elif what == "telephone":
            self.telephones_for_a_place(which % PEOPLE)
        elif what == "bill":
            self.tried(lambda: invoicing.bill(patient=patient, payer=SELF_PAY, by=clerk, now=self.now))
        elif what == "waive":
            self.waives(which)
        elif what == "report":
            charging.charge_item(patient=patient, code="report", form=f"{which}", by=clerk, now=self.now)
        elif what == "refund" and paid:
            some, one = Money(1 + 97 * which), paid[which % len(paid)]
            self.tried(
                lambda: refunding.ask_refund(
                    payment=one, amount=some, reason="Kindness", by_hand=False, by=clerk, now=self.now
                )
            )
        elif what == "refund there":
            self.refund_at_the_service(which)
        elif what == "call off" and which < 6:
            meeting, office = self.house.meeting, self.house.cast.joanne
            self.tried(lambda: call_off(meeting=meeting, because="Snow", by=office, now=self.now))

    @rule(who=st.integers(0, 1), what=st.sampled_from(PROFESSIONALS_DO), faults=FAULTS)
    def a_professional(self, who: int, what: str, faults: list[Any]) -> None:
        one, system = self.events.newest(who), self.events.cast.system
        if what == "signs up":
            self.anybody_signed_up = True
            self.tried(lambda: self.events.come(who, self.now))
        elif what == "has it called off" and who:
            meeting, office = self.events.meeting, self.events.cast.joanne
            self.tried(lambda: call_off(meeting=meeting, because="Snow", by=office, now=self.now))
        elif one is not None and what == "pays":
            with self.broken(faults):
                self.tried(lambda: online.pay_for_event(sign_up=one, by=system, now=self.now))
            self.at_the_card_page(-1, "pay")
        elif one is not None and what == "telephones":
            self.tried(lambda: self.events.telephoned(one, self.now))
        elif one is not None and what == "says no":
            self.tried(lambda: cannot_come(one=one, by=system, now=self.now))

    @rule(faults=FAULTS)
    def tick(self, faults: list[Any]) -> None:
        with self.broken(faults):
            groups.due(self.now)
            billing.due(self.now)

    @rule(by=LATER, and_tick=st.booleans())
    def time_passes(self, by: timedelta, and_tick: bool) -> None:
        self.service.now += by
        if and_tick:
            self.tick([])

    @invariant()
    def never_more_than_the_places(self) -> None:
        assert Place.objects.filter(meeting=self.house.meeting, state__in=TAKING).count() <= PLACES

    @invariant()
    def the_books_balance(self) -> None:
        for cast in [self.house.cast, *([self.events.cast] if self.anybody_signed_up else [])]:
            totals = totals_until(cast.clinic.pk, self.now + timedelta(days=1))
            assert (totals.difference, totals.unaccounted) == (0, 0)
            assert (totals.missing_on_paper, totals.tax_missing_on_paper) == (0, 0)

    @invariant()
    def nothing_counts_as_paid_that_was_not(self) -> None:
        taken = {one.payment_id: one for one in self.service.till.drawer.payments() if one.status == SUCCESS}
        for payment in Payment.objects.filter(state=PAID, way=ONLINE):
            assert payment.pence == taken[payment.service_id].pence

    def settle_down(self) -> None:
        """All faults are over, everybody is asked again, and the hours pass in which refunds arrive."""
        self.service.now += timedelta(hours=3)
        list(reconcile(since=BASE - timedelta(days=1), now=self.now))
        self.tick([])
        for _ in range(2):
            self.service.now += timedelta(hours=1)
            billing.due(self.now)

    def everything_agrees(self) -> None:
        self.never_more_than_the_places()
        self.the_books_balance()
        taken = [one for one in self.service.till.drawer.payments() if one.status == SUCCESS]
        ours = {payment.service_id: payment for payment in Payment.objects.filter(state=PAID, way=ONLINE)}
        assert set(ours) == {one.payment_id for one in taken}
        paid_for: dict[str, int] = {}
        for one in taken:
            payment = ours[one.payment_id]
            books = books_of(payment.owner, payment.payer)
            back = sum(refund.pence for refund in Refund.objects.filter(payment=payment, state="done"))
            assert back == one.refunded
            kept = one.pence - one.refunded
            if payment.about:
                assert books.left_of(payment).pence == 0, "what bought nothing has gone back"
                places = Place.objects.filter(together=payment.about)
                owed = sum(one.owed_pence for one in (*places, *SignUp.objects.filter(ref=payment.about)))
                assert kept <= owed, "paid means a place"
                paid_for[payment.about] = paid_for.get(payment.about, 0) + kept
                assert paid_for[payment.about] <= owed, "nobody pays twice"
        for sign_up in SignUp.objects.all():
            books = books_of(sign_up, PROFESSIONAL)
            kept = sum(one.pence - books.refunded_of(one) for one in books.payments) - books.owed_back.pence
            assert kept <= sign_up.owed_pence, "what is not owed is not kept"
            assert Charge.objects.filter(sign_up=sign_up).count() <= 1
            assert Invoice.objects.filter(sign_up=sign_up).count() <= 1

    def place_of(self, who: int) -> Place | None:
        return Place.objects.filter(patient=self.house.patients[who]).order_by("-pk").first()

    def telephones_for_a_place(self, who: int) -> None:
        """The clerk writes down what a patient pays for a held place by telephone."""
        place, clerk = self.place_of(who), self.house.cast.fiona
        if place is not None:
            names = {"way": "phone", "reference": "", "form": f"{place.pk}-{self.now:%d%H%M}"}
            self.tried(
                lambda: receive_for_place(place=place, amount=to_pay_for(place), **names, by=clerk, now=self.now)
            )

    def waives(self, which: int) -> None:
        """A part of some charge, in either clinic, invoiced or not."""
        charges = list(Charge.objects.filter(clinic__in=[self.house.cast.clinic, self.events.cast.clinic]))
        if charges:
            one = charges[which % len(charges)]
            clerk = self.house.cast.fiona if one.patient_id else self.events.cast.fiona
            some = Money(1 + 97 * which)
            self.tried(lambda: letting_off.waive(charge=one, amount=some, reason="Kind", by=clerk, now=self.now))

    def refund_at_the_service(self, which: int) -> None:
        """Somebody uses the service's own pages to pay back; we hear of it later, or by asking."""
        taken = [one for one in self.service.till.drawer.payments() if one.status == SUCCESS]
        if taken:
            one = taken[which % len(taken)]
            left = one.pence - one.refunded
            with suppress(Denied):
                self.service.till.refund(one.payment_id, KEY, pence=min(1 + 97 * which, left), available=left)

    @contextmanager
    def broken(self, faults: list[Any]) -> Iterator[None]:
        self.service.api.faults = list(faults)
        yield
        self.service.api.faults = []

    def tried(self, act: Any) -> None:
        with suppress(Refused), transaction.atomic():
            act()


@pytest.fixture
def machine(service: Service, db: None, monkeypatch: pytest.MonkeyPatch) -> type[Paying]:
    known = {"house": group_house(PEOPLE, places=PLACES), "events": event_house(), "monkeypatch": monkeypatch}
    return type("Told", (Paying,), known)


def run(machine: type[Paying], runs: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize="SEED" not in os.environ,
        ),
    )


@pytest.mark.pathway("L10", "L11")
def test_paid_means_a_place_or_the_money_back(machine: type[Paying]) -> None:
    run(machine, runs=200, steps=12)


@pytest.mark.deep
def test_paid_means_a_place_or_the_money_back_in_long_stories(machine: type[Paying]) -> None:
    run(machine, runs=2_000, steps=50)
