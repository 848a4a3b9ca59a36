"""A place is booked and paid by card, and a clerk reads it in the books."""

from __future__ import annotations

from tests.journeys.visitor import Visitor


def books_and_pays(phone: Visitor, price: str) -> None:
    """From the page of a date: a place is taken, and paid on the page that stands in for the card service's."""
    phone.ticks("I will use first names only")
    phone.presses(f"Book and pay {price}")
    phone.reads(f"{price} to pay", "Your place is confirmed as soon as it is paid.")
    phone.presses(f"Go on to pay {price}")
    phone.presses("Go on to the card page")
    phone.reads("No card is asked for and no money moves.")
    phone.presses(f"Pay {price}", exact=True)
    phone.reads("Not finished yet")
    phone.presses("I have paid: look now")


def bills(clerk: Visitor, name: str) -> None:
    """From the list of accounts: everything that is owed and stands on no invoice."""
    clerk.goes_to("/accounts/")
    clerk.presses(name)
    clerk.presses("Bill 1 charge")


def reads_papers(clerk: Visitor, invoice: int, payment: str, receipt: int) -> None:
    """From an account: the invoice, and the receipt of a payment, each as a PDF."""
    assert clerk.downloads(f"Invoice {invoice} (PDF)").startswith(b"%PDF")
    clerk.presses(payment)
    assert clerk.downloads(f"Receipt {receipt} (PDF)").startswith(b"%PDF")
