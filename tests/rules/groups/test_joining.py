"""Who may join which group, as a clinician would check it: facts in, words out (F26-F29, L2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from afterglow.care.groups.rules.joining import Facts, Given, may_join, quiet_until
from afterglow.ground.kernel.finding import Severity
from afterglow.record.pathway.rules import Stage
from tests.rules.groups.clinics import EVENING, INTEGRATION, LARKFIELD, LARKFIELD_INTEGRATION, PREPARATION

LONDON = ZoneInfo("Europe/London")
FRIDAY = date(2026, 6, 19)


def local(day: date, clock: str = "14:30") -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), LONDON).astimezone(UTC)


def treated(days_before: int, route: str = "intravenous", clock: str = "10:00") -> Facts:
    return Facts(Stage.IN_COURSE, (Given(route, local(FRIDAY - timedelta(days=days_before), clock)),))


@pytest.mark.pathway("L2", "F26", "F28")
@pytest.mark.parametrize(
    ("facts", "severity", "words"),
    [
        (treated(0), "stop", "Your infusion is on the day of the group. Ask the facilitator: they decide with you."),
        (treated(1), "info", "You can book Friday 19 June: your infusion was 1 day before it."),
        (treated(3), "info", "You can book Friday 19 June: your infusion was 3 days before it."),
        (treated(7), "info", "You can book Friday 19 June: your infusion was 7 days before it."),
        (treated(7, clock="00:01"), "info", "You can book Friday 19 June: your infusion was 7 days before it."),
        (
            treated(8, clock="23:59"),
            "stop",
            "Not yet: your last infusion will be 8 days back. The group is for the 7 days after an infusion.",
        ),
        (
            treated(2, "nasal"),
            "stop",
            "Not yet: an infusion comes first. The group is for the 7 days after an infusion.",
        ),
        (
            treated(2, "oral"),
            "stop",
            "Not yet: an infusion comes first. The group is for the 7 days after an infusion.",
        ),
    ],
    ids=["the same day", "1", "3", "7", "7, just after midnight", "8, just before midnight", "a spray", "by mouth"],
)
def test_the_window_after_an_infusion(facts: Facts, severity: str, words: str) -> None:
    (found,) = may_join(INTEGRATION, facts, [local(FRIDAY)], zone=LONDON)
    assert (found.severity, found.words.replace("\u00a0", " ")) == (severity, words)
    assert found.source == "L2"


@pytest.mark.pathway("L2")
def test_an_infusion_169_hours_before_is_still_7_days(  # the clocks went back in between (trust.md M36)
) -> None:
    facts = Facts(Stage.IN_COURSE, (Given("intravenous", local(date(2027, 10, 29))),))
    meeting = local(date(2027, 11, 5))
    assert meeting - facts.given[0].at == timedelta(hours=169)
    (found,) = may_join(INTEGRATION, facts, [meeting], zone=LONDON)
    assert found.severity is Severity.INFO


def test_a_refusal_names_the_next_infusion() -> None:
    facts = replace(treated(9), planned=(("nasal", date(2026, 6, 20)), ("intravenous", date(2026, 6, 25))))
    (found,) = may_join(INTEGRATION, facts, [local(FRIDAY)], zone=LONDON)
    assert found.words.endswith("Your next infusion is planned for Thursday 25 June: you can book from then on.")


@pytest.mark.pathway("F26")
@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (treated(3), ["open"]),
        (replace(treated(3), member_of=frozenset({"psychodynamic"})), ["open", "member-of-another"]),
        (replace(treated(3), in_group_therapy=True), ["open", "talk-first"]),
        (replace(treated(3), in_group_therapy=True, may_join=True), ["open"]),
        (replace(treated(3), in_group_therapy=True, may_join=False), ["open", "talked-not-now"]),
        (replace(treated(3), stage=Stage.DISCHARGED), ["not-in-treatment", "open"]),
        (replace(treated(3), stage=None), ["not-in-treatment", "open"]),
        (replace(treated(3), stage=Stage.MAINTENANCE), ["open"]),
    ],
    ids=[
        "in a course", "a member of the evening group", "in group therapy", "talked over, yes", "talked over, no",
        "discharged", "never here", "in maintenance",
    ],
)  # fmt: skip
def test_integration_and_other_groups(facts: Facts, codes: list[str]) -> None:
    found = may_join(LARKFIELD_INTEGRATION, facts, [local(FRIDAY)], zone=LONDON, other_groups=LARKFIELD.groups)
    assert [one.code for one in found] == codes


@pytest.mark.pathway("F26")
def test_members_of_the_evening_group_read_its_name() -> None:
    facts = replace(treated(3), member_of=frozenset({"psychodynamic"}))
    *_, found = may_join(LARKFIELD_INTEGRATION, facts, [local(FRIDAY)], zone=LONDON, other_groups=LARKFIELD.groups)
    assert found.words == "Not yet: members of the evening group do not join this one."


@pytest.mark.pathway("F26", "F27")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (Facts(Stage.ACCEPTED), "not-assessed"),
        (Facts(Stage.SUITABLE), "open"),
        (Facts(Stage.CONSENTED), "open"),
        (Facts(Stage.IN_COURSE, planned=(("intravenous", date(2026, 6, 17)),)), "open"),
        (Facts(Stage.IN_COURSE, planned=(("intravenous", date(2026, 6, 16)),)), "treatment-comes-first"),
        (Facts(Stage.IN_COURSE, (Given("intravenous", local(date(2026, 6, 1))),)), "treated-already"),
        (Facts(Stage.NOT_SUITABLE), "not-assessed"),
    ],
    ids=[
        "not assessed", "suitable", "consented", "first treatment the day after", "first treatment on its second day",
        "treated before", "not suitable",
    ],
)  # fmt: skip
def test_preparation_lies_between_assessment_and_first_treatment(facts: Facts, code: str) -> None:
    tuesdays = [local(date(2026, 6, 9)), local(date(2026, 6, 16))]
    (found,) = may_join(PREPARATION, facts, tuesdays, zone=LONDON)
    assert found.code == code


@pytest.mark.pathway("F26", "F29")
@pytest.mark.parametrize(
    ("stage", "codes"),
    [(Stage.MAINTENANCE, []), (Stage.IN_COURSE, ["not-in-maintenance"]), (Stage.FOLLOW_UP, ["not-in-maintenance"])],
)
def test_the_evening_group_is_for_maintenance(stage: Stage, codes: list[str]) -> None:
    found = may_join(EVENING, Facts(stage), [local(date(2026, 6, 17), "18:00")], zone=LONDON)
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("dose", "until"),
    [
        ("2026-06-11 09:00", "2026-06-12 11:00"),
        ("2026-06-11 22:59", "2026-06-12 11:00"),
        ("2026-06-11 23:01", "2026-06-13 11:00"),
        ("2026-10-24 09:00", "2026-10-25 12:00"),
    ],
    ids=["in the morning", "a minute before midnight there", "a minute after it", "the clocks go back in the night"],
)
def test_nothing_is_asked_until_noon_of_the_next_day(dose: str, until: str) -> None:
    at = datetime.fromisoformat(dose).replace(tzinfo=UTC)
    assert quiet_until(at, time(12), LONDON) == datetime.fromisoformat(until).replace(tzinfo=UTC)
    assert quiet_until(None, time(12), LONDON) is None
