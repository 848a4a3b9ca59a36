"""The stub's payments as the service would show them: the same JSON, field by field."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from afterglow.ground.gateways.payments.payment import CANCELLED, CREATED, FAILED, STARTED, SUCCESS
from afterglow.ground.gateways.payments.stub.drawer import KeptPayment, KeptRefund

_MESSAGES = {
    "P0010": "Payment method rejected",
    "P0020": "Payment expired",
    "P0030": "Payment was cancelled by the user",
    "P0040": "Payment was cancelled by the service",
}


def payment_shown(payment: KeptPayment, *, pages_url: str) -> dict[str, Any]:
    """One payment. ``pages_url`` is where the payment page lies; it leads on only while the payment is unfinished."""
    path = f"/v1/payments/{payment.payment_id}"
    links: dict[str, Any] = {
        "self": _link("GET", path),
        "events": _link("GET", f"{path}/events"),
        "refunds": _link("GET", f"{path}/refunds"),
    }
    if payment.status in (CREATED, STARTED):
        links["next_url"] = _link("GET", f"{pages_url}{payment.payment_id}/")
        links["cancel"] = _link("POST", f"{path}/cancel")
    return {**_told(payment), "_links": links}


def refund_shown(payment: KeptPayment, refund: KeptRefund) -> dict[str, Any]:
    """One refund."""
    path = f"/v1/payments/{payment.payment_id}"
    return {
        "refund_id": refund.refund_id,
        "payment_id": payment.payment_id,
        "created_date": _moment(refund.created_at),
        "amount": refund.pence,
        "status": refund.status,
        "settlement_summary": {},
        "_links": {"self": _link("GET", f"{path}/refunds/{refund.refund_id}"), "payment": _link("GET", path)},
    }


def notice_body(payment: KeptPayment, event: str, message_id: str, now: datetime) -> bytes:
    """A notice, exactly as its bytes are signed."""
    message = {
        "webhook_message_id": message_id,
        "api_version": 1,
        "created_date": _moment(now),
        "resource_id": payment.payment_id,
        "resource_type": "payment",
        "event_type": event,
        "resource": _told(payment),
    }
    return msgspec.json.encode(message)


def _told(payment: KeptPayment) -> dict[str, Any]:
    return {
        "payment_id": payment.payment_id,
        "amount": payment.pence,
        "description": payment.description,
        "reference": payment.reference,
        "language": "en",
        "created_date": _moment(payment.created_at),
        "return_url": payment.return_url,
        "payment_provider": "sandbox",
        "delayed_capture": False,
        "moto": False,
        "state": _state(payment),
        "refund_summary": _summary(payment),
        "settlement_summary": {},
    }


def _state(payment: KeptPayment) -> dict[str, Any]:
    state: dict[str, Any] = {
        "status": payment.status,
        "finished": payment.status in (SUCCESS, FAILED, CANCELLED),
    }
    if payment.code:
        state |= {"code": payment.code, "message": _MESSAGES[payment.code], "can_retry": False}
    return state


def _summary(payment: KeptPayment) -> dict[str, Any]:
    left = payment.pence - payment.refunded
    if payment.status in (CREATED, STARTED):
        status = "pending"
    elif payment.status != SUCCESS:
        status = "unavailable"
    else:
        status = "available" if left else "full"
    return {"status": status, "amount_available": left, "amount_submitted": payment.refunded}


def _link(method: str, path: str) -> dict[str, str]:
    return {"href": path, "method": method}


def _moment(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"
