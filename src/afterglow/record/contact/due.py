"""What time makes happen to messages: patients hear of their appointments, and the outbox is emptied."""

from __future__ import annotations

from datetime import datetime

from afterglow.ground.access.actor import system_actor
from afterglow.ground.gateways import chosen
from afterglow.ground.gateways.message import Gateway, Letter, TryAgain, WillNotTake
from afterglow.record.contact import actions
from afterglow.record.contact.models import EMAIL, SMS, Message
from afterglow.record.contact.queries import unsent_messages, untold_appointments


def due(now: datetime) -> int:
    """Tell of new and cancelled appointments, and send what is to be sent; returns how many messages were taken."""
    for appointment in untold_appointments(now=now):
        actions.tell_of_appointment(appointment=appointment, by=system_actor(appointment.clinic_id), now=now)
    gateways: dict[str, Gateway] = {EMAIL: chosen.mail(), SMS: chosen.texts()}
    return sum(send_one(message, gateways[message.channel], now) for message in unsent_messages(now=now))


def send_one(message: Message, gateway: Gateway, now: datetime) -> bool:
    """Try to send one message, outside any transaction: whether the gateway took it.

    It is never sent twice at once. A process that dies between the gateway's yes and our note of it leaves a
    second copy possible; both then carry the same reference, by which the other side can tell.
    """
    system = system_actor(message.clinic_id)
    taken_up = actions.take_up(message=message, by=system, now=now)
    if taken_up is None:
        return False
    try:
        gateway.send(Letter(taken_up.address, taken_up.subject, taken_up.text, taken_up.ref, taken_up.calendar))
    except (TryAgain, WillNotTake) as refused:
        for_good = isinstance(refused, WillNotTake)
        actions.mark_failed(message=taken_up, error=str(refused), for_good=for_good, by=system, now=now)
        return False
    actions.mark_sent(message=taken_up, by=system, now=now)
    return True
