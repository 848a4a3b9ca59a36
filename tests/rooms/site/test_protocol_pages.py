"""Everybody on the staff can read the clinic's protocol, any version of it, and what differs between two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from afterglow.ground.access.protocols import activate, versions
from afterglow.ground.protocol.reading import version_files
from tests.people import NOW, Cast, cast_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clinic_time: Callable[[datetime], None]) -> Cast:
    return cast_of()


@pytest.fixture
def both(cast: Cast) -> Cast:
    """Larkfield with both of its shipped versions in use."""
    for file in version_files():
        if file.clinic == "larkfield" and file.version not in versions(cast.clinic.pk):
            activate(text=file.path.read_text(encoding="utf-8"), by=cast.hannah, now=NOW)
    return cast


def test_each_value_stands_with_what_it_rests_on(cast: Cast) -> None:
    page = signed_in(cast.ewan).get("/protocol/").content.decode()
    assert "First consultation expected within" in page
    assert "3 months" in page
    assert 'href="#source-F3"' in page
    assert 'id="source-F3"' in page


def test_a_version_that_is_not_in_force_says_so(both: Cast) -> None:
    old, new = versions(both.clinic.pk)
    browser = signed_in(both.ewan)
    pages = {one: browser.get(f"/protocol/{one.isoformat()}/").content.decode() for one in (old, new)}
    notes = ["The version in force is that of" in pages[one] for one in (old, new)]
    assert notes == [True, False]


def test_two_versions_are_compared_in_clinical_words(both: Cast) -> None:
    old, new = (one.isoformat() for one in versions(both.clinic.pk))
    browser = signed_in(both.ewan)
    page, turned = (
        browser.get(f"/protocol/{one}/").content.decode() for one in (f"{old}/compare/{new}", f"{new}/compare/{old}")
    )
    assert "New patients" in page
    assert page.partition("<main")[2] == turned.partition("<main")[2]


def test_the_choice_of_two_versions_leads_to_their_comparison(both: Cast) -> None:
    old, new = (one.isoformat() for one in versions(both.clinic.pk))
    browser = signed_in(both.ewan)
    there = browser.get("/protocol/compare/", {"before": old, "after": new})
    assert there.headers["Location"] == f"/protocol/{old}/compare/{new}/"
    assert browser.get("/protocol/compare/", {"before": old, "after": "tomorrow"}).headers["Location"] == "/protocol/"


@pytest.mark.parametrize("version", ["2020-01-01", "yesterday", "1"])
def test_a_version_never_put_into_use_is_not_found(cast: Cast, version: str) -> None:
    assert signed_in(cast.ewan).get(f"/protocol/{version}/").status_code == 404
