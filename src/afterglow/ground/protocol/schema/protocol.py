"""A clinic's protocol: everything in which one clinic differs from another."""

from __future__ import annotations

from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator

from afterglow.ground.protocol.schema.assessment import Assessment
from afterglow.ground.protocol.schema.base import Code, Day, Part, Words
from afterglow.ground.protocol.schema.clinic import Contact, Event, Opening, Room, Suggestions
from afterglow.ground.protocol.schema.companion import Companion
from afterglow.ground.protocol.schema.consent import Consent, Information
from afterglow.ground.protocol.schema.course import Course
from afterglow.ground.protocol.schema.dosing import Dosing
from afterglow.ground.protocol.schema.fees import Fees
from afterglow.ground.protocol.schema.groups import Group
from afterglow.ground.protocol.schema.journal import Journal
from afterglow.ground.protocol.schema.leaving import Afterwards, Leaving
from afterglow.ground.protocol.schema.letters import Letters
from afterglow.ground.protocol.schema.limits import Limits
from afterglow.ground.protocol.schema.observation import EarlyWarning, Observation
from afterglow.ground.protocol.schema.outcomes import Outcomes
from afterglow.ground.protocol.schema.pharmacy import Pharmacy
from afterglow.ground.protocol.schema.privacy import Privacy
from afterglow.ground.protocol.schema.readiness import Readiness
from afterglow.ground.protocol.schema.referral import Referral
from afterglow.ground.protocol.schema.safety import Safety
from afterglow.ground.protocol.schema.session import Session
from afterglow.ground.protocol.schema.teaching import Teaching
from afterglow.ground.protocol.schema.treatments import Drug, Route, Treatment


class Protocol(Part):
    """One dated version of one clinic's protocol. It never changes: a change is a new version."""

    format: Literal[1]
    code: Code
    clinic: Words
    version: Day
    jurisdiction: Literal["england", "united-states"]
    time_zone: str = Field(examples=["Europe/London"])
    currency: Literal["GBP"]
    summary: Words

    contact: Contact
    opening: Opening
    room: Room
    referral: Referral
    companion: Companion
    assessment: Assessment
    consent: Consent
    information: tuple[Information, ...]
    course: Course
    dosing: Dosing
    treatments: tuple[Treatment, ...] = Field(min_length=1)
    observations: dict[Route, Observation]
    early_warning: EarlyWarning
    limits: Limits
    readiness: Readiness
    session: Session
    leaving: Leaving
    afterwards: Afterwards
    pharmacy: Pharmacy
    safety: Safety
    outcomes: Outcomes
    journal: Journal
    groups: tuple[Group, ...] = ()
    letters: Letters
    fees: Fees
    suggestions: Suggestions
    privacy: Privacy
    events: tuple[Event, ...] = ()
    teaching: Teaching | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(f"“{name}” is not a time zone. Write it as in “Europe/London”.")
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the clinic's days and clocks are counted."""
        return ZoneInfo(self.time_zone)

    def treatment(self, route: Route, drug: Drug | None = None) -> Treatment:
        """The treatment by this route. Raises KeyError when the clinic does not give it."""
        for treatment in self.treatments:
            if treatment.route == route and drug in (None, treatment.drug):
                return treatment
        raise KeyError(route)

    def treatment_coded(self, code: str) -> Treatment:
        """The treatment with this code. Raises KeyError when the clinic does not give it."""
        for treatment in self.treatments:
            if treatment.code == code:
                return treatment
        raise KeyError(code)

    def observation(self, route: Route) -> Observation:
        """What is measured when after a dose by this route. Raises KeyError when the clinic does not give it."""
        return self.observations[route]

    def group(self, kind: str) -> Group | None:
        """The group of this kind, if the clinic has one."""
        return next((group for group in self.groups if group.kind == kind), None)

    def information_on(self, code: str) -> Information:
        """The information text with this code. Raises KeyError when the clinic has none."""
        for text in self.information:
            if text.code == code:
                return text
        raise KeyError(code)
