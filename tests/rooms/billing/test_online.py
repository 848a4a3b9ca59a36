"""Paying online: one thing at a time, found by asking alone, each effect once, and no word of health on the way."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.test import Client

from afterglow.care.groups.actions.answering import give_back
from afterglow.care.groups.actions.paying import release_place
from afterglow.care.groups.models.places import CONFIRMED, LOST, Place
from afterglow.ground.access.acting import Refused
from afterglow.ground.audit.models import AuditRow
from afterglow.ground.gateways.payments.notice import signature_of
from afterglow.ground.gateways.payments.payment import NewPayment
from afterglow.ground.kernel.money import Money
from afterglow.office.billing import due as billing
from afterglow.office.billing.actions import charging, funding, online, paying, refunding, sending_back
from afterglow.office.billing.actions.letting_off import waive
from afterglow.office.billing.actions.reconciling import reconcile
from afterglow.office.billing.models.charges import SELF_PAY, Charge
from afterglow.office.billing.models.payments import NOT_PAID, OPEN, PAID, Payment, PaymentNotice, Refund
from afterglow.office.billing.queries.books import books_of
from afterglow.office.billing.queries.overview import failed_refunds
from afterglow.office.billing.rules.payers import Payer
from afterglow.site import edge
from tests.people import as_patient, signed_in
from tests.rooms.billing.house import BASE, KEY, SECRET, GroupHouse, Service, forgotten, group_house

pytestmark = pytest.mark.django_db

CLINICAL = ("ketamine", "infusion", "treatment", "group", "integration", "therapy", "patient", "session")


@pytest.fixture
def house(service: Service, monkeypatch: pytest.MonkeyPatch) -> GroupHouse:
    monkeypatch.setattr(edge, "clinic_now", lambda: service.now)
    return group_house(3)


def begun(house: GroupHouse, who: int = 0) -> tuple[Place, Payment]:
    patient = house.patients[who]
    place = house.book(patient, BASE)
    return place, online.pay_for_place(place=place, by=as_patient(patient), now=BASE)


def test_a_place_is_paid_by_telephone_and_confirmed_by_the_clerk(house: GroupHouse, service: Service) -> None:
    patient = house.patients[0]
    place = house.book(patient, BASE)
    clerk, address = signed_in(house.cast.fiona), f"/accounts/places/{place.ref}/payment/"
    assert address in clerk.get(f"/accounts/of/{patient.ref}/").content.decode()
    typed = {"patient_shown": patient.ref, "form_ref": "x", "way": "phone", "reference": "", "amount": "10"}
    assert clerk.post(address, {**typed, "amount": "9"}).status_code == 422
    assert clerk.post(address, {**typed, "patient_shown": house.patients[1].ref}).status_code == 422
    for _ in range(2):
        assert clerk.post(address, typed).status_code == 302
    place.refresh_from_db()
    payment = Payment.objects.get()
    assert (place.state, payment.about, Charge.objects.get(kind="place").pence) == (CONFIRMED, place.together, 1_000)
    assert clerk.post(address, {**typed, "form_ref": "y"}).status_code == 422, "nobody pays twice"
    give_back(place=place, by=as_patient(patient), now=BASE)
    billing.due(BASE)
    assert books_of(patient, SELF_PAY).left_of(payment) == Money(1_000)
    assert not Refund.objects.exists(), "what came by hand goes back by hand"


@pytest.mark.pathway("L10", "L11")
def test_a_place_is_paid_on_the_pages(house: GroupHouse, service: Service) -> None:
    patient = house.patients[0]
    place = house.book(patient, BASE)
    browser = signed_in(as_patient(patient))
    page = browser.get(f"/my/places/{place.ref}/pay/").content.decode()
    assert "£10 to pay" in page
    to_payment = browser.post(f"/my/places/{place.ref}/pay/").headers["Location"]
    payment = Payment.objects.get()
    assert f'href="{payment.next_url}"' in browser.get(to_payment).content.decode()
    service.till.pay(payment.service_id)
    assert "Not finished yet" in browser.get(to_payment).content.decode(), "looking at a page changes nothing"
    assert browser.post(f"{to_payment}look/").headers["Location"] == to_payment
    assert "We received it" in browser.get(to_payment).content.decode()
    place.refresh_from_db()
    assert (place.state, Charge.objects.get(kind="place").pence) == (CONFIRMED, 1_000)


def test_whoever_is_insured_pays_for_their_place_themselves_and_keeps_it(house: GroupHouse, service: Service) -> None:
    """The insurer pays for the treatment; a place is paid before it is confirmed, and the money stays where it is."""
    patient = house.patients[0]
    insurer = Payer("insurer", "Insurer", "1 Policy Street", "A1")
    funding.agree_funding(patient=patient, payer=insurer, since=BASE.date(), by=house.cast.fiona, now=BASE)
    place, payment = begun(house)
    service.till.pay(payment.service_id)
    online.look(payment, BASE)
    billing.due(service.now)
    place.refresh_from_db()
    assert (place.state, Charge.objects.get(kind="place").payer) == (CONFIRMED, SELF_PAY)
    assert not Refund.objects.exists()


def test_nothing_about_health_or_a_name_goes_to_the_card_service(house: GroupHouse, service: Service) -> None:
    begun(house)
    (sent,) = service.till.drawer.payments()
    told = f"{sent.reference} {sent.description} {sent.return_url}".lower()
    assert sent.description == "Payment to Harrow Lane Clinic"
    assert not any(word in told for word in (*CLINICAL, "number0", "person"))


@pytest.mark.pathway("L11")
def test_the_place_is_held_as_long_as_the_payment_can_live(house: GroupHouse, service: Service) -> None:
    place, payment = begun(house)
    place.refresh_from_db()
    assert place.held_until == BASE + timedelta(minutes=95)
    service.now += timedelta(minutes=91)
    billing.due(service.now)
    payment.refresh_from_db()
    place.refresh_from_db()
    assert (payment.state, payment.ended_because, place.state) == (NOT_PAID, "The time for paying was over.", LOST)


def test_beginning_twice_goes_on_with_the_one_under_way(house: GroupHouse, service: Service) -> None:
    place, payment = begun(house)
    again = online.pay_for_place(place=place, by=as_patient(place.patient), now=BASE + timedelta(minutes=1))
    assert again.pk == payment.pk
    assert len(service.till.drawer.payments()) == 1
    service.till.pay(payment.service_id)
    online.look(payment, BASE)
    with pytest.raises(Refused, match="nothing to pay"):
        online.pay_for_place(place=place, by=as_patient(place.patient), now=BASE)


@pytest.mark.parametrize("fault", ["unreachable", "answer lost", "busy", "broken"])
def test_after_a_failure_to_begin_one_can_begin_again(fault: str, house: GroupHouse, service: Service) -> None:
    service.api.faults.append(fault)  # type: ignore[arg-type]
    place, payment = begun(house)
    assert payment.state == NOT_PAID
    again = online.pay_for_place(place=place, by=as_patient(place.patient), now=BASE)
    assert (again.state, again.reference == payment.reference) == (OPEN, False)


def test_a_payment_cut_off_while_it_began_is_found_by_its_reference(house: GroupHouse, service: Service) -> None:
    place = house.book(house.patients[0], BASE)
    payment = paying.begin_for_place(place=place, by=as_patient(place.patient), now=BASE)
    service.till.create(NewPayment(1_000, payment.reference, "Payment to Harrow Lane", "https://x.example"), KEY)
    service.now += timedelta(minutes=3)
    billing.due(service.now)
    payment.refresh_from_db()
    assert (payment.state, bool(payment.next_url)) == (OPEN, True)


def test_paid_too_late_for_the_place_goes_back_by_itself(house: GroupHouse, service: Service) -> None:
    place, payment = begun(house)
    release_place(place=place, because="Let go", by=as_patient(place.patient), now=BASE)
    service.till.pay(payment.service_id)
    for _ in range(4):
        billing.due(service.now)
        service.now += timedelta(minutes=31)
    (kept,) = service.till.drawer.payments()
    assert kept.refunded == 1_000
    assert Refund.objects.get().state == "done"
    assert books_of(place.patient, SELF_PAY).totals.kept == 0


@pytest.mark.parametrize("times", [1, 2, 10])
def test_notices_have_each_effect_once_however_often_and_in_what_order(
    times: int, house: GroupHouse, service: Service
) -> None:
    for who in range(2):
        _, payment = begun(house, who)
        service.till.pay(payment.service_id)
    notices = [(one.body, signature_of(one.body, SECRET)) for _, one in service.till.drawer.notices()]
    late = notices * times
    random.Random(times).shuffle(late)
    client = Client()
    for body, signature in late:
        answer = client.post(
            f"/notices/{KEY}/", body, content_type="application/json", headers={"Pay-Signature": signature}
        )
        assert answer.status_code == 204
        billing.due(service.now)
    assert Payment.objects.filter(state=PAID).count() == 2
    assert Charge.objects.filter(kind="place").count() == 2
    assert PaymentNotice.objects.count() == len(notices) == 4
    assert sorted(Payment.objects.values_list("receipt", flat=True)) == [1, 2]


def test_a_forged_notice_writes_nothing(house: GroupHouse, service: Service) -> None:
    _, payment = begun(house)
    service.till.pay(payment.service_id)
    rows = AuditRow.objects.count()
    for _, one in service.till.drawer.notices():
        for signature in ("", "0" * 64, signature_of(one.body, "another"), signature_of(one.body, SECRET).upper()):
            for slug in (KEY, "nobody"):
                answer = Client().post(
                    f"/notices/{slug}/", one.body, content_type="application/json", headers={"Pay-Signature": signature}
                )
                assert answer.status_code == 401
    assert AuditRow.objects.count() == rows
    assert not PaymentNotice.objects.exists()


def test_a_notice_alone_is_never_believed(house: GroupHouse, service: Service) -> None:
    """It says that the payment succeeded; the service, when asked, says that it did not."""
    _, payment = begun(house)
    body = b'{"webhook_message_id":"m","resource_id":"%s","event_type":"card_payment_succeeded"}' % (
        payment.service_id.encode()
    )
    headers = {"Pay-Signature": signature_of(body, SECRET)}
    assert Client().post(f"/notices/{KEY}/", body, content_type="application/json", headers=headers).status_code == 204
    billing.due(service.now)
    payment.refresh_from_db()
    assert payment.state == OPEN


@pytest.mark.parametrize("orphans", [60, pytest.param(500, marks=pytest.mark.deep)])
def test_reconciling_finds_every_orphan(orphans: int, house: GroupHouse, service: Service) -> None:
    """Nobody came back, no notice came, and the clock never rang; some answers were lost while they began (M30)."""
    patient = house.patients[0]
    charging.charge_item(patient=patient, code="report", form="f", by=house.cast.fiona, now=BASE)
    for number in range(orphans):
        if number % 3 == 0:
            service.api.faults.append("answer lost")
        made = online.pay_account(patient=patient, amount=Money(100), by=as_patient(patient), now=service.now)
        newest = service.till.drawer.payments()[-1]
        service.till.pay(newest.payment_id)
        if made.state == OPEN:
            # So that another can begin: as if this one had been forgotten here.
            forgotten(payment=made, by=house.cast.system, now=BASE)
        service.now += timedelta(seconds=1)
    service.now += timedelta(minutes=5)
    found = list(reconcile(since=BASE - timedelta(days=1), now=service.now))
    assert len(found) == orphans
    assert Payment.objects.filter(state=PAID).count() == orphans
    assert list(reconcile(since=BASE - timedelta(days=1), now=service.now)) == []
    assert books_of(patient, SELF_PAY).totals.money_in == 100 * orphans


def test_a_refund_whose_answer_is_lost_is_made_once(house: GroupHouse, service: Service) -> None:
    patient = house.patients[0]
    charge = charging.charge_item(patient=patient, code="report", form="f", by=house.cast.fiona, now=BASE)
    payment = online.pay_account(patient=patient, amount=Money(9_000), by=as_patient(patient), now=BASE)
    service.till.pay(payment.service_id)
    payment = online.look(payment, BASE)
    waive(charge=charge, amount=Money(4_000), reason="In a crisis", by=house.cast.fiona, now=BASE)
    clerk = house.cast.fiona
    refunding.ask_refund(payment=payment, amount=Money(1_500), reason="r", by_hand=False, by=clerk, now=BASE)
    service.api.faults = []
    refund = Refund.objects.select_related("payment__clinic").get()
    service.api.faults = ["unreachable"]
    sending_back.move(refund, BASE)
    # The figure is asked for and kept; then the refund is made, and its answer is lost.
    known = refunding.note_available(refund=refund, available=9_000, by=house.cast.system, now=BASE)
    service.api.faults = ["answer lost"]
    sending_back.move(Refund.objects.select_related("payment__clinic").get(pk=known.pk), BASE)
    for _ in range(3):
        billing.due(service.now)
        service.now += timedelta(minutes=31)
    (kept,) = service.till.drawer.payments()
    assert [one.pence for one in kept.refunds] == [1_500]
    assert Refund.objects.get().state == "done"


@pytest.mark.parametrize("reconciled", [True, False])
def test_what_somebody_paid_back_meanwhile_does_not_keep_the_rest(
    house: GroupHouse, service: Service, reconciled: bool
) -> None:
    """We ask for all of it, the service no longer has all of it: what it still has goes back all the same."""
    place, payment = begun(house)
    service.till.pay(payment.service_id)
    billing.due(service.now)
    service.till.refund(payment.service_id, KEY, pence=300, available=1_000)
    place.refresh_from_db()
    give_back(place=place, by=as_patient(place.patient), now=BASE)
    for _ in range(4):
        billing.due(service.now)
        service.now += timedelta(minutes=31)
        if reconciled:
            list(reconcile(since=BASE - timedelta(days=1), now=service.now))
    (kept,) = service.till.drawer.payments()
    assert [one.pence for one in kept.refunds] == [300, 700]
    assert books_of(place.patient, SELF_PAY).totals.kept == 0
    assert failed_refunds(house.cast.clinic.pk) == []
