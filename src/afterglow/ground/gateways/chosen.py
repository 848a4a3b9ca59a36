"""Which gateways this installation sends through. A demo never sends: it shows its messages on a page."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from afterglow.ground.gateways.console import Console, Kept, NotSetUp
from afterglow.ground.gateways.meetings.graph import GraphMeetings
from afterglow.ground.gateways.meetings.indoors import Indoors
from afterglow.ground.gateways.meetings.meeting import MeetingGateway
from afterglow.ground.gateways.message import MailGateway, TextGateway
from afterglow.ground.gateways.payments.accounts import PayAccount, read_accounts
from afterglow.ground.gateways.payments.govuk_pay import GovUkPay
from afterglow.ground.gateways.payments.payment import CardPayments
from afterglow.ground.gateways.payments.payment import NotSetUp as NoPayments
from afterglow.ground.gateways.payments.stub.demo import demo_stub
from afterglow.ground.gateways.payments.wire import Https
from afterglow.ground.gateways.smtp import SmtpMail

TERMINAL = "console:"
"""The address that stands for the terminal."""


def mail() -> MailGateway:
    """The way for e-mail, as ``settings.MAIL_URL`` names it. Raises ValueError when it names none that we know."""
    if settings.DEMO:
        return Kept()
    if settings.MAIL_URL == TERMINAL:
        return Console("e-mail")
    if not settings.MAIL_URL:
        return NotSetUp("No mail server is set up: set AFTERGLOW_MAIL.")
    return SmtpMail.from_url(settings.MAIL_URL)


def texts() -> TextGateway:
    """The way for text messages. No provider is built in: a live installation keeps them until there is one."""
    if settings.DEMO:
        return Kept()
    if settings.MAIL_URL == TERMINAL:
        return Console("text message")
    return NotSetUp("No provider for text messages is set up.")


def meetings() -> MeetingGateway | None:
    """The service that makes online meetings, as ``settings.MEETINGS_URL`` names it; None where links are pasted.

    Raises ValueError when it names none that we know.
    """
    if settings.DEMO:
        return Indoors()
    return GraphMeetings.from_url(settings.MEETINGS_URL) if settings.MEETINGS_URL else None


def payments(slug: str, *, now: datetime) -> CardPayments:
    """The way for card payments of the clinic with this short name. Raises payments' NotSetUp where it has none.

    A demo pays at the stub beside its database, with no card at all; ``now`` is the stub's time.
    """
    if settings.DEMO:
        return GovUkPay(demo_stub(now), slug)
    account = pay_account(slug)
    return GovUkPay(Https(account.base_url), account.key)


def pay_account(slug: str) -> PayAccount:
    """The clinic's account, as the file in ``settings.PAY_ACCOUNTS`` names it. Raises payments' NotSetUp."""
    account = read_accounts(settings.PAY_ACCOUNTS).get(slug) if settings.PAY_ACCOUNTS else None
    if account is None:
        raise NoPayments("This clinic has no account for card payments: set AFTERGLOW_PAY.")
    return account
