"""Sending a recording to a bay at a chosen speed, as the monitor itself would."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from afterglow.ground.gateways.monitors.recording import Minute

PATH: Final = "/device/readings"
BATCH: Final = 120
"""Minutes sent together where nobody waits for them."""

Answer = tuple[int, Mapping[str, Any]]
Post = Callable[[Mapping[str, Any]], Answer]


class NotTaken(RuntimeError):
    """The clinic's server did not take the readings; the message is its answer."""


@dataclass(frozen=True)
class Sent:
    """What a replay came to: minutes sent, and how many of them belong to nobody."""

    minutes: int
    unclaimed: int


def replay(
    minutes: Sequence[Minute],
    *,
    bay: str,
    speed: float,
    start: datetime,
    post: Post,
    sleep: Callable[[float], None],
) -> Sent:
    """Send every minute of a recording to a bay.

    ``speed`` 1 sends a minute each minute, 60 a minute each second, and 0 everything at once, as what happened up
    to now. ``start`` is the device's clock at the recording's first minute. Raises NotTaken.
    """
    sent = unclaimed = 0
    for batch in _batches(minutes, 1 if speed else BATCH):
        if speed and sent:
            sleep(60 / speed)
        last = minutes[-1] if not speed else batch[-1]
        status, answer = post(message(batch, bay=bay, start=start, sent_at=_moment(start, last)))
        if status != 200:
            raise NotTaken(f"{status}: {answer.get('why', 'no reason given')}")
        sent += len(batch)
        unclaimed += int(answer.get("unclaimed", 0))
    return Sent(sent, unclaimed)


def message(batch: Sequence[Minute], *, bay: str, start: datetime, sent_at: datetime) -> dict[str, Any]:
    """What a monitor sends: each minute with its own identifier, and its clock at the moment of sending."""
    return {
        "bay": bay,
        "sent_at": sent_at.isoformat(),
        "readings": [
            {
                "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{bay} {start.isoformat()} {minute.number}")),
                "taken_at": _moment(start, minute).isoformat(),
                **{name: float(value) for name, value in minute.values.items()},
            }
            for minute in batch
        ],
    }


def http_post(url: str, token: str, *, monitor: str = "", timeout: float = 10.0) -> Post:
    """Post over HTTP to the server at ``url`` with a monitor's token; ``monitor`` is what it calls itself."""
    address = url.rstrip("/") + PATH
    if not address.startswith(("http://", "https://")):
        raise NotTaken(f"{url} is not an address such as http://localhost:8000")

    def post(content: Mapping[str, Any]) -> Answer:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if monitor:
            headers["X-Monitor"] = monitor.encode("latin-1", "replace").decode("latin-1")
        request = Request(address, json.dumps(content).encode(), headers, method="POST")  # noqa: S310  # http or https
        try:
            with urlopen(request, timeout=timeout) as answer:  # noqa: S310  # http or https, checked above
                return int(answer.status), json.load(answer)
        except HTTPError as refused:
            return refused.code, _reason(refused.read())

    return post


def _reason(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _moment(start: datetime, minute: Minute) -> datetime:
    return start + timedelta(minutes=minute.number)


def _batches(minutes: Sequence[Minute], size: int) -> Iterator[Sequence[Minute]]:
    for place in range(0, len(minutes), size):
        yield minutes[place : place + size]
