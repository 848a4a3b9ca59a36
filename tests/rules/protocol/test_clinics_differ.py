"""The five clinics differ where their documents differ, and only their files say so."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from afterglow.ground.kernel.between import Between
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.period import Months
from afterglow.ground.kernel.quantity import Dose, DosePerWeight
from afterglow.ground.protocol.schema.protocol import Protocol
from tests.rules.protocol.shipped import SECOND, clinic

WEEK = timedelta(weeks=1)


def routes(protocol: Protocol) -> set[tuple[str, str]]:
    return {(treatment.drug, treatment.route) for treatment in protocol.treatments}


# What is looked at, and what L, F, I, S and N say about it.
DIFFERENCES: list[tuple[str, Callable[[Protocol], object], tuple[object, ...]]] = [
    (
        "companion: F17, I2",
        lambda p: p.companion.in_treatment_room,
        ("welcome", "never", "required", "welcome", "welcome"),
    ),
    ("word: I2", lambda p: p.companion.word, ("companion", "companion", "sitter", "companion", "companion")),
    (
        "escort: F36, I2, S8",
        lambda p: p.companion.escort.home,
        ("advised", "advised", "required", "required", "required"),
    ),
    (
        "routes: N5, F12, F19, F21",
        lambda p: {route for _, route in routes(p)},
        (
            {"intravenous"},
            {"intravenous", "nasal", "oral"},
            {"intravenous"},
            {"intravenous"},
            {"intravenous", "intramuscular", "nasal"},
        ),
    ),
    (
        "session length: I1",
        lambda p: p.treatment("intravenous").session_length,
        (None, None, Between(timedelta(minutes=45), timedelta(minutes=60)), None, None),
    ),
    ("slow start: I3", lambda p: p.treatment("intravenous").begins == "slowly", (False, False, True, False, False)),
    ("course length: I9, F19, N9", lambda p: p.course.planned_sessions.most, (6, 6, 6, 6, 8)),
    ("over 65: F11", lambda p: p.course.no_response_after(70), (10, 10, 6, 10, 10)),
    (
        "asking for oneself: S1, F4",
        lambda p: "patient" in p.referral.accepted_from,
        (False, False, False, True, False),
    ),
    (
        "groups: L, F26-F29",
        lambda p: [group.kind for group in p.groups],
        (["integration"], ["preparation", "integration", "psychodynamic"], [], [], []),
    ),
    (
        "group fee: L10",
        lambda p: [group.fee.amount for group in p.groups if group.fee],
        ([Money(1_000)], [], [], [], []),
    ),
    (
        "journal: I8",
        lambda p: p.journal.prompt_within,
        (None, None, timedelta(hours=24), None, None),
    ),
    (
        "therapist: N7, N8",
        lambda p: (p.session.therapist.in_session, p.session.therapist.integration_talk),
        (("never", "never"), ("never", "never"), ("never", "never"), ("never", "never"), ("always", "always")),
    ),
    ("private room: N3, F17", lambda p: p.room.shared, (True, True, False, False, False)),
    (
        "NHS funding: F1",
        lambda p: "nhs" in {funding.kind for funding in p.referral.funding},
        (False, True, False, False, False),
    ),
    (
        "conditions: S2, N12",
        lambda p: len(p.referral.indications),
        (1, 1, 1, 6, 4),
    ),
    (
        "sent elsewhere: F5, F34",
        lambda p: len(p.referral.grounds),
        (5, 13, 5, 5, 5),
    ),
    (
        "driving: F16, I6",
        lambda p: p.afterwards.driving.until,
        ("the next morning", "the next morning", "the next day", "the next morning", "the next morning"),
    ),
    (
        "no escort: I2, S8",
        lambda p: p.readiness.question("escort").option("no").finding,
        ("caution", "caution", "stop", "stop", "stop"),
    ),
    (
        "main questionnaire: F32",
        lambda p: p.outcomes.primary,
        ("phq-9", "qids-sr16", "phq-9", "phq-9", "phq-9"),
    ),
    (
        "professional events: F37",
        lambda p: len(p.events),
        (0, 4, 0, 0, 0),
    ),
    (
        "first consultation: S1",
        lambda p: p.referral.self_enquiry.first_consultation if p.referral.self_enquiry else None,
        (None, None, None, "free", None),
    ),
]


@pytest.mark.parametrize(("what", "look", "expected"), DIFFERENCES, ids=[difference[0] for difference in DIFFERENCES])
@pytest.mark.parametrize("place", range(5), ids=list("LFISN"))
def test_a_clinic_says_what_its_document_says(
    what: str, look: Callable[[Protocol], object], expected: tuple[object, ...], place: int
) -> None:
    assert look(clinic("LFISN"[place])) == expected[place]


def test_the_infusion_of_the_self_pay_clinic_is_that_of_its_document() -> None:
    infusion = clinic("F").treatment("intravenous")
    assert infusion.dose == DosePerWeight.parse("0.5 mg/kg")
    assert infusion.over == timedelta(minutes=40)
    assert infusion.review_before_each


def test_oral_ketamine_comes_after_infusions_and_a_gap() -> None:
    oral = clinic("F").treatment("oral")
    assert oral.only_after is not None
    assert oral.only_after.gap == Between(3 * WEEK, 4 * WEEK)
    assert oral.only_after.sessions == Between(3, 6)
    assert oral.never_alone


def test_esketamine_is_twice_weekly_for_four_weeks_and_never_at_home() -> None:
    spray = clinic("F").treatment("nasal")
    assert spray.doses == (Dose.parse("28 mg"), Dose.parse("56 mg"), Dose.parse("84 mg"))
    assert [(phase.spacing.words, phase.lasting) for phase in spray.phases] == [
        ("2 per week", 4 * WEEK),
        ("1-2 weeks apart", None),
    ]
    assert spray.stay is not None
    assert spray.stay.at_least == timedelta(hours=1)
    assert spray.in_clinic
    assert spray.scheme is not None


def test_waiting_is_expected_within_the_documents_times() -> None:
    waiting = clinic("F").referral.waiting
    assert waiting.first_consultation_expected_within == Months(3)
    assert waiting.treatment_expected_after_consultation == Between(WEEK, 8 * WEEK)


def test_the_integration_group_keeps_the_documents_door_and_fee() -> None:
    group = clinic("L").group("integration")
    assert group is not None
    assert group.fee is not None
    assert (group.meetings.every, group.places.most, group.facilitators.number) == ("friday", 8, 2)
    assert (group.door.opens_before, group.door.closes_after) == (timedelta(minutes=10), timedelta(minutes=15))
    assert (group.fee.owed_if_absent, group.fee.free_cancellation_before) == (True, timedelta(hours=48))
    assert group.open_to.treatment_within_days == 7
    assert group.open_to.routes == ("intravenous",)


def test_the_other_groups_keep_theirs() -> None:
    preparation, evening = clinic("F").group("preparation"), clinic("F").group("psychodynamic")
    integration = clinic("F").group("integration")
    assert preparation is not None and evening is not None and integration is not None  # noqa: PT018
    assert (preparation.places.most, preparation.meetings.sessions, preparation.same_members) == (4, 2, True)
    assert preparation.meetings.consecutive_weeks
    assert evening.membership is not None
    assert (evening.membership.least, evening.membership.planned, evening.membership.most) == (
        Months(12),
        Months(18),
        Months(24),
    )
    assert integration.closed_to is not None
    assert integration.closed_to.members_of == ("psychodynamic",)
    assert all(group.optional for group in clinic("F").groups)


@pytest.mark.parametrize(
    ("place", "day", "accepted"),
    [
        ("Northshire", date(2026, 6, 1), True),
        ("northshire", date(2026, 6, 1), True),
        ("Eastshire", date(2027, 1, 1), True),
        ("London", date(2026, 6, 1), False),
        ("London", date(2026, 5, 31), True),
    ],
)
@pytest.mark.pathway("F40")
def test_from_a_date_on_new_patients_come_from_two_counties(place: str, day: date, accepted: bool) -> None:
    rule = clinic("F", SECOND).referral.new_patients
    assert rule is not None
    assert rule.accepts(place, day) is accepted
    assert clinic("F").referral.new_patients is None


@pytest.mark.parametrize(("day", "open_"), [(date(2024, 2, 18), True), (date(2024, 2, 19), False)])
def test_individual_funding_requests_ended_on_a_day(day: date, open_: bool) -> None:
    request = next(way for way in clinic("F").referral.funding if way.kind == "individual-funding-request")
    assert request.open_on(day) is open_


@pytest.mark.parametrize("system", "LFISN")
def test_every_clinic_looks_after_safety_in_the_same_way(system: str) -> None:
    protocol = clinic(system)
    assert protocol.safety.passed_on_after == timedelta(minutes=15)
    assert protocol.dosing.second_check.required
    assert protocol.consent.each_dose.capacity
    assert protocol.consent.each_dose.willingness
    assert protocol.assessment.decided_by
    assert {line.number for line in protocol.safety.help.lines} >= {"999", "111", "116 123"}
    assert protocol.readiness.question("benzodiazepine").not_within == ("the night before", "the day")
    assert "stop" not in {option.finding for option in protocol.readiness.question("benzodiazepine").options}
