"""Whatever happens in whatever order: paid means a place or the money back, and nobody ever pays twice.

Patients hold places, begin to pay, pay or do not, come back or do not; notices arrive late, twice and out of order;
the service's answers get lost; places are given back and meetings called off; the clock moves. After every step the
books balance. When all is quiet, every payment that the service took has bought what it was for, or has gone back.
"""

from __future__ import annotations

import os
import random
from contextlib import suppress
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
from afterglow.care.groups.models.places import TAKING, Place
from afterglow.ground.access.acting import Refused
from afterglow.ground.gateways.payments.payment import SUCCESS, Denied
from afterglow.ground.gateways.payments.stub.postman import deliver
from afterglow.ground.kernel.money import Money
from afterglow.office.billing import due as billing
from afterglow.office.billing.actions import charging, online, refunding
from afterglow.office.billing.actions.reconciling import reconcile
from afterglow.office.billing.models.payments import PAID, Payment, Refund
from afterglow.office.billing.queries.books import books_of, totals_until
from afterglow.site import edge
from tests.people import as_patient
from tests.rooms.billing.house import BASE, KEY, SECRET, GroupHouse, Service, group_house

PEOPLE, PLACES = 3, 2
WHO = st.integers(0, PEOPLE - 1)
WHICH = st.integers(0, 30)
FAULTS = st.lists(st.sampled_from(["unreachable", "answer lost", "busy", "broken"]), max_size=2)
LATER = st.sampled_from([timedelta(minutes=1), timedelta(minutes=40), timedelta(minutes=91), timedelta(hours=30)])


class Paying(RuleBasedStateMachine):
    """One clinic, one meeting with two places, three patients, and the card service."""

    house: GroupHouse
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

    @initialize()
    def begins(self) -> None:
        assert self.now == BASE

    @rule(who=WHO)
    def books(self, who: int) -> None:
        self.tried(lambda: self.house.book(self.house.patients[who], self.now))

    @rule(who=WHO, faults=FAULTS)
    def begins_to_pay(self, who: int, faults: list[Any]) -> None:
        self.service.api.faults = list(faults)
        patient = self.house.patients[who]
        place = Place.objects.filter(patient=patient).order_by("-pk").first()
        if place is not None:
            self.tried(lambda: online.pay_for_place(place=place, by=as_patient(patient), now=self.now))
        self.service.api.faults = []

    @rule(who=WHO, pounds=st.integers(1, 60))
    def pays_an_account(self, who: int, pounds: int) -> None:
        patient = self.house.patients[who]
        by, amount = as_patient(patient), Money(100 * pounds)
        self.tried(lambda: online.pay_account(patient=patient, amount=amount, by=by, now=self.now))

    @rule(which=WHICH, what=st.sampled_from(["pay", "pay", "decline", "give_up"]))
    def at_the_card_page(self, which: int, what: str) -> None:
        """Also on the page of a payment whose address got lost: the service may not know that nobody knows it."""
        payments = self.service.till.drawer.payments()
        if payments:
            chosen = payments[which % len(payments)].payment_id
            self.service.till.open_page(chosen)
            getattr(self.service.till, what)(chosen)

    @rule(which=WHICH, faults=FAULTS)
    def comes_back(self, which: int, faults: list[Any]) -> None:
        self.with_payment(which, faults, lambda payment: online.look(payment, self.now))

    @rule(which=WHICH, faults=FAULTS)
    def stops(self, which: int, faults: list[Any]) -> None:
        self.with_payment(which, faults, lambda payment: online.stop(payment, self.now))

    @rule(times=st.integers(1, 4), forged=st.booleans())
    def notices_arrive(self, times: int, forged: bool) -> None:
        notices = [(notice.body, notice.account) for _, notice in self.service.till.drawer.notices()]
        self.random.shuffle(notices)
        client = Client()

        def post(body: bytes, signature: str) -> int:
            signed = signature[::-1] if forged else signature
            for _ in range(times):
                answer = client.post(
                    f"/notices/{KEY}/", body, content_type="application/json", headers={"Pay-Signature": signed}
                )
            return answer.status_code

        deliver(self.service.till, account=KEY, secret=SECRET, post=post)

    @rule(who=WHO)
    def gives_back(self, who: int) -> None:
        patient = self.house.patients[who]
        place = Place.objects.filter(patient=patient).order_by("-pk").first()
        if place is not None:
            self.tried(lambda: give_back(place=place, by=as_patient(patient), now=self.now))

    @rule(roll=st.integers(0, 5))
    def clinic_calls_it_off(self, roll: int) -> None:
        if roll == 0:
            meeting, by = self.house.meeting, self.house.cast.joanne
            self.tried(lambda: call_off(meeting=meeting, because="Snow", by=by, now=self.now))

    @rule(which=WHICH, pence=st.integers(1, 1500))
    def clerk_refunds(self, which: int, pence: int) -> None:
        paid = list(Payment.objects.filter(state=PAID).order_by("pk"))
        if paid:
            payment, by = paid[which % len(paid)], self.house.cast.fiona
            self.tried(
                lambda: refunding.ask_refund(
                    payment=payment, amount=Money(pence), reason="Kindness", by_hand=False, by=by, now=self.now
                )
            )

    @rule(which=WHICH, pence=st.integers(1, 1500))
    def somebody_refunds_at_the_service(self, which: int, pence: int) -> None:
        taken = [one for one in self.service.till.drawer.payments() if one.status == SUCCESS]
        if taken:
            one = taken[which % len(taken)]
            left = one.pence - one.refunded
            with suppress(Denied):
                self.service.till.refund(one.payment_id, KEY, pence=min(pence, left), available=left)

    @rule(who=WHO, form=st.integers(0, 2))
    def clerk_charges_a_report(self, who: int, form: int) -> None:
        patient = self.house.patients[who]
        charging.charge_item(
            patient=patient, code="report", form=f"{who}-{form}", by=self.house.cast.fiona, now=self.now
        )

    @rule(faults=FAULTS)
    def tick(self, faults: list[Any]) -> None:
        self.service.api.faults = list(faults)
        groups.due(self.now)
        billing.due(self.now)
        self.service.api.faults = []

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
        totals = totals_until(self.house.cast.clinic.pk, self.now + timedelta(days=1))
        assert (totals.difference, totals.unaccounted) == (0, 0)

    @invariant()
    def nothing_counts_as_paid_that_was_not(self) -> None:
        taken = {one.payment_id: one for one in self.service.till.drawer.payments() if one.status == SUCCESS}
        for payment in Payment.objects.filter(state=PAID):
            assert payment.pence == taken[payment.service_id].pence

    def settle_down(self) -> None:
        """All faults are over, everybody is asked again, and days pass."""
        for _ in range(4):
            self.service.now += timedelta(hours=3)
            self.tick([])
            list(reconcile(since=BASE - timedelta(days=1), now=self.now))
        for _ in range(3):
            self.service.now += timedelta(hours=1)
            self.tick([])

    def everything_agrees(self) -> None:
        self.never_more_than_the_places()
        self.the_books_balance()
        taken = [one for one in self.service.till.drawer.payments() if one.status == SUCCESS]
        ours = {payment.service_id: payment for payment in Payment.objects.filter(state=PAID)}
        assert set(ours) == {one.payment_id for one in taken}
        paid_for: dict[str, int] = {}
        for one in taken:
            payment = ours[one.payment_id]
            books = books_of(payment.patient, payment.payer)
            back = sum(refund.pence for refund in Refund.objects.filter(payment=payment, state="done"))
            assert back == one.refunded
            kept = one.pence - one.refunded
            if payment.about:
                assert books.left_of(payment).pence == 0, "what bought nothing has gone back"
                places = Place.objects.filter(together=payment.about)
                owed = sum(place.owed_pence for place in places)
                assert kept <= owed, "paid means a place"
                paid_for[payment.about] = paid_for.get(payment.about, 0) + kept
                assert paid_for[payment.about] <= owed, "nobody pays twice"

    def with_payment(self, which: int, faults: list[Any], act: Any) -> None:
        payments = list(Payment.objects.order_by("pk"))
        self.service.api.faults = list(faults)
        if payments:
            act(payments[which % len(payments)])
        self.service.api.faults = []

    def tried(self, act: Any) -> None:
        with suppress(Refused), transaction.atomic():
            act()


@pytest.fixture
def machine(service: Service, db: None, monkeypatch: pytest.MonkeyPatch) -> type[Paying]:
    return type("Told", (Paying,), {"house": group_house(PEOPLE, places=PLACES), "monkeypatch": monkeypatch})


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
    run(machine, runs=200, steps=20)


@pytest.mark.deep
def test_paid_means_a_place_or_the_money_back_in_long_stories(machine: type[Paying]) -> None:
    run(machine, runs=2_000, steps=50)
