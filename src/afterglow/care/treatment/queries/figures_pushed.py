"""What a monitor's reading shows on the board at once, as it is sent along the stream."""

from __future__ import annotations

import msgspec

from afterglow.care.treatment.models import Reading
from afterglow.care.treatment.queries.beds import Lying
from afterglow.care.treatment.queries.vitals import charted
from afterglow.care.treatment.rules.pushed import pushed
from afterglow.care.treatment.rules.vitals import Sign
from afterglow.ground.access.protocols import protocol_version

_COLUMNS = {Sign.PULSE: "heart_rate", Sign.OXYGEN: "spo2"}


def figures_of(reading: Reading, of: Lying) -> str:
    """``{"of":"<treatment>","signs":{"pulse":["84",""]},"more":false}``: each sign's value and how it stands.

    ``more``: the reading holds something besides that only the whole session can judge, such as a blood pressure.
    """
    measured = [charted(reading, sign) for sign, column in _COLUMNS.items() if getattr(reading, column) is not None]
    limits = protocol_version(of.clinic_id, of.protocol_version).limits
    shown = pushed(measured, limits, lower_oxygen_target=of.lower_oxygen_target)
    return msgspec.json.encode(
        {
            "of": of.treatment_ref,
            "signs": {str(one.sign): (one.value, str(one.look)) for one in shown},
            "more": reading.systolic is not None or reading.respiratory_rate is not None,
        }
    ).decode()
