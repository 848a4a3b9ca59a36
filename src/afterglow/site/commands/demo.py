"""``afterglow demo``: build a synthetic year of five clinics, and serve it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from datetime import datetime

from afterglow.site.command import port


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to serve it, and whether to open a browser."""
    parser.add_argument("--port", type=port, default=os.environ.get("PORT", "8000"))
    parser.add_argument("--no-browser", action="store_true", default=os.environ.get("NO_BROWSER") == "1")
    parser.add_argument("--build-only", action="store_true", help="build the database and stop")


def run(asked: argparse.Namespace) -> int:
    """Build where needed, then serve until told to stop."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "afterglow.site.settings.demo"
    from afterglow.demo.command import run_demo

    return run_demo(
        port=asked.port, browser=not asked.no_browser, build_only=asked.build_only, serve=_serve, work=_work
    )


def _serve(number: int) -> int:
    from afterglow.site.serving import serve

    return serve(port=number, processes=2, worker=True)


def _work() -> Callable[[datetime], Mapping[str, int]]:
    from afterglow.site.ticking import do_due_work

    return do_due_work
