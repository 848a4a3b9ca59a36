"""Whoever reads about a patient is written down, every time and once; a page about nobody leaves nothing (M24)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

import pytest
from django.db import models
from django.http import HttpResponse
from django.test import Client

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Clinic
from afterglow.ground.audit.models import ReadEntry
from afterglow.record.people.models import Patient
from tests.laws.full_house import House
from tests.laws.full_house_stories import NAMES
from tests.laws.objects import filled, kind_behind, ref_parameters, ways
from tests.laws.pages import Page
from tests.laws.routes import Route, routes
from tests.people import Cast, as_patient, signed_in

CLINIC = sorted(NAMES)[0]

OF_NOBODY = {Account}
"""Kinds of object that belong to no patient."""

WAYS = 4
"""How many objects of each kind are looked at."""

ABOUT_NOBODY = ("protocol", "roles", "staff", "staff-invite", "mfa_index", "own-pin", "places", "people:register")
"""Pages that show no patient, whoever looks."""


def gets() -> list[Route]:
    """Every address that can be read and is not for everybody."""
    return [
        route for route in routes() if route.entrance and not route.entrance.is_open and "GET" in route.entrance.methods
    ]


def about_one(route: Route) -> bool:
    """Whether an address leads to something of one patient."""
    names = ref_parameters(route)
    return bool(names) and kind_behind(route, names[0]) not in OF_NOBODY


def staff_of(cast: Cast) -> list[Actor]:
    return [cast.joanne, cast.hannah, cast.priya, cast.lena, cast.grace, cast.ewan, cast.fiona]


def patient_behind(route: Route, ref: str) -> int | None:
    """Whose object it is: the patient themselves, or whom it points to by whatever road."""
    kind = kind_behind(route, ref_parameters(route)[0])
    row = kind._default_manager.get(ref=ref)
    return patient_of(row, 0)


def patient_of(row: models.Model, depth: int) -> int | None:
    if isinstance(row, Patient):
        return row.pk
    if depth > 5:
        return None
    if getattr(row, "patient_id", None):
        return int(row.patient_id)  # type: ignore[attr-defined]  # just asked
    for field in row._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and target not in (Clinic, Account) and issubclass(target, models.Model):
            nearer = getattr(row, field.name)
            found = patient_of(nearer, depth + 1) if nearer is not None else None
            if found is not None:
                return found
    return None


def entries(browser: Client, path: str, **headers: str) -> tuple[HttpResponse, list[ReadEntry]]:
    """An answer, and what it left in the log."""
    last = ReadEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    answer = browser.get(path, headers=headers)
    return answer, list(ReadEntry.objects.filter(id__gt=last))


def visits(route: Route, cast: Cast) -> Iterator[tuple[Actor, Mapping[str, str]]]:
    assert route.entrance is not None
    for actor in staff_of(cast):
        if any(actor.may(one) for one in route.entrance.permissions):
            yield from ((actor, way) for way in islice(ways(route, cast.clinic), WAYS))


def test_every_page_about_a_patient_is_written_down_each_time(house: House) -> None:
    """Twice in a row, for what was worked out once may be kept; whose it was is written down all the same."""
    cast, faults, shown = house.casts[CLINIC], set[str](), 0
    browsers = {actor.name: signed_in(actor) for actor in staff_of(cast)}
    for route in filter(about_one, gets()):
        for actor, way in visits(route, cast):
            patient = patient_behind(route, way[ref_parameters(route)[0]])
            for _ in range(2):
                answer, left = entries(browsers[actor.name], filled(route, way))
                if answer.status_code != 200 or patient is None:
                    continue
                shown += 1
                ids = [entry.patient_ids.split(",") for entry in left]
                if len(left) != 1 or str(patient) not in ids[0]:
                    faults.add(f"/{route.pattern} for the {actor.role_words}: left {ids} about {patient}")
                elif (left[0].actor_id, left[0].page, left[0].clinic_id) != (
                    actor.account_id, route.name, cast.clinic.pk
                ):  # fmt: skip
                    faults.add(f"/{route.pattern}: by {left[0].actor_id}, as {left[0].page}")
    assert sorted(faults) == []
    assert shown > 300


def test_a_page_that_names_somebody_is_about_them(house: House) -> None:
    """Lists too: every patient whose name stands there is in the entry."""
    cast, faults = house.casts[CLINIC], set[str]()
    patients = list(Patient.objects.filter(clinic=cast.clinic))
    browsers = {actor.name: signed_in(actor) for actor in staff_of(cast)}
    for route in (route for route in gets() if not ref_parameters(route)):
        for actor, way in visits(route, cast):
            for _ in range(2):
                answer, left = entries(browsers[actor.name], filled(route, way))
                if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
                    continue
                named = {str(one.pk) for one in patients if one.full_name in words_of(answer)}
                noted = {number for entry in left for number in entry.patient_ids.split(",")}
                if not named <= noted:
                    faults.add(f"/{route.pattern} for the {actor.role_words}: names {sorted(named - noted)} unnoted")
                if len(left) > 1:
                    faults.add(f"/{route.pattern}: {len(left)} entries for one page")
    assert sorted(faults) == []


def words_of(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_a_page_about_nobody_leaves_nothing(house: House) -> None:
    cast, known = house.casts[CLINIC], {route.name: route for route in gets()}
    for name in ABOUT_NOBODY:
        for actor, way in visits(known[name], cast):
            answer, left = entries(signed_in(actor), filled(known[name], way))
            assert (answer.status_code, left) == (200, []), name


def test_what_a_patient_reads_of_their_own_is_written_down_too(house: House) -> None:
    cast = house.casts[CLINIC]
    patient = Patient.objects.filter(clinic=cast.clinic, account__isnull=False).order_by("pk").first()
    assert patient is not None
    answer, left = entries(signed_in(as_patient(patient)), "/my/")
    assert answer.status_code == 200
    assert [(entry.patient_ids, entry.page) for entry in left] == [(str(patient.pk), "patient:today")]


def test_a_form_sent_back_with_its_mistakes_shows_the_patient_again(house: House) -> None:
    cast = house.casts[CLINIC]
    patient = Patient.objects.filter(clinic=cast.clinic).order_by("pk").first()
    assert patient is not None
    browser = signed_in(cast.priya)
    last = ReadEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    answer = browser.post(f"/patients/{patient.ref}/details/correct/", {"patient_shown": patient.ref})
    assert answer.status_code == 422
    assert patient.full_name in words_of(answer)
    assert list(ReadEntry.objects.filter(id__gt=last).values_list("patient_ids", flat=True)) == [str(patient.pk)]


@pytest.mark.parametrize("path", ["/patients/nobody/", "/patients/nobody/details/", "/letters/nobody/"])
def test_what_was_not_shown_was_not_read(path: str, house: House) -> None:
    answer, left = entries(signed_in(house.casts[CLINIC].hannah), path)
    assert (answer.status_code, left) == (404, [])
    assert Page(answer.content.decode()).headings == ["There is no such page"]
