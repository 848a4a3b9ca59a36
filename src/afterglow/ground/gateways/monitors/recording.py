"""A monitor's recording: one line a minute, as numerics exported from a bedside monitor come.

``0`` means that the sensor was off, and an empty cuff column that the cuff did not measure in that minute. Both are
handed on as they stand: what becomes of them is the clinic's rule, not the reader's.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

MINUTE: Final = "minute"
COLUMNS: Final[Mapping[str, str]] = {
    "heart_rate_bpm": "heart_rate",
    "pulse_bpm": "pulse",
    "respiratory_rate_pm": "respiratory_rate",
    "spo2_percent": "spo2",
    "nibp_systolic_mmhg": "systolic",
    "nibp_diastolic_mmhg": "diastolic",
    "nibp_mean_mmhg": "mean",
}
"""The recording's columns, and the name of each value where it is sent to."""

RECORDINGS: Final = Path(__file__).parent / "recordings"
"""The recordings that ship with Afterglow, made by the simulator."""


class RecordingError(ValueError):
    """A file that is not a monitor's recording; the message names the line and what is wrong."""


@dataclass(frozen=True)
class Minute:
    """One minute of a recording: its number, and what was sent then."""

    number: int
    values: Mapping[str, Decimal]


def read_recording(path: Path) -> tuple[Minute, ...]:
    """Every minute of a file, in its order. Raises RecordingError."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_minutes(csv.DictReader(file)))


def write_recording(path: Path, minutes: Sequence[Minute]) -> None:
    """Write a recording in the same shape."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow([MINUTE, *COLUMNS])
        for minute in minutes:
            rows.writerow([minute.number, *(minute.values.get(name, "") for name in COLUMNS.values())])


def _minutes(rows: csv.DictReader[str]) -> Iterator[Minute]:
    absent = {MINUTE, *COLUMNS} - set(rows.fieldnames or ())
    if absent:
        raise RecordingError(f"line 1: the columns {', '.join(sorted(absent))} are missing")
    for line, row in enumerate(rows, start=2):
        try:
            number = int(row[MINUTE])
            values = {name: Decimal(row[column]) for column, name in COLUMNS.items() if row[column]}
        except (InvalidOperation, ValueError, TypeError):
            raise RecordingError(f"line {line}: every value is a number, such as 62.8") from None
        yield Minute(number, values)
