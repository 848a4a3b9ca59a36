"""A page of the register on paper: a tagged PDF with the headings of regulation 19."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.access.acting import Refused
from afterglow.ground.gateways.typesetting import CannotTypeset, typeset

TEMPLATE = Path(__file__).resolve().parent.parent / "templates/pharmacy/register.typ"


def printed(content: Mapping[str, object], *, now: datetime) -> bytes:
    """The PDF of a page's content. Raises Refused for characters that no font here can show; nothing is recorded."""
    try:
        return typeset(TEMPLATE, content, made_at=now)
    except CannotTypeset as wrong:
        if not wrong.characters:
            raise
        said = f"These characters cannot be printed here: {wrong.characters}."
        raise Refused([interlock("cannot-be-printed", said, "default")]) from None
