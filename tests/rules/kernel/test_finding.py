"""Findings: what a rule says, and which of them hold a step back."""

import pytest

from afterglow.ground.kernel.finding import Finding, Severity, stops, unresolved

INFO = Finding("told", Severity.INFO, "Told.", "F8")
CAUTION = Finding("benzodiazepine", Severity.CAUTION, "Taken last night.", "F18")
CLINICAL = Finding("pressure", Severity.STOP, "Raised.", "spravato-smpc")
INTERLOCK = Finding("witness", Severity.STOP, "The same person.", "default", interlock=True)
ALL = (INFO, CAUTION, CLINICAL, INTERLOCK)


def test_only_stops_hold_a_step_back() -> None:
    assert stops(ALL) == (CLINICAL, INTERLOCK)


@pytest.mark.parametrize(
    ("signed", "held_by"),
    [
        ((), (CLINICAL, INTERLOCK)),
        (("pressure",), (INTERLOCK,)),
        (("pressure", "witness"), (INTERLOCK,)),
        (("other",), (CLINICAL, INTERLOCK)),
    ],
)
def test_a_signed_override_yields_a_clinical_stop_and_never_an_interlock(
    signed: tuple[str, ...], held_by: tuple[Finding, ...]
) -> None:
    assert unresolved(ALL, signed) == held_by


@pytest.mark.parametrize(
    ("finding", "overridable"), [(INFO, False), (CAUTION, False), (CLINICAL, True), (INTERLOCK, False)]
)
def test_what_may_be_overridden(finding: Finding, overridable: bool) -> None:
    assert finding.overridable is overridable


def test_an_interlock_is_always_a_stop() -> None:
    with pytest.raises(ValueError, match="stop"):
        Finding("x", Severity.CAUTION, "x", "default", interlock=True)
