"""Who signs at which age: a table that a clinician can check."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.consent.rules.signing import Signing, may_sign, years_old
from afterglow.ground.protocol.schema.consent import Ages, Consent, EachDose

DAY = date(2026, 6, 11)
COVERS = ("procedure", "risks")


def consent(below: str = "parents-and-own-team") -> Consent:
    return Consent(
        source="N2",
        covers=COVERS,
        shown_first="cost-and-burden",
        ages=Ages(source="F7", adult_from=18, own_consent_from=16, below=below, say="Together."),  # type: ignore[arg-type]
        each_dose=EachDose(source="default", capacity=True, willingness=True, say="Asked again."),
        withdrawal="At any time.",
        research="Apart.",
        printable_as_one=True,
    )


def codes(age: int, *, below: str = "parents-and-own-team", **said: object) -> set[str]:
    whole: dict[str, object] = {"name": "A", "signer": "patient", "patient_agrees": True, "capacity": True}
    signing = Signing(**{**whole, "covered": COVERS, **said})  # type: ignore[arg-type]
    born = date(DAY.year - age, 1, 1)
    return {finding.code for finding in may_sign(signing, born=born, day=DAY, consent=consent(below))}


@pytest.mark.pathway("F7", "N2")
@pytest.mark.parametrize(
    ("age", "said", "held_back_by"),
    [
        (34, {}, set()),
        (34, {"signer": "parent", "relation": "mother"}, {"adult-signs"}),
        (34, {"capacity": False}, {"no-capacity"}),
        (34, {"patient_agrees": False}, {"not-willing"}),
        (34, {"covered": ("risks",)}, {"not-talked-over"}),
        (34, {"name": " "}, {"no-name"}),
        (18, {}, set()),
        (17, {}, {"no-joint-decision"}),
        (17, {"own_team_agrees": True}, set()),
        (16, {"own_team_agrees": True, "signer": "parent", "relation": "father"}, {"young-person-signs"}),
        (16, {"own_team_agrees": True, "capacity": False}, {"no-capacity"}),
        (15, {"own_team_agrees": True}, {"parent-signs"}),
        (15, {"own_team_agrees": True, "signer": "parent", "relation": "father"}, set()),
        (15, {"own_team_agrees": True, "signer": "parent", "relation": "father", "capacity": False}, set()),
        (15, {"own_team_agrees": True, "signer": "parent"}, {"no-relation"}),
        (15, {"signer": "parent", "relation": "father"}, {"no-joint-decision"}),
        (
            15,
            {"own_team_agrees": True, "signer": "parent", "relation": "father", "patient_agrees": False},
            {"not-willing"},
        ),
    ],
)
def test_who_signs_at_which_age(age: int, said: dict[str, object], held_back_by: set[str]) -> None:
    assert codes(age, **said) == held_back_by


def test_a_clinic_that_treats_adults_only() -> None:
    assert codes(17, below="not-treated", own_team_agrees=True) == {"under-age"}
    assert codes(18, below="not-treated") == set()


def test_every_reason_is_an_interlock() -> None:
    signing = Signing("", "parent", patient_agrees=False, capacity=False)
    found = may_sign(signing, born=date(2009, 1, 1), day=DAY, consent=consent())
    assert len(found) > 3
    assert all(finding.interlock for finding in found)


@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.dates(date(2021, 1, 1), date(2080, 12, 31)))
def test_age_counts_birthdays(born: date, day: date) -> None:
    age = years_old(born, day)
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    assert age == day.year - born.year - (0 if had_birthday else 1)
    assert age >= 0


def test_born_on_29_february() -> None:
    assert years_old(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert years_old(date(2008, 2, 29), date(2026, 3, 1)) == 18
