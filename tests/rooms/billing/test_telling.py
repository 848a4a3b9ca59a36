"""Whoever gets money back hears of it once, and how much: with the end of a place, or else by a message of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from afterglow.care.groups import due as groups
from afterglow.care.groups.actions.answering import give_back
from afterglow.care.groups.actions.arranging import call_off
from afterglow.care.groups.actions.paying import release_place
from afterglow.ground.kernel.money import Money
from afterglow.office.billing import due as billing
from afterglow.office.billing.actions import charging, online, refunding
from afterglow.office.billing.actions.letting_off import waive
from afterglow.office.billing.models.payments import Payment
from afterglow.office.billing.queries.payments import places_of
from afterglow.record.contact.models import Message
from afterglow.record.people.models import Patient
from tests.people import as_patient
from tests.rooms.billing.house import BASE, GroupHouse, Service, group_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(service: Service) -> GroupHouse:
    return group_house(1)


def rung(service: Service, times: int = 3) -> None:
    """A tick some times over, half an hour apart."""
    for _ in range(times):
        groups.due(service.now)
        billing.due(service.now)
        service.now += timedelta(minutes=31)


def of_money(patient: Patient) -> Sequence[str]:
    """What the patient was told about money that goes back, each once."""
    rows = Message.objects.filter(patient=patient, text__regex="goes back to you|is given back|given it back")
    return list(rows.order_by("pk").values_list("channel", flat=True))


def paid(house: GroupHouse, service: Service) -> Payment:
    (patient,) = house.patients
    place = house.book(patient, service.now)
    payment = online.pay_for_place(place=place, by=as_patient(patient), now=service.now)
    service.till.pay(payment.service_id)
    return online.look(payment, service.now)


@pytest.mark.parametrize("how", ["given back", "called off"])
def test_the_end_of_a_paid_place_says_it_and_nothing_else_does(how: str, house: GroupHouse, service: Service) -> None:
    payment = paid(house, service)
    rung(service, 1)
    (place,) = places_of(payment)
    if how == "called off":
        call_off(meeting=house.meeting, because="Snow", by=house.cast.joanne, now=service.now)
    else:
        give_back(place=place, by=as_patient(payment.patient), now=service.now)
    rung(service)
    assert payment.refunds.get().pence == 1_000
    assert of_money(payment.patient) == ["email"]
    assert not Message.objects.filter(key__startswith="refund:").exists()


def test_paid_too_late_is_told_once_without_a_word_of_what_it_was_for(house: GroupHouse, service: Service) -> None:
    (patient,) = house.patients
    place = house.book(patient, service.now)
    payment = online.pay_for_place(place=place, by=as_patient(patient), now=service.now)
    release_place(place=place, because="Let go", by=as_patient(patient), now=service.now)
    service.till.pay(payment.service_id)
    rung(service)
    message = Message.objects.get(key__startswith="refund:")
    assert message.subject == "Harrow Lane Clinic: £10 goes back to you"
    assert f"/my/payments/{payment.ref}/" in message.text
    assert not any(word in message.text.lower() for word in ("group", "place", "meeting", "ketamine", "infusion"))


def test_what_a_clerk_gives_back_is_told_once(house: GroupHouse, service: Service) -> None:
    (patient,) = house.patients
    clerk = house.cast.fiona
    charge = charging.charge_item(patient=patient, code="report", form="f", by=clerk, now=BASE)
    payment = online.pay_account(patient=patient, amount=Money(9_000), by=as_patient(patient), now=BASE)
    service.till.pay(payment.service_id)
    payment = online.look(payment, BASE)
    waive(charge=charge, amount=Money(4_000), reason="In a crisis", by=clerk, now=BASE)
    refunding.ask_refund(payment=payment, amount=Money(1_500), reason="r", by_hand=False, by=clerk, now=BASE)
    rung(service)
    assert Message.objects.get(key__startswith="refund:").text.startswith("£15 of what you paid Harrow Lane Clinic")
