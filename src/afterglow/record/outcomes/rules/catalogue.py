"""The instruments a clinic can ask, by their code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from afterglow.ground.protocol.schema.outcomes import Outcomes
from afterglow.record.outcomes.rules.gad7 import GAD7
from afterglow.record.outcomes.rules.instrument import Instrument
from afterglow.record.outcomes.rules.phq9 import PHQ9
from afterglow.record.outcomes.rules.qids_sr16 import QIDS_SR16
from afterglow.record.outcomes.rules.satisfaction import SATISFACTION, satisfaction_of

SHIPPED: Mapping[str, Instrument] = MappingProxyType(
    {instrument.code: instrument for instrument in (QIDS_SR16, PHQ9, GAD7)}
)
"""The instruments whose items and scorer stand in the program."""


def instrument_of(code: str, outcomes: Outcomes) -> Instrument:
    """The instrument with a code, as this clinic asks it. Raises KeyError when there is none."""
    return satisfaction_of(outcomes.satisfaction) if code == SATISFACTION else SHIPPED[code]
