"""Where bedside monitors send their readings: ``POST /device/readings`` with ``Authorization: Bearer <token>``.

A message is ``{"sent_at": ..., "bay": "Bay 2", "readings": [{"uuid": ..., "taken_at": ..., "heart_rate": 62.8}]}``.
A monitor's clock may be wrong, so a reading's time is counted back from its arrival by its age at sending; the
monitor's own times stay in the record. Sent twice, a reading is kept once. Every answer but 200 says ``why``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from django.db import DatabaseError

from afterglow.care.treatment.actions.devices import Arrival, record_from_device
from afterglow.care.treatment.intake import NOT_KEPT, Answer, Intake
from afterglow.care.treatment.models import Device
from afterglow.care.treatment.queries.devices import device_actor, device_of
from afterglow.care.treatment.queries.strangers import note_stranger
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.clock import clinic_now

PATH: Final = "/device/readings"
MOST_BYTES: Final = 2_000_000
MOST_READINGS: Final = 2_000
OLDEST: Final = timedelta(days=30)
"""Older than this a reading is not dated back further: by then the clock that dated it is not to be believed."""

NOT_KNOWN: Final[Answer] = (401, {"why": "This monitor is not known here."})

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Minute(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One minute's values; what is not there was not measured, and 0 is a sensor that is off."""

    uuid: UUID
    taken_at: Moment
    heart_rate: Decimal | None = None
    pulse: Decimal | None = None
    respiratory_rate: Decimal | None = None
    spo2: Decimal | None = None
    systolic: Decimal | None = None
    diastolic: Decimal | None = None
    mean: Decimal | None = None
    temperature: Decimal | None = None
    original: str = ""
    """The text of another format that this was read from; it stays in the raw record."""

    @property
    def values(self) -> dict[str, Decimal]:
        """What was measured, by name."""
        found = {name: getattr(self, name) for name in self.__struct_fields__[2:-1]}
        return {name: value for name, value in found.items() if value is not None}


class Batch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message. ``bay``, where it is given, must be the one the monitor was joined to."""

    sent_at: Moment
    readings: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=MOST_READINGS)]
    bay: str = ""


_batches = msgspec.json.Decoder(Batch)
_minutes = msgspec.json.Decoder(Minute)


class Receiver:
    """The handler of messages. It writes on a thread of its own, so that no page waits for a monitor."""

    def __init__(self) -> None:
        self._intake = Intake(take)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one message of a monitor."""
        if scope["method"] != "POST":
            await _answer(send, (405, {"why": "Send readings by POST."}))
            return
        body = await _body(receive)
        if body is None:
            await _answer(send, (413, {"why": f"A message holds at most {MOST_READINGS} readings."}))
            return
        answer = await self._intake.take(_token(scope), body)
        if answer[0] == 401:
            note_stranger(_header(scope, b"x-monitor") or "no name", now=clinic_now())
        await _answer(send, answer)


def take(token: str, body: bytes) -> Answer:
    """Keep what a message holds; the answer's status and content. Nothing is acknowledged before it is committed."""
    try:
        device = device_of(token) if token else None
        return _take(device, body) if device else NOT_KNOWN
    except DatabaseError:
        return NOT_KEPT


def _take(device: Device, body: bytes) -> Answer:
    now = clinic_now()
    try:
        batch = _batches.decode(body)
        arrivals = [_arrival(raw, batch.sent_at, now) for raw in batch.readings]
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        return 422, {"why": str(wrong)}
    if batch.bay and batch.bay != device.bay.name:
        return 409, {"why": f"This monitor was joined to {device.bay.name}, not to {batch.bay}."}
    try:
        kept = record_from_device(device=device, arrivals=arrivals, by=device_actor(device), now=now)
    except Refused:
        return NOT_KNOWN
    return 200, vars(kept)


def _arrival(raw: msgspec.Raw, sent_at: datetime, now: datetime) -> Arrival:
    minute = _minutes.decode(raw)
    if not all(value.is_finite() for value in minute.values.values()):
        raise msgspec.ValidationError("Every value is a number, such as 62.8.")
    age = min(max(sent_at - minute.taken_at, timedelta(0)), OLDEST)
    return Arrival(minute.uuid, now - age, minute.values, bytes(raw).decode())


def _token(scope: Scope) -> str:
    found = _header(scope, b"authorization")
    return found[7:].strip() if found.startswith("Bearer ") else ""


def _header(scope: Scope, wanted: bytes) -> str:
    return next((str(value.decode("latin-1")) for name, value in scope["headers"] if name == wanted), "")


async def _body(receive: Receive) -> bytes | None:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        size, more = size + len(part), bool(message.get("more_body"))
        if size > MOST_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)


async def _answer(send: Send, answer: Answer) -> None:
    status, content = answer
    body = msgspec.json.encode(content)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


application: Final = Receiver()
