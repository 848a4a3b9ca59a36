"""Money: accounts billed each month, paid at the card page or in other ways, let off and given back."""

from __future__ import annotations

from datetime import date, timedelta

from afterglow.care.groups.models.places import Place
from afterglow.demo.chapters.treating import patient_actor
from afterglow.demo.telling import Scene, Story
from afterglow.ground.gateways.payments.stub.demo import demo_stub
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.period import add_months
from afterglow.office.billing.actions import invoicing, letting_off, online, receiving, refunding
from afterglow.office.billing.models.charges import SELF_PAY, Charge
from afterglow.office.billing.models.payments import PHONE, TRANSFER, Payment
from afterglow.office.billing.queries.books import books_of, books_of_clinic
from afterglow.office.billing.queries.invoices import unbilled
from afterglow.office.billing.queries.payments import quiet_until
from afterglow.record.people.models import Patient

_CLERK = "finance clerk"


def kept(scene: Scene) -> Story:
    """Every month what happened in the last is billed and, over the next two weeks, paid: or not, or in part."""
    month = scene.today.replace(day=1)
    while True:
        month = add_months(month, 1)
        yield scene.at(scene.open_day(month + timedelta(days=1)), "10:40")
        billed = _bill_everybody(scene)
        yield scene.at(scene.open_day(month + timedelta(days=9)), "17:20")
        for number, patient in enumerate(billed):
            _pay(scene, patient, number + month.month)
        if month == date(2026, 6, 1):
            yield scene.later(30)
            _waive_and_give_back(scene)
        if month == date(2026, 8, 1):
            yield scene.later(30)
            _write_off(scene)


def pay_for_place(scene: Scene, place: Place) -> None:
    """A patient pays for their place at the card page, and comes back."""
    mine = patient_actor(place.patient)
    _at_the_card_page(scene, online.pay_for_place(place=place, by=mine, now=scene.now))


def _bill_everybody(scene: Scene) -> list[Patient]:
    clerk, billed = scene.people[_CLERK], []
    for books in books_of_clinic(scene.clinic.pk):
        number, _ = books.owner
        if number is not None and unbilled(books):
            patient = Patient.objects.get(pk=number)
            invoicing.bill(patient=patient, payer=books.payer, by=clerk, now=scene.now)
            billed.append(patient)
    return billed


def _pay(scene: Scene, patient: Patient, turn: int) -> None:
    owed = books_of(patient, SELF_PAY).owed
    if owed.pence == 0 or turn % 6 == 5:
        return
    if turn % 6 == 3:
        _received(scene, patient, Money(owed.pence // 2 // 100 * 100 or owed.pence), TRANSFER)
    elif turn % 6 == 1 or patient.account_id is None or quiet_until(patient, scene.now):
        _received(scene, patient, owed, PHONE)
    else:
        mine = patient_actor(patient)
        _at_the_card_page(scene, online.pay_account(patient=patient, amount=owed, by=mine, now=scene.now))


def _at_the_card_page(scene: Scene, payment: Payment) -> None:
    demo_stub(scene.now).till.pay(payment.service_id)
    online.look(payment, scene.now)


def _received(scene: Scene, patient: Patient, amount: Money, way: str) -> None:
    receiving.receive(
        owner=patient,
        payer=SELF_PAY,
        way=way,
        amount=amount,
        reference=patient.family_name[:20] if way == TRANSFER else "",
        form=f"demo{patient.pk}-{scene.now:%Y%m%d}",
        by=scene.people[_CLERK],
        now=scene.now,
    )


def _waive_and_give_back(scene: Scene) -> None:
    """One treatment is waived after it was paid: the money goes back to whoever paid it."""
    clerk = scene.people[_CLERK]
    for books in books_of_clinic(scene.clinic.pk):
        if books.payer != SELF_PAY or books.owed.pence or not books.payments:
            continue
        last = books.charges[-1]
        reason = "In hospital that week; the treatment had to be broken off."
        letting_off.waive(charge=last, amount=Money(last.pence), reason=reason, by=clerk, now=scene.now)
        after = books_of(last.owner, SELF_PAY)
        payment = next(one for one in after.payments if after.left_of(one).pence)
        refunding.ask_refund(
            payment=payment,
            amount=after.left_of(payment),
            reason="Waived after it was paid.",
            by_hand=False,
            by=clerk,
            now=scene.now,
        )
        return


def _write_off(scene: Scene) -> None:
    """What is oldest and unpaid is written off."""
    owed = [
        (charge, books.owed_of(charge))
        for books in books_of_clinic(scene.clinic.pk)
        for charge in books.charges
        if books.owed_of(charge).pence
    ]
    for charge, amount in sorted(owed, key=lambda one: _age(one[0]))[:1]:
        reason = "Moved away; three letters came back."
        letting_off.write_off(charge=charge, amount=amount, reason=reason, by=scene.people[_CLERK], now=scene.now)


def _age(charge: Charge) -> tuple[date, int]:
    return charge.day, charge.pk
