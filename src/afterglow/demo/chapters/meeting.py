"""Groups through the year: begun on the first day, booked by those who may come, met, and some are missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from afterglow.care.groups.actions.arranging import name_facilitator, plan_break, set_link, start_series
from afterglow.care.groups.actions.booking import book_own
from afterglow.care.groups.actions.door import admit, arrive
from afterglow.care.groups.actions.members import join_series
from afterglow.care.groups.models.places import CONFIRMED, HELD, Place
from afterglow.care.groups.models.series import Meeting, Series
from afterglow.care.groups.queries.joining import ask
from afterglow.care.groups.queries.meetings import run_of
from afterglow.care.groups.queries.places import own_place, places_left
from afterglow.care.groups.rules.joining import BEFORE_FIRST, IN_TREATMENT
from afterglow.demo.chapters.money import pay_for_place
from afterglow.demo.chapters.treating import patient_actor
from afterglow.demo.telling import Scene, Story
from afterglow.ground.access.models import Account
from afterglow.ground.kernel.finding import stops
from afterglow.record.pathway.queries import episodes_in
from afterglow.record.people.models import Patient

_BREAK = (date(2026, 4, 3), date(2026, 4, 10))


def begun(scene: Scene, code: str, leaders: Sequence[str]) -> Series:
    """A group begins, with whoever leads it."""
    by = scene.people["administrator"]
    series = start_series(code=code, starts_on=scene.today, by=by, now=scene.now)
    for leader in leaders:
        account = Account.objects.get(pk=scene.people[leader].account_id or 0)
        name_facilitator(series=series, account=account, by=by, now=scene.now)
    return series


def weekly(scene: Scene, code: str, leaders: Sequence[str]) -> Story:
    """Every week: some book two days before, the others on the day after its noon, and most come."""
    yield scene.later(30)
    series = begun(scene, code, leaders)
    plan_break(
        series=series,
        first_day=_BREAK[0],
        last_day=_BREAK[1],
        say="Easter break",
        by=scene.people["administrator"],
        now=scene.now,
    )
    for meeting in _meetings(series):
        yield scene.at(meeting.day - timedelta(days=2), "12:30")
        set_link(
            meeting=meeting,
            link=f"https://meetings.example/join/{meeting.day:%Y%m%d}",
            by=scene.people["administrator"],
            now=scene.now,
        )
        _book_everybody(scene, meeting)
        yield scene.at(meeting.day, "12:20")
        _book_everybody(scene, meeting)
        yield from _met(scene, meeting, leaders[0])


def in_pairs(scene: Scene, leaders: Sequence[str]) -> Story:
    """The two linked meetings before a first treatment: the same people in both (F27)."""
    yield scene.later(35)
    series = begun(scene, "preparation", leaders)
    for meeting in _meetings(series):
        if meeting.part == 1:
            yield scene.at(meeting.day - timedelta(days=5), "17:40")
            _book_everybody(scene, meeting)
        yield from _met(scene, meeting, leaders[0])


def evenings(scene: Scene, leaders: Sequence[str], joins: Sequence[tuple[str, str]]) -> Story:
    """A group that stays together; ``joins`` says who joins it when: a family name and a day (F29)."""
    yield scene.later(40)
    series = begun(scene, "psychodynamic", leaders)
    to_come = [(date.fromisoformat(day), name) for name, day in joins]
    for meeting in _meetings(series):
        yield scene.at(meeting.day, "10:15")
        for day, name in [one for one in to_come if one[0] <= scene.today]:
            to_come.remove((day, name))
            _join(scene, series, name)
        yield from _met(scene, meeting, leaders[0])


def events(scene: Scene, codes: Sequence[str]) -> Story:
    """What professionals come together for, on its days of the month (F37)."""
    yield scene.later(45)
    for code in codes:
        begun(scene, code, ())


def _meetings(series: Series) -> Iterator[Meeting]:
    """One meeting after another, as they come into the diary."""
    day = series.starts_on
    while True:
        rows = Meeting.objects.filter(series=series, day__gt=day, cancelled_at=None).select_related("series__clinic")
        meeting = rows.order_by("day").first()
        if meeting is None:
            return
        yield meeting
        day = meeting.day


def _book_everybody(scene: Scene, meeting: Meeting) -> None:
    run = run_of(meeting)
    for episode in episodes_in(*sorted(BEFORE_FIRST | IN_TREATMENT), clinic_id=scene.clinic.pk):
        patient: Patient = episode.patient
        asked = ask(patient, run, now=scene.now)
        if stops(asked.findings) or asked.quiet or own_place(patient, meeting):
            continue
        if min(places_left(run).values()) == 0:
            return
        mine = patient_actor(patient)
        place = book_own(meeting=meeting, patient=patient, agreed=True, in_group_therapy=False, by=mine, now=scene.now)
        if place.state == HELD:
            pay_for_place(scene, place)


def _met(scene: Scene, meeting: Meeting, leader: str) -> Story:
    """Most are in the waiting room in time; some stay away, and now and then somebody comes too late."""
    yield meeting.door_opens_at + timedelta(minutes=3)
    expected = list(Place.objects.filter(meeting=meeting, state=CONFIRMED).select_related("patient").order_by("number"))
    turn = meeting.run * 3
    here = [place for place in expected if (place.number + turn) % 7]
    for place in here:
        if (place.number + turn) % 11:
            _comes(scene, place)
    yield meeting.starts_at + timedelta(minutes=1)
    for place in here:
        if (place.number + turn) % 11:
            admit(place=place, by=scene.people[leader], now=scene.now)
    yield meeting.door_closes_at + timedelta(minutes=4)
    for place in here:
        if not (place.number + turn) % 11:
            _comes(scene, place)


def _comes(scene: Scene, place: Place) -> None:
    mine = patient_actor(place.patient)
    arrive(place=place, where="At home", phone=place.patient.phone or "07700900100", by=mine, now=scene.now)


def _join(scene: Scene, series: Series, family_name: str) -> None:
    join_series(
        series=series,
        patient=Patient.objects.get(clinic=scene.clinic, family_name=family_name),
        joined_on=scene.today,
        in_regular_psychotherapy=False,
        by=scene.people["psychiatrist"],
        now=scene.now,
    )
