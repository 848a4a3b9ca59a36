"""To whom a letter goes, and what holds it back (F24, F25)."""

from __future__ import annotations

import pytest

from afterglow.ground.protocol.schema.letters import Care, Contacts, Letter, Letters, OutsideTherapist
from afterglow.office.letters.rules.recipients import Known, contact_findings, recipients_of

OUTCOME = Letter(
    source="F24",
    code="assessment-outcome",
    title="Outcome of the assessment",
    to=("referrer", "gp", "psychiatrist", "care-coordinator", "patient"),
    when="after the assessment",
)
ELSEWHERE = Letter(source="F5", code="sent-elsewhere", title="No assessment", to=("referrer", "patient"), when="then")
THERAPIST = OutsideTherapist(source="F25", may_be_written_to=True, recommended_kinds=("therapy",), say="Kinds only.")
LETTERS = Letters(
    source="F24",
    kinds=(OUTCOME, ELSEWHERE),
    contacts=Contacts(
        source="F24", required=("gp", "psychiatrist"), required_if_any=("care-coordinator",), say="We need them."
    ),
    care=Care(
        source="F24", takes_over_psychiatric_care=False, admits_to_hospital=False, crises="Local.", prescribing="Yours."
    ),
    outside_therapist=THERAPIST,
    approved_by="psychiatrist",
)
HERE = ("1 High Street", "Northshire")
MAYA = Known("patient", "patient:maya", "Maya Okonjo", HERE)
GP = Known("gp", "alvarez", "Dr Ines Alvarez", HERE)
GP_REFERRED = Known("referrer", "alvarez", "Dr Ines Alvarez", HERE)
PSYCHIATRIST = Known("psychiatrist", "lund", "Dr Kari Lund", HERE)
COORDINATOR = Known("care-coordinator", "bell", "Sam Bell", HERE)
COUNSELLOR = Known("outside-therapist", "reed", "Jo Reed", HERE)
EVERYBODY = (MAYA, GP_REFERRED, GP, PSYCHIATRIST, COORDINATOR)


def codes(known: tuple[Known, ...], letter: Letter = OUTCOME) -> list[tuple[str, str, bool]]:
    return [(one.code, one.severity.value, one.interlock) for one in contact_findings(letter, known, LETTERS)]


@pytest.mark.pathway("F24")
@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (EVERYBODY, []),
        ((MAYA, GP, PSYCHIATRIST), [("ask-for-care-coordinator", "caution", False)]),
        ((MAYA, GP, COORDINATOR), [("no-psychiatrist", "stop", True)]),
        ((MAYA, PSYCHIATRIST, COORDINATOR), [("no-gp", "stop", True)]),
        (
            (MAYA, GP, COORDINATOR, Known("psychiatrist", "lund", "Dr Kari Lund", ())),
            [("no-address-psychiatrist", "stop", True)],
        ),
    ],
)
def test_a_letter_waits_for_every_required_name_and_address(
    known: tuple[Known, ...], expected: list[tuple[str, str, bool]]
) -> None:
    assert codes(known) == expected


def test_nobody_asks_for_the_care_team_of_somebody_sent_elsewhere() -> None:
    assert codes((MAYA, GP_REFERRED), ELSEWHERE) == []
    assert codes((MAYA,), ELSEWHERE) == []


def test_each_person_gets_one_letter_whatever_parts_they_have() -> None:
    found = recipients_of(OUTCOME, EVERYBODY, THERAPIST)
    assert [(one.name, one.role_words) for one in found] == [
        ("Dr Ines Alvarez", "referrer and GP"),
        ("Dr Kari Lund", "psychiatrist"),
        ("Sam Bell", "care coordinator"),
        ("Maya Okonjo", "patient"),
    ]
    assert all(one.usual for one in found)


@pytest.mark.pathway("F25")
@pytest.mark.parametrize(("may_be_written_to", "found"), [(True, [("Jo Reed", False)]), (False, [])])
def test_a_therapist_elsewhere_may_be_written_to_and_never_is_by_default(
    may_be_written_to: bool, found: list[tuple[str, bool]]
) -> None:
    rule = THERAPIST.model_copy(update={"may_be_written_to": may_be_written_to})
    recipients = recipients_of(OUTCOME, (COUNSELLOR,), rule)
    assert [(one.name, one.usual) for one in recipients] == found
