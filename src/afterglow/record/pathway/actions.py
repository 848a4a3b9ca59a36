"""Opening an episode, moving it along the lawful ways, and signing past a clinical stop."""

from __future__ import annotations

from datetime import datetime

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.record.pathway.models import Episode, Move, Override
from afterglow.record.pathway.rules import FIRST, Stage, is_ended, is_lawful
from afterglow.record.people.models import Patient


@action("pathway.episode_opened", may=Permission.RECEIVE_REFERRALS)
def open_episode(*, patient: Patient, by: Actor, now: datetime, happened_at: datetime | None = None) -> Episode:
    """Open a patient's next episode. Raises Refused while another is still going on."""
    Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    last = Episode.objects.filter(patient=patient).order_by("-number").first()
    if last is not None and not is_ended(Stage(last.stage)):
        words = f"An episode is already open for this patient: {last.stage}."
        raise Refused([Finding("episode-open", Severity.STOP, words, "default", interlock=True)])
    episode = Episode.objects.create(
        clinic_id=by.clinic_id,
        patient=patient,
        number=last.number + 1 if last else 1,
        opened_at=happened_at or now,
        stage=FIRST.value,
        stage_since=happened_at or now,
    )
    Move.objects.create(episode=episode, to_stage=FIRST.value, **signed(by=by, now=now, happened_at=happened_at))
    return episode


@action("pathway.moved", may=Permission.DECIDE_SUITABILITY)
def move(
    *, episode: Episode, to: Stage, by: Actor, now: datetime, reason: str = "", happened_at: datetime | None = None
) -> Move:
    """Move an episode to a stage. Raises Refused when the table of lawful moves has no such way."""
    row = Episode.objects.select_for_update().get(pk=episode.pk)
    here = Stage(row.stage)
    if not is_lawful(here, to):
        words = f"A patient who is {here.value} cannot become {to.value}."
        raise Refused([Finding("unlawful-move", Severity.STOP, words, "default", interlock=True)])
    made = Move.objects.create(
        episode=row,
        from_stage=here.value,
        to_stage=to.value,
        reason=reason,
        **signed(by=by, now=now, happened_at=happened_at),
    )
    for one in (row, episode):
        one.stage, one.stage_since = to.value, happened_at or now
    row.save(update_fields=["stage", "stage_since"])
    return made


@action("pathway.stop_overridden", may=Permission.PRESCRIBE)
def override(*, episode: Episode, finding: Finding, about: str, reason: str, by: Actor, now: datetime) -> Override:
    """Sign past a clinical stop, with a reason. Raises Refused for an interlock, or without a reason."""
    if not finding.overridable:
        words = f"Nobody can override this: {finding.words}"
        raise Refused([Finding("not-overridable", Severity.STOP, words, finding.source, interlock=True)])
    if not reason.strip():
        raise Refused([Finding("no-reason", Severity.STOP, "Write the reason for going on.", "default")])
    return Override.objects.create(
        episode=episode,
        about=about,
        code=finding.code,
        words=finding.words,
        reason=reason.strip(),
        **signed(by=by, now=now),
    )
