"""Whom the clinic must be able to write to."""

from __future__ import annotations

import pytest

from afterglow.ground.kernel.finding import Severity
from afterglow.ground.protocol.schema.letters import Contacts
from afterglow.record.people.rules import Known, contact_findings

CONTACTS = Contacts.model_validate(
    {
        "source": "F24",
        "required": ("gp", "psychiatrist"),
        "required_if_any": ("care-coordinator",),
        "say": "We need names and addresses.",
    }
)
GP, PSYCHIATRIST, COORDINATOR = (Known(role, True) for role in ("gp", "psychiatrist", "care-coordinator"))


@pytest.mark.pathway("F24")
@pytest.mark.parametrize(
    ("known", "codes"),
    [
        ([], ["missing-gp", "missing-psychiatrist", "ask-care-coordinator"]),
        ([GP], ["missing-psychiatrist", "ask-care-coordinator"]),
        ([GP, PSYCHIATRIST], ["ask-care-coordinator"]),
        ([GP, PSYCHIATRIST, COORDINATOR], []),
        ([Known("gp", False), PSYCHIATRIST, COORDINATOR], ["unreachable-gp"]),
        ([Known("gp", False), GP, PSYCHIATRIST, COORDINATOR], ["unreachable-gp"]),
        ([GP, PSYCHIATRIST, COORDINATOR, Known("therapist", False)], ["unreachable-therapist"]),
    ],
)
def test_required_contacts_are_missed_until_they_are_there(known: list[Known], codes: list[str]) -> None:
    assert [finding.code for finding in contact_findings(CONTACTS, known)] == codes


def test_a_contact_not_everybody_has_is_a_question_and_not_a_caution() -> None:
    weights = {finding.code: finding.severity for finding in contact_findings(CONTACTS, [])}
    assert weights["missing-gp"] is Severity.CAUTION
    assert weights["ask-care-coordinator"] is Severity.INFO


def test_patients_and_referrers_are_no_members_of_a_care_team() -> None:
    asked = CONTACTS.model_copy(update={"required": ("patient", "referrer"), "required_if_any": ("outside-therapist",)})
    assert [finding.code for finding in contact_findings(asked, [])] == ["ask-outside-therapist"]
    assert contact_findings(asked, [Known("therapist", True)]) == ()
