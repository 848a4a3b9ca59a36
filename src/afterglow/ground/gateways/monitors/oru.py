"""HL7 v2 observation messages (ORU^R01, as IHE PCD-01 shapes them) read into what the device route takes.

A value that the monitor says it could not obtain, or marks as invalid, is handed on as 0: the route's word for a sensor
that is off, drawn as a gap. The segments as they came go along, so that the raw record has them whole.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import hl7

from afterglow.ground.gateways.monitors.codes import SIGNS, UNITS

_NOT_OBTAINED: Final = frozenset({"X", "D", "W"})
"""OBX-11: could not be obtained, deleted, posted as wrong (HL7 table 0085)."""
_NOT_VALID: Final = frozenset({"INV", "QUES", "NAV", "NULL", "CAL", "DEMO"})
"""OBX-8 as IHE PCD uses it: invalid, questionable, not available, null, calibrating, demonstration data."""
_NO_VALUE: Final = "8388607"
"""What ISO/IEEE 11073 writes into a number field for a value that is not available."""
_STAMPS: Final = ("%Y%m%d%H%M%S.%f%z", "%Y%m%d%H%M%S%z", "%Y%m%d%H%M%S.%f", "%Y%m%d%H%M%S", "%Y%m%d%H%M")


class NotUnderstood(ValueError):
    """A message that is not an observation as this clinic takes them; the words name the segment and field."""


@dataclass(frozen=True)
class Observed:
    """One message: which monitor, and what the device route is to be sent."""

    monitor: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class _Value:
    taken_at: datetime
    name: str
    value: Decimal
    segment: str


def observed(message: hl7.Message) -> Observed:
    """Read a message. Raises NotUnderstood."""
    kind = str(message.segment("MSH")(9))
    if not kind.startswith("ORU^R01"):
        raise NotUnderstood(f"MSH-9 is {kind}: only ORU^R01 is taken")
    monitor, sent_at = _monitor(message), _moment(_field(message.segment("MSH"), 7), "MSH-7")
    control = _field(message.segment("MSH"), 10)
    by_time: dict[datetime, list[_Value]] = {}
    for value in _values(message, sent_at):
        by_time.setdefault(value.taken_at, []).append(value)
    readings = [_reading(monitor, control, taken_at, values) for taken_at, values in sorted(by_time.items())]
    return Observed(monitor, {"sent_at": sent_at.isoformat(), "readings": readings})


def _reading(monitor: str, control: str, taken_at: datetime, values: Sequence[_Value]) -> dict[str, Any]:
    return {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{monitor} {control} {taken_at.isoformat()}")),
        "taken_at": taken_at.isoformat(),
        **{value.name: float(value.value) for value in values},
        "original": "\r".join(value.segment for value in values),
    }


def _values(message: hl7.Message, sent_at: datetime) -> Iterator[_Value]:
    ordered_at = sent_at
    for segment in message:
        if str(segment[0]) == "OBR":
            ordered_at = _moment(_field(segment, 7), "OBR-7") if _field(segment, 7) else sent_at
        name = SIGNS.get(_code(segment)) if str(segment[0]) == "OBX" else None
        if name is not None:
            taken_at = _moment(_field(segment, 14), "OBX-14") if _field(segment, 14) else ordered_at
            yield _Value(taken_at, name, _value(segment, name), str(segment))


def _value(segment: hl7.Segment, name: str) -> Decimal:
    if _is_gap(segment):
        return Decimal(0)
    unit = _field(segment, 6).split("^")[0]
    if unit not in UNITS[name]:
        raise NotUnderstood(f"OBX-6 of {_code(segment)} is {unit or 'empty'}: {name} is taken in another unit")
    try:
        found = Decimal(_field(segment, 5))
    except InvalidOperation:
        raise NotUnderstood(f"OBX-5 of {_code(segment)} is {_field(segment, 5)}: a number is wanted") from None
    if not found.is_finite():
        raise NotUnderstood(f"OBX-5 of {_code(segment)} is {found}: a number is wanted")
    return found


def _is_gap(segment: hl7.Segment) -> bool:
    flags = set(_field(segment, 8).split("~"))
    return _field(segment, 11) in _NOT_OBTAINED or bool(flags & _NOT_VALID) or _field(segment, 5) in {"", _NO_VALUE}


def _monitor(message: hl7.Message) -> str:
    """The monitor's own identifier (OBX-18), else that of whatever sends for it (MSH-3)."""
    instances = [_field(segment, 18) for segment in message if str(segment[0]) == "OBX" and _field(segment, 18)]
    # Of an entity identifier (EI) the third part is the universal one, of a designator of who sends (HD) the second.
    parts, places = (instances[0], (2, 0)) if instances else (_field(message.segment("MSH"), 3), (1, 0))
    known = parts.split("^")
    found = next((known[place] for place in places if len(known) > place and known[place]), "")
    if not found:
        raise NotUnderstood("neither OBX-18 nor MSH-3 says which monitor this is")
    return found[:100]


def _moment(text: str, where: str) -> datetime:
    for stamp in _STAMPS:
        try:
            found = datetime.strptime(text, stamp)  # noqa: DTZ007  # a zone is added where there is none
        except ValueError:
            continue
        # Only differences of one monitor's own times are used, so any zone will do where it names none.
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    raise NotUnderstood(f"{where} is {text or 'empty'}: a time such as 20260611103100+0100 is wanted")


def _code(segment: hl7.Segment) -> str:
    return _field(segment, 3).split("^")[0]


def _field(segment: hl7.Segment, number: int) -> str:
    try:
        return str(segment(number))
    except IndexError:
        return ""
