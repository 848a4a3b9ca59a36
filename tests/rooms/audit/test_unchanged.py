"""What was worked out is kept only while nothing of its clinic has been written."""

from __future__ import annotations

import pytest

from afterglow.ground.audit.unchanged import WhileUnchanged
from tests.people import Cast, cast_of, maya, tomasz

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of()


class Counted:
    """Works out how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_it_is_worked_out_once_while_nothing_is_written(cast: Cast) -> None:
    kept, work = WhileUnchanged[int](most=10), Counted()
    assert [kept.get(cast.clinic.pk, "page", work) for _ in range(3)] == [1, 1, 1]


def test_any_change_in_the_clinic_ends_it(cast: Cast) -> None:
    kept, work = WhileUnchanged[int](most=10), Counted()
    kept.get(cast.clinic.pk, "page", work)
    maya(cast)
    assert kept.get(cast.clinic.pk, "page", work) == 2


def test_a_change_in_another_clinic_does_not(cast: Cast) -> None:
    other = cast_of("tern-house")
    kept, work = WhileUnchanged[int](most=10), Counted()
    kept.get(cast.clinic.pk, "page", work)
    tomasz(other)
    assert kept.get(cast.clinic.pk, "page", work) == 1
    assert kept.get(other.clinic.pk, "page", work) == 2


def test_each_key_has_its_own_and_there_are_never_too_many(cast: Cast) -> None:
    kept, work = WhileUnchanged[int](most=3), Counted()
    for key in range(50):
        kept.get(cast.clinic.pk, key, work)
        assert len(kept._kept) <= 3
    assert kept.get(cast.clinic.pk, 49, work) == 50


def test_a_failure_is_not_kept(cast: Cast) -> None:
    kept = WhileUnchanged[int](most=3)
    with pytest.raises(ZeroDivisionError):
        kept.get(cast.clinic.pk, "page", lambda: 1 // 0)
    assert kept.get(cast.clinic.pk, "page", lambda: 7) == 7
