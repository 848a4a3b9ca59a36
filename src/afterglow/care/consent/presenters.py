"""Consent in words: what it costs and asks, how it stands, and who signed."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from afterglow.care.consent.models import Consent, InformationRead
from afterglow.care.consent.rules.cost import long_run, ways
from afterglow.ground.design.words import day, moment
from afterglow.ground.kernel.money import Money
from afterglow.ground.protocol.forecast import Journey
from afterglow.ground.protocol.schema.fees import Price
from afterglow.ground.protocol.schema.protocol import Protocol

_PER = {
    "treatment": "for each treatment",
    "month": "for each month",
    "consultation": "for each consultation",
    "item": "each",
}


def price_rows(protocol: Protocol) -> tuple[tuple[str, str], ...]:
    """What the clinic charges: for what, and how much."""
    return tuple((price.say, _price_words(price)) for price in protocol.fees.prices)


def _price_words(price: Price) -> str:
    words = f"{price.amount} {_PER[price.per]}" if price.amount.pence else "Free"
    if not price.drug:
        return words
    drugs = " or ".join(f"{drug.amount} ({drug.dose})" for drug in price.drug)
    return f"{words}, and the drug: {drugs}"


def cost_rows(protocol: Protocol) -> tuple[tuple[str, ...], ...]:
    """Each way of treatment with what it comes to in the first year and in five, and how many visits, travel apart."""
    nothing = Journey(Money(0, protocol.currency), Money(0, protocol.currency), 0)
    rows = []
    for way in ways(protocol):
        sums = long_run(protocol, way, nothing)
        rows.append((way.words, *(f"{one.total} for {one.visits} visits" for one in sums)))
    return tuple(rows)


def signature_rows(consent: Consent, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    """The record of one signature, line by line."""
    signer = consent.signed_name if consent.signed_as == "patient" else f"{consent.signed_name} ({consent.relation})"
    rows = [
        ("Signed by", signer),
        ("When", moment(consent.happened_at, zone)),
        ("Information", f"version of {day(consent.version)}, {consent.read.get_way_display().lower()}"),
        ("Talked over", ", ".join(consent.covered)),
        ("Capacity", consent.capacity_words or ("yes" if consent.capacity else "a parent decides")),
        ("Detention when signed", consent.detention_status or "not detained"),
        ("Asked", consent.questions_asked or "no questions recorded"),
        ("Recorded by", consent.author_name),
        ("Fingerprint of the texts", f"{consent.sha256[:12]}…"),
    ]
    return tuple(rows)


def reading_words(reading: InformationRead, zone: ZoneInfo) -> str:
    """When and how information was read."""
    return f"{reading.get_way_display()}, {moment(reading.happened_at, zone)}"
