"""Who may open what: every address, every method, every role, against a table that was read and agreed to.

``access.csv`` has one line for each address: who may open it, by which methods. A new address without its line
fails, and the failure prints the line to review and add.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client
from django.urls import resolve

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.clinics import end_staff
from afterglow.ground.access.roles import GRANTED, Role
from tests.laws.routes import Route, routes
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in

TABLE = Path(__file__).parent / "access.csv"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
HUMAN_ROLES = [role for role in Role if role not in {Role.LINK, Role.DEVICE, Role.SYSTEM}]
ROUTES = sorted(routes(), key=lambda route: route.name == "sign-out")
"""Signing out comes last: whoever has done it is nobody afterwards."""
NEEDS_A_KEY = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_deactivate_totp"}
"""Pages that confirm by a key somebody has: whoever has none of the kind is sent away there, not let in."""
ANYBODY = "anybody"


def line(route: Route) -> tuple[str, str, str, str]:
    """What the code declares, as a line of the table."""
    assert route.entrance is not None, f"{route.name} does not say who may open it"
    if route.entrance.is_open:
        who = ANYBODY
    else:
        allowed = {role for role in Role if GRANTED[role] & set(route.entrance.permissions)}
        who = " + ".join(role.value for role in Role if role in allowed)
    return route.name, "/" + route.pattern, " ".join(route.entrance.methods), who


def test_the_table_says_what_the_code_does() -> None:
    with TABLE.open(newline="") as file:
        agreed = [tuple(row) for row in csv.reader(file)][1:]
    declared = [line(route) for route in ROUTES]
    missing = [",".join(f'"{cell}"' for cell in row) for row in declared if row not in agreed]
    stale = [row for row in agreed if row not in declared]
    assert not missing, "review these lines and add them:\n" + "\n".join(missing)
    assert not stale, "no address has these lines any more:\n" + "\n".join(map(str, stale))


def test_no_address_stands_in_front_of_another() -> None:
    found = {route.name: resolve(route.path).view_name for route in ROUTES}
    assert {name: other for name, other in found.items() if other != name} == {}


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of()


def actor_in(role: Role, cast: Cast) -> Actor:
    """Somebody of the cast in this role."""
    if role is Role.PATIENT:
        return as_patient(maya(cast))
    staff = (cast.joanne, cast.hannah, cast.priya, cast.lena, cast.grace, cast.ewan, cast.fiona)
    return next(person for person in staff if person.roles == {role})


def browser_of(role: Role, cast: Cast) -> Client:
    """Their browser. A newcomer is a nurse who has signed in without a passkey or an authenticator."""
    if role is not Role.NEWCOMER:
        return signed_in(actor_in(role, cast))
    client = signed_in(cast.priya)
    session = client.session
    del session[AUTHENTICATION_METHODS_SESSION_KEY]
    session.save()
    return client


def observe(client: Client, route: Route, method: str) -> str:
    """What really happens: in, out, sign in, or no such method."""
    response = client.generic(method, route.path, secure=True)
    if response.status_code == 405:
        return "no such method"
    if response.status_code == 403:
        return "out"
    if response.status_code == 302 and response.headers["Location"].startswith("/sign-in/"):
        return "sign in"
    assert response.status_code < 500, f"{method} {route.path} answered {response.status_code}"
    return "in"


def expected(route: Route, method: str, roles: frozenset[Role]) -> str:
    """What the table promises."""
    entrance = route.entrance
    assert entrance is not None
    if entrance.is_open:
        return "in" if method in entrance.methods else "no such method"
    if not roles:
        return "sign in"
    if not any(GRANTED[role] & set(entrance.permissions) for role in roles):
        return "out"
    return "in" if method in entrance.methods else "no such method"


def cells(client: Client, roles: frozenset[Role]) -> dict[str, tuple[str, str]]:
    """Every address and method whose answer is not the one promised."""
    wrong = {}
    for route in ROUTES:
        for method in METHODS:
            promised, real = expected(route, method, roles), observe(client, route, method)
            if route.name in NEEDS_A_KEY and real == "out":
                continue
            if promised != real and not (route.entrance and route.entrance.is_open and real == "sign in"):
                wrong[f"{method} /{route.pattern}"] = (promised, real)
    return wrong


@pytest.mark.parametrize("role", HUMAN_ROLES, ids=lambda role: role.value)
def test_each_role_gets_in_where_the_table_says_and_nowhere_else(role: Role, cast: Cast) -> None:
    assert cells(browser_of(role, cast), frozenset({role})) == {}


def test_a_stranger_is_asked_to_sign_in(db: None) -> None:
    assert cells(Client(), frozenset()) == {}


def test_somebody_whose_place_has_ended_is_a_stranger(cast: Cast) -> None:
    from afterglow.ground.access.models import Account

    browser = signed_in(cast.priya)
    end_staff(account=Account.objects.get(pk=cast.priya.account_id), by=cast.joanne, now=NOW)
    assert cells(browser, frozenset()) == {}


def test_the_table_has_as_many_cells_as_a_clinic_needs() -> None:
    assert len(ROUTES) * len(METHODS) * (len(HUMAN_ROLES) + 2) >= 3000
