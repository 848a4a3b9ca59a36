"""What a credit note takes off an invoice, and every word on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from afterglow.ground.design.words import day as day_words
from afterglow.ground.kernel.vat import vat_within
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.office.billing.rules.paper import PaperLine, exempt, in_full, printed, sender_of, vat_number


def vat_let_off(charged: int, percent: int | None, *, before: int, more: int = 0) -> int:
    """The tax in ``more`` pence that are let off, after ``before`` were, of a charge of so many pence.

    The tax of what stands before less that of what stands afterwards: whatever the steps, not a penny of tax is lost.
    """
    return vat_within(charged - before, percent) - vat_within(charged - before - more, percent)


def credit_note_content(
    protocol: Protocol,
    *,
    number: int,
    invoice: Mapping[str, Any],
    on: date,
    because: str,
    line: PaperLine,
) -> dict[str, Any]:
    """A credit note for one line of an ``invoice`` (its content), to whom that was sent.

    It names the number and the date of the invoice, why it credits, and what without tax, at which rate, with what tax
    (VAT notice 700, 18.2). ``because`` is one of a few sentences, never what somebody wrote about a patient.
    """
    whom = next(fact for fact in invoice["facts"] if fact[0] == "For")
    return {
        "title": f"Credit note {number}",
        "sender": sender_of(protocol),
        "to": list(invoice["to"]),
        "date": day_words(on),
        "facts": [
            whom,
            *(vat_number(protocol) if line.vat.pence else ()),
            ["Credits", f"{invoice['title']} of {invoice['date']}"],
            ["Why", because],
        ],
        "lines": [printed(line)],
        "totals": [
            ["Credited without VAT", in_full(line.amount - line.vat)],
            ["VAT credited", in_full(line.vat)],
            ["Credited in all", in_full(line.amount)],
        ],
        "notes": [*exempt([line]), "So much less is owed. What was paid beyond that is owed back."],
    }
