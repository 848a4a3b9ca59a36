"""What a monitor's reading shows on the board at once, as it is sent along the stream."""

from __future__ import annotations

import msgspec

from afterglow.care.course.queries import protocol_of
from afterglow.care.treatment.entries import OxygenTarget
from afterglow.care.treatment.models import Reading, Session
from afterglow.care.treatment.queries.vitals import charted
from afterglow.care.treatment.rules.pushed import pushed
from afterglow.care.treatment.rules.vitals import Sign

_COLUMNS = {Sign.PULSE: "heart_rate", Sign.OXYGEN: "spo2"}


def figures_of(reading: Reading, session: Session) -> str:
    """``{"of":"<treatment>","signs":{"pulse":["84",""]},"more":false}``: each sign's value and how it stands.

    ``more``: the reading holds something besides that only the whole session can judge, such as a blood pressure.
    """
    measured = [charted(reading, sign) for sign, column in _COLUMNS.items() if getattr(reading, column) is not None]
    limits = protocol_of(session.treatment.course).limits
    shown = pushed(measured, limits, lower_oxygen_target=_lower_target(session) if reading.spo2 is not None else False)
    return msgspec.json.encode(
        {
            "of": session.treatment.ref,
            "signs": {str(one.sign): (one.value, str(one.look)) for one in shown},
            "more": reading.systolic is not None or reading.respiratory_rate is not None,
        }
    ).decode()


def _lower_target(session: Session) -> bool:
    found = OxygenTarget.objects.filter(session=session).order_by("-pk").values_list("lower", flat=True).first()
    return bool(found)
