"""The facilitators' own room: noting, arranging supervision, writing a case for it, and erasing in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from afterglow.care.groups.actions.holding import refusal
from afterglow.care.groups.models.process import AnonymousCase, ProcessNote, Supervision
from afterglow.care.groups.models.series import Meeting, Series
from afterglow.care.groups.queries.process import names_in
from afterglow.care.groups.queries.terms import group_of, version_for
from afterglow.care.groups.rules.process import full_names, recognisable
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission


@action("groups.process_noted", may=Permission.LEAD_GROUPS)
def note(*, meeting: Meeting, text: str, themes: Sequence[str], by: Actor, now: datetime) -> ProcessNote:
    """Note something about a meeting, apart from the record (L7), and which themes it worked on (L5).

    Raises Refused before the meeting has begun, for a theme that the group does not have, and for a surname.
    """
    group = group_of(meeting)
    if now < meeting.starts_at:
        raise refusal("not-begun", "This meeting has not begun yet.")
    if set(themes) - {*group.works_on, *group.approaches}:
        raise refusal("no-such-theme", "The group’s protocol has no such theme.")
    if stops := full_names(text, names_in(meeting.series).family):
        raise Refused(stops)
    made: ProcessNote = ProcessNote.objects.create(
        clinic_id=by.clinic_id,
        meeting=meeting,
        author_id=by.account_id,
        author_name=by.name,
        written_at=now,
        text=text,
        themes=list(themes),
        keep_until=group.facilitators.own_notes.kept_for.after(meeting.day),
    )
    return made


@action("groups.supervision_arranged", may=Permission.LEAD_GROUPS)
def arrange_supervision(*, series: Series, day: date, supervisor: str, by: Actor, now: datetime) -> Supervision:
    """Put down a meeting with the supervisor from outside (L7). Raises Refused where one stands on that day already."""
    Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    if Supervision.objects.filter(series=series, day=day).exists():
        raise refusal("supervision-that-day", "A supervision meeting stands on that day already.")
    made: Supervision = Supervision.objects.create(
        clinic_id=by.clinic_id, series=series, day=day, supervisor=supervisor, arranged_at=now
    )
    return made


@action("groups.case_written", may=Permission.LEAD_GROUPS)
def write_case(*, supervision: Supervision, text: str, by: Actor, now: datetime) -> AnonymousCase:
    """Write what is taken to the supervisor. Raises Refused when somebody of the group can be recognised in it."""
    names = names_in(supervision.series)
    if stops := recognisable(text, names.first | names.family):
        raise Refused(stops)
    group = version_for(supervision.series, supervision.day).group(supervision.series.code)
    if group is None:
        raise refusal("not-in-the-protocol", "The clinic’s protocol has no such group any more.")
    made: AnonymousCase = AnonymousCase.objects.create(
        clinic_id=by.clinic_id,
        supervision=supervision,
        author_id=by.account_id,
        author_name=by.name,
        written_at=now,
        text=text,
        keep_until=group.facilitators.own_notes.kept_for.after(supervision.day),
    )
    return made


@action("groups.own_writing_erased", may=Permission.DO_DUE_WORK)
def erase(*, writing: ProcessNote | AnonymousCase, by: Actor, now: datetime) -> None:
    """Erase what facilitators wrote once its time is over: that it was written stays, what it said does not."""
    writing.text, writing.erased_at = "", now
    changed = ["text", "erased_at"]
    if isinstance(writing, ProcessNote):
        writing.themes = []
        changed.append("themes")
    writing.save(update_fields=changed)
