"""A ref of another clinic hidden in a form, a choice or a query leads nowhere either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client

from afterglow.ground.access.actor import Actor
from afterglow.record.diary.models import Bay
from afterglow.record.people.models import Patient
from tests.laws.full_house import House
from tests.laws.full_house_stories import NAMES
from tests.laws.objects import all_refs, filled, ways
from tests.laws.pages import Form, Page
from tests.laws.routes import Route, routes
from tests.laws.test_models import ABOVE_GROUND, clinic_clashes
from tests.laws.watching import watched
from tests.people import Cast, as_patient, signed_in

FORMS = [route for route in routes() if route.entrance and "GET" in route.entrance.methods]
OPENED_AT_MOST = 2
"""At how many objects of each kind a form is opened."""


@dataclass(frozen=True)
class Planted:
    """A form of one's own object in which one value was exchanged for another clinic's ref."""

    where: str
    path: str
    name: str
    data: Mapping[str, Sequence[str]]


def people_of(cast: Cast) -> list[Actor]:
    patients = Patient.objects.filter(clinic=cast.clinic, account__isnull=False).order_by("pk")[:2]
    return [cast.hannah, cast.joanne, cast.priya, cast.lena, *map(as_patient, patients)]


def forms_of(actor: Actor, browser: Client, cast: Cast) -> Iterator[tuple[Route, str, Form]]:
    """Every form this person sees at their own clinic's objects."""
    for route in FORMS:
        assert route.entrance is not None
        if not any(actor.may(permission) for permission in route.entrance.permissions):
            continue
        for way, _ in zip(ways(route, cast.clinic), range(OPENED_AT_MOST), strict=False):
            path = filled(route, way)
            answer = browser.get(path)
            if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
                yield from ((route, path, form) for form in Page(answer.content.decode()).posted)


def planted(
    route: Route, path: str, form: Form, own: Mapping[str, str], theirs: Mapping[str, str]
) -> Iterator[Planted]:
    """The form posted once for each of its refs, with another clinic's ref of the same kind in its place."""
    data = form.filled_in()
    for control in form.controls:
        for value in {control.value, *control.choices} & own.keys():
            stranger = next((ref for ref, kind in theirs.items() if kind == own[value]), None)
            if stranger is not None:
                exchanged = {**data, control.name: [stranger]}
                yield Planted(f"/{route.pattern}", form.action or path, control.name, exchanged)


def take(browser: Client, one: Planted, names: Sequence[str]) -> str:
    """Post it; what is wrong with the answer, or nothing. A page that only shows what would be saved may answer 200."""
    with transaction.atomic(), watched() as watch:
        answer = browser.post(one.path, one.data)
        clashes = [clash for model in ABOVE_GROUND for clash in clinic_clashes(model)] if watch.changes else []
        transaction.set_rollback(True)
    if answer.status_code not in (200, 403, 404, 422):
        return f"answered {answer.status_code}"
    if clashes:
        return f"joined the clinics: {clashes[0]}"
    if any(name in answer.content.decode() for name in names):
        return "names somebody"
    return f"wrote: {watch.changes[0]}" if watch.changes else ""


@pytest.mark.parametrize("slug", NAMES)
def test_a_form_takes_no_ref_of_another_clinic(slug: str, house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", "django.request")
    cast, other = house.casts[slug], house.other(slug).clinic
    own, theirs, faults, done = all_refs(cast.clinic), all_refs(other), set[str](), set[tuple[str, str]]()
    for actor in people_of(cast):
        browser = signed_in(actor)
        browser.raise_request_exception = False
        for route, path, form in forms_of(actor, browser, cast):
            for one in planted(route, path, form, own, theirs):
                if (one.where, one.name) in done:
                    continue
                done.add((one.where, one.name))
                fault = take(browser, one, NAMES[other.slug])
                if fault:
                    faults.add(f"{actor.role_words}: {one.where} with {one.name} {fault}")
    assert sorted(faults) == []
    assert len(done) > 30


@pytest.mark.parametrize("slug", NAMES)
def test_no_query_finds_another_clinics_people(slug: str, house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", "django.request")
    cast, other = house.casts[slug], house.other(slug).clinic
    stranger, bay = Patient.objects.filter(clinic=other)[0], Bay.objects.filter(clinic=other)[0]
    query = {
        **dict.fromkeys(("patient", "ref", "patient_shown", "about"), stranger.ref),
        "bay": bay.ref,
        **dict.fromkeys(("words", "q"), stranger.family_name),
    }
    names, faults = NAMES[other.slug], list[str]()
    for actor in people_of(cast):
        browser = signed_in(actor)
        browser.raise_request_exception = False
        for route in FORMS:
            if "<" in route.pattern:
                continue
            answer = browser.get(route.path, query)
            said = b"" if answer.streaming else answer.content
            if answer.status_code >= 500 or any(name.encode() in said for name in names):
                faults.append(f"{actor.role_words}: {route.path} answered {answer.status_code}")
    assert faults == []
