"""A clinic with a group of few places, patients who may join it, and the stub in place of the card service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from afterglow.care.groups.actions import arranging, booking
from afterglow.care.groups.actions.events import sign_up
from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.models.places import Place
from afterglow.care.groups.models.series import Meeting
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.gateways.payments.govuk_pay import GovUkPay
from afterglow.ground.gateways.payments.stub.api import StubApi
from afterglow.ground.gateways.payments.stub.drawer import Drawer
from afterglow.ground.gateways.payments.stub.till import Till
from afterglow.office.billing.actions import receiving
from afterglow.office.billing.models.charges import PROFESSIONAL
from afterglow.office.billing.models.payments import NOT_PAID, PHONE, Payment
from afterglow.office.billing.queries.books import books_of
from afterglow.record.people.actions import give_account, register_patient
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, as_patient, cast_of
from tests.rooms.stories import Story, told

BASE = NOW + timedelta(days=5)
"""Three days before the meeting: its places can be given back free for another day."""

SECRET = "a secret of the tests"
KEY = "harrow-lane"


class Service:
    """The stub with a clock of its own, and the gateway that leads to it."""

    def __init__(self, now: datetime = BASE) -> None:
        self.now = now
        self.till = Till(Drawer(), lambda: self.now, seed=1)
        self.api = StubApi(self.till, pages_url="https://card.example/")
        self.gateway = GovUkPay(self.api, KEY)


@dataclass(frozen=True)
class GroupHouse:
    """Harrow Lane, where a place costs ten pounds, with one meeting on Friday 19 June."""

    cast: Cast
    patients: Sequence[Patient]
    meeting: Meeting

    def book(self, patient: Patient, now: datetime) -> Place:
        """A held place."""
        return booking.book_own(
            meeting=self.meeting,
            patient=patient,
            agreed=True,
            in_group_therapy=False,
            by=as_patient(patient),
            now=now,
        )


def group_house(people: int = 3, *, places: int = 2) -> GroupHouse:
    """Open it. Everybody had an infusion a week before the meeting."""
    cast = cast_of("harrow-lane")
    series = arranging.start_series(code="integration", starts_on=NOW.date(), by=cast.joanne, now=NOW)
    meeting = Meeting.objects.get(series=series, day=date(2026, 6, 19))
    _narrowed(meeting=meeting, places=places, by=cast.system, now=NOW)
    patients = [_patient(cast, number) for number in range(people)]
    for patient in patients:
        dose = date(2026, 6, 12)
        told(cast, patient, Story(first=dose, doses=[(dose, 35_000)]))
    return GroupHouse(cast, patients, meeting)


@action("tests.meeting_narrowed", may=Permission.DO_DUE_WORK)
def _narrowed(*, meeting: Meeting, places: int, by: Actor, now: datetime) -> None:
    meeting.places = places
    meeting.save(update_fields=["places"])


@dataclass(frozen=True)
class EventHouse:
    """Larkfield, where peer case review costs thirty pounds, with its date on Wednesday 17 June."""

    cast: Cast
    meeting: Meeting

    def come(self, who: int, now: datetime) -> SignUp:
        """One of a few professionals signs up."""
        return sign_up(
            meeting=self.meeting,
            name="Dr Ola Brand",
            email=f"ola{who}@elsewhere.example",
            profession="psychiatrist",
            by=self.cast.system,
            now=now,
        )

    def newest(self, who: int) -> SignUp | None:
        """The last time that one of them signed up."""
        rows = SignUp.objects.filter(email=f"ola{who}@elsewhere.example").select_related("clinic")
        found: SignUp | None = rows.order_by("pk").last()
        return found

    def telephoned(self, one: SignUp, now: datetime) -> None:
        """They pay what they owe by telephone, and the clerk writes it down."""
        owed = books_of(one, PROFESSIONAL).owed
        names = {"way": PHONE, "reference": "", "form": f"{one.pk}-{now:%d%H%M}"}
        receiving.receive(owner=one, payer=PROFESSIONAL, amount=owed, **names, by=self.cast.fiona, now=now)


def event_house() -> EventHouse:
    """Open it."""
    cast = cast_of("larkfield")
    series = arranging.start_series(code="peer-review", starts_on=NOW.date(), by=cast.joanne, now=NOW)
    return EventHouse(cast, Meeting.objects.get(series=series, day=date(2026, 6, 17)))


def _patient(cast: Cast, number: int) -> Patient:
    patient = register_patient(
        given_names="Person",
        family_name=f"Number{number}",
        birth_date=date(1980, 1, 1 + number),
        email=f"person{number}@home.example",
        by=cast.joanne,
        now=NOW,
    )
    give_account(patient=patient, by=cast.joanne, now=NOW)
    return patient


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@action("tests.payment_forgotten", may=Permission.DO_DUE_WORK)
def forgotten(*, payment: Payment, by: Actor, now: datetime) -> None:
    """As if a payment had been given up here while it goes on at the service."""
    payment.state, payment.service_id, payment.next_url = NOT_PAID, "", ""
    payment.save(update_fields=["state", "service_id", "next_url"])
