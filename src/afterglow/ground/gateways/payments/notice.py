"""What the service sends by itself when something happened to a payment: a hint to look, never the truth.

The signature has no time in it, so that an old notice can be sent again by anybody who saw it. That is harmless as
long as nothing but ``payment_id`` is believed.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256

import msgspec

SIGNATURE_HEADER = "Pay-Signature"
LARGEST_BYTES = 100_000


class NotGenuine(ValueError):
    """Not signed with this clinic's secret, or nothing that can be read."""


@dataclass(frozen=True)
class Notice:
    """One notice. ``message_id`` is the same at every delivery of it."""

    message_id: str
    payment_id: str
    event: str


class _Message(msgspec.Struct):
    webhook_message_id: str
    resource_id: str
    event_type: str = ""


def signature_of(body: bytes, secret: str) -> str:
    """The HMAC of the raw body as lower-case hexadecimal."""
    return hmac.new(secret.encode(), body, sha256).hexdigest()


def read_notice(body: bytes, *, signature: str, secret: str) -> Notice:
    """A notice whose signature fits its raw body. Raises NotGenuine; an empty secret fits nothing."""
    fits = hmac.compare_digest(signature.encode("utf-8", "replace"), signature_of(body, secret).encode())
    if not secret or not fits or len(body) > LARGEST_BYTES:
        raise NotGenuine("the signature does not fit")
    try:
        told = msgspec.json.decode(body, type=_Message)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NotGenuine("this is no notice") from None
    return Notice(told.webhook_message_id, told.resource_id, told.event_type)
