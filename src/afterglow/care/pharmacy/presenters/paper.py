"""A page of the register as it is printed: every word of it, ready for the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from afterglow.care.pharmacy.models import Footnote, Line, RegisterPage
from afterglow.care.pharmacy.presenters.beneath import without_role
from afterglow.care.pharmacy.presenters.register import Row, row_of
from afterglow.care.pharmacy.presenters.stock import address_of, head_of
from afterglow.ground.design.words import clock, day
from afterglow.ground.protocol.schema.protocol import Protocol


def paper(
    page: RegisterPage,
    lines: Sequence[Line],
    notes: Sequence[Footnote],
    protocol: Protocol,
    now: datetime,
    *,
    broken: str,
) -> Mapping[str, object]:
    """What the template prints."""
    zone = protocol.zone
    return {
        "clinic": protocol.clinic,
        "address": address_of(protocol.contact, protocol.clinic),
        "head": head_of(page),
        "class": page.drug,
        "unit": f"{page.unit}s",
        "printed": f"Printed {_dated(now, zone)}",
        "whole": broken or f"Entries 1 to {page.lines} follow one another unaltered.",
        "rows": [_printed(row_of(one, page.unit, zone)) for one in lines],
        "notes": [
            f"†{one.number} {_dated(one.happened_at, zone)}. "
            f"Entry {one.line.number}: {one.text} {without_role(one.author_name)}"
            f"{f', witnessed by {without_role(one.witness_name)}' if one.witness_name else ''}."
            for one in notes
        ],
    }


def _dated(at: datetime, zone: ZoneInfo) -> str:
    return f"{day(at, zone)}, {clock(at, zone)}"


def _printed(row: Row) -> Mapping[str, object]:
    marks = " ".join(f"†{number}" for number in row.notes)
    return {
        "cells": [
            f"{row.number} {marks}".strip(),
            f"{row.day} {row.year} {row.clock}",
            _joined(row.received_from),
            row.received,
            _joined(row.supplied_to),
            row.authority,
            row.supplied,
            row.collected_by,
            row.id_asked,
            row.id_shown,
            str(row.balance),
            ", ".join(name for name in (row.entered_by, row.witness) if name),
        ],
        "across": row.across,
        "beneath": [text for text in (row.words, *(one.text for one in row.beneath)) if text],
    }


def _joined(name_and_address: tuple[str, str]) -> str:
    return ", ".join(part for part in name_and_address if part)
