"""The groups of the full house: a meeting with everything that can happen in one, a pair, and a group that stays."""

from __future__ import annotations

from datetime import date, timedelta

from afterglow.care.groups.actions.answering import give_back_for
from afterglow.care.groups.actions.arranging import name_facilitator, plan_break, set_link, start_series
from afterglow.care.groups.actions.booking import book_for
from afterglow.care.groups.actions.door import admit, arrive, write_concern
from afterglow.care.groups.actions.events import sign_up
from afterglow.care.groups.actions.guests import announce_guest
from afterglow.care.groups.actions.line import join_line_for
from afterglow.care.groups.actions.members import join_series
from afterglow.care.groups.actions.moving import move_meeting
from afterglow.care.groups.actions.paying import confirm_place
from afterglow.care.groups.actions.process import arrange_supervision, note, write_case
from afterglow.care.groups.actions.talking import write_discussion
from afterglow.care.groups.models.places import Place
from afterglow.care.groups.models.series import VISITOR, Meeting, Series
from afterglow.demo.chapters.treating import patient_actor
from afterglow.demo.telling import Scene, Story
from afterglow.ground.access.models import Account
from afterglow.record.people.models import Patient
from tests.people import shipped_text

FRIDAYS = (date(2026, 6, 5), date(2026, 6, 12))


def groups_text() -> str:
    """The groups of two shipped protocols, made small: one place on Fridays, for a month after an infusion."""
    integration = _section("harrow-lane").replace("most = 8", "most = 1")
    integration = integration.replace("treatment_within_days = 7", "treatment_within_days = 30")
    integration = integration.replace("visitors = false", "visitors = true")
    others = "[[groups]]".join(("", *_section("larkfield").split("[[groups]]")[1::2]))
    events = _part("larkfield", "Professional events", "Information for patients")
    return integration + events + others.replace('stage = "maintenance"', 'stage = "in-treatment"')


def groups_meet(scene: Scene, secret: str) -> Story:
    """From the first day of three series to a Friday on which somebody is offered a place given back."""
    yield scene.at(date(2026, 5, 29), "10:00")
    series = {code: _started(scene, code) for code in ("integration", "preparation", "psychodynamic")}
    _comes_to_an_event(scene, _started(scene, "peer-review"))
    august = date(2026, 8, 1)
    plan_break(series=series["psychodynamic"], first_day=august, last_day=august, say="summer break", **_by(scene))
    first, second, *_ = Patient.objects.filter(clinic=scene.clinic).order_by("pk")
    past, coming = (Meeting.objects.get(series=series["integration"], day=day) for day in FRIDAYS)
    first_of_two = Meeting.objects.filter(series=series["preparation"], part=1).earliest("starts_at")
    an_hour_later = first_of_two.starts_at + timedelta(hours=1)
    move_meeting(meeting=first_of_two, starts_at=an_hour_later, because="The room is taken.", reason="", **_by(scene))
    set_link(meeting=past, link="https://meetings.example/join/1", **_by(scene))
    announce_guest(meeting=coming, name="Dr Ola Brand", part=VISITOR, **_by(scene))
    place = _booked(scene, past, first, "")
    _is_offered_a_place(scene, coming, first, _booked(scene, coming, second, "Asked for by their doctor."))
    write_discussion(patient=first, kind="integration", may_join=True, text=secret, **_by(scene, "psychiatrist"))
    join_series(
        series=series["psychodynamic"],
        patient=first,
        joined_on=scene.today,
        in_regular_psychotherapy=False,
        **_by(scene, "psychiatrist"),
    )
    yield scene.at(FRIDAYS[0], "14:25")
    _comes_and_says(scene, place, secret)
    yield scene.at(FRIDAYS[0], "17:00")
    _noted(scene, past, series["integration"], secret)


def _is_offered_a_place(scene: Scene, meeting: Meeting, patient: Patient, taken: Place) -> None:
    join_line_for(meeting=meeting, patient=patient, **_by(scene))
    give_back_for(place=taken, because="Cannot come.", **_by(scene))


def _comes_to_an_event(scene: Scene, series: Series) -> None:
    first = Meeting.objects.filter(series=series).earliest("starts_at")
    sign_up(
        meeting=first,
        name="Dr Ola Brand",
        email="ola@elsewhere.example",
        profession="psychiatrist",
        **_by(scene, "system"),
    )


def _started(scene: Scene, code: str) -> Series:
    series = start_series(code=code, starts_on=scene.today, **_by(scene))
    for who in ("psychiatrist", "therapist"):
        account = Account.objects.get(pk=scene.people[who].account_id)
        name_facilitator(series=series, account=account, **_by(scene))
    return series


def _booked(scene: Scene, meeting: Meeting, patient: Patient, reason: str) -> Place:
    place = book_for(meeting=meeting, patient=patient, reason=reason, in_group_therapy=False, **_by(scene))
    return confirm_place(place=place, by=patient_actor(patient), now=scene.now)


def _comes_and_says(scene: Scene, place: Place, secret: str) -> None:
    mine = patient_actor(place.patient)
    arrive(place=place, where=secret, phone="+447700900123", by=mine, now=scene.now)
    admit(place=place, **_by(scene, "psychiatrist"))
    write_concern(meeting=place.meeting, patient=place.patient, text=secret, grade="", **_by(scene, "psychiatrist"))


def _noted(scene: Scene, meeting: Meeting, series: Series, secret: str) -> None:
    note(meeting=meeting, text=secret, themes=(), **_by(scene, "psychiatrist"))
    meets = arrange_supervision(series=series, day=scene.today, supervisor="Ola Brand", **_by(scene, "psychiatrist"))
    write_case(supervision=meets, text=secret, **_by(scene, "psychiatrist"))


def _by(scene: Scene, who: str = "administrator"):  # type: ignore[no-untyped-def]  # spread into any action
    return {"by": scene.people[who], "now": scene.now}


def _section(slug: str) -> str:
    return _part(slug, "Groups", "Letters")


def _part(slug: str, first: str, after: str) -> str:
    text = shipped_text(slug, date(2026, 1, 5))
    return text.partition(f"# ==== {first} ====\n")[2].partition(f"# ==== {after} ====")[0]
