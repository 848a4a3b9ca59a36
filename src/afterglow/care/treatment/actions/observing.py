"""Vital signs typed at the bedside, and findings seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from afterglow.care.treatment.actions.live import announce, held_open, refusal
from afterglow.care.treatment.models import TYPED, Reading, Seen, Session
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.finding import Finding

_AHEAD = timedelta(minutes=1)
"""How far a tablet's clock may run ahead of the server's."""


@dataclass(frozen=True)
class Measured:
    """What was measured at one moment; None, or empty, for what was not. Temperature is in tenths of a degree."""

    systolic: int | None = None
    diastolic: int | None = None
    heart_rate: int | None = None
    spo2: int | None = None
    on_oxygen: bool | None = None
    respiratory_rate: int | None = None
    temperature_tenths: int | None = None
    consciousness: str = ""
    sedation: int | None = None
    agitation: int | None = None
    confirmed: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether no sign was measured at all."""
        signs = {name: value for name, value in vars(self).items() if name not in ("on_oxygen", "confirmed")}
        return all(value in (None, "") for value in signs.values())


@action("treatment.reading_recorded", may=Permission.TREAT)
def record_reading(
    *,
    session: Session,
    uuid: UUID,
    measured: Measured,
    by: Actor,
    now: datetime,
    taken_at: datetime | None = None,
    corrects: Reading | None = None,
) -> Reading:
    """Keep one set of vital signs. Sent again under the same identifier, the one already kept is returned.

    ``corrects`` is a typed reading of this session that was wrong; it stays in the record. Raises Refused when
    nothing was measured, for a time to come or before the patient was settled, and after they left.
    """
    row = held_open(session)
    found: Reading | None = Reading.objects.filter(clinic_id=by.clinic_id, uuid=uuid).first()
    if found is not None:
        return _same_session(found, row)
    if measured.is_nothing:
        raise refusal("nothing-measured", "Enter at least one value.")
    moment = taken_at or now
    if not row.settled_at <= moment <= now + _AHEAD:
        raise refusal("reading-time", "A reading is taken between settling and now.")
    if corrects is not None and (corrects.session_id != row.pk or corrects.source != TYPED):
        raise refusal("not-correctable", "Only a typed reading of this session can be corrected.")
    made: Reading = Reading.objects.create(
        session=row,
        uuid=uuid,
        source=TYPED,
        corrects=corrects,
        **vars(measured),
        **signed(by=by, now=now, happened_at=min(moment, now)),
    )
    announce(row, "reading", now)
    return made


@action("treatment.finding_seen", may=Permission.TREAT)
def see_finding(*, session: Session, finding: Finding, about: str, by: Actor, now: datetime) -> Seen:
    """Write down that somebody saw a finding. It clears nothing, and does not silence the next one."""
    row = held_open(session)
    key = {"clinic_id": by.clinic_id, "session": row, "code": finding.code, "about": about}
    found: Seen | None = Seen.objects.filter(**key).first()
    if found is not None:
        return found
    made: Seen = Seen.objects.create(
        session=row, code=finding.code, about=about, words=finding.words, **signed(by=by, now=now)
    )
    announce(row, "seen", now)
    return made


def _same_session(found: Reading, session: Session) -> Reading:
    if found.session_id != session.pk:
        raise refusal("other-reading", "This reading was kept for another patient. Enter it again.")
    return found
