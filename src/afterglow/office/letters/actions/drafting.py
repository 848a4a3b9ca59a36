"""Drafting a letter from recorded facts, and changing its words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.office.letters.models import Letter, LetterVersion
from afterglow.office.letters.queries.facts import source_of
from afterglow.office.letters.queries.letters import latest_version
from afterglow.office.letters.rules.drafting import Part, drafted
from afterglow.record.people.models import Patient


@action("letters.drafted", may=Permission.WRITE_LETTERS)
def draft(*, patient: Patient, kind: str, about: str, by: Actor, now: datetime) -> Letter:
    """Draft a letter from what is recorded, or return the one there is about the same thing.

    ``about`` is the ref of what it reports: a suitability decision, a treatment given, an ended course, or the
    judgement that sent a referral elsewhere. Raises Http404 when this patient has no such thing, Refused when the
    clinic writes no such letter.
    """
    Patient.objects.select_for_update().get(pk=patient.pk)
    found: Letter | None = Letter.objects.filter(clinic_id=by.clinic_id, kind=kind, about=about).first()
    if found is not None:
        return found
    protocol = protocol_in_force(patient.clinic, now)
    if kind not in {one.code for one in protocol.letters.kinds}:
        words = "This clinic writes no such letter."
        raise Refused([Finding("no-such-letter", Severity.STOP, words, protocol.letters.source, interlock=True)])
    source = source_of(kind=kind, patient=patient, about=about, by=by)
    letter = Letter.objects.create(
        clinic_id=by.clinic_id,
        patient=patient,
        episode=source.episode,
        kind=kind,
        about=about,
        title=protocol.letters.kind(kind).title,
        protocol_version=protocol.version,
        facts=[fact.kept() for fact in source.facts],
        drafted_at=now,
    )
    parts = drafted(
        kind, name=patient.full_name, clinic=protocol.clinic, facts=source.facts, care=protocol.letters.care
    )
    _write(letter, 1, parts, by, now)
    return letter


@action("letters.edited", may=Permission.WRITE_LETTERS)
def edit(*, letter: Letter, parts: Sequence[Part], based_on: int, by: Actor, now: datetime) -> LetterVersion:
    """Change the words of a draft. ``based_on`` is the number of the version that was on the page.

    Raises Refused when somebody changed it meanwhile, or when it is no draft any more.
    """
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    refuse_unless_draft(row)
    latest = latest_version(row)
    refuse_if_changed(latest, based_on)
    kept = [part.kept() for part in parts if part.paragraphs]
    if kept == latest.parts:
        return latest
    if not kept:
        raise Refused([Finding("letter-empty", Severity.STOP, "A letter needs some words.", "default")])
    return _write(row, latest.number + 1, [part for part in parts if part.paragraphs], by, now)


def refuse_unless_draft(letter: Letter) -> None:
    """Raises Refused for a letter that was approved or sent."""
    if letter.state != Letter.DRAFT:
        words = f"This letter is {letter.get_state_display().lower()}. Take the approval back before changing it."
        raise Refused([Finding("letter-not-a-draft", Severity.STOP, words, "default", interlock=True)])


def refuse_if_changed(latest: LetterVersion, based_on: int) -> None:
    """Raises Refused when the page showed an older version than the latest."""
    if latest.number != based_on:
        words = f"{latest.author_name} changed this letter meanwhile. Nothing was saved: compare both texts."
        raise Refused([Finding("changed-meanwhile", Severity.STOP, words, "default", interlock=True)])


def _write(letter: Letter, number: int, parts: Sequence[Part], by: Actor, now: datetime) -> LetterVersion:
    kept = [part.kept() for part in parts]
    return LetterVersion.objects.create(letter=letter, number=number, parts=kept, **signed(by=by, now=now))
