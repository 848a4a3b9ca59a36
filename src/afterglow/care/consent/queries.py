"""Reading consent: whether it holds, what was read, and what was confirmed before a dose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from afterglow.care.consent.models import Confirmation, Consent, DataChoice, InformationRead
from afterglow.care.consent.rules.signing import Signer
from afterglow.care.consent.rules.standing import Given, Now, consent_stops
from afterglow.care.consent.rules.texts import texts_sha256
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.pathway.models import Episode


def valid_consent(episode: Episode, now: datetime) -> Consent | None:
    """The consent under which this episode may be treated at ``now``.

    None where there is none, where it was taken back, and where a parent signed for a patient who has since come of
    the age to sign.
    """
    return valid_consents([episode], now).get(episode.pk)


def valid_consents(episodes: Sequence[Episode], now: datetime) -> Mapping[int, Consent]:
    """``valid_consent`` of many episodes of one clinic, by the episode's id, in one query: those that hold."""
    rows = Consent.objects.filter(episode__in=episodes).select_related("withdrawal", "read").order_by("pk")
    latest = {row.episode_id: row for row in rows}
    if not latest:
        return {}
    protocol = protocol_in_force(episodes[0].clinic, now)

    def holds(episode: Episode) -> bool:
        given = as_given(latest[episode.pk])
        return not consent_stops(given, situation(episode, protocol, now), protocol.consent.ages)

    return {one.pk: latest[one.pk] for one in episodes if one.pk in latest and holds(one)}


def latest_consent(episode: Episode) -> Consent | None:
    """The last consent given in an episode, taken back or not."""
    return next(iter(consents_of(episode)), None)


def consents_of(episode: Episode) -> Sequence[Consent]:
    """Every consent of an episode, newest first, with its withdrawal."""
    return list(Consent.objects.filter(episode=episode).select_related("withdrawal", "read").order_by("-pk"))


def as_given(consent: Consent) -> Given:
    """A stored consent as the rules know it."""
    signer: Signer = "parent" if consent.signed_as == "parent" else "patient"
    return Given(signer, consent.sha256, hasattr(consent, "withdrawal"), consent.detention_status)


def situation(episode: Episode, protocol: Protocol, now: datetime) -> Now:
    """What the rules ask about the patient of an episode at ``now``."""
    patient = episode.patient
    return Now(patient.birth_date, local_day(now, protocol.zone), texts_sha256(protocol), patient.detention_status)


def confirmed_for(about: str) -> Confirmation | None:
    """The last confirmation before this dose, if both capacity and willingness were found then."""
    return confirmed_for_each([about]).get(about)


def confirmed_for_each(abouts: Sequence[str]) -> Mapping[str, Confirmation]:
    """``confirmed_for`` of many doses at once."""
    rows = Confirmation.objects.filter(about__in=abouts).order_by("pk")
    latest = {row.about: row for row in rows}
    return {about: row for about, row in latest.items() if row.capacity and row.willingness}


def readings_of(episode: Episode) -> Sequence[InformationRead]:
    """When information was read or gone through in an episode, newest first."""
    return list(InformationRead.objects.filter(episode=episode).order_by("-pk"))


def latest_reading(episode: Episode, sha256: str) -> InformationRead | None:
    """When this exact information was last read or gone through in an episode."""
    rows = InformationRead.objects.filter(episode=episode, sha256=sha256)
    found: InformationRead | None = rows.order_by("-pk").first()
    return found


def data_choices(episode: Episode) -> dict[str, DataChoice]:
    """The latest choice of each kind about the patient's data."""
    return {row.kind: row for row in DataChoice.objects.filter(episode=episode).order_by("pk")}


def confirmations_of(episode: Episode, *, most: int = 10) -> Sequence[Confirmation]:
    """What was found before each dose, newest first."""
    return list(Confirmation.objects.filter(episode=episode).order_by("-pk")[:most])
