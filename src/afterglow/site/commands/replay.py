"""``afterglow replay``: send a monitor's recording to a bay, as the monitor would."""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which recording, to which bay, how fast."""
    parser.add_argument("file", type=Path, help="minute readings, as the shipped recordings have them")
    parser.add_argument("--bay", required=True, help="the bay whose patient it is joined to")
    parser.add_argument("--clinic", default="larkfield", help="the clinic's short name")
    parser.add_argument("--speed", type=_speed, default=1.0, help="1 is real time, 60 is a minute in a second")
    parser.add_argument(
        "--token", default="", help="of a monitor that was joined to the bay; else one is joined for it"
    )
    parser.add_argument("--url", default="http://localhost:8000", help="the server")


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed <= 1e6:
        raise argparse.ArgumentTypeError(f"“{text}” is not a speed: give a number above 0, such as 60")
    return speed


def run(asked: argparse.Namespace) -> int:
    """Replay to the end of the recording."""
    import django

    django.setup()
    from afterglow.demo.monitors import replay_to_bay

    return replay_to_bay(
        file=asked.file, bay=asked.bay, clinic=asked.clinic, speed=asked.speed, url=asked.url, token=asked.token
    )
