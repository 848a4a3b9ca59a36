"""Whether a consent holds, and what stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from afterglow.care.consent.rules.standing import Given, Now, consent_notes, consent_stops
from afterglow.ground.protocol.schema.consent import Ages

AGES = Ages(source="F7", adult_from=18, own_consent_from=16, below="parents-and-own-team", say="Decided together.")
TODAY = Now(born=date(1991, 9, 3), day=date(2026, 6, 11), sha256="a")
GIVEN = Given("patient", "a", withdrawn=False)


@pytest.mark.parametrize(
    ("given", "now", "stops"),
    [
        (None, TODAY, {"no-consent"}),
        (GIVEN, TODAY, set()),
        (replace(GIVEN, withdrawn=True), TODAY, {"consent-withdrawn"}),
        (replace(GIVEN, sha256="b"), TODAY, set()),
        (replace(GIVEN, signer="parent"), replace(TODAY, born=date(2010, 6, 12)), set()),
        (replace(GIVEN, signer="parent"), replace(TODAY, born=date(2010, 6, 11)), {"own-consent-needed"}),
    ],
)
def test_what_ends_a_consent(given: Given | None, now: Now, stops: set[str]) -> None:
    found = consent_stops(given, now, AGES)
    assert {finding.code for finding in found} == stops
    assert all(finding.interlock for finding in found)


@pytest.mark.parametrize(
    ("given", "now", "notes"),
    [
        (None, TODAY, set()),
        (GIVEN, TODAY, set()),
        (replace(GIVEN, sha256="b"), TODAY, {"information-changed"}),
        (replace(GIVEN, sha256="b", withdrawn=True), TODAY, set()),
        (None, replace(TODAY, born=date(2009, 1, 1)), {"under-age"}),
        (GIVEN, replace(TODAY, detention_status="Section 2"), {"detained", "detention-changed"}),
        (
            replace(GIVEN, detention_status="Section 2"),
            replace(TODAY, detention_status="Section 2"),
            {"detained"},
        ),
        (replace(GIVEN, detention_status="Section 2"), TODAY, {"detention-changed"}),
    ],
)
def test_what_to_look_at_beside_it(given: Given | None, now: Now, notes: set[str]) -> None:
    assert {finding.code for finding in consent_notes(given, now, AGES)} == notes
