"""A patient reads who can see what, and who has looked: from the table of roles and the log of reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from afterglow.ground.access.clinics import end_staff
from afterglow.ground.access.models import Account
from afterglow.ground.access.roles import GRANTED, STAFF_ROLES, Permission, Role
from afterglow.ground.audit import reads
from afterglow.home.patient.readers import PAGES, looks_at
from afterglow.home.patient.sights import SEES, sights
from afterglow.record.people import actions as people
from afterglow.record.people.models import Patient
from tests.laws.routes import routes
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in, tomasz

pytestmark = pytest.mark.django_db

P = Permission

FOR_DOING = {
    P.REGISTER_PATIENTS, P.TRIAGE_REFERRALS, P.BOOK, P.ARRANGE_GROUPS, P.RECORD_HISTORY, P.DECIDE_SUITABILITY,
    P.RECORD_CONSENT, P.PLAN_COURSE, P.PRESCRIBE, P.TREAT, P.CHECK_DOSE, P.KEEP_STOCK, P.WITNESS, P.ANSWER_FOR_STOCK,
    P.GUIDE_SESSION, P.ENTER_ANSWERS, P.ANSWER_SAFETY, P.WORK_TASKS, P.APPROVE_LETTERS, P.SEE_PROTOCOL,
    P.CHANGE_PROTOCOL, P.MANAGE_STAFF, P.USE_OWN_ACCOUNT, P.SEE_OWN_RECORD, P.ANSWER_INVITATION, P.SEND_READINGS,
    P.DO_DUE_WORK,
}  # fmt: skip
"""What lets somebody do something, and shows no more of a patient than what they see already."""


@pytest.fixture
def cast(clinic_time: Callable[[datetime], None]) -> Cast:
    return cast_of()


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return maya(cast)


def test_every_permission_is_for_seeing_in_plain_words_or_for_doing() -> None:
    assert set(SEES) | FOR_DOING == set(Permission)
    assert not set(SEES) & FOR_DOING


def test_whoever_reads_no_record_is_said_to_read_none() -> None:
    record = SEES[P.SEE_RECORD]
    said = {one.role for one in sights() if record in one.what}
    assert said == {f"{role.value[0].upper()}{role.value[1:]}" for role in STAFF_ROLES if P.SEE_RECORD in GRANTED[role]}
    assert "Administrator" not in said
    office = next(one for one in sights() if one.role == "Administrator")
    assert "which questionnaires you have not answered yet, but no answer" in office.what
    assert next(one for one in sights() if one.role == "Evaluator").what == [SEES[P.EVALUATE]]


def test_every_room_that_staff_read_in_has_a_patients_words() -> None:
    staffs = [
        route
        for route in routes()
        if ":" in route.name
        and route.entrance
        and any(GRANTED[role] & set(route.entrance.permissions) for role in STAFF_ROLES)
    ]
    assert {route.name.partition(":")[0] for route in staffs} == set(PAGES)


def test_a_patient_reads_who_looked_day_by_day_with_their_role(cast: Cast, patient: Patient) -> None:
    browser = signed_in(as_patient(patient))
    assert "Nobody has opened a page about you yet." in browser.get("/my/readers/").content.decode()
    for actor, path in (
        (cast.priya, f"/patients/{patient.ref}/"),
        (cast.priya, f"/patients/{patient.ref}/details/"),
        (cast.priya, f"/patients/{patient.ref}/details/"),
        (cast.joanne, f"/patients/{patient.ref}/details/"),
        (cast.hannah, f"/patients/{tomasz(cast).ref}/details/"),
    ):
        assert signed_in(actor).get(path).status_code == 200
    page = browser.get("/my/readers/").content.decode()
    looked = page.partition('id="looked"')[2].partition("<footer")[0]
    assert looked.count("Priya Shah, infusion nurse") == 1, "one line for a day"
    assert "your details, your record" in looked
    assert "Joanne Pike, administrator" in looked
    assert "Hannah Brandt" not in looked, "she opened somebody else's page"
    assert "Maya Okonjo" not in looked, "one's own reading is no news"


def test_days_are_the_clinics_and_newest_first(cast: Cast, patient: Patient) -> None:
    midnight = datetime(2026, 6, 10, 23, 30, tzinfo=NOW.tzinfo)
    for now in (NOW - timedelta(days=3), midnight):
        reads.write(author=cast.priya, patients={patient.pk, 99}, page="worklists:today", now=now)
    looks = looks_at(patient)
    assert [(look.day.isoformat(), look.pages) for look in looks] == [
        ("2026-06-11", ("their list for the day",)),
        ("2026-06-08", ("their list for the day",)),
    ]


def test_helpers_links_and_those_who_left_are_named_for_what_they_are(cast: Cast, patient: Patient) -> None:
    helper = people.name_helper(
        patient=patient, name="Ada Reed", relation="sister", email="ada@home.example", by=cast.joanne, now=NOW
    )
    end_staff(account=Account.objects.get(pk=cast.tom.account_id), by=cast.joanne, now=NOW)
    for kind, number in (("account", helper.account_id), ("account", cast.tom.account_id), ("link", 7)):
        reads.ReadEntry.objects.create(
            clinic_id=patient.clinic_id,
            actor_kind=kind,
            actor_id=number,
            patient_ids=str(patient.pk),
            page="outcomes:own",
            at=NOW,
        )
    assert {look.who for look in looks_at(patient)} == {
        "Ada Reed, who helps you",
        "Tom Adeyemi, infusion nurse",
        "You or your sitter, by a link we sent",
    }


def test_the_page_names_letters_helpers_and_leads_on(cast: Cast, patient: Patient) -> None:
    doctor = people.add_outside_clinician(name="Dr Osei", profession="gp", by=cast.joanne, now=NOW)
    people.join_care_team(patient=patient, clinician=doctor, role="gp", by=cast.joanne, now=NOW)
    people.name_helper(
        patient=patient, name="Ada Reed", relation="sister", email="ada@home.example", by=cast.joanne, now=NOW
    )
    page = signed_in(as_patient(patient)).get("/my/readers/").content.decode()
    assert "Dr Osei, GP" in page
    assert "Ada Reed, sister" in page
    assert 'href="/privacy/"' in page
    assert 'href="/my/questions/"' in page


def test_it_is_the_patients_own(cast: Cast, patient: Patient) -> None:
    assert signed_in(cast.priya).get("/my/readers/").status_code == 403
    reads.write(author=cast.priya, patients={patient.pk}, page="record:patient", now=NOW)
    other = tomasz(cast)
    assert looks_at(other) == []
    assert Role.PATIENT not in STAFF_ROLES
