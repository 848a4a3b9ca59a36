"""What monitors call the signs and their units: IEEE 11073 (MDC) as IHE PCD-01 uses them, and LOINC with UCUM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SIGNS: Final[Mapping[str, str]] = {
    "150021": "systolic",  # MDC_PRESS_BLD_NONINV_SYS
    "150022": "diastolic",  # MDC_PRESS_BLD_NONINV_DIA
    "150023": "mean",  # MDC_PRESS_BLD_NONINV_MEAN
    "147842": "heart_rate",  # MDC_ECG_HEART_RATE
    "149530": "pulse",  # MDC_PULS_OXIM_PULS_RATE
    "149546": "pulse",  # MDC_PULS_RATE_NON_INV
    "150456": "spo2",  # MDC_PULS_OXIM_SAT_O2
    "151562": "respiratory_rate",  # MDC_RESP_RATE
    "151578": "respiratory_rate",  # MDC_TTHOR_RESP_RATE
    "150344": "temperature",  # MDC_TEMP
    "150364": "temperature",  # MDC_TEMP_BODY
    "8480-6": "systolic",
    "8462-4": "diastolic",
    "8478-0": "mean",
    "8867-4": "heart_rate",
    "8889-8": "pulse",
    "59408-5": "spo2",
    "2708-6": "spo2",
    "9279-1": "respiratory_rate",
    "8310-5": "temperature",
}
"""The code of a sign, and what the device route calls it. A code that is not here is somebody else's to chart."""

_PRESSURE: Final = frozenset({"266016", "mm[Hg]", "mmHg"})  # MDC_DIM_MMHG
_RATE: Final = frozenset({"264864", "264928", "/min", "{beat}/min", "{beats}/min", "bpm"})  # MDC_DIM_BEAT_PER_MIN
_BREATHS: Final = frozenset({"264928", "264864", "/min", "{breath}/min", "{breaths}/min"})  # MDC_DIM_RESP_PER_MIN
_SHARE: Final = frozenset({"262688", "%"})  # MDC_DIM_PERCENT
_CELSIUS: Final = frozenset({"268192", "Cel"})  # MDC_DIM_DEGC

UNITS: Final[Mapping[str, frozenset[str]]] = {
    "systolic": _PRESSURE,
    "diastolic": _PRESSURE,
    "mean": _PRESSURE,
    "heart_rate": _RATE,
    "pulse": _RATE,
    "respiratory_rate": _BREATHS,
    "spo2": _SHARE,
    "temperature": _CELSIUS,
}
"""The units in which a sign is taken. Any other is refused: a pressure in kPa must never be charted as mmHg."""
