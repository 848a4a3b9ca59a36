"""Everybody of one clinic, each at a browser of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from afterglow.demo.clinics import CLINICS
from afterglow.demo.telling import Scene
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.countersignature import set_pin
from afterglow.ground.access.models import Account
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.record.contact.models import Link, Message
from afterglow.record.contact.queries import token_hash
from afterglow.record.diary.actions import add_bay
from afterglow.record.diary.models import Bay
from afterglow.record.people.models import Patient
from afterglow.site.ticking import do_due_work
from tests.journeys.house import PHONE, TABLET, House
from tests.journeys.visitor import Visitor
from tests.people import Cast, as_patient, cast_of
from tests.stock import stocked

PIN = "204816"
"""Everybody's, for signing beside somebody."""

BEFORE = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
"""When the clinics open: long enough before the stories for what went before."""


@dataclass(frozen=True)
class Company:
    """One clinic at work: its people at their browsers, and its clock."""

    house: House
    cast: Cast

    @cached_property
    def administrator(self) -> Visitor:
        """Joanne Pike, at her desk."""
        return self.house.visited_by(self.cast.joanne)

    @cached_property
    def psychiatrist(self) -> Visitor:
        """Dr Hannah Brandt, at her desk."""
        return self.house.visited_by(self.cast.hannah)

    @cached_property
    def therapist(self) -> Visitor:
        """Lena Fox, at her desk."""
        return self.house.visited_by(self.cast.lena)

    @cached_property
    def nurse(self) -> Visitor:
        """Priya Shah, with the tablet at the bedside."""
        return self.house.visited_by(self.cast.priya, size=TABLET)

    @cached_property
    def second_nurse(self) -> Visitor:
        """Tom Adeyemi, with a tablet of his own."""
        return self.house.visited_by(self.cast.tom, size=TABLET)

    @cached_property
    def clerk(self) -> Visitor:
        """Fiona Ware, who keeps the books, at her desk."""
        return self.house.visited_by(self.cast.fiona)

    @cached_property
    def pharmacist(self) -> Visitor:
        """Grace Okoro, who answers for the stock, at her desk."""
        return self.house.visited_by(self.cast.grace)

    def on_phone(self, patient: Patient) -> Visitor:
        """A patient who has signed in, on their phone."""
        return self.house.visited_by(as_patient(Patient.objects.get(pk=patient.pk)), size=PHONE)

    def by_link(self, patient: Patient, about: str) -> Visitor:
        """A patient who follows the link of their last message about this, on their phone, signed in nowhere."""
        do_due_work(self.now)
        found = next((link for link in self._links_to(patient) if _is_about(link, about)), None)
        assert found is not None, f"{patient} has no message with a link about {about}"
        visitor = self.house.visited_by(size=PHONE)
        visitor.goes_to(found)
        return visitor

    def _links_to(self, patient: Patient) -> Iterator[str]:
        """The links in a patient's letters, the latest first."""
        for message in Message.objects.filter(patient=patient).order_by("-pk"):
            letter = self.house.letterbox.letters.get(message.ref)
            for word in letter.text.split() if letter else ():
                if "/l/" in word:
                    yield word[word.index("/l/") :]

    def at(self, day: date, clock: str) -> datetime:
        """A moment as the clinic's clocks show it: ``at(day, "09:30")``."""
        return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(self.cast.clinic.time_zone))

    @property
    def now(self) -> datetime:
        """What the clinic's clock shows."""
        return self.house.now

    def it_is(self, day: date, clock: str) -> None:
        """Time has passed up to this moment, and what was due has been done."""
        self.house.goes_on_to(self.at(day, clock))

    @cached_property
    def scene(self) -> Scene:
        """The clinic as the demo's chapters speak of it: for what happened before the story begins."""
        people: dict[str, Actor] = {
            "administrator": self.cast.joanne,
            "psychiatrist": self.cast.hannah,
            "therapist": self.cast.lena,
            "nurse": self.cast.priya,
            "second nurse": self.cast.tom,
        }
        plan = next(one for one in CLINICS if one.slug == self.cast.clinic.slug)
        bays = tuple(Bay.objects.filter(clinic=self.cast.clinic).order_by("pk"))
        return Scene(self.cast.clinic, plan, people, bays, BEFORE)


def company_of(house: House, slug: str, *, bays: tuple[str, ...], since: datetime = BEFORE) -> Company:
    """Open a clinic under its shipped protocol of that day, with its staff, their PINs, its bays and its stock."""
    cast = cast_of(slug, now=since)
    for account in Account.objects.all():
        set_pin(account=account, pin=PIN)
    for name in bays:
        add_bay(name=name, by=cast.joanne, now=since)
    for what in protocol_in_force(cast.clinic, since).treatments:
        if what.in_clinic:
            stocked(cast, what.products[0].code, now=since)
    return Company(house, cast)


def _is_about(link: str, about: str) -> bool:
    """Whether a link was made for this one thing: a letter may hold several."""
    token = link.removeprefix("/l/").strip("/")
    return Link.objects.filter(token_sha256=token_hash(token), about=about).exists()
