"""What each role's morning needs, read in as few queries as there are kinds of thing on its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from afterglow.care.course.models import Course, Treatment
from afterglow.care.course.queries import courses_under_way
from afterglow.care.referral.models import Referral
from afterglow.care.referral.queries import TRIAGE_STAGES, WAITING_STAGES, referrals_at_a_glance
from afterglow.care.treatment.queries.today import readiness_answers, treatments_between
from afterglow.ground.access.actor import Actor
from afterglow.ground.kernel.period import Period, local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.diary.models import Appointment
from afterglow.record.diary.queries import appointments_for
from afterglow.record.outcomes.models import Request
from afterglow.record.outcomes.queries import unanswered_requests
from afterglow.record.pathway.rules import Stage
from afterglow.record.tasks.models import Task
from afterglow.record.tasks.queries import open_tasks

_AHEAD = timedelta(days=14)
"""How far ahead directions to sign and reviews are looked for."""


@dataclass(frozen=True)
class Morning:
    """One clinic at one moment, for one person. Each part is read when it is first asked for, once."""

    actor: Actor
    protocol: Protocol
    now: datetime

    @property
    def today(self) -> date:
        """The day where the clinic is."""
        return local_day(self.now, self.protocol.zone)

    @cached_property
    def referrals(self) -> Sequence[Referral]:
        """Those to be judged and those who wait for a first treatment."""
        return referrals_at_a_glance(*TRIAGE_STAGES, *WAITING_STAGES, clinic_id=self.actor.clinic_id)

    @cached_property
    def referrals_to_judge(self) -> Sequence[Referral]:
        """Those to be judged."""
        return referrals_at_a_glance(*TRIAGE_STAGES, clinic_id=self.actor.clinic_id)

    @cached_property
    def appointments(self) -> Sequence[Appointment]:
        """Everybody's of the next two weeks."""
        return appointments_for((), between=self._days(_AHEAD), clinic_id=self.actor.clinic_id)

    @cached_property
    def appointments_of_waiting(self) -> Sequence[Appointment]:
        """All of those who wait, and everybody's of the next two weeks."""
        waiting = [row.patient_id for row in self.referrals]
        return appointments_for(waiting, between=self._days(_AHEAD), clinic_id=self.actor.clinic_id)

    @cached_property
    def treatments(self) -> Sequence[Treatment]:
        """The treatments of today and of the next two weeks."""
        return treatments_between(self.today, self.today + _AHEAD, clinic_id=self.actor.clinic_id)

    @cached_property
    def todays(self) -> Sequence[Treatment]:
        """The treatments of today alone."""
        return treatments_between(self.today, self.today, clinic_id=self.actor.clinic_id)

    @cached_property
    def answers(self) -> Mapping[int, Mapping[str, str]]:
        """What patients answered before today's treatments."""
        return readiness_answers(self.todays)

    @cached_property
    def requests(self) -> Sequence[Request]:
        """Questionnaires that nobody has answered yet."""
        return unanswered_requests(clinic_id=self.actor.clinic_id, now=self.now)

    @cached_property
    def tasks(self) -> Sequence[Task]:
        """The open work of the actor's roles."""
        return open_tasks(by=self.actor, most=50)

    @cached_property
    def courses(self) -> Sequence[Course]:
        """Courses that stopped for a review, and those that go on as maintenance."""
        return courses_under_way(Stage.UNDER_REVIEW, Stage.MAINTENANCE, clinic_id=self.actor.clinic_id)

    def _days(self, length: timedelta) -> Period:
        local = self.now.astimezone(self.protocol.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        return Period(midnight, midnight + length)
