"""The facilitators' own room: who may come in, what is refused, and how long it is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from afterglow.care.groups.actions.arranging import end_facilitator
from afterglow.care.groups.actions.process import arrange_supervision, note, write_case
from afterglow.care.groups.due import due
from afterglow.care.groups.models.process import AnonymousCase, ProcessNote
from afterglow.care.groups.models.series import Facilitator, Meeting
from afterglow.care.groups.queries.terms import group_of
from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.audit.models import AuditRow
from tests.people import Cast, cast_of, signed_in
from tests.rooms.groups.meeting import FRIDAY, booked, group_at, meeting_on, treated, utc

pytestmark = pytest.mark.django_db

OVER = utc("2026-06-12 15:30")
WORDS = "A long silence, then talk about water."


@pytest.fixture
def cast() -> Cast:
    return cast_of("harrow-lane")


@pytest.fixture
def friday(cast: Cast) -> Meeting:
    return meeting_on(group_at(cast), FRIDAY)


def noted(cast: Cast, friday: Meeting, text: str = WORDS) -> ProcessNote:
    themes = group_of(friday).works_on[:1]
    return note(meeting=friday, text=text, themes=themes, by=cast.hannah, now=OVER)


@pytest.mark.pathway("L5", "L7")
@pytest.mark.usefixtures("clinic_time")
def test_facilitators_note_what_a_meeting_worked_on(cast: Cast, friday: Meeting) -> None:
    browser, theme = signed_in(cast.hannah), group_of(friday).works_on[0]
    answer = browser.post(f"/groups/process/meetings/{friday.ref}/", {"text": WORDS, "themes": [theme]})
    assert answer.status_code == 422, "it has not begun yet"
    noted(cast, friday)
    page = browser.get(f"/groups/process/meetings/{friday.ref}/").content.decode()
    assert WORDS in page
    assert theme in page
    assert "Erased on 12 June 2027" in page
    assert "may have to be given to them" in page


@pytest.mark.pathway("L7")
@pytest.mark.parametrize("who", ["joanne", "priya", "lena", "grace", "ewan", "fiona", "omar"])
def test_only_those_who_lead_the_group_come_in(cast: Cast, friday: Meeting, who: str) -> None:
    noted(cast, friday)
    meeting = arrange_supervision(
        series=friday.series, day=date(2026, 6, 16), supervisor="Dr Ada Lund", by=cast.hannah, now=OVER
    )
    pages = (f"/groups/process/meetings/{friday.ref}/", f"/groups/process/supervision/{meeting.ref}/")
    browser = signed_in(getattr(cast, who))
    seen = {browser.get(path).status_code for path in pages}
    assert seen == ({200} if who == "omar" else {404} if who == "lena" else {403})
    assert who == "omar" or WORDS not in browser.get("/groups/process/").content.decode()


def test_who_no_longer_leads_the_group_no_longer_comes_in(cast: Cast, friday: Meeting) -> None:
    noted(cast, friday)
    place = Facilitator.objects.get(series=friday.series, account_id=cast.hannah.account_id)
    end_facilitator(facilitator=place, by=cast.joanne, now=OVER)
    assert signed_in(cast.hannah).get(f"/groups/process/meetings/{friday.ref}/").status_code == 404


def test_another_clinics_notes_are_not_there(cast: Cast, friday: Meeting) -> None:
    noted(cast, friday)
    elsewhere = cast_of("larkfield")
    group_at(elsewhere)
    assert signed_in(elsewhere.hannah).get(f"/groups/process/meetings/{friday.ref}/").status_code == 404


def test_a_surname_and_a_theme_of_another_group_are_refused(cast: Cast, friday: Meeting) -> None:
    (maya,) = treated(cast, 1)
    booked(friday, maya)
    with pytest.raises(Refused, match="surname: Example"):
        noted(cast, friday, "Maya Example was quiet.")
    with pytest.raises(Refused, match="no such theme"):
        note(meeting=friday, text=WORDS, themes=["stamps"], by=cast.hannah, now=OVER)
    assert noted(cast, friday, "Maya was quiet.").pk


@pytest.mark.pathway("L7")
@pytest.mark.usefixtures("clinic_time")
def test_a_case_goes_to_the_supervisor_without_names(cast: Cast, friday: Meeting) -> None:
    (maya,) = treated(cast, 1)
    booked(friday, maya)
    browser = signed_in(cast.hannah)
    put_down = {"day_day": "16", "day_month": "6", "day_year": "2026", "supervisor": "Dr Ada Lund"}
    made = browser.post(f"/groups/process/{friday.series.ref}/supervise/", put_down)
    assert made.status_code == 302, made.content.decode()[:3000]
    assert browser.post(f"/groups/process/{friday.series.ref}/supervise/", put_down).status_code == 422
    refused = browser.post(made["Location"], {"text": "Maya found it hard to speak."})
    assert refused.status_code == 422
    assert "names somebody of the group: Maya" in refused.content.decode()
    assert "Maya found it hard to speak." in refused.content.decode()
    assert browser.post(made["Location"], {"text": "Somebody found it hard to speak."}).status_code == 302
    assert "Somebody found it hard" in browser.get(made["Location"]).content.decode()


def test_the_office_cannot_write_a_note(cast: Cast, friday: Meeting) -> None:
    with pytest.raises(NotAllowed):
        note(meeting=friday, text=WORDS, themes=(), by=cast.joanne, now=OVER)


def test_notes_and_cases_are_erased_on_their_day(cast: Cast, friday: Meeting) -> None:
    made = noted(cast, friday)
    meeting = arrange_supervision(
        series=friday.series, day=date(2026, 6, 16), supervisor="Dr Ada Lund", by=cast.hannah, now=OVER
    )
    case = write_case(supervision=meeting, text="Somebody was quiet.", by=cast.hannah, now=OVER)
    assert (made.keep_until, case.keep_until) == (date(2027, 6, 12), date(2027, 6, 16))
    evening = utc("2027-06-11 22:59")
    due(evening)
    assert ProcessNote.objects.get().text == WORDS, "in summer it is still the 11th at 23:59 where the clinic is"
    due(evening + timedelta(minutes=1))
    row = ProcessNote.objects.get()
    assert (row.text, row.themes, row.erased_at) == ("", [], evening + timedelta(minutes=1))
    assert AnonymousCase.objects.get().text == "Somebody was quiet."
    due(utc("2027-06-16 09:00"))
    assert AnonymousCase.objects.get().text == ""


def test_the_trail_says_that_something_was_noted_and_nothing_of_it(cast: Cast, friday: Meeting) -> None:
    noted(cast, friday)
    row = AuditRow.objects.filter(clinic_id=cast.clinic.pk).order_by("-number")[0]
    assert "groups.process_noted" in row.verb
    assert "silence" not in f"{row.verb} {row.body}"
