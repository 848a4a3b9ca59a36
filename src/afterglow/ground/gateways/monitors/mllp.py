"""Listening for monitors that speak HL7 v2 over MLLP: each message is posted to the device route, then acknowledged.

``AA`` means that everything is stored. ``AR`` is for a monitor that is not known here or a message of another kind,
``AE`` for one that could not be read or stored: the monitor sends it again. ``ERR-8`` says why in words.
"""

from __future__ import annotations

import asyncio
from asyncio import IncompleteReadError, StreamReader, StreamWriter
from collections.abc import Callable, Mapping
from typing import Final

import hl7
from hl7.mllp import InvalidBlockError, start_hl7_server

from afterglow.ground.gateways.monitors.oru import NotUnderstood, observed
from afterglow.ground.gateways.monitors.replay import Post

MOST_BYTES: Final = 1_000_000
ACCEPTED, FAILED, REFUSED = "AA", "AE", "AR"
_NOT_FOR_US: Final = frozenset({401, 409})

Say = Callable[[str], object]


class Listener:
    """Takes messages of many connections; ``posts`` has a way to post for every monitor that is known here."""

    def __init__(self, posts: Mapping[str, Post], stranger: Callable[[str], object], say: Say) -> None:
        self._posts = posts
        self._stranger = stranger
        self._say = say

    async def listen(self, host: str, port: int) -> asyncio.AbstractServer:
        """Begin to listen; the server it returns knows its port and can be closed."""
        server: asyncio.AbstractServer = await start_hl7_server(self._attend, host, port, limit=MOST_BYTES)
        return server

    async def _attend(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            while True:
                block = await reader.readblock()  # type: ignore[attr-defined]  # hl7's own reader
                answer = await asyncio.to_thread(self.answer, block)
                writer.writeblock(answer)  # type: ignore[attr-defined]  # hl7's own writer
                await writer.drain()
        except IncompleteReadError:
            pass
        except (InvalidBlockError, ValueError) as wrong:
            self._say(f"A connection sent something that is no message: {wrong}")
        except ConnectionError as lost:
            self._say(f"A connection was lost: {lost}")
        finally:
            writer.close()

    def answer(self, block: bytes) -> bytes:
        """The acknowledgement of one message. A message without a header cannot be answered: raises ValueError."""
        try:
            message = hl7.parse(block.decode("utf-8", "replace").replace("\n", "\r").strip("\r"))
            message.segment("MSH")
        except (hl7.ParseException, KeyError, IndexError) as wrong:
            raise ValueError(f"no message header ({wrong})") from None
        code, why = self._take(message)
        if code != ACCEPTED:
            self._say(f"{code}: {why}")
        return _acknowledged(message, code, why)

    def _take(self, message: hl7.Message) -> tuple[str, str]:
        try:
            found = observed(message)
        except (NotUnderstood, IndexError, KeyError) as wrong:
            return (REFUSED if "MSH-9" in str(wrong) else FAILED), str(wrong)
        post = self._posts.get(found.monitor)
        if post is None:
            self._stranger(found.monitor)
            return REFUSED, f"The monitor {found.monitor} is not known here."
        try:
            status, content = post(found.content)
        except OSError as lost:
            return FAILED, f"The clinic's server cannot be reached: {lost}"
        if status == 200:
            return ACCEPTED, ""
        return (REFUSED if status in _NOT_FOR_US else FAILED), str(content.get("why", status))


def _acknowledged(message: hl7.Message, code: str, why: str) -> bytes:
    header = message.segment("MSH")
    field, part = str(header(1)), str(header(2))[0]
    there = [str(header[number]) if len(header) > number else "" for number in range(13)]
    parts = there[9].split(part)
    kind = part.join(("ACK", parts[1], "ACK")) if len(parts) > 1 else "ACK"
    control, version = there[10], there[12] or "2.6"
    sender, receiver = [there[5], there[6]], [there[3], there[4]]
    told = [
        "MSH",
        str(header(2)),
        *sender,
        *receiver,
        there[7],
        "",
        kind,
        f"A{control}"[:20],
        there[11] or "P",
        version,
    ]
    lines = [field.join(told), field.join(["MSA", code, control])]
    if why:
        lines.append(field.join(["ERR", "", "", "207", "E", "", "", "", _plain(why, field, part)]))
    return "".join(f"{line}\r" for line in lines).encode()


def _plain(words: str, field: str, part: str) -> str:
    """Words without the message's own delimiters."""
    return "".join(" " if letter in {field, part, "~", "\\", "&", "\r", "\n"} else letter for letter in words)[:250]
