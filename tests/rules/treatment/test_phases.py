"""Where a day stands, from what was written down: a table."""

from __future__ import annotations

import pytest

from afterglow.care.treatment.rules import infusion
from afterglow.care.treatment.rules.phases import Phase, Stand, phase_of
from tests.rules.treatment.safety_table import SafetyTable

I = infusion.Phase  # noqa: E741  # one letter keeps the table a table

PHASE_TABLE = SafetyTable(
    "Where a patient’s day stands",
    "Worked out each time from what was written down, never typed. A patient may leave from any phase.",
    ("settled", "infusion", "given at once", "nothing holds the start", "nothing holds the leaving", "left", "phase"),
    (
        (False, I.READY, False, False, False, False, Phase.EXPECTED),
        (True, I.READY, False, False, False, False, Phase.SETTLING),
        (True, I.READY, False, True, False, False, Phase.READY),
        (True, I.RUNNING, False, True, False, False, Phase.RUNNING),
        (True, I.RUNNING, False, False, True, False, Phase.RUNNING),
        (True, I.PAUSED, False, False, False, False, Phase.PAUSED),
        (True, I.STOPPED, False, False, False, False, Phase.RECOVERING),
        (True, I.COMPLETED, False, False, False, False, Phase.RECOVERING),
        (True, I.COMPLETED, False, False, True, False, Phase.READY_TO_LEAVE),
        (True, I.READY, True, False, False, False, Phase.RECOVERING),
        (True, I.READY, True, False, True, False, Phase.READY_TO_LEAVE),
        (True, I.COMPLETED, False, False, True, True, Phase.LEFT),
        (True, I.READY, False, False, False, True, Phase.LEFT),
    ),
)


@pytest.mark.parametrize(("settled", "stand", "dosed", "start", "leave", "left", "phase"), PHASE_TABLE.rows)
def test_the_phase(
    settled: bool, stand: infusion.Phase, dosed: bool, start: bool, leave: bool, left: bool, phase: Phase
) -> None:
    assert phase_of(Stand(settled, stand, dosed, start, leave, left)) is phase
