"""Whoever manages staff sees who works here, invites somebody, changes roles, and ends a place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Membership
from afterglow.ground.access.roles import Role
from afterglow.ground.access.staff import actions
from afterglow.ground.gateways import chosen
from afterglow.ground.gateways.message import Letter, TryAgain
from tests.people import NOW, Cast, cast_of, signed_in

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Ada Quist",
    "email": "ada@larkfield.example",
    "roles": ["infusion nurse"],
    "title": "infusion nurse",
    "registration": "",
}


class Postbox:
    """A gateway that keeps what it is given, or is out of order."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.out_of_order = False

    def send(self, letter: Letter) -> None:
        if self.out_of_order:
            raise TryAgain
        self.letters.append(letter)


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Postbox:
    box = Postbox()
    monkeypatch.setattr(chosen, "mail", lambda: box)
    return box


@pytest.fixture
def cast(clinic_time: Callable[[datetime], None]) -> Cast:
    return cast_of()


def account(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id)


def roles_of(email: str) -> set[str]:
    rows = Membership.objects.filter(account__email=email, ended_at=None)
    return set(rows.values_list("role", flat=True))


def test_everybody_who_works_here_is_listed_with_their_roles(cast: Cast) -> None:
    other = cast_of("tern-house")
    page = signed_in(cast.joanne).get("/staff/").content.decode()
    assert "Dr Hannah Brandt" in page
    assert "consultant psychiatrist" in page
    assert account(other.priya).email not in page


def test_somebody_invited_gets_a_link_and_chooses_how_to_sign_in(cast: Cast, postbox: Postbox) -> None:
    sent = signed_in(cast.joanne).post("/staff/invite/", NEW)
    assert sent.status_code == 302
    assert sent.headers["Location"].endswith("?invitation=sent")
    (letter,) = postbox.letters
    assert letter.address == "ada@larkfield.example"
    path = next(word for word in letter.text.split() if "/welcome/" in word).partition("localhost:8000")[2]
    assert b"Welcome, Ada Quist" in Client().get(path).content
    assert roles_of("ada@larkfield.example") == {"infusion nurse"}


def test_an_invitation_that_could_not_be_sent_says_so_and_can_be_sent_again(cast: Cast, postbox: Postbox) -> None:
    browser = signed_in(cast.joanne)
    postbox.out_of_order = True
    page = browser.post("/staff/invite/", NEW, follow=True).content.decode()
    assert "could not be sent to ada@larkfield.example" in page
    postbox.out_of_order = False
    ref = Account.objects.get(email="ada@larkfield.example").ref
    page = browser.post(f"/staff/{ref}/invite-again/", follow=True).content.decode()
    assert "is on its way to ada@larkfield.example" in page
    assert len(postbox.letters) == 1


def test_somebody_with_a_passkey_elsewhere_is_told_to_use_it_and_sent_no_link(cast: Cast, postbox: Postbox) -> None:
    from allauth.mfa.models import Authenticator

    other = cast_of("tern-house")
    Authenticator.objects.create(user=account(other.priya), type=Authenticator.Type.WEBAUTHN, data={})
    signed_in(cast.joanne).post("/staff/invite/", {**NEW, "email": account(other.priya).email})
    (letter,) = postbox.letters
    assert "/welcome/" not in letter.text


def test_what_is_missing_is_named_and_what_was_typed_stays(cast: Cast, postbox: Postbox) -> None:
    answer = signed_in(cast.joanne).post("/staff/invite/", {**NEW, "email": "ada", "roles": []})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert "Ada Quist" in page
    assert postbox.letters == []


def test_somebody_on_the_staff_is_not_invited_twice(cast: Cast, postbox: Postbox) -> None:
    answer = signed_in(cast.joanne).post("/staff/invite/", {**NEW, "email": "PRIYA@larkfield.example"})
    assert answer.status_code == 422
    assert "is on the staff already" in answer.content.decode()
    assert postbox.letters == []


def test_roles_are_added_and_taken_away(cast: Cast) -> None:
    browser = signed_in(cast.joanne)
    path = f"/staff/{account(cast.priya).ref}/"
    assert b"checked" in browser.get(path).content
    changed = {"roles": ["therapist", "pharmacist"], "title": "therapist", "registration": "T 123"}
    assert browser.post(path, changed).status_code == 302
    assert roles_of("priya@larkfield.example") == {"therapist", "pharmacist"}


def test_an_ended_place_opens_nothing_any_more(cast: Cast) -> None:
    priya = signed_in(cast.priya)
    assert priya.get("/protocol/").status_code == 200
    path = f"/staff/{account(cast.priya).ref}/end/"
    browser = signed_in(cast.joanne)
    assert b"End the place of Priya Shah" in browser.get(path).content
    assert browser.post(path).status_code == 302
    assert priya.get("/protocol/").status_code == 302
    assert browser.get(f"/staff/{account(cast.priya).ref}/").status_code == 404


def test_there_is_always_an_administrator(cast: Cast) -> None:
    browser = signed_in(cast.joanne)
    path = f"/staff/{account(cast.joanne).ref}/"
    own_end = browser.post(f"{path}end/")
    own_role = browser.post(path, {"roles": ["evaluator"], "title": "evaluator", "registration": ""})
    assert (own_end.status_code, own_role.status_code) == (422, 422)
    assert roles_of("joanne@larkfield.example") == {"administrator"}


def test_another_clinics_colleague_is_not_found(cast: Cast) -> None:
    stranger = account(cast_of("tern-house").priya)
    browser = signed_in(cast.joanne)
    for path in (f"/staff/{stranger.ref}/", f"/staff/{stranger.ref}/end/"):
        assert browser.get(path).status_code == 404
    assert browser.post(f"/staff/{stranger.ref}/invite-again/").status_code == 404


def test_only_who_manages_staff_may(cast: Cast) -> None:
    assert signed_in(cast.hannah).get("/staff/").status_code == 403
    with pytest.raises(NotAllowed):
        actions.end_place(account=account(cast.priya), by=cast.hannah, now=NOW)
    with pytest.raises(Refused):
        actions.end_place(account=account(cast.joanne), by=cast.joanne, now=NOW)
    assert Role.NURSE in cast.priya.roles
