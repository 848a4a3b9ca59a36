"""One clinician judges a referral as a whole, ground by ground; stops hold acceptance back until signed past."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from afterglow.care.referral import actions, queries
from afterglow.care.referral.models import ACCEPT, ASK_FOR_MORE, SEND_ELSEWHERE, GroundFound, Judgement, Referral
from afterglow.care.referral.rules.arriving import NewPatient
from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.record.pathway import actions as pathway
from afterglow.record.pathway.queries import overrides_of
from afterglow.record.pathway.rules import Stage
from afterglow.record.people import actions as people
from afterglow.record.people.models import OutsideClinician, Patient
from afterglow.record.tasks.queries import open_task
from tests.people import NOW, Cast, cast_of
from tests.rooms.referral.conftest import Receive


def judged(cast: Cast, referral: Referral, decision: str, **more: object) -> Judgement:
    return actions.judge(referral=referral, decision=decision, by=cast.hannah, now=NOW, **more)  # type: ignore[arg-type]


def codes(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in error.value.findings]


@pytest.mark.pathway("F4")
def test_a_gps_referral_is_accepted(cast: Cast, receive: Receive) -> None:
    referral = receive()
    judged(cast, referral, ACCEPT)
    referral.episode.refresh_from_db()
    assert referral.episode.stage == "accepted"


@pytest.mark.pathway("F4")
def test_a_psychotherapists_letter_is_no_referral_until_a_doctor_writes(
    cast: Cast, receive: Receive, doctor: OutsideClinician
) -> None:
    therapist = people.add_outside_clinician(name="J. Cole", profession="psychotherapist", by=cast.joanne, now=NOW)
    referral = receive(referrer=therapist)
    with pytest.raises(Refused) as error:
        judged(cast, referral, ACCEPT)
    assert codes(error) == ["support-is-no-referral"]
    judged(cast, referral, ASK_FOR_MORE, words="Please ask your GP to refer you.")
    actions.add_information(
        referral=referral, text="Letter of the GP", referrer=doctor, responsible=True, by=cast.joanne, now=NOW
    )
    referral.refresh_from_db()
    assert (referral.referrer, referral.episode.stage) == (doctor, "referred")
    judged(cast, referral, ACCEPT)


@pytest.mark.pathway("F40")
@pytest.mark.parametrize(
    ("county", "code"),
    [("Northshire", None), (" eastshire ", None), ("Southshire", "lives-elsewhere"), ("", "residence-not-known")],
)
def test_new_patients_come_from_two_counties(
    cast: Cast, receive: Receive, patient: Patient, county: str, code: str | None
) -> None:
    people.correct_details(patient=patient, county=county, by=cast.joanne, now=NOW)
    referral = receive()
    if code is None:
        assert judged(cast, referral, ACCEPT).decision == ACCEPT
        return
    with pytest.raises(Refused) as error:
        judged(cast, referral, ACCEPT)
    assert codes(error) == [code]


@pytest.mark.pathway("F1")
@pytest.mark.parametrize(
    ("funding", "profession", "code"),
    [
        ("nhs", "trust-consultant-psychiatrist", None),
        ("nhs", "psychiatrist", "funding-not-open"),
        ("nhs", "gp", "funding-not-open"),
        ("individual-funding-request", "trust-consultant-psychiatrist", "funding-not-open"),
    ],
)
def test_the_nhs_pays_only_for_the_trusts_own_consultants_patients(
    cast: Cast, receive: Receive, funding: str, profession: str, code: str | None
) -> None:
    referrer = people.add_outside_clinician(name="Dr Iyer", profession=profession, by=cast.joanne, now=NOW)
    referral = receive(funding=funding, referrer=referrer)
    if code is None:
        judged(cast, referral, ACCEPT)
        return
    with pytest.raises(Refused) as error:
        judged(cast, referral, ACCEPT)
    assert codes(error) == [code]


def test_a_prescriber_signs_past_a_stop_with_a_reason(cast: Cast, receive: Receive, patient: Patient) -> None:
    people.correct_details(patient=patient, county="Southshire", by=cast.joanne, now=NOW)
    referral = receive()
    with pytest.raises(Refused, match="reason"):
        actions.go_past(referral=referral, code="lives-elsewhere", reason=" ", by=cast.hannah, now=NOW)
    with pytest.raises(Refused, match="does not hold"):
        actions.go_past(referral=referral, code="no-doctor", reason="Because", by=cast.hannah, now=NOW)
    with pytest.raises(NotAllowed):
        actions.go_past(referral=referral, code="lives-elsewhere", reason="Because", by=cast.priya, now=NOW)
    actions.go_past(referral=referral, code="lives-elsewhere", reason="Moves here in July", by=cast.hannah, now=NOW)
    (signed,) = overrides_of(about=referral.ref, clinic_id=cast.clinic.pk)
    assert (signed.reason, signed.author_name) == ("Moves here in July", "Dr Hannah Brandt, psychiatrist")
    judged(cast, referral, ACCEPT)


def test_who_was_treated_here_before_stays_wherever_they_live(cast: Cast, receive: Receive, patient: Patient) -> None:
    first = receive(received_at=NOW - timedelta(days=9), now=NOW - timedelta(days=9))
    judged(cast, first, ACCEPT)
    for stage in (Stage.SUITABLE, Stage.CONSENTED, Stage.IN_COURSE, Stage.FOLLOW_UP, Stage.DISCHARGED):
        at = NOW - timedelta(days=5)
        pathway.move(episode=first.episode, to=stage, by=cast.hannah, now=NOW, happened_at=at)
    people.correct_details(patient=patient, county="Southshire", by=cast.joanne, now=NOW)
    judged(cast, receive(), ACCEPT)


@pytest.mark.pathway("F5")
def test_grounds_stand_one_by_one_under_one_judgement(cast: Cast, receive: Receive) -> None:
    referral = receive()
    judgement = judged(
        cast,
        referral,
        SEND_ELSEWHERE,
        words="Alcohol first.",
        grounds={"alcohol-use-disorder": "40 units a week", "unstable-social-circumstances": ""},
    )
    found = {ground.code: ground for ground in judgement.grounds.all()}
    assert list(found) == ["alcohol-use-disorder", "unstable-social-circumstances"]
    assert found["alcohol-use-disorder"].words == "40 units a week"
    assert found["alcohol-use-disorder"].author_name == "Dr Hannah Brandt, psychiatrist"
    assert queries.sent_elsewhere(referral) == judgement


@pytest.mark.pathway("F34")
def test_whoever_is_sent_elsewhere_is_told_where(cast: Cast, receive: Receive) -> None:
    protocol = protocol_in_force(cast.clinic, NOW).referral
    grounds = (
        "nearer-service",
        "wants-companion-or-private-room",
        "seeks-help-with-addiction",
        "cannot-use-systems-and-no-helper",
        "wants-less-medical-setting",
    )
    judgement = judged(cast, receive(), SEND_ELSEWHERE, grounds=dict.fromkeys(grounds, ""))
    told = [ground.signpost for ground in judgement.grounds.all()]
    assert told == [protocol.ground(code).signpost for code in grounds]
    assert all(told)


@pytest.mark.pathway("F5")
def test_the_exception_to_persistent_low_mood_is_written_down(cast: Cast, receive: Receive) -> None:
    judgement = judged(
        cast,
        receive(),
        ACCEPT,
        words="Suicidal ideas are frequent.",
        grounds={"no-persistent-low-mood": "Mood swings", "recent-mania": "In 2024"},
        excepted=["no-persistent-low-mood", "recent-mania"],
    )
    assert [(ground.code, ground.excepted) for ground in judgement.grounds.all()] == [
        ("no-persistent-low-mood", True),
        ("recent-mania", False),  # the protocol makes no exception for it
    ]


@pytest.mark.parametrize(
    ("decision", "more", "missing"),
    [
        (SEND_ELSEWHERE, {}, ["no-ground"]),
        (ASK_FOR_MORE, {}, ["nothing-asked"]),
        (ACCEPT, {"grounds": {"recent-mania": "2025"}}, ["no-reason"]),
        (SEND_ELSEWHERE, {"grounds": {"other": ""}}, ["ground-without-words"]),
        ("postpone", {}, ["unknown"]),
        (SEND_ELSEWHERE, {"grounds": {"left-handed": ""}}, ["unknown"]),
    ],
)
def test_an_incomplete_judgement_is_refused(
    cast: Cast, receive: Receive, decision: str, more: dict[str, object], missing: list[str]
) -> None:
    with pytest.raises(Refused) as error:
        judged(cast, receive(), decision, **more)
    assert codes(error) == missing
    assert not Judgement.objects.exists()
    assert not GroundFound.objects.exists()


@pytest.mark.pathway("F5")
def test_the_crisis_ground_raises_the_alarm_whatever_is_decided(cast: Cast, receive: Receive) -> None:
    referral = receive()
    judged(cast, referral, SEND_ELSEWHERE, grounds={"urgent-need-to-save-life": "Plans for tonight"})
    assert open_task(kind=actions.URGENT_TASK, about=referral.ref, clinic_id=cast.clinic.pk) is not None


def test_a_referral_is_judged_once(cast: Cast, receive: Receive) -> None:
    referral = receive()
    judged(cast, referral, ACCEPT)
    with pytest.raises(Refused, match="cannot become"):
        judged(cast, referral, SEND_ELSEWHERE, grounds={"recent-mania": "2025"})
    assert Judgement.objects.count() == 1


def test_only_those_who_triage_judge(cast: Cast, receive: Receive) -> None:
    with pytest.raises(NotAllowed):
        actions.judge(referral=receive(), decision=ACCEPT, by=cast.priya, now=NOW)


@pytest.mark.pathway("S1")
def test_a_patient_may_ask_for_themselves_where_the_clinic_says_so(cast: Cast, receive: Receive) -> None:
    with pytest.raises(Refused) as error:
        judged(cast, receive(referrer=None, came_by="phone"), ACCEPT)
    assert codes(error) == ["no-doctor"]
    solent = cast_of("solent-mind")
    enquiry = actions.enter(
        patient=NewPatient(family_name="Nwosu", given_names="Chidi", birth_date=date(1984, 2, 3)),
        referrer=None,
        came_by="phone",
        indication="chronic-pain",
        by=solent.joanne,
        now=NOW,
    )
    judged(solent, enquiry, ACCEPT)
    enquiry.episode.refresh_from_db()
    assert enquiry.episode.stage == "accepted"
