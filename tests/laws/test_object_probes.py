"""Another's object answers exactly like one that does not exist, by every address, for everybody (M13).

Each address that takes a ref is asked for the objects of one clinic by everybody of the other, and for one patient's
by another patient of the same clinic. ``SEED`` chooses the sample of refs that are not even of the right kind.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from afterglow.care.groups.models.series import Meeting
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.record.people.models import Patient
from tests.laws.full_house import House
from tests.laws.full_house_stories import NAMES
from tests.laws.objects import (
    all_refs,
    filled,
    kind_behind,
    owner_of,
    parameters,
    plain_values,
    ref_parameters,
    ways,
)
from tests.laws.pages import Page, without_tokens
from tests.laws.routes import NOBODY, Route, routes
from tests.laws.watching import everything, watched
from tests.people import Cast, as_patient, signed_in

SEED = int(os.environ.get("SEED", "13"))
FOR_ALL_PATIENTS = {Meeting}
"""What belongs to no patient: the date of a group, which every patient of the clinic may look at."""
TAKING_REFS = [route for route in routes() if ref_parameters(route)]

Data = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Reach:
    """How many refs each person tries at each address: of the kind that it takes, and of any kind."""

    right: int
    any: int


USUAL, DEEP = Reach(right=3, any=1), Reach(right=1000, any=20)


@dataclass(frozen=True)
class Asker:
    """Somebody at a browser."""

    actor: Actor
    browser: Client

    def may_enter(self, route: Route) -> bool:
        return route.entrance is not None and any(self.actor.may(one) for one in route.entrance.permissions)


def askers(cast: Cast) -> list[Asker]:
    """Everybody of a clinic: one in each staff role, and two patients."""
    staff = (cast.joanne, cast.hannah, cast.priya, cast.lena, cast.grace, cast.ewan, cast.fiona)
    patients = (as_patient(patient) for patient in patients_of(cast.clinic)[:2])
    return [asker(actor) for actor in (*staff, *patients)]


def asker(actor: Actor) -> Asker:
    """Somebody at a browser that goes on after the server failed: an answer of 500 is a fault like any other."""
    browser = signed_in(actor)
    browser.raise_request_exception = False
    return Asker(actor, browser)


def patients_of(clinic: Clinic) -> Sequence[Patient]:
    return list(Patient.objects.filter(clinic=clinic, account__isnull=False).order_by("pk"))


class Prober:
    """Asks for what is not theirs, and holds each answer against the answer for a ref of nothing."""

    def __init__(self, asker: Asker, own: Clinic, names: Sequence[str]) -> None:
        self.asker, self.own, self.names = asker, own, names
        self.asked, self.faults = 0, list[str]()
        self.nothing = cache(self._nothing)

    def probe(self, route: Route, refs: Mapping[str, str]) -> None:
        """Ask by every method that the address takes."""
        assert route.entrance is not None
        for method in ("GET", "POST"):
            if method in route.entrance.methods:
                self._probe(route, refs, method)

    def _probe(self, route: Route, refs: Mapping[str, str], method: str) -> None:
        path, data = self._path(route, refs), self._data(route, refs)
        with watched() as watch:
            answer = self._ask(method, path, data)
        status, body = self.nothing(route, method)
        self.asked += 1
        said = self._body(answer, refs.values())
        fault = ""
        if answer.status_code not in (403, 404, 405) or answer.status_code != status:
            fault = f"answered {answer.status_code}, and {status} for nothing"
        elif said != body:
            fault = "says something else than for nothing"
        elif watch.writes:
            fault = f"wrote: {watch.writes[0]}"
        elif any(name in said for name in self.names):
            fault = "names somebody"
        if fault:
            self.faults.append(f"{self.asker.actor.role_words}: {method} /{route.pattern} {fault}")

    def _nothing(self, route: Route, method: str) -> tuple[int, str]:
        refs = dict.fromkeys(ref_parameters(route), NOBODY)
        answer = self._ask(method, self._path(route, refs), self._data(route, refs))
        return answer.status_code, self._body(answer, refs.values())

    def _path(self, route: Route, refs: Mapping[str, str]) -> str:
        others = [name for name in parameters(route) if name not in refs]
        return filled(route, {**refs, **{name: plain_values(route, name, self.own)[0] for name in others}})

    def _ask(self, method: str, path: str, data: Data) -> HttpResponse:
        with transaction.atomic():
            answer = self.asker.browser.post(path, data) if method == "POST" else self.asker.browser.get(path)
            transaction.set_rollback(True)
        return answer  # type: ignore[return-value]  # the test client's answer is one

    def _data(self, route: Route, refs: Mapping[str, str]) -> Data:
        """What this asker would post for an object of their own, but for the other patient's ref."""
        shown = next(iter(refs.values()))
        return {**self._own_form(route), "patient_shown": [shown]}

    def _own_form(self, route: Route) -> Data:
        found = _forms.get((route.name, self.own.pk))
        if found is None:
            found = {}
            for way in self._own_ways(route):
                answer = self._ask("GET", filled(route, way), {})
                if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
                    posted = Page(answer.content.decode()).posted
                    found = posted[0].filled_in() if posted else {}
                    break
            if self.asker.may_enter(route):
                _forms[route.name, self.own.pk] = found
        return found

    def _own_ways(self, route: Route) -> Iterator[Mapping[str, str]]:
        if self.asker.may_enter(route) and "GET" in (route.entrance.methods if route.entrance else ()):
            yield from ways(route, self.own)

    def _body(self, answer: HttpResponse, refs: Sequence[str] | object) -> str:
        said = without_tokens(answer.content.decode(errors="replace"))
        for ref in refs:  # type: ignore[attr-defined]  # the values of a mapping
            said = said.replace(ref, NOBODY)
        return said


_forms: dict[tuple[str, int], Data] = {}


@pytest.fixture(autouse=True)
def no_forms_of_another_house(caplog: pytest.LogCaptureFixture) -> None:
    _forms.clear()
    caplog.set_level("CRITICAL", "django.request")


def probe_all(asker: Asker, own: Clinic, other: Clinic, reach: Reach) -> Prober:
    """What of ``other`` an asker who belongs to ``own`` could try."""
    prober, chance = Prober(asker, own, NAMES[other.slug]), random.Random(f"{SEED}/{asker.actor.role_words}")
    anything = sorted(all_refs(other))
    for route in TAKING_REFS:
        theirs = list(_refs(route, other))
        if not theirs:
            continue  # a clinic whose protocol has no such thing keeps none that could be found
        if not asker.may_enter(route):
            prober.probe(route, chance.choice(theirs))
            continue
        chosen = [*chance.sample(theirs, min(reach.right, len(theirs))), *_mixed(route, own, other)]
        for refs in chosen:
            prober.probe(route, refs)
        for ref in chance.sample(anything, reach.any):
            prober.probe(route, dict.fromkeys(ref_parameters(route), ref))
    return prober


def _refs(route: Route, clinic: Clinic) -> Iterator[Mapping[str, str]]:
    """Refs that belong together, each once."""
    seen = set()
    for way in ways(route, clinic):
        refs = tuple((name, way[name]) for name in ref_parameters(route))
        if refs not in seen:
            seen.add(refs)
            yield dict(refs)


def _mixed(route: Route, own: Clinic, other: Clinic) -> Iterator[Mapping[str, str]]:
    """One's own patient with another's object, and the other way round."""
    if len(ref_parameters(route)) < 2:
        return
    first, second = ref_parameters(route)
    mine, theirs = next(_refs(route, own)), next(_refs(route, other))
    yield {first: mine[first], second: theirs[second]}
    yield {first: theirs[first], second: mine[second]}


def hold(probers: Iterator[Prober], before: Mapping[str, tuple[int, str]]) -> int:
    """No probe found anything, and nothing was changed by any of them; says how many there were."""
    found = list(probers)
    assert sorted({fault for prober in found for fault in prober.faults}) == [], f"seed {SEED}"
    assert everything() == before, f"seed {SEED}"
    return sum(prober.asked for prober in found)


@pytest.mark.parametrize("slug", NAMES)
def test_another_clinics_object_is_like_one_that_does_not_exist(slug: str, house: House) -> None:
    cast, other = house.casts[slug], house.other(slug).clinic
    assert hold((probe_all(one, cast.clinic, other, USUAL) for one in askers(cast)), everything()) > 1000


@pytest.mark.deep
@pytest.mark.parametrize("slug", NAMES)
def test_another_clinics_objects_all_of_them(slug: str, house: House) -> None:
    cast, other = house.casts[slug], house.other(slug).clinic
    assert hold((probe_all(one, cast.clinic, other, DEEP) for one in askers(cast)), everything()) > 10_000


@pytest.mark.parametrize("slug", NAMES)
def test_a_patient_finds_nothing_of_another_patient(slug: str, house: House) -> None:
    """Not even at the same clinic, and not by an address that joins one's own ref with another's."""
    clinic = house.casts[slug].clinic
    assert hold((_probe_neighbours(patient, clinic) for patient in patients_of(clinic)[:2]), everything()) > 20


def _probe_neighbours(patient: Patient, clinic: Clinic) -> Prober:
    names = [other.full_name for other in patients_of(clinic) if other != patient]
    prober = Prober(asker(as_patient(patient)), clinic, names)
    for route in TAKING_REFS:
        if not prober.asker.may_enter(route) or kind_behind(route, ref_parameters(route)[0]) in FOR_ALL_PATIENTS:
            continue
        for refs in _refs(route, clinic):
            if all(owner_of(kind_behind(route, name), ref) != patient for name, ref in refs.items()):
                prober.probe(route, refs)
    return prober


@pytest.mark.parametrize("slug", NAMES)
def test_one_patients_page_shows_no_object_of_another(slug: str, house: House) -> None:
    """An address with two refs answers only where both belong together."""
    cast = house.casts[slug]
    staff = (asker(actor) for actor in (cast.joanne, cast.hannah, cast.priya))
    assert hold((_probe_pairs(one, cast.clinic) for one in staff), everything()) > 20


def _probe_pairs(one: Asker, clinic: Clinic) -> Prober:
    prober = Prober(one, clinic, ())
    for route in TAKING_REFS:
        if len(ref_parameters(route)) < 2 or not one.may_enter(route):
            continue
        first, second = ref_parameters(route)
        pairs = list(_refs(route, clinic))
        for pair in pairs:
            stranger = next(other for other in pairs if other[first] != pair[first])
            prober.probe(route, {first: pair[first], second: stranger[second]})
    return prober


def test_a_probe_notices_an_object_that_answers(house: House) -> None:
    cast = house.casts["solent-mind"]
    prober = Prober(asker(cast.priya), cast.clinic, ["Quillfeather"])
    details = next(route for route in TAKING_REFS if route.name == "people:details")
    prober.probe(details, {"ref": patients_of(cast.clinic)[0].ref})
    assert prober.faults == ["infusion nurse: GET /patients/<str:ref>/details/ answered 200, and 404 for nothing"]
