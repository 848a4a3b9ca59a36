"""The board's page: what stands on it, what it never shows, and what is done from it."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from afterglow.care.treatment import device as route
from afterglow.care.treatment.actions.board import take_over
from afterglow.care.treatment.actions.cleaning import clean_bay
from afterglow.care.treatment.actions.devices import join_device
from afterglow.care.treatment.actions.infusion import complete
from afterglow.care.treatment.actions.leaving import close_without_dose
from afterglow.care.treatment.actions.settling import move_to_bay, settle
from afterglow.care.treatment.entries import BayTurn
from afterglow.care.treatment.models import LiveEvent, Session
from afterglow.care.treatment.queries.during import during_findings
from afterglow.care.treatment.queries.known import known_about
from afterglow.record.people.models import Patient
from tests.people import Cast, signed_in, tomasz
from tests.rooms.groups.meeting import registered
from tests.rooms.treatment.browsing import Clock
from tests.rooms.treatment.day import (
    CALM,
    KNOWN_BY,
    STARTED,
    bay_of,
    direct,
    measure,
    minutes,
    planned,
    running,
    settled,
    signed_for,
    startable,
)
from tests.rooms.treatment.test_devices import sent

pytestmark = pytest.mark.django_db

RAISED = replace(CALM, systolic=168, diastolic=104)


def page(cast: Cast, browser: Client | None = None) -> str:
    response = (browser or signed_in(cast.priya)).get(reverse("treatment:board"))
    assert response.status_code == 200
    return response.content.decode()


def card(html: str, session: Session) -> str:
    _, _, rest = html.partition(f'data-of="{session.treatment.ref}"')
    assert rest, "nobody of that treatment is on the board"
    return rest.partition("</li>")[0]


def rail(html: str) -> list[str]:
    """Each line of what is due next: time, bay, how soon, what."""
    lines = html.partition('id="due-next"')[2].partition("</section>")[0].split("<li")[1:]
    found = []
    for line in lines:
        parts = re.findall(r"<time>(.*?)</time>.*?</span>(\d+)</span>.*?<a [^>]*>(.*?)</a>", line)
        soon = re.sub(r"<svg.*?</svg>|<[^>]*>", "", line.partition("ag-rail__in")[2].partition(">")[2]).strip()
        found += [f"{time} {bay} {soon} {what}" for time, bay, what in parts]
    return found


@pytest.mark.pathway("S5", "N4")
def test_a_running_infusion_on_the_wall(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    clock.to(minutes(10, after=STARTED))
    mine = card(page(cast), session)
    for words in ("Maya O.", "Running, 30", "IV 8.8\u00a0mg of 35\u00a0mg", "128/80", "Priya Shah"):
        assert words in mine
    assert "Okonjo" not in mine


def test_what_is_late_says_so_and_stays_when_seen(cast: Cast, clock: Clock) -> None:
    session, browser = running(cast), signed_in(cast.priya)
    clock.to(minutes(18, after=STARTED))
    html = page(cast, browser)
    assert "ag-bay--late" in html
    assert "1 needs someone" in html
    assert "Reading 18\u00a0min late" in card(html, session)
    assert "Due since 10:03" in card(html, session)
    assert rail(html) == ["10:03 2 18\u00a0min late Reading", "10:43 2 in 22\u00a0min Infusion ends"]
    about = html.partition('name="about" value="')[2].partition('"')[0]
    data = {"code": "reading-late", "about": about, "patient_shown": session.treatment.patient.ref}
    response = browser.post(reverse("treatment:board-seen", args=[session.treatment.ref]), data)
    assert response.status_code == 302
    mine = card(page(cast, browser), session)
    assert "Seen by PS" in mine
    assert "min late" in mine
    assert 'name="code"' not in mine


def test_a_raised_pressure_is_tinted_and_told(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    measure(cast, session, minutes(10, after=STARTED), RAISED)
    clock.to(minutes(11, after=STARTED))
    mine = card(page(cast), session)
    assert "ag-vital--raised" in mine
    assert "BP 168/104" in mine
    assert "Repeat BP 10:18" in mine
    assert "ag-due--open" in mine
    clock.to(minutes(17, after=STARTED))
    mine = card(page(cast), session)
    assert "BP 168/104" in mine
    assert "Repeat BP, due 10:18, 2\u00a0min late" in mine
    assert "ag-due--late" in mine


def test_a_save_meant_for_another_patient_is_refused(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    other = settled(cast, planned(cast, tomasz(cast)), bay="Bay 3")
    clock.to(minutes(18, after=STARTED))
    data = {"patient_shown": other.treatment.patient.ref}
    response = signed_in(cast.tom).post(reverse("treatment:board-look-after", args=[session.treatment.ref]), data)
    assert response.status_code == 422


def test_somebody_takes_a_patient_over(cast: Cast, clock: Clock) -> None:
    session, browser = running(cast), signed_in(cast.tom)
    clock.to(minutes(5, after=STARTED))
    data = {"patient_shown": session.treatment.patient.ref}
    for _ in range(2):
        browser.post(reverse("treatment:board-look-after", args=[session.treatment.ref]), data)
    mine = card(page(cast), session)
    assert "Tom Adeyemi" in mine
    assert "TA" in mine
    assert take_over(session=session, by=cast.tom, now=minutes(9)).happened_at == minutes(5, after=STARTED)


def test_an_empty_bay_and_a_screen_without_script(cast: Cast, clock: Clock) -> None:
    bay_of(cast, "Bay 1")
    running(cast)
    clock.to(minutes(5, after=STARTED))
    html = page(cast)
    assert "Nobody is expected" in html
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in html
    assert "The bedside monitor is the alarm." in html


def test_a_bay_says_what_is_missing_first_and_then_that_it_is_ready(cast: Cast, clock: Clock) -> None:
    session = settled(cast)
    clock.to(minutes(1))
    mine = card(page(cast), session)
    assert "Capacity not confirmed" in mine
    assert "more before the dose" in mine
    startable(cast, session)
    clock.to(minutes(2))
    mine = card(page(cast), session)
    assert mine.count("Ready to start") == 2
    assert "before the dose" not in mine


def test_after_the_last_reading_the_leaving_check_is_what_comes_next(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    complete(session=session, uuid=uuid4(), by=cast.priya, now=minutes(40, after=STARTED))
    clock.to(minutes(41, after=STARTED))
    assert "11:43 2 in 59\u00a0min Stay ends" in rail(page(cast))
    for at in range(10, 111, 5):
        measure(cast, session, minutes(at, after=STARTED))
    clock.to(minutes(111, after=STARTED))
    html = page(cast)
    assert rail(html) == []
    mine = card(html, session)
    assert "Leaving check" in mine
    assert "3 of 13 met" in mine


def test_an_infusion_that_nobody_ended_is_still_watched(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    for at in (10, 20, 30, 40):
        measure(cast, session, minutes(at, after=STARTED))
    clock.to(minutes(61, after=STARTED))
    html = page(cast)
    assert "Syringe should be empty" in card(html, session)
    assert rail(html) == ["10:43 2 due Syringe empty", "10:58 2 6\u00a0min late Reading"]


def test_a_monitor_that_fell_silent_shows_no_old_figure(
    cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = running(cast)
    _, token = join_device(name="Monitor", bay=session.bay, by=cast.priya, now=STARTED)
    measure(cast, session, minutes(1, after=STARTED))
    sent_at = minutes(2, after=STARTED)
    monkeypatch.setattr(route, "clinic_now", lambda: sent_at)
    assert route.take(token, sent({"heart_rate": 61, "spo2": 97}, taken=sent_at))[0] == 200
    clock.to(minutes(3, after=STARTED))
    html = page(cast)
    assert "1 of 1" in html
    assert "61" in card(html, session)
    clock.to(minutes(9, after=STARTED))
    html = page(cast)
    assert "0 of 1" in html
    mine = card(html, session)
    assert mine.count("no signal</dd>") == 2
    assert "No signal 7\u00a0min" in mine
    assert "Look at the patient, and 1 more" in mine
    codes = {one.finding.code for one in during_findings(known_about(session.treatment, minutes(9, after=STARTED)))}
    assert {"no-signal", "no-new-reading"} <= codes


def test_a_bay_is_cleaned_after_its_patient_and_before_the_next(cast: Cast, clock: Clock) -> None:
    bay, other, browser = bay_of(cast), bay_of(cast, "Bay 3"), signed_in(cast.priya)
    clock.to(minutes(2))
    pressed = [browser.post(reverse("treatment:bay-cleaned", args=[bay.ref])) for _ in range(2)]
    assert [answer.status_code for answer in pressed] == [302, 302]
    assert (BayTurn.objects.count(), LiveEvent.objects.count()) == (1, 0)
    html = page(cast, browser)
    assert "Cleaned 10:02 by P. Shah" in html
    assert html.count("To be cleaned") == 1
    session = settle(treatment=signed_for(cast), bay=bay, identifiers=KNOWN_BY, by=cast.priya, now=minutes(3))
    assert browser.post(reverse("treatment:bay-cleaned", args=[bay.ref])).status_code == 422
    move_to_bay(session=session, bay=other, by=cast.priya, now=minutes(4))
    assert "Cleaned" not in page(cast, browser).replace("Cleaned<span", "")
    close_without_dose(session=session, because="Unwell.", by=cast.priya, now=minutes(5))
    assert page(cast, browser).count("To be cleaned") == 2
    clean_bay(bay=other, by=cast.tom, now=minutes(6))
    assert LiveEvent.objects.order_by("-pk")[0].kind == "bay cleaned"


def test_the_part_that_is_asked_for_again_replaces_itself(cast: Cast, clock: Clock) -> None:
    running(cast)
    clock.to(minutes(5, after=STARTED))
    response = signed_in(cast.priya).get(reverse("treatment:board-bays"))
    html = response.content.decode()
    assert html.count('id="board"') == 1
    assert all(' id="' in tag for tag in re.findall(r"<(?:a|button) [^>]*>", html))
    assert 'id="board-state" role="status" hx-swap-oob="true"' in html
    assert "<html" not in html


def test_more_patients_in_bays_ask_no_more_queries(cast: Cast, clock: Clock) -> None:
    """One runs and one waits, ready to start; then another is ready and a third has only been settled."""
    running(cast)
    startable(cast, waiting(cast, tomasz(cast), bay="Bay 3"))
    few = queries_of_the_board(cast, clock)
    startable(cast, waiting(cast, registered(cast, "Anya", 4), bay="Bay 4"))
    waiting(cast, registered(cast, "Ben", 5), bay="Bay 5")
    assert queries_of_the_board(cast, clock) == few
    assert few <= 40


def waiting(cast: Cast, patient: Patient, *, bay: str) -> Session:
    treatment = planned(cast, patient)
    direct(cast, treatment)
    return settled(cast, treatment, bay=bay)


def queries_of_the_board(cast: Cast, clock: Clock) -> int:
    browser = signed_in(cast.priya)
    clock.to(minutes(10, after=STARTED))
    browser.get(reverse("treatment:board-bays"))
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(reverse("treatment:board-bays")).status_code == 200
    return sum(one["sql"].startswith("SELECT") for one in asked)
