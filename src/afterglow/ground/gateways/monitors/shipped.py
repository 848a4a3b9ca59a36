"""The recordings that ship, and what each was made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from afterglow.ground.gateways.monitors.recording import RECORDINGS, Minute, write_recording
from afterglow.ground.gateways.monitors.simulator import Patient, Plan, simulate

SHIPPED: Final[Mapping[str, Callable[[], tuple[Minute, ...]]]] = {
    "usual-infusion.csv": lambda: simulate(Patient(), Plan(), seed=11),
    "raised-pressure.csv": lambda: simulate(
        Patient(systolic=138.0, diastolic=86.0, rise=(38.0, 22.0)),
        Plan(cuff=(2, 15, 25, 35, 45, 50, 55, 60, 70, 85, 115)),
        seed=12,
    ),
}
"""An infusion as most are, and one with a pressure that has to be measured again."""


def write_shipped() -> None:
    """Make the shipped recordings again, after a change of the simulator."""
    for name, make in SHIPPED.items():
        write_recording(RECORDINGS / name, make())
