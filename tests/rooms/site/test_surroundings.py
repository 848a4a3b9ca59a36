"""The places a page leads to: of those that match, only the nearest is where somebody is."""

from __future__ import annotations

import pytest

from tests.people import as_patient, cast_of, maya, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "place"), [("/my/", "Today"), ("/my/journal/", "Journal"), ("/my/questions/", "Ask us")]
)
def test_one_place_is_where_somebody_is(address: str, place: str) -> None:
    page = signed_in(as_patient(maya(cast_of("larkfield")))).get(address).content.decode()
    assert page.count('aria-current="page"') == 1
    assert f'aria-current="page">{place}</a>' in page
