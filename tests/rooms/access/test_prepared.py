"""A prepared query answers as the queryset itself would, and writes its SQL once; what it does not fit, it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db.models import Count, QuerySet

from afterglow.ground.access.models import Account, Clinic, Membership
from afterglow.ground.access.prepared import Prepared
from tests.people import cast_of

pytestmark = pytest.mark.django_db


def memberships(clinic_id: int, role: str) -> QuerySet[Membership]:
    rows: QuerySet[Membership] = Membership.objects.filter(clinic_id=clinic_id, role=role, ended_at=None)
    return rows.select_related("clinic", "account").order_by("pk")


def test_rows_are_those_of_the_queryset_whole_and_with_what_is_selected_beside(
    django_assert_num_queries: Callable[..., object],
) -> None:
    asked, clinics = Prepared(memberships), [cast_of(slug).clinic for slug in ("larkfield", "tern-house")]
    for clinic in clinics:
        for role in ("nurse", "administrator", "nobody"):
            with django_assert_num_queries(1):  # type: ignore[attr-defined]  # a context manager
                found = asked(clinic.pk, role)
                names = [(row.clinic.name, row.account.email) for row in found]
            wanted = list(memberships(clinic.pk, role))
            assert [vars_of(row) for row in found] == [vars_of(row) for row in wanted]
            assert names == [(row.clinic.name, row.account.email) for row in wanted]
    assert any(asked(clinics[0].pk, role) for role in ("nurse", "administrator"))


def vars_of(row: Membership) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_row_that_was_found_can_be_saved_and_fetched_again() -> None:
    clinic = cast_of("larkfield").clinic
    found = Prepared(lambda pk: Clinic.objects.filter(pk=pk)).first(clinic.pk)
    assert found == clinic
    assert found._state.db == "default"
    assert not found._state.adding


def test_tuples_are_converted_as_the_queryset_does() -> None:
    clinic = cast_of("larkfield").clinic

    def rows(clinic_id: int) -> QuerySet[Membership, tuple[str, bool]]:
        found: QuerySet[Membership] = Membership.objects.filter(clinic_id=clinic_id).order_by("pk")
        return found.values_list("role", "account__is_active")

    assert Prepared(rows)(clinic.pk) == list(rows(clinic.pk)) != []


def test_its_sql_is_written_once() -> None:
    written = list[object]()

    def by_name(name: str) -> QuerySet[Clinic]:
        written.append(name)
        return Clinic.objects.filter(name=name).order_by("pk")[:1]

    asked, clinic = Prepared(by_name), cast_of("larkfield").clinic
    assert asked.first("No such clinic") is None
    assert asked.first(clinic.name) == clinic
    assert len(written) == 1
    assert written[0] not in ("No such clinic", clinic.name)


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        (lambda name: Clinic.objects.filter(name__contains=name), "Lark"),
        (lambda _: Clinic.objects.all(), 1),
        (lambda pk: Clinic.objects.filter(pk=pk), None),
        (lambda active: Account.objects.filter(is_active=active), True),
        (lambda pk: Clinic.objects.filter(pk=pk).annotate(many=Count("pk")), 1),
        (lambda pk: Account.objects.filter(pk=pk).prefetch_related("memberships"), 1),
        (lambda pk: Clinic.objects.filter(pk=pk).values_list("name", flat=True), 1),
        (lambda pk: Clinic.objects.filter(pk=pk).values("name"), 1),
    ],
    ids=["pattern", "unused", "nothing", "truth", "annotated", "prefetched", "flat", "dictionaries"],
)
def test_what_it_does_not_fit_is_refused(ask: Callable[[object], QuerySet[Clinic, object]], value: object) -> None:
    with pytest.raises(LookupError):
        Prepared(ask)(value)
