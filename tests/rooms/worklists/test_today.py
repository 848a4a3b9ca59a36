"""Each role's morning on one page: what arrives, who waits, who comes, what runs out; narrowed as they left it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from afterglow.ground.access.actor import Actor, ActorKind
from afterglow.ground.access.clinics import add_staff
from afterglow.ground.access.roles import Role
from afterglow.ground.audit.models import ReadEntry
from afterglow.record.outcomes.actions.asking import ask
from afterglow.record.people.models import Patient
from afterglow.record.tasks.actions import raise_task
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in
from tests.rooms.worklists.busy import busy

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clinic_time: Callable[[datetime], None]) -> Cast:
    return cast_of()


@pytest.fixture
def morning(cast: Cast) -> Cast:
    """Six patients at each stage."""
    busy(cast=cast, each=6, by=cast.system, now=NOW)
    return cast


def page(actor: Actor) -> str:
    return str(signed_in(actor).get("/today/").content.decode()).replace("\u00a0", " ")


def card(text: str, title: str) -> str:
    """The text of the card with this title."""
    return text.partition(f">{title}</h2>")[2].partition("</section>")[0]


def test_an_administrator_sees_what_arrives_who_waits_who_comes_and_what_is_unanswered(morning: Cast) -> None:
    text = page(morning.joanne)
    assert "Thursday 11 June" in text
    assert "Good morning, Joanne. 1 urgent referral" in text
    assert card(text, "Referrals to triage").index("Urgent: clinician now") < card(text, "Referrals to triage").index(
        "Complete"
    )
    assert "Enter a referral" in card(text, "Referrals to triage")
    assert "after consultation" in card(text, "Waiting list")
    assert "Seen " in card(text, "Waiting list")
    sessions = card(text, "Today’s sessions")
    assert [state in sessions for state in ("Left", "Running", "Paused", "Settling", "Expected")] == [True] * 5
    assert "Before today’s dose" in card(text, "Unanswered forms")
    assert "Something to do" in card(text, "Tasks")


def test_unanswered_forms_stand_by_person(cast: Cast) -> None:
    patient = maya(cast)
    for days, instrument in enumerate(("gad-7", "phq-9", "qids-sr16")):
        ask(patient=patient, instrument=instrument, due_at=NOW + timedelta(days=days), by=cast.priya, now=NOW)
    forms = card(page(cast.joanne), "Unanswered forms")
    assert forms.count(patient.full_name) == 1
    assert "3 forms, asked by the team" in forms
    assert "Due today" in forms


@pytest.mark.pathway("F3")
def test_the_waiting_list_stands_by_least_time_left_and_says_what_is_past(morning: Cast) -> None:
    waiting = card(page(morning.joanne), "Waiting list")
    assert "Consultation, within 3 months" in waiting
    assert "Treatment, 1 to 8 weeks after" in waiting
    assert "breach" not in waiting
    assert "days left" in waiting


def test_an_administrator_is_led_to_pages_they_may_open(morning: Cast) -> None:
    browser = signed_in(morning.joanne)
    text = browser.get("/today/").content.decode().partition("<main")[2]
    paths = {part.partition('"')[0] for part in text.split('href="')[1:]}
    wrong = {path: browser.get(path).status_code for path in paths if browser.get(path).status_code != 200}
    assert wrong == {}


@pytest.mark.parametrize("who", ["hannah", "priya", "lena", "grace"])
def test_every_other_role_is_led_to_pages_they_may_open(cast: Cast, who: str) -> None:
    busy(cast=cast, each=4, by=cast.system, now=NOW, begun=False)
    browser = signed_in(getattr(cast, who))
    text = browser.get("/today/").content.decode().partition("<main")[2]
    paths = {part.partition('"')[0] for part in text.split('href="')[1:]}
    assert paths
    assert {path for path in paths if browser.get(path).status_code >= 400} == set()


def test_a_nurse_sees_the_bays_and_what_patients_answered(morning: Cast) -> None:
    text = page(morning.priya)
    bays = card(text, "Today by bay")
    assert bays.index("Bay 1") < bays.index("Bay 2") < bays.index("Bay 6")
    assert "Caution" in bays
    assert "nothing to note" in bays
    assert "35 mg" in bays
    assert "not signed" in bays


def test_an_answer_about_suicide_stands_first_until_somebody_takes_it_on(morning: Cast) -> None:
    tasks = card(page(morning.priya), "Tasks")
    assert tasks.index("thoughts of suicide") < tasks.index("Something to do")


def test_a_psychiatrist_sees_what_only_they_can_do(morning: Cast) -> None:
    text = page(morning.hannah)
    for title in ("Referrals to judge", "Directions to sign", "Reviews due", "Tasks"):
        assert "ag-row" in card(text, title) or "<tbody>" in card(text, title), title
    assert 'href="/letters/"' in card(text, "Letters to approve")
    assert "After treatment" in signed_in(morning.hannah).get("/today/drafts/").content.decode()
    directions = card(text, "Directions to sign")
    assert directions.index("Today") < directions.index("Thursday 18 June")
    assert "/direction/" in directions


def test_a_therapist_sees_todays_sessions_and_their_own_patients(morning: Cast) -> None:
    text = page(morning.lena)
    assert "Expected" in card(text, "Sessions today")
    assert "Nobody is booked with you." in text


def test_a_pharmacist_sees_what_was_signed_and_that_the_register_is_not_here_yet(morning: Cast) -> None:
    text = page(morning.grace)
    assert "35 mg" in card(text, "Doses signed for today")
    assert "register are not here yet" in text


def test_an_evaluator_goes_to_the_outcomes(cast: Cast) -> None:
    answer = signed_in(cast.ewan).get("/today/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/outcomes/")


def test_what_was_narrowed_stays_narrowed(morning: Cast) -> None:
    browser = signed_in(morning.joanne)
    assert "Complete" in card(browser.get("/today/").content.decode(), "Referrals to triage")
    assert browser.post("/today/narrow/", {"only_late": "1", "funding": "self-pay"}).status_code == 302
    for _ in range(2):
        text = browser.get("/today/").content.decode()
        assert "Complete" not in card(text, "Referrals to triage")
        assert "Urgent" in card(text, "Referrals to triage")
        assert "checked" in text
    browser.post("/today/narrow/", {})
    assert "Complete" in card(browser.get("/today/").content.decode(), "Referrals to triage")


def test_funding_narrows_both_lists_of_referrals(morning: Cast) -> None:
    browser = signed_in(morning.joanne)
    whole = browser.get("/today/").content.decode()
    browser.post("/today/narrow/", {"funding": "nhs"})
    part = browser.get("/today/").content.decode()
    assert card(part, "Referrals to triage").count("<tr>") < card(whole, "Referrals to triage").count("<tr>")
    assert card(part, "Waiting list").count("<tr>") < card(whole, "Waiting list").count("<tr>")


def test_somebody_with_two_roles_chooses_whose_list_they_see(cast: Cast) -> None:
    account = add_staff(
        name="Ana Both", email="ana@larkfield.example", roles=[Role.ADMINISTRATOR, Role.NURSE], title="",
        by=cast.joanne, now=NOW,
    )  # fmt: skip
    roles = frozenset({Role.ADMINISTRATOR, Role.NURSE})
    browser = signed_in(Actor(ActorKind.ACCOUNT, cast.clinic.pk, "Ana Both", roles, number=account.pk))
    assert "Waiting list</h2>" in browser.get("/today/").content.decode()
    browser.post("/today/narrow/", {"role": "infusion nurse"})
    assert "Today by bay</h2>" in browser.get("/today/").content.decode()
    browser.post("/today/narrow/", {"role": "psychiatrist"})
    assert "Waiting list</h2>" in browser.get("/today/").content.decode()


def test_an_empty_morning_says_what_comes_next(cast: Cast) -> None:
    text = page(cast.joanne)
    assert "No referrals to triage. The next arrives here by itself." in text
    assert "Nobody waits here." in text


def test_a_patients_name_is_never_markup(cast: Cast) -> None:
    from afterglow.record.people.actions import register_patient

    patient = register_patient(given_names="<b>Bo", family_name="Null", birth_date=NOW.date(), by=cast.joanne, now=NOW)
    raise_task(
        kind="x", about="x", title="Call", role=Role.ADMINISTRATOR, patient=patient, due_at=NOW, by=cast.priya,
        now=NOW,
    )  # fmt: skip
    assert "&lt;b&gt;Bo Null" in page(cast.joanne)


def test_everybody_named_is_written_into_the_log_of_reads(morning: Cast) -> None:
    page(morning.priya)
    (entry,) = ReadEntry.objects.filter(page="worklists:today")
    named = {int(number) for number in entry.patient_ids.split(",")}
    assert named == set(Patient.objects.filter(pk__in=named).values_list("pk", flat=True))
    assert len(named) == 6


def test_another_clinics_morning_is_not_shown(cast: Cast) -> None:
    other = cast_of("tern-house")
    busy(cast=other, each=2, by=other.system, now=NOW)
    for actor in (cast.joanne, cast.hannah, cast.priya, cast.lena, cast.grace):
        assert "Beatrix" not in page(actor)


def test_a_patient_has_no_work_list(cast: Cast) -> None:
    assert signed_in(as_patient(maya(cast))).get("/today/").status_code == 403


@pytest.mark.parametrize("who", ["joanne", "hannah", "priya", "lena", "grace"])
def test_a_full_morning_is_read_in_at_most_eight_queries(
    cast: Cast, who: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Both when it is drawn and when nothing has been written since."""
    busy(cast=cast, each=12, by=cast.system, now=NOW)
    browser = signed_in(getattr(cast, who))
    browser.get("/protocol/")
    with django_assert_max_num_queries(8):
        assert browser.get("/today/").status_code == 200
    with django_assert_max_num_queries(3):
        assert browser.get("/today/").status_code == 200


def test_a_work_list_is_drawn_anew_as_soon_as_anything_was_written(morning: Cast) -> None:
    browser = signed_in(morning.joanne)
    assert "Brand new" not in browser.get("/today/").content.decode()
    raise_task(kind="x", about="x", title="Brand new", role=Role.ADMINISTRATOR, due_at=NOW, by=morning.priya, now=NOW)
    assert "Brand new" in browser.get("/today/").content.decode()
    assert ReadEntry.objects.filter(page="worklists:today").count() == 2


def test_next_days_treatments_do_not_stand_in_todays_list(morning: Cast) -> None:
    text = page(morning.hannah)
    assert card(text, "Today’s sessions").count("<li>") == 6
    assert card(text, "Directions to sign").count("<li>") > 6
