"""Larkfield Clinic's year: everything that happens in a clinic that refers, assesses, treats and goes on treating."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from afterglow.care.course.models import Course
from afterglow.care.course.rules.terms import DosePlan
from afterglow.demo.chapters import answering, meeting, treating
from afterglow.demo.people import GPS, PSYCHIATRISTS, THERAPIST, invented
from afterglow.demo.telling import Scene, Story
from afterglow.demo.years import waiting
from afterglow.demo.years.lives import Life, decided, lived, maintained
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.outcomes.actions.answering import answer_own_item
from afterglow.record.people.models import Patient


def year(scene: Scene) -> Iterator[Story]:
    """Every patient's story."""
    leaders = ("psychiatrist", "second psychiatrist")
    yield meeting.weekly(scene, "integration", leaders)
    yield meeting.in_pairs(scene, leaders)
    yield meeting.evenings(scene, leaders, (("Abara", "2026-02-04"),))
    yield meeting.events(scene, ("journal-club", "peer-review"))
    for life in LIVES:
        yield lived(scene, life)
    yield from _waiting(scene)
    yield from _to_judge(scene)
    yield from _elsewhere(scene)


def ends_well(scene: Scene, _life: Life, patient: Patient, course: Course) -> Story:
    """A month later the call: well, and no more treatment needed."""
    yield scene.at(scene.open_day(scene.today + timedelta(days=28)), "16:20")
    answering.scores(scene, patient, "month:1", 4)
    decided(scene, course, "end-well", "In remission for a month. The patient would rather wait and see.")


def is_reviewed(scene: Scene, _life: Life, patient: Patient, course: Course) -> Story:
    """No response after six: the course stops, and a review decides."""
    yield scene.at(scene.open_day(scene.today + timedelta(days=5)), "16:40")
    answering.scores(scene, patient, f"treatment:{scene.today}", 19)
    decided(
        scene,
        course,
        "review",
        "No response after six treatments. What else could help is looked at.",
        until=scene.open_day(scene.today + timedelta(days=14)),
    )


def takes_a_break(scene: Scene, _life: Life, patient: Patient, course: Course) -> Story:
    """Well enough to see how long it lasts."""
    yield scene.at(scene.open_day(scene.today + timedelta(days=21)), "15:40")
    answering.scores(scene, patient, "month:1", 7)
    decided(scene, course, "break", "Holding. A break shows how long it lasts.", until=date(2026, 10, 1))


def says_something_worrying(scene: Scene, _life: Life, patient: Patient, _course: Course) -> Story:
    """Minutes before the demo opens, an answer about suicide that nobody has taken on yet."""
    yield scene.at(date(2026, 9, 3), "14:24")
    request = answering.asked(scene, patient, "qids-sr16", "month:3")
    by = treating.patient_actor(patient)
    for item, value in (("1", 2), ("2", 1), ("3", 2), ("4", 0), ("5", 2), ("12", 2)):
        answer_own_item(request=request, item=item, value=value, by=by, now=scene.now)


_SHARED = treating.Day(kg="")

LIVES = (
    Life(
        invented("Maya Okonjo", "1991-09-03", "female", "68", "167", 101),
        "2026-05-04",
        GPS[0],
        "2026-08-21",
        (17, 15, 12),
        bay=0,
        medicines=(("Sertraline", "150 mg daily", "ssri"), ("Zopiclone", "3.75 mg if needed", "z-drug")),
    ),
    Life(
        invented("Tomasz Wiśniewski", "1981-03-04", "male", "70", "178", 104, allergies="Penicillin (rash)"),
        "2026-04-20",
        GPS[1],
        "2026-08-13",
        (21, 20, 16, 13),
        clock="14:00",
        bay=1,
        medicines=(("Venlafaxine MR", "225 mg daily", "venlafaxine-duloxetine"), ("Ramipril", "5 mg daily", "")),
        day=treating.Day(kg="", resting=(138, 84), rise=26),
    ),
    Life(
        invented("Ines Moreau", "1975-11-19", "female", "61", "163", 107),
        "2026-04-02",
        PSYCHIATRISTS[0],
        "2026-08-20",
        (19, 17, 15, 13, 11),
        code="esketamine-spray",
        dose=DosePlan(fixed=Dose.of(56)),
        sessions=8,
        days_between=7,
        spacing="2 per week",
        clock="13:00",
        bay=2,
        medicines=(("Escitalopram", "20 mg daily", "ssri"),),
    ),
    Life(
        invented("Ruth Kessler", "1986-02-11", "female", "74", "170", 110),
        "2026-05-18",
        GPS[2],
        "2026-08-20",
        (18, 16, 13),
        clock="15:30",
        bay=3,
    ),
    Life(
        invented("David Lindqvist", "1968-07-30", "male", "88", "183", 113),
        "2026-03-09",
        GPS[3],
        "2026-07-30",
        (20, 18, 15, 12, 11, 9),
        clock="09:00",
        bay=0,
        medicines=(("Lamotrigine", "100 mg twice daily", "lamotrigine"), ("Mirtazapine", "30 mg at night", "")),
    ),
    Life(
        invented("Helen Abara", "1967-06-19", "female", "84", "165", 116),
        "2025-09-03",
        GPS[0],
        "2025-11-05",
        (18, 17, 13, 10, 7, 7, 7),
        clock="10:00",
        medicines=(
            ("Venlafaxine MR", "150 mg daily", "venlafaxine-duloxetine"),
            ("Diazepam", "2 mg if needed", "benzodiazepine"),
            ("Ramipril", "5 mg daily", ""),
        ),
        then=partial(maintained, weeks=4, scores=(8, 6, 9, 7, 10, 13, 12, 14)),
    ),
    Life(
        invented("George Whitlock", "1952-01-25", "male", "79", "175", 119),
        "2025-12-01",
        GPS[1],
        "2026-03-04",
        (19, 19, 18, 17, 16, 15, 13, 12),
        sessions=8,
        clock="11:00",
    ),
    Life(
        invented("Carys Bevan", "1990-05-14", "female", "66", "168", 122),
        "2026-01-12",
        GPS[2],
        "2026-04-15",
        (20, 20, 19, 20, 19, 20, 19),
        clock="13:30",
        then=is_reviewed,
    ),
    Life(
        invented("Yusuf Demir", "1984-10-02", "male", "81", "180", 125),
        "2025-10-06",
        GPS[3],
        "2026-01-14",
        (16, 12, 9, 7, 5, 4),
        clock="14:30",
        then=ends_well,
    ),
    Life(
        invented("Frances O’Neill", "1979-08-21", "female", "58", "160", 128),
        "2026-02-02",
        GPS[0],
        "2026-05-06",
        (17, 15, 12, 9, 8, 7),
        clock="15:00",
        then=takes_a_break,
    ),
    Life(
        invented("Kit Armitage", "1995-04-09", "", "63", "172", 131),
        "2026-02-16",
        GPS[1],
        "2026-05-20",
        (22, 20, 17, 14, 13, 12),
        clock="09:30",
        then=says_something_worrying,
    ),
)


def _waiting(scene: Scene) -> Iterator[Story]:
    waits = partial(waiting.waits, scene)
    yield waits(invented("Beatrix Lowe", "1972-12-01", "female", "70", "166", 134), GPS[0], "2026-05-27")
    yield waits(invented("Callum Reid", "1988-06-17", "male", "92", "186", 137), GPS[1], "2026-06-10")
    yield waits(
        invented("Nadia Rahman", "1993-01-30", "female", "59", "162", 140),
        GPS[2],
        "2026-06-22",
        consultation="2026-09-09",
    )
    yield waits(
        invented("Li Wei Chen", "1983-03-22", "male", "68", "173", 143), GPS[3], "2026-07-06", consultation="2026-09-17"
    )
    yield waits(invented("Owen Pritchard", "1977-09-12", "male", "85", "179", 146), PSYCHIATRISTS[1], "2026-07-20")
    yield waits(invented("Amara Okafor", "1998-02-27", "female", "64", "170", 149), GPS[0], "2026-08-10")
    yield waits(invented("Imran Qureshi", "1980-11-08", "male", "77", "176", 152), GPS[2], "2026-08-17")
    for name, born, sex, serial, referred, first in (
        ("Sofia Lindgren", "1987-07-07", "female", 155, "2026-05-11", "2026-09-14"),
        ("Paul Szabo", "1970-04-18", "male", 158, "2026-05-20", "2026-09-24"),
    ):
        life = Life(invented(name, born, sex, "73", "172", serial), referred, GPS[3], first, (18,))
        yield waiting.waits_for_treatment(scene, life, referred=referred)


def _to_judge(scene: Scene) -> Iterator[Story]:
    arrives = partial(waiting.arrives, scene)
    yield arrives(
        invented("Patricia Farr", "1969-05-05", "female", "71", "164", 161),
        GPS[1],
        "2026-09-03",
        clock="08:12",
        text="Says since yesterday that she cannot keep herself safe. Plans and means were named.",
        urgent=True,
    )
    yield arrives(
        invented("Sian Prosser", "1985-12-12", "female", "62", "165", 164),
        PSYCHIATRISTS[0],
        "2026-09-01",
        funding="nhs",
    )
    yield arrives(invented("Oluwaseun Bakare", "1992-08-30", "male", "83", "181", 167), GPS[2], "2026-09-02")
    yield arrives(invented("Kenji Murata", "1978-03-15", "male", "69", "171", 170), THERAPIST, "2026-08-31")
    yield waiting.is_asked_for_more(
        scene,
        invented("Aoife Brennan", "1989-10-20", "female", "57", "161", 173),
        GPS[3],
        "2026-08-24",
        "Please send the list of present medicines, and say how the mood has been over the last year.",
    )


def _elsewhere(scene: Scene) -> Iterator[Story]:
    yield waiting.is_sent_elsewhere(
        scene,
        invented("Martin Eze", "1965-02-02", "male", "95", "184", 176),
        GPS[0],
        "2026-06-15",
        {"alcohol-use-disorder": "Drinks daily, wants help with it first."},
        "The local alcohol service first; we are glad to look again after that.",
    )
    yield waiting.is_found_unsuitable(
        scene,
        Life(
            invented("Grace Mbeki", "1974-06-06", "female", "76", "169", 179),
            "2026-04-13",
            GPS[1],
            "2026-06-17",
            (15,),
            conditions={"past-psychosis": "One admission in 2011."},
        ),
        "A psychotic illness in the past; the risk outweighs what may be gained. Talked over with her own team.",
    )
