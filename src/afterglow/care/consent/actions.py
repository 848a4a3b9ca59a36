"""Reading information, consenting to it, taking consent back, and confirming it before each dose."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.urls import reverse

from afterglow.care.consent.models import Confirmation, Consent, DataChoice, InformationRead, Withdrawal
from afterglow.care.consent.queries import latest_reading
from afterglow.care.consent.rules.signing import Signing, may_sign
from afterglow.care.consent.rules.texts import consent_texts, further_texts, texts_sha256
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.access.signing import signed
from afterglow.ground.design.words import day as day_shown
from afterglow.ground.gateways.typesetting import typeset
from afterglow.ground.kernel.finding import Finding, Severity, stops
from afterglow.ground.kernel.period import local_day
from afterglow.record.pathway.actions import move
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.rules import Stage, is_lawful
from afterglow.record.tasks.actions import raise_task

_INFORMATION = Path(__file__).parent / "templates/consent/information.typ"


@action("consent.information_given", may=Permission.RECORD_CONSENT)
def give_information(*, episode: Episode, way: str, by: Actor, now: datetime) -> InformationRead:
    """Write down that the information in force was given on paper, or gone through together."""
    return _read(episode, way, by, now)


@action("consent.information_read", may=Permission.SEE_OWN_RECORD)
def read_own_information(*, episode: Episode, by: Actor, now: datetime) -> InformationRead:
    """Write down that the patient has read the information in force on their own pages."""
    return _read(episode, "own-pages", by, now)


@action("consent.given", may=Permission.RECORD_CONSENT)
def record_consent(
    *, episode: Episode, signing: Signing, sha256: str, by: Actor, now: datetime, questions_asked: str = ""
) -> Consent:
    """Record consent to the exact information whose hash is ``sha256``; a suitable episode becomes consented.

    Raises Refused when that text is not the one in force, when it was not read before, and when this person may not
    sign at this patient's age or without capacity.
    """
    clinic = episode.clinic
    protocol = protocol_in_force(clinic, now)
    reading = latest_reading(episode, sha256)
    if sha256 != texts_sha256(protocol) or reading is None:
        words = "Consent is given to the information in force, after it was read. Go through it first."
        raise Refused([Finding("not-read", Severity.STOP, words, "F38", interlock=True)])
    day = local_day(now, protocol.zone)
    refused = stops(may_sign(signing, born=episode.patient.birth_date, day=day, consent=protocol.consent))
    if refused:
        raise Refused(refused)
    consent = Consent.objects.create(
        episode=episode,
        read=reading,
        version=protocol.version,
        sha256=sha256,
        covered=list(signing.covered),
        signed_name=signing.name.strip(),
        signed_as=signing.signer,
        relation=signing.relation,
        patient_agrees=signing.patient_agrees,
        own_team_agrees=signing.own_team_agrees,
        capacity=signing.capacity,
        capacity_words=signing.capacity_words,
        detention_status=episode.patient.detention_status,
        questions_asked=questions_asked,
        **signed(by=by, now=now),
    )
    if is_lawful(Stage(episode.stage), Stage.CONSENTED):
        move(episode=episode, to=Stage.CONSENTED, by=by, now=now)
    return consent


@action("consent.withdrawn", may=Permission.RECORD_CONSENT)
def withdraw(*, consent: Consent, reason: str, by: Actor, now: datetime) -> Withdrawal:
    """Record that consent was taken back. Nothing more is given; the episode is where consent is asked for."""
    return _withdraw(consent, reason, by, now)


@action("consent.withdrawn_by_patient", may=Permission.SEE_OWN_RECORD)
def withdraw_own(*, consent: Consent, reason: str, by: Actor, now: datetime) -> Withdrawal:
    """Take back one's own consent. No reason is asked for; a task tells the psychiatrists at once."""
    made = _withdraw(consent, reason, by, now)
    raise_task(
        kind="consent-withdrawn",
        about=consent.ref,
        title="Consent was taken back",
        detail=reason,
        role=Role.PSYCHIATRIST,
        patient=consent.episode.patient,
        link=reverse("consent:consent", args=[consent.episode.patient.ref]),
        grade="same-day",
        due_at=now,
        by=by,
        now=now,
    )
    return made


@action("consent.confirmed_before_dose", may=Permission.TREAT)
def confirm_before_dose(
    *, episode: Episode, about: str, capacity: bool, willingness: bool, by: Actor, now: datetime, note: str = ""
) -> Confirmation:
    """Write down whether the patient understands, and wants, the one dose that ``about`` is the ref of."""
    return Confirmation.objects.create(
        episode=episode,
        about=about,
        capacity=capacity,
        willingness=willingness,
        note=note,
        **signed(by=by, now=now),
    )


@action("consent.data_choice_made", may=Permission.RECORD_CONSENT)
def record_data_choice(*, episode: Episode, kind: str, agreed: bool, by: Actor, now: datetime) -> DataChoice:
    """Record one choice about the patient's data: ``evaluation``, or ``research`` (being asked to join)."""
    return DataChoice.objects.create(episode=episode, kind=kind, agreed=agreed, **signed(by=by, now=now))


@action("consent.own_data_choice_made", may=Permission.SEE_OWN_RECORD)
def make_data_choice(*, episode: Episode, kind: str, agreed: bool, by: Actor, now: datetime) -> DataChoice:
    """Make, or change, one's own choice about one's data."""
    return DataChoice.objects.create(episode=episode, kind=kind, agreed=agreed, **signed(by=by, now=now))


def typeset_information(*, clinic: Clinic, now: datetime) -> bytes:
    """All patient information in force as one tagged PDF (F38). Raises CannotTypeset."""
    protocol = protocol_in_force(clinic, now)
    texts = [*consent_texts(protocol), *further_texts(protocol)]
    content = {
        "clinic": protocol.clinic,
        "version": day_shown(protocol.version),
        "withdrawal": protocol.consent.withdrawal,
        "contact": [*protocol.contact.address, protocol.contact.phone, protocol.contact.email],
        "sha256": texts_sha256(protocol),
        "texts": [
            {
                "title": text.title,
                "part_of_consent": text.part_of_consent,
                "review_by": day_shown(text.review_by),
                "paragraphs": list(text.paragraphs),
            }
            for text in texts
        ],
    }
    return typeset(_INFORMATION, content, made_at=now)


def _withdraw(consent: Consent, reason: str, by: Actor, now: datetime) -> Withdrawal:
    Episode.objects.select_for_update().get(pk=consent.episode_id)
    if Withdrawal.objects.filter(consent=consent).exists():
        words = "This consent was taken back already."
        raise Refused([Finding("withdrawn-already", Severity.STOP, words, "N2", interlock=True)])
    made = Withdrawal.objects.create(consent=consent, reason=reason, **signed(by=by, now=now))
    if is_lawful(Stage(consent.episode.stage), Stage.SUITABLE):
        move(episode=consent.episode, to=Stage.SUITABLE, reason="Consent taken back", by=by, now=now)
    return made


def _read(episode: Episode, way: str, by: Actor, now: datetime) -> InformationRead:
    protocol = protocol_in_force(episode.clinic, now)
    return InformationRead.objects.create(
        episode=episode,
        version=protocol.version,
        sha256=texts_sha256(protocol),
        way=way,
        **signed(by=by, now=now),
    )
