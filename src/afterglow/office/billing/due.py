"""What time makes happen to money: charges for what happened, answers of the card service, and refunds."""

from __future__ import annotations

from datetime import datetime

from afterglow.ground.access.actor import system_actor
from afterglow.office.billing.actions import charging, invoicing, online, refunding, sending_back, telling
from afterglow.office.billing.models.payments import PAID
from afterglow.office.billing.queries import payments
from afterglow.office.billing.queries.happened import uncharged
from afterglow.office.billing.queries.invoices import unbilled_sign_ups
from afterglow.office.billing.queries.lessened import lessened
from afterglow.office.billing.queries.telling import untold_refunds


def due(now: datetime) -> int:
    """Do all of it; returns how much changed. Without the card service the rest is done all the same."""
    return sum(_ask_about(now)) + _charge(now) + _give_back(now) + _move_refunds(now) + _tell(now)


def _ask_about(now: datetime) -> list[bool]:
    """Every payment that is not finished, and every one that a notice came for; what was let go is stopped."""
    changed = []
    for payment in payments.to_look_at(now):
        if payment.state == PAID:
            changed.append(bool(sending_back.take_over_refunds(payment, now)))
            continue
        after = online.stop(payment, now) if payments.let_go(payment) else online.look(payment, now)
        changed.append(after.state != payment.state)
    return changed


def _charge(now: datetime) -> int:
    done = 0
    for one in uncharged(now):
        charging.charge_for(happened=one, by=system_actor(one.owner.clinic_id), now=now)
        done += 1
    for sign_up in unbilled_sign_ups():
        invoicing.bill_sign_up(sign_up=sign_up, by=system_actor(sign_up.clinic_id), now=now)
        done += 1
    return done


def _give_back(now: datetime) -> int:
    done = 0
    for less in list(lessened()):
        charging.give_back(less=less, by=system_actor(less.charge.clinic_id), now=now)
        done += 1
    for payment in payments.paid_for_what_is_not_owed():
        asked = refunding.refund_what_is_left(payment=payment, by=system_actor(payment.clinic_id), now=now)
        done += asked is not None
    return done


def _move_refunds(now: datetime) -> int:
    refunds = payments.refunds_to_move()
    return sum(sending_back.move(refund, now).state != refund.state for refund in refunds)


def _tell(now: datetime) -> int:
    refunds = untold_refunds(now)
    for refund in refunds:
        telling.tell_of_refund(refund=refund, by=system_actor(refund.clinic_id), now=now)
    return len(refunds)
