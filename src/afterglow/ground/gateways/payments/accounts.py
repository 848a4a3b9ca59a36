"""Which account each clinic of this installation has with the card-payment service.

A file that only this installation can read, one table for each clinic by its short name::

    [larkfield]
    key = "api_live_..."
    webhook_secret = "..."
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from afterglow.ground.gateways.payments.govuk_pay import BASE_URL


@dataclass(frozen=True)
class PayAccount:
    """A key to ask with, and the secret by which notices prove themselves; empty where none are sent."""

    key: str
    webhook_secret: str = ""
    base_url: str = BASE_URL


@lru_cache(maxsize=4)
def read_accounts(path: str) -> Mapping[str, PayAccount]:
    """Every clinic's account, by the clinic's short name. Raises ValueError for a file that is none."""
    try:
        tables = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        return {slug: PayAccount(**table) for slug, table in tables.items()}
    except (OSError, TypeError, tomllib.TOMLDecodeError) as wrong:
        raise ValueError(f"The card-payment accounts in {path} cannot be read: {type(wrong).__name__}.") from None
