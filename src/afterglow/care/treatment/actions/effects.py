"""What the patient feels, and what the therapist writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from afterglow.care.treatment.actions.live import announce, held, held_open, refusal
from afterglow.care.treatment.models import EffectNote, Session, TherapistNote
from afterglow.care.treatment.queries.known import known_about
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed


@dataclass(frozen=True)
class Felt:
    """What was asked and told: each effect's level from 0 up, complaints that stop a dose, and what was done."""

    effects: Mapping[str, int] = field(default_factory=dict)
    symptoms: Sequence[str] = ()
    words: str = ""
    done: str = ""


@action("treatment.effect_noted", may=Permission.TREAT)
def note_effect(*, session: Session, uuid: UUID, felt: Felt, by: Actor, now: datetime) -> EffectNote:
    """Keep what the patient said when asked. Sent again under the same identifier, the one kept is returned.

    Raises Refused when nothing was told, and for an effect, a level or a complaint that the protocol does not have.
    """
    row = held_open(session)
    found: EffectNote | None = EffectNote.objects.filter(clinic_id=by.clinic_id, uuid=uuid, session=row).first()
    if found is not None:
        return found
    if not (felt.effects or felt.symptoms or felt.words.strip() or felt.done.strip()):
        raise refusal("nothing-told", "Enter at least one effect, or what the patient said.")
    protocol = known_about(row.treatment, now).protocol
    levels = range(len(protocol.session.effect_scale.levels))
    effects = {one.code for one in protocol.session.effects}
    symptoms = {one.code for one in protocol.limits.symptoms.stop}
    unknown = [code for code, level in felt.effects.items() if code not in effects or level not in levels]
    if unknown or not set(felt.symptoms) <= symptoms:
        raise refusal("not-offered", "Choose from the effects and strengths shown.")
    made: EffectNote = EffectNote.objects.create(
        session=row,
        uuid=uuid,
        effects=dict(felt.effects),
        symptoms=list(felt.symptoms),
        words=felt.words,
        done=felt.done,
        **signed(by=by, now=now),
    )
    announce(row, "effects", now)
    return made


@action("treatment.therapist_noted", may=Permission.GUIDE_SESSION)
def write_therapist_note(*, session: Session, kind: str, text: str, by: Actor, now: datetime) -> TherapistNote:
    """Keep what the therapist writes about a session, or about the talk after it. Raises Refused where none guides."""
    row = held(session)
    rule = known_about(row.treatment, now).protocol.session.therapist
    offered = rule.in_session if kind == "during" else rule.integration_talk
    if offered == "never":
        raise refusal("no-therapist", rule.say, rule.source)
    made: TherapistNote = TherapistNote.objects.create(session=row, kind=kind, text=text, **signed(by=by, now=now))
    announce(row, "therapist", now)
    return made
