"""What is not there yet says so, in the clinic's own terms."""

from __future__ import annotations

import pytest

from tests.people import as_patient, cast_of, maya, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic_time")]


@pytest.mark.parametrize(
    ("clinic", "page", "words"),
    [
        ("larkfield", "/my/groups/", "cannot book a place on these pages yet"),
        ("harrow-lane", "/my/groups/", "Integration group"),
        ("marlow-rooms", "/my/groups/", "has no groups"),
        ("tern-house", "/my/journal/", "within 24 hours of each treatment"),
        ("larkfield", "/my/journal/", "cannot write here yet"),
    ],
)
def test_not_yet(clinic: str, page: str, words: str) -> None:
    answer = signed_in(as_patient(maya(cast_of(clinic)))).get(page)
    assert answer.status_code == 200
    assert words in answer.content.decode()
