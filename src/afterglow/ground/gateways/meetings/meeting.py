"""What a gateway for online meetings is asked for, and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from afterglow.ground.gateways.message import TryAgain


@dataclass(frozen=True)
class Wanted:
    """One online meeting. ``external_id`` is the same at every try, so that it is never made twice.

    ``subject`` is seen by everybody who joins: it holds no clinical word and no name of a patient.
    """

    external_id: str
    subject: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class OnlineMeeting:
    """An online meeting as it was made: whoever has the link may knock."""

    number: str
    link: str


class Throttled(TryAgain):
    """Asked too often: not before ``after`` has passed."""

    def __init__(self, words: str, after: timedelta) -> None:
        super().__init__(words)
        self.after = after


class MeetingGateway(Protocol):
    """Makes online meetings."""

    def create_or_get(self, wanted: Wanted) -> OnlineMeeting:
        """Make it, or find the one made before and put it on this time.

        Raises TryAgain (or Throttled, which is one) or WillNotTake.
        """
