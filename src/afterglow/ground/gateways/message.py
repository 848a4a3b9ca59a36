"""What a gateway is given, and how it says that it could not take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Letter:
    """One e-mail or text message. ``reference`` is the same at every try, so that a second copy can be told apart.

    ``calendar`` is an invitation that an e-mail brings along, as an iCalendar text; empty for most.
    """

    address: str
    subject: str
    text: str
    reference: str
    calendar: str = ""


class TryAgain(Exception):
    """The gateway did not take it this time: nobody answered, or it is busy."""


class WillNotTake(Exception):
    """The gateway will never take it: the address is wrong, or the message is."""


class Gateway(Protocol):
    """A way out of the house for one kind of message."""

    def send(self, letter: Letter) -> None:
        """Hand it over; returning means that it was taken. Raises TryAgain or WillNotTake."""


class MailGateway(Gateway, Protocol):
    """Takes e-mail."""


class TextGateway(Gateway, Protocol):
    """Takes text messages; ``address`` is a phone number as ``+447700900123``, and there is no subject."""
