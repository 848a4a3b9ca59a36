"""What a nurse reads at the bedside: what is open, where it is done, and which words are the patient's."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from afterglow.care.treatment.actions import infusion
from tests.people import Cast
from tests.rooms.treatment.browsing import Clock, see, send, text, went_well
from tests.rooms.treatment.day import STARTED, fine, minutes, planned, running, settled

pytestmark = pytest.mark.django_db

_SAID_TO_THE_NURSE = re.compile("unless you say when|type what you measure|Readings you save")


def test_what_is_in_order_is_one_line_and_what_is_open_leads_to_where_it_is_done(cast: Cast, clock: Clock) -> None:
    session = settled(cast)
    page = text(see(cast.priya, "readiness", session.treatment.ref))
    assert "2 in order: Weight, Consent</summary>" in page
    assert page.index("Blood pressure before the dose") < page.index("2 in order")
    during = reverse("treatment:during", args=[session.treatment.ref])
    assert f'<a class="nhsuk-task-list__link" href="{during}">Blood pressure before the dose</a>' in page
    assert "Did you drink any alcohol last night or today?" in page
    went_well(send(cast.priya, "confirm", session, capacity="yes", willingness="yes"))
    answers = {f"answer-{code}": option for code, option in {**fine(session), "escort": "not-yet"}.items()}
    went_well(send(cast.priya, "readiness", session, **answers, escort="Daniel", escort_adult="on", escort_able="on"))
    page = text(see(cast.priya, "readiness", session.treatment.ref))
    assert "11 in order: Food and drink, Diazepam or a similar tablet, Alcohol" in page
    assert page.index("<strong>An adult takes them home</strong>") < page.index("11 in order")
    assert "An adult takes them home: “Not arranged yet”." in page


def test_what_is_written_for_the_patient_stands_in_quotes_on_every_part(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    infusion.stop(session=session, uuid=uuid4(), reason="Asked to", by=cast.priya, now=minutes(9))
    clock.to(minutes(10))
    for name in ("readiness", "dose", "during", "leaving"):
        bare = re.sub("“[^”]*”", "", text(see(cast.priya, name, session.treatment.ref)).split("<main", 1)[1])
        found = re.findall(r"[^<>]*\byour?\b[^<>]*", _SAID_TO_THE_NURSE.sub("", bare))
        assert found == [], (name, found)
    assert "Say to the patient" in text(see(cast.priya, "leaving", session.treatment.ref))


def test_the_bar_says_how_long_the_pause_lasts_and_at_which_rate_it_runs(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    ref = session.treatment.ref
    assert "35 mg over 40 min" in text(see(cast.priya, "run", ref))
    clock.to(minutes(10, after=STARTED))
    went_well(send(cast.priya, "step", session, "rate", rate="30", why="Dizzy"))
    assert "35 mg at 30 mL/h" in text(see(cast.priya, "run", ref))
    went_well(send(cast.priya, "step", session, "pause"))
    clock.to(minutes(14, after=STARTED))
    assert "since 10:13, 4 min, of 35 mg over 40 min" in text(see(cast.priya, "run", ref))


def test_what_is_missing_is_one_touch_away(cast: Cast, clock: Clock) -> None:
    session = settled(cast, planned(cast))
    patient, ref = session.treatment.patient.ref, session.treatment.ref
    assert reverse("course:direction", args=[patient, ref]) in text(see(cast.hannah, "dose", ref))
    nurse = text(see(cast.priya, "dose", ref))
    assert reverse("course:review", args=[patient, ref]) in nurse
    assert reverse("course:direction", args=[patient, ref]) not in nurse


def test_a_score_is_asked_for_once_there_is_a_pressure_to_compare(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    clock.to(minutes(5, after=STARTED))
    went_well(send(cast.priya, "step", session, "stop", because="The patient asks"))
    page = text(see(cast.priya, "leaving", session.treatment.ref))
    assert "Take a blood pressure</span></a>" in page
    assert "Save the score" not in page
    assert "Not rated since the dose ended: it belongs to a reading." in page
    clock.to(minutes(6, after=STARTED))
    went_well(send(cast.priya, "during", session, bp="124/80", sedation="5"))
    page = text(see(cast.priya, "leaving", session.treatment.ref))
    assert "Save the score" in page
    assert "Take a blood pressure" not in page
