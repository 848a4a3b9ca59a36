"""Reading consent: whether it holds, what was read, and what was confirmed before a dose."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from afterglow.care.consent.models import Confirmation, Consent, DataChoice, InformationRead
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.pathway.models import Episode


def information_sha256(protocol: Protocol) -> str:
    """The hash of the texts that consent covers, with their titles, in the order they are read."""
    texts = [(text.code, text.title, text.paragraphs) for text in protocol.information if text.part_of_consent]
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def valid_consent(episode: Episode, now: datetime) -> Consent | None:
    """The consent under which this episode may be treated; None where there is none, or it was taken back."""
    latest = latest_consent(episode)
    if latest is None or latest.happened_at > now or hasattr(latest, "withdrawal"):
        return None
    return latest


def latest_consent(episode: Episode) -> Consent | None:
    """The last consent given in an episode, taken back or not."""
    rows = Consent.objects.filter(episode=episode).select_related("withdrawal", "read")
    found: Consent | None = rows.order_by("-pk").first()
    return found


def consents_of(episode: Episode) -> Sequence[Consent]:
    """Every consent of an episode, newest first, with its withdrawal."""
    return list(Consent.objects.filter(episode=episode).select_related("withdrawal", "read").order_by("-pk"))


def confirmed_for(about: str) -> Confirmation | None:
    """The last confirmation before this dose, if both capacity and willingness were found then."""
    found: Confirmation | None = Confirmation.objects.filter(about=about).order_by("-pk").first()
    return found if found and found.capacity and found.willingness else None


def latest_reading(episode: Episode, sha256: str) -> InformationRead | None:
    """When this exact information was last read or gone through in an episode."""
    rows = InformationRead.objects.filter(episode=episode, sha256=sha256)
    found: InformationRead | None = rows.order_by("-pk").first()
    return found


def data_choices(episode: Episode) -> dict[str, DataChoice]:
    """The latest choice of each kind about the patient's data."""
    return {row.kind: row for row in DataChoice.objects.filter(episode=episode).order_by("pk")}
