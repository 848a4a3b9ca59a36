"""What stands on the pages that a role may open: an evaluator meets nobody by name, the office reads no record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from afterglow.record.people.models import Patient
from tests.laws.full_house import House
from tests.laws.full_house_stories import NAMES, SECRET
from tests.laws.routes import Route, routes
from tests.laws.visitors import Visitor, visitors

SHOWN = [route for route in routes() if route.entrance and "GET" in route.entrance.methods]

OF_THE_OFFICE = {
    "billing:account": "it writes who pays, and why something was waived",
    "billing:accounts": "it writes who pays",
    "billing:bill": "it bills, and sees the same account",
    "billing:payment": "it writes why money went back",
    "contact:question": "it answers patients' questions",
    "contact:questions": "it answers patients' questions",
    "letters:edit": "it types letters",
    "letters:letter": "it types letters",
    "letters:send": "it sends letters",
    "referral:enquiry": "it calls those who ask for a consultation",
    "referral:referral": "it enters referrals",
    "tasks:task": "it calls those who ask for a consultation, and mends addresses that take no message",
}
"""Pages on which the office reads free text that patients or clinicians wrote, and why it is theirs to read."""


def pages_of(visitor: Visitor) -> Iterator[tuple[Route, str]]:
    """The text of every page somebody may open."""
    for route in SHOWN:
        if visitor.may_enter(route):
            for path in visitor.paths(route):
                answer = visitor.browser.get(path)
                if answer.status_code == 200 and not answer.streaming:
                    yield route, answer.content.decode(errors="replace")


def one_in(role: str, house: House, slug: str) -> Visitor:
    return next(visitor for visitor in visitors(house.casts[slug]) if visitor.name == role)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", "django.request")


@pytest.mark.pathway("F30")
@pytest.mark.parametrize("slug", NAMES)
def test_an_evaluator_meets_nobody_by_name(slug: str, house: House) -> None:
    evaluator, people = one_in("evaluator", house, slug), Patient.objects.filter(clinic__slug=slug)
    words = {word for one in people for word in (one.family_name, one.nhs_number, one.ref) if word}
    named = {route.name for route, said in pages_of(evaluator) if any(word in said for word in words)}
    found = evaluator.browser.get("/search/", {"q": NAMES[slug][0]}).content.decode()
    assert named == set()
    assert not any(f"/patients/{one.ref}" in found for one in people)


@pytest.mark.parametrize("slug", NAMES)
def test_the_office_reads_no_clinical_record(slug: str, house: House) -> None:
    office = one_in("administrator", house, slug)
    read = {route.name for route, said in pages_of(office) if SECRET in said}
    assert read <= OF_THE_OFFICE.keys()


@pytest.mark.parametrize("slug", NAMES)
def test_whoever_may_only_look_changes_nothing(slug: str, house: House) -> None:
    """A page of a treatment is open to whoever reads the record; its forms are refused to them."""
    for role in ("therapist", "pharmacist"):
        visitor = one_in(role, house, slug)
        for route in SHOWN:
            assert route.entrance is not None
            if route.name.startswith("treatment:") and "POST" in route.entrance.methods and visitor.may_enter(route):
                answers = {visitor.browser.post(path, {}).status_code for path in visitor.paths(route)}
                assert answers <= {403, 404, 422}, f"{role} at {route.name}"
