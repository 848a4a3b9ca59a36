"""Every word of an invoice and a receipt, from values alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from afterglow.ground.design.words import day as day_words
from afterglow.ground.kernel.money import Money
from afterglow.ground.protocol.schema.protocol import Protocol


@dataclass(frozen=True)
class PaperLine:
    """One line of an invoice."""

    day: date
    words: str
    amount: Money
    vat: Money
    vat_percent: int | None

    @property
    def vat_words(self) -> str:
        """The tax within the line: ``exempt``, or ``£15 at 20 %``."""
        return "exempt" if self.vat_percent is None else f"{in_full(self.vat)} at {self.vat_percent} %"


def in_full(sum_of_money: Money) -> str:
    """A sum with its pence, as a column of figures shows it: ``£225.00``."""
    shown = str(sum_of_money)
    return shown if "." in shown else f"{shown}.00"


def sender_of(protocol: Protocol) -> dict[str, Any]:
    """Who bills, and how they are reached."""
    address = [line for line in protocol.contact.address if line != protocol.clinic]
    return {"name": protocol.clinic, "lines": [*address, protocol.contact.phone, protocol.contact.email]}


def invoice_content(
    protocol: Protocol,
    *,
    number: int,
    to: Sequence[str],
    whom: str,
    payer_reference: str,
    on: date,
    due_on: date,
    lines: Sequence[PaperLine],
    for_event: bool = False,
) -> dict[str, Any]:
    """An invoice; ``for_event`` is one to a professional. Raises IndexError for one without a line."""
    total = sum((line.amount for line in lines[1:]), start=lines[0].amount)
    vat = sum((line.vat for line in lines[1:]), start=lines[0].vat)
    return {
        "title": f"Invoice {number}",
        "sender": sender_of(protocol),
        "to": list(to),
        "date": day_words(on),
        "facts": [
            ["For", whom],
            *(vat_number(protocol) if vat.pence else ()),
            *([["Your reference", payer_reference]] if payer_reference else []),
            ["To be paid by", day_words(due_on)],
        ],
        "lines": [printed(line) for line in lines],
        "totals": [["Without VAT", in_full(total - vat)], ["VAT", in_full(vat)], ["To pay", in_full(total)]],
        "notes": [*exempt(lines), *(_how_to_pay if for_event else _if_difficult)(protocol)],
    }


def printed(line: PaperLine) -> list[str]:
    """A line as the four columns of the paper."""
    return [day_words(line.day), line.words, line.vat_words, in_full(line.amount)]


def exempt(lines: Sequence[PaperLine]) -> list[str]:
    """Why there is no tax, where a line has none."""
    return ["Medical care is exempt from VAT."] if any(line.vat_percent is None for line in lines) else []


def _if_difficult(protocol: Protocol) -> list[str]:
    call = f"If paying is difficult, call us on {protocol.contact.phone}."
    return [f"{call} What is owed never stops a treatment that is due."]


def _how_to_pay(protocol: Protocol) -> list[str]:
    return [f"You can pay by card, with the link in our e-mail to you, or call us on {protocol.contact.phone}."]


def vat_number(protocol: Protocol) -> list[list[str]]:
    """The clinic's number, for papers with tax; none where it has none."""
    number = protocol.fees.vat.number
    return [["Our VAT number", number]] if number else []


def receipt_content(
    protocol: Protocol,
    *,
    number: int,
    to: Sequence[str],
    paid_on: date,
    way: str,
    reference: str,
    amount: Money,
    taxed: Sequence[PaperLine] = (),
) -> dict[str, Any]:
    """A receipt: what was received, when and how; ``taxed`` is what of it was paid for something with VAT."""
    return {
        "title": f"Receipt {number}",
        "sender": sender_of(protocol),
        "to": list(to),
        "date": day_words(paid_on),
        "facts": [
            ["Received", in_full(amount)],
            ["How", way],
            ["Reference", reference or "none"],
            *(vat_number(protocol) if taxed else ()),
        ],
        "lines": [printed(line) for line in taxed],
        "totals": [],
        "notes": ["With thanks."],
    }
