"""A session is one person's, for as long as they are there, and not a moment after it was ended (M20)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from afterglow.ground.access.clinics import add_staff, end_staff
from afterglow.ground.access.models import Account
from afterglow.ground.access.recent import Recent, forget_everything
from afterglow.ground.access.roles import Role
from afterglow.ground.access.sign_in.holding import staff_account
from afterglow.ground.access.sign_in.locking import SECRET
from afterglow.ground.access.sign_in.session import LONGEST, PATIENT_IDLE, STAFF_IDLE
from afterglow.ground.access.staff.actions import change_roles
from afterglow.ground.design.forms import Form, SecretField
from afterglow.ground.kernel.clock import real_now
from afterglow.record.contact.models import Question
from afterglow.record.people.models import Patient
from afterglow.site import edge, who
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in
from tests.signing_in import (
    Postbox,
    code_now,
    letters_kept,
    sign_in_patient,
    sign_in_staff,
    with_authenticator,
)

pytestmark = pytest.mark.django_db

Later = Callable[[timedelta], None]
SESSION = "session"
A_BIT = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    forget_everything()
    yield
    forget_everything()


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    with letters_kept(monkeypatch) as postbox:
        yield postbox


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Real time stands still, and moves on when this is called."""
    moments = [real_now()]
    monkeypatch.setattr(edge, "real_now", lambda: moments[-1])

    def move(by: timedelta) -> None:
        moments.append(moments[-1] + by)

    return move


def account_of(cast: Cast, name: str = "priya") -> Account:
    return Account.objects.get(pk=getattr(cast, name).account_id)


def is_in(browser: Client, path: str) -> bool:
    answer = browser.get(path)
    return answer.status_code == 200


# New id at sign-in


def test_a_session_planted_before_signing_in_is_worth_nothing_afterwards(cast: Cast, box: Postbox) -> None:
    thief, victim = Client(), Client()
    thief.session.save()
    planted = thief.cookies[SESSION].value
    victim.cookies[SESSION] = planted
    sign_in_patient(victim, maya(cast).email, box)
    assert victim.cookies[SESSION].value != planted
    assert not Session.objects.filter(session_key=planted).exists()
    assert is_in(victim, "/my/")
    assert not is_in(thief, "/my/")


def test_the_second_step_of_staff_gives_a_new_id_too(cast: Cast, box: Postbox) -> None:
    account = account_of(cast)
    secret, browser = with_authenticator(account), Client()
    browser.post("/sign-in/staff/", {"login": account.email, "password": "wrong"})
    browser.post("/sign-in/staff/", {"login": account.email, "password": "lantern harbour seventeen"})
    half_way = browser.cookies[SESSION].value
    browser.post("/sign-in/second/", {"code": code_now(secret)})
    assert browser.cookies[SESSION].value != half_way
    assert is_in(browser, "/protocol/")


# The end of a session


def test_signing_out_leaves_a_stolen_cookie_worthless(cast: Cast) -> None:
    browser = signed_in(cast.priya)
    thief = Client()
    thief.cookies[SESSION] = browser.cookies[SESSION].value
    assert is_in(thief, "/protocol/")
    browser.post("/sign-out/")
    assert not is_in(thief, "/protocol/")
    assert staff_account(thief.cookies[SESSION].value) is None


@pytest.mark.parametrize(
    ("who_sits_there", "path", "idle"), [("priya", "/protocol/", STAFF_IDLE), ("maya", "/my/", PATIENT_IDLE)]
)
def test_a_session_nobody_uses_is_locked(
    cast: Cast, later: Later, who_sits_there: str, path: str, idle: timedelta
) -> None:
    browser = signed_in(as_patient(maya(cast)) if who_sits_there == "maya" else cast.priya)
    assert is_in(browser, path)
    later(idle - A_BIT)
    assert is_in(browser, path)
    later(idle - A_BIT)
    assert is_in(browser, path), "it was in use a moment ago"
    before = browser.cookies[SESSION].value
    later(idle)
    locked = browser.get(path)
    door = "/sign-in/" if who_sits_there == "maya" else "/sign-in/staff/"
    assert (locked.status_code, locked.headers["Location"]) == (302, f"{door}?next={path.replace('/', '%2F')}")
    assert not Session.objects.filter(session_key=before).exists()
    assert "it was locked" in browser.get(locked.headers["Location"]).content.decode()


def test_twelve_hours_are_the_longest_however_busy_somebody_is(cast: Cast, later: Later) -> None:
    browser, passed, step = signed_in(cast.priya), timedelta(0), timedelta(minutes=10)
    assert is_in(browser, "/protocol/")
    while passed + step < LONGEST:
        later(step)
        passed += step
        assert is_in(browser, "/protocol/")
    later(step)
    assert not is_in(browser, "/protocol/")


def test_a_part_that_asks_for_itself_is_refused_without_moving_the_page(cast: Cast, later: Later) -> None:
    browser = signed_in(cast.priya)
    assert is_in(browser, "/protocol/")
    later(STAFF_IDLE)
    answer = browser.get("/protocol/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")


# What was typed


def question_of(cast: Cast) -> tuple[Client, Patient]:
    patient = maya(cast)
    return signed_in(as_patient(patient)), patient


def test_what_was_typed_when_the_session_ended_is_kept_for_whoever_typed_it(
    cast: Cast, box: Postbox, later: Later
) -> None:
    browser, patient = question_of(cast)
    assert is_in(browser, "/my/questions/")
    later(PATIENT_IDLE)
    sent = browser.post("/my/questions/", {"text": "May I drive the day after?"})
    assert sent.headers["Location"] == "/sign-in/?next=%2Ftyped-before%2F"
    assert not Question.objects.exists()
    assert "What you typed is kept" in browser.get(sent.headers["Location"]).content.decode()
    browser.post(sent.headers["Location"], {"email": patient.email})
    done = browser.post("/sign-in/code/?next=%2Ftyped-before%2F", {"code": box.code})
    assert done.headers["Location"] == "/typed-before/"
    page = browser.get("/typed-before/").content.decode()
    assert 'name="text" value="May I drive the day after?"' in page
    assert 'action="/my/questions/"' in page
    assert browser.post("/my/questions/", {"text": "May I drive the day after?"}).status_code == 302
    assert browser.get("/typed-before/").headers["Location"] == "/", "it was shown once, and is kept no longer"


def test_staff_come_back_to_what_they_typed_after_both_steps(cast: Cast, box: Postbox, later: Later) -> None:
    account = account_of(cast)
    secret, browser = with_authenticator(account), Client()
    sign_in_staff(browser, account, secret)
    assert is_in(browser, "/new-patient/")
    later(STAFF_IDLE)
    sent = browser.post("/new-patient/", {"given_names": "Ada Louise", "family_name": "Quist"})
    assert sent.headers["Location"] == "/sign-in/staff/?next=%2Ftyped-before%2F"
    cache.clear()  # the authenticator's next code comes after half a minute; a test does not wait
    assert sign_in_staff(browser, account, secret, leading_to="/typed-before/") == "/typed-before/"
    assert "Ada Louise" in browser.get("/typed-before/").content.decode()


def test_nobody_else_sees_what_was_typed(cast: Cast, box: Postbox, later: Later) -> None:
    browser, _ = question_of(cast)
    assert is_in(browser, "/my/questions/")
    later(PATIENT_IDLE)
    browser.post("/my/questions/", {"text": "A private matter"})
    account = account_of(cast)
    sign_in_staff(browser, account, with_authenticator(account))
    assert browser.get("/typed-before/").headers["Location"] == "/"
    kept = browser.session.items()
    assert "private matter" not in str(dict(kept))


@pytest.mark.parametrize("data", [{"pin": "204816"}, {"password": "x", "again": "x"}, {"check-pin": "204816"}])
def test_no_secret_is_ever_kept(cast: Cast, later: Later, data: dict[str, str]) -> None:
    browser = signed_in(cast.priya)
    assert is_in(browser, "/account/pin/")
    later(STAFF_IDLE)
    sent = browser.post("/account/pin/", data)
    assert sent.headers["Location"] == "/sign-in/staff/?next=%2Faccount%2Fpin%2F"
    assert "204816" not in str(dict(browser.session.items()))


# Withdrawn


def test_a_closed_account_is_out_at_once_and_in_other_processes_within_ten_seconds(cast: Cast) -> None:
    browser = signed_in(cast.priya)
    assert is_in(browser, "/protocol/")
    account = account_of(cast)
    account.is_active = False
    account.save()
    assert isinstance(who._places, Recent)
    assert who._places._seconds <= 10
    forget_everything()
    assert not is_in(browser, "/protocol/")
    assert staff_account(browser.cookies[SESSION].value) is None


def test_an_ended_place_is_out_and_another_role_takes_effect(cast: Cast) -> None:
    browser, account = signed_in(cast.priya), account_of(cast)
    assert is_in(browser, "/treatments/monitors/")
    change_roles(account=account, roles=[Role.THERAPIST], title="", registration="", by=cast.joanne, now=NOW)
    assert browser.get("/treatments/monitors/").status_code == 403
    assert is_in(browser, "/protocol/")
    end_staff(account=account, by=cast.joanne, now=NOW)
    assert not is_in(browser, "/protocol/")


def test_a_new_password_ends_every_other_session(cast: Cast) -> None:
    browser, account = signed_in(cast.priya), account_of(cast)
    account.set_password("another harbour eighteen")
    account.save()
    forget_everything()
    assert not is_in(browser, "/protocol/")
    assert staff_account(browser.cookies[SESSION].value) is None


# A mailbox with two places


@pytest.fixture
def both(cast: Cast) -> Patient:
    """A patient who works at the clinic now, with the same mailbox; their place is younger than their account."""
    patient = maya(cast)
    add_staff(name="Maya Okonjo", email=patient.email, roles=[Role.NURSE], title="nurse", by=cast.joanne, now=NOW)
    return patient


def by_code(patient: Patient) -> Client:
    """A browser signed in by a code before there was a place on the staff."""
    browser = signed_in(as_patient(patient))
    session = browser.session
    session["account_authentication_methods"] = [{"method": "code"}]
    session.save()
    return browser


STAFF_PAGES = ["/patients/", "/protocol/", "/treatments/", "/staff/", "/diary/"]


def test_a_code_never_reaches_a_staff_place(both: Patient, cast: Cast) -> None:
    browser = by_code(both)
    for path in STAFF_PAGES:
        assert browser.get(path).status_code == 403, path
    for ref in who.places_of(both.account_id):  # type: ignore[arg-type]  # the fixture gives an account
        assert browser.post("/places/", {"place": ref}).status_code == 302
        for path in STAFF_PAGES:
            assert browser.get(path).status_code == 403, path
    assert is_in(browser, "/my/"), "the patient's own place is theirs as before"


def test_a_place_of_somebody_else_cannot_be_chosen(both: Patient, cast: Cast) -> None:
    browser = signed_in(cast.priya)
    stranger = next(iter(who.places_of(cast.hannah.account_id or 0)))
    for ref in (stranger, both.ref, "", "\x00", "x" * 300):
        assert browser.post("/places/", {"place": ref}).status_code == 422
    assert browser.get("/staff/").status_code == 403


def test_a_demos_note_opens_nothing_where_there_is_no_demo(cast: Cast) -> None:
    browser = signed_in(cast.priya)
    session = browser.session
    session["account_authentication_methods"], session["demo"] = [], True
    session.save()
    assert browser.get("/patients/").status_code == 403
    assert staff_account(browser.cookies[SESSION].value) is None


def forms_with_secrets() -> set[str]:
    """The names of every field of ours that takes a secret."""
    found, waiting = set[str](), list(Form.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        found |= {name for name, field in form.base_fields.items() if isinstance(field, SecretField)}
    return found


def test_every_field_for_a_secret_is_known_to_be_one() -> None:
    assert "pin" in forms_with_secrets()
    assert forms_with_secrets() <= SECRET
