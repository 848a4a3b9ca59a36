"""A protocol names roles among those whom the table of roles allows; it gives nobody a right."""

from __future__ import annotations

import pytest

from afterglow.care.assessment.queries import decides_suitability
from afterglow.ground.access.actor import Actor, ActorKind
from afterglow.ground.access.named_roles import named_roles, role_findings
from afterglow.ground.access.roles import Role
from afterglow.ground.protocol.reading import load_protocol, version_files
from tests.rules.protocol.shipped import text_of

DECIDED = 'decided_by = ["psychiatrist"]'
SIGNED = 'signed_by = ["psychiatrist"]'
FIRST_TO = 'first_to = "nurse"'


@pytest.mark.pathway("N1")
@pytest.mark.parametrize("file", version_files(), ids=lambda file: f"{file.clinic} {file.version}")
def test_every_shipped_protocol_agrees_with_the_table_of_roles(file) -> None:  # type: ignore[no-untyped-def]
    assert role_findings(load_protocol(file.path.read_text(encoding="utf-8"))) == ()


@pytest.mark.parametrize(
    ("written", "instead", "words"),
    [
        (
            DECIDED,
            'decided_by = ["psychiatrist", "therapist"]',
            "assessment.decided_by names a therapist, whom the table of roles does not let decide whether treatment "
            "is suitable.",
        ),
        (
            SIGNED,
            'signed_by = ["nurse"]',
            "dosing.direction.signed_by names an infusion nurse, whom the table of roles does not let sign a direction "
            "for a dose; override a clinical stop, with a reason.",
        ),
        (
            'may_slow = ["psychiatrist", "nurse"]',
            'may_slow = ["pharmacist"]',
            "dosing.direction.may_slow names a pharmacist, whom the table of roles does not let run a treatment "
            "session: readiness, infusion, observations, leaving.",
        ),
        (
            FIRST_TO,
            'first_to = "administrator"',
            "safety.first_to names an administrator, whom the table of roles does not let take on safety tasks raised "
            "by an answer.",
        ),
        (
            'passed_on_to = "psychiatrist"',
            'passed_on_to = "therapist"',
            "safety.passed_on_to names a therapist, whom the table of roles does not let take on safety tasks raised "
            "by an answer.",
        ),
    ],
)
def test_a_role_that_may_not_is_named_with_where_it_stands(written: str, instead: str, words: str) -> None:
    text = text_of("marlow-rooms")
    assert written in text
    assert [one.words for one in role_findings(load_protocol(text.replace(written, instead)))] == [words]


@pytest.mark.parametrize(
    ("decided_by", "roles", "decides"),
    [
        ("psychiatrist", {Role.PSYCHIATRIST}, True),
        ("psychiatrist", {Role.NURSE}, False),
        ("psychiatrist", {Role.THERAPIST}, False),
        ("psychiatrist", {Role.NURSE, Role.PSYCHIATRIST}, True),
        # Not named by the protocol, though the table allows it; named, though the table does not.
        ("therapist", {Role.PSYCHIATRIST}, False),
        ("therapist", {Role.THERAPIST}, False),
    ],
)
def test_who_decides_is_named_by_the_protocol_and_allowed_by_the_table(
    decided_by: str, roles: set[Role], decides: bool
) -> None:
    protocol = load_protocol(text_of("marlow-rooms").replace(DECIDED, f'decided_by = ["{decided_by}"]'))
    somebody = Actor(ActorKind.ACCOUNT, 1, "Somebody", frozenset(roles))
    assert decides_suitability(somebody, protocol) is decides


def test_the_words_of_a_protocol_are_roles() -> None:
    assert named_roles(["nurse", "psychiatrist"]) == {Role.NURSE, Role.PSYCHIATRIST}
