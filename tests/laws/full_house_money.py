"""The money of the full house: one patient's account with a row of every kind."""

from __future__ import annotations

from datetime import timedelta

from afterglow.demo.chapters import treating
from afterglow.demo.telling import Scene
from afterglow.ground.gateways.payments.notice import Notice
from afterglow.ground.gateways.payments.payment import STARTED, CardPayment
from afterglow.ground.kernel.money import Money
from afterglow.office.billing.actions import charging, funding, invoicing, letting_off, noticing, paying, receiving
from afterglow.office.billing.actions.refunding import ask_refund
from afterglow.office.billing.models.charges import INSURER, SELF_PAY
from afterglow.office.billing.queries.happened import uncharged
from afterglow.office.billing.rules.payers import Payer
from afterglow.record.people.models import Patient


def owes_and_pays(scene: Scene, patient: Patient, secret: str) -> None:
    """Charged, billed, paid and waived in part; an insurer paid too much; a payment online is under way."""
    clerk, system, now = scene.people["finance clerk"], scene.people["system"], scene.now
    for happened in (one for one in uncharged(now) if one.owner.clinic_id == scene.clinic.pk):
        charging.charge_for(happened=happened, by=system, now=now)
    report = charging.charge_item(patient=patient, code="report", form=f"house-{patient.pk}", by=clerk, now=now)
    letting_off.waive(charge=report, amount=Money(1000), reason=secret, by=clerk, now=now)
    invoicing.bill(patient=patient, payer=SELF_PAY, by=clerk, now=now)
    letting_off.waive(charge=report, amount=Money(1000), reason=secret, by=clerk, now=now)
    payer = Payer(INSURER, secret, "1 Broad Street")
    funding.agree_funding(patient=patient, payer=payer, since=scene.today + timedelta(days=1), by=clerk, now=now)
    for number, kind in enumerate((SELF_PAY, INSURER)):
        received = receiving.receive(
            owner=patient,
            payer=kind,
            way="transfer",
            amount=Money(2000),
            reference="as on the statement",
            form=f"house-{patient.pk}-{number}",
            by=clerk,
            now=now,
        )
    ask_refund(payment=received, amount=Money(500), reason=secret, by_hand=True, by=clerk, now=now)
    mine = treating.patient_actor(patient)
    begun = paying.begin_for_account(patient=patient, amount=Money(1000), by=mine, now=now)
    told = CardPayment(f"house{patient.pk}", begun.reference, 1000, STARTED, False, next_url="https://card.example/pay")
    paying.note_opened(payment=begun, told=told, by=system, now=now)
    heard = Notice(f"house{patient.pk}", told.payment_id, "card_payment_started")
    noticing.keep_notice(payment=begun, notice=heard, by=system, now=now)
