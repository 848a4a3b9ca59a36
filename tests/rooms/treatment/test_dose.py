"""The dose worked out twice: apart, by two people, equal to the last unit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterglow.care.treatment.actions.dose import check_dose, confirm_dose, what_is_checked, write_dose_sheet
from afterglow.care.treatment.models import DoseCheck, DoseSheet, Session
from afterglow.care.treatment.queries.figures import agreement_on, earlier_differences
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.rules.second_check import Agreement, Figures
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.countersignature import countersign, entry_hash, prove, set_pin
from afterglow.ground.access.models import Account, Countersignature
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.quantity import Dose, Rate, Volume, Weight
from tests.people import NOW, Cast, cast_of
from tests.rooms.treatment.day import CALM, RIGHT, direct, measure, minutes, planned, settled

pytestmark = pytest.mark.django_db


def account_of(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id)


def proof(cast: Cast, second: Actor, sheet: DoseSheet, figures: Figures) -> Countersignature:
    """The second person's PIN, given beside Priya who stays signed in, for exactly these figures."""
    account = account_of(second)
    set_pin(account=account, pin="481592")
    prove(account=account, pin="481592", by=cast.priya, needs=Permission.CHECK_DOSE)
    entry = entry_hash(what_is_checked(sheet, figures))
    return countersign(account=account, entry_sha256=entry, by=cast.priya, now=minutes(1))


def refused_codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {finding.code for finding in refused.value.findings}


def at_dose(cast: Cast) -> Session:
    session = settled(cast)
    measure(cast, session, minutes(1))
    return session


def test_two_people_agree() -> None:
    cast = cast_of("larkfield")
    session = at_dose(cast)
    write_dose_sheet(session=session, figures=RIGHT, by=cast.priya, now=NOW)
    assert agreement_on(known_about(session.treatment, NOW)) is Agreement.WAITING
    made = check_dose(session=session, figures=RIGHT, by=cast.tom, now=minutes(1))
    assert made.agrees
    assert agreement_on(known_about(session.treatment, minutes(1))) is Agreement.AGREE


def test_the_second_person_proves_who_they_are_beside_the_first() -> None:
    cast = cast_of("larkfield")
    session = at_dose(cast)
    sheet = write_dose_sheet(session=session, figures=RIGHT, by=cast.priya, now=NOW)
    signed = proof(cast, cast.grace, sheet, RIGHT)
    made = check_dose(session=session, figures=RIGHT, by=cast.priya, now=minutes(1), countersigned=signed)
    assert made.agrees
    assert made.author_id == cast.grace.account_id
    assert made.author_name == "Grace Okoro, pharmacist"


def test_a_proof_given_for_other_figures_is_no_proof() -> None:
    cast = cast_of("larkfield")
    session = at_dose(cast)
    sheet = write_dose_sheet(session=session, figures=RIGHT, by=cast.priya, now=NOW)
    signed = proof(cast, cast.tom, sheet, replace(RIGHT, dose=Dose.of(30)))
    with pytest.raises(Refused) as refused:
        check_dose(session=session, figures=RIGHT, by=cast.priya, now=minutes(1), countersigned=signed)
    assert refused_codes(refused) == {"other-entry"}
    assert not DoseCheck.objects.exists()


@pytest.mark.parametrize(
    "differing",
    [
        replace(RIGHT, weight=Weight(70_001)),
        replace(RIGHT, dose=Dose(34_999)),
        replace(RIGHT, volume=Volume(35_001)),
        replace(RIGHT, rate=Rate(52_510)),
    ],
    ids=["one gram", "one microgram", "one microlitre", "a hundredth of a millilitre an hour"],
)
def test_there_is_no_tolerance(differing: Figures) -> None:
    cast = cast_of("larkfield")
    session = at_dose(cast)
    write_dose_sheet(session=session, figures=RIGHT, by=cast.priya, now=NOW)
    assert not check_dose(session=session, figures=differing, by=cast.tom, now=minutes(1)).agrees


def test_two_people_who_make_the_same_mistake_do_not_agree_with_the_direction() -> None:
    cast = cast_of("larkfield")
    session = at_dose(cast)
    wrong = replace(RIGHT, weight=Weight.of(60), dose=Dose.of(30), volume=Volume.of(30), rate=Rate.of(45))
    write_dose_sheet(session=session, figures=wrong, by=cast.priya, now=NOW)
    assert not check_dose(session=session, figures=wrong, by=cast.tom, now=minutes(1)).agrees


def test_after_a_difference_both_start_again() -> None:
    cast = cast_of("larkfield")
    session = at_dose(cast)
    write_dose_sheet(session=session, figures=RIGHT, by=cast.priya, now=NOW)
    check_dose(session=session, figures=replace(RIGHT, dose=Dose.of(34)), by=cast.tom, now=minutes(1))
    with pytest.raises(Refused) as refused:
        check_dose(session=session, figures=RIGHT, by=cast.tom, now=minutes(2))
    assert refused_codes(refused) == {"no-sheet"}
    write_dose_sheet(session=session, figures=RIGHT, by=cast.tom, now=minutes(3))
    assert check_dose(session=session, figures=RIGHT, by=cast.priya, now=minutes(4)).agrees
    assert earlier_differences(known_about(session.treatment, minutes(4))) == 1


def test_the_same_person_never_checks_themselves() -> None:
    cast = cast_of("larkfield")
    session = at_dose(cast)
    sheet = write_dose_sheet(session=session, figures=RIGHT, by=cast.priya, now=NOW)
    with pytest.raises(Refused) as refused:
        check_dose(session=session, figures=RIGHT, by=cast.priya, now=minutes(1))
    assert refused_codes(refused) == {"same-person"}
    account = account_of(cast.priya)
    set_pin(account=account, pin="481592")
    prove(account=account, pin="481592", by=cast.tom, needs=Permission.CHECK_DOSE)
    entry = entry_hash(what_is_checked(sheet, RIGHT))
    signed = countersign(account=account, entry_sha256=entry, by=cast.tom, now=minutes(1))
    with pytest.raises(Refused) as refused:
        check_dose(session=session, figures=RIGHT, by=cast.tom, now=minutes(1), countersigned=signed)
    assert refused_codes(refused) == {"same-person"}


def test_nobody_works_out_more_than_was_signed_for() -> None:
    cast = cast_of("larkfield")
    session = at_dose(cast)
    with pytest.raises(Refused) as refused:
        write_dose_sheet(session=session, figures=replace(RIGHT, dose=Dose.of("35.5")), by=cast.priya, now=NOW)
    assert refused_codes(refused) == {"above-direction"}
    assert not DoseSheet.objects.exists()


def test_nothing_is_worked_out_without_a_signed_direction() -> None:
    cast = cast_of("larkfield")
    session = settled(cast, planned(cast))
    with pytest.raises(Refused) as refused:
        write_dose_sheet(session=session, figures=RIGHT, by=cast.priya, now=NOW)
    assert refused_codes(refused) == {"direction-not-signed"}


def test_a_new_direction_makes_the_check_void() -> None:
    cast = cast_of("larkfield")
    session = at_dose(cast)
    write_dose_sheet(session=session, figures=RIGHT, by=cast.priya, now=NOW)
    check_dose(session=session, figures=RIGHT, by=cast.tom, now=minutes(1))
    direct(cast, session.treatment, now=minutes(2))
    known = known_about(session.treatment, minutes(2))
    assert known.sheet is None
    assert agreement_on(known) is Agreement.WAITING


def test_a_sheet_waits_for_its_check_before_another_is_written() -> None:
    cast = cast_of("larkfield")
    session = at_dose(cast)
    write_dose_sheet(session=session, figures=RIGHT, by=cast.priya, now=NOW)
    with pytest.raises(Refused) as refused:
        write_dose_sheet(session=session, figures=RIGHT, by=cast.tom, now=minutes(1))
    assert refused_codes(refused) == {"check-waiting"}


def test_a_prescriber_stands_by_a_dose_signed_before_the_pressure_rose() -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    measure(cast, session, minutes(1), replace(CALM, systolic=148, diastolic=88))
    with pytest.raises(Refused) as refused:
        confirm_dose(session=session, reason="", by=cast.hannah, now=minutes(2))
    assert refused_codes(refused) == {"no-reason"}
    confirm_dose(session=session, reason="148/88 is his usual.", by=cast.hannah, now=minutes(2))
    assert len(known_about(session.treatment, minutes(2)).confirmations) == 1
