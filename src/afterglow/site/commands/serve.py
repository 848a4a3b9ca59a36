"""``afterglow serve``: pages, streams and monitors on one port of the loopback."""

from __future__ import annotations

import argparse

import django

from afterglow.site.command import port


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and whether due work is done here too."""
    parser.add_argument("--port", type=port, default=8000, help="port of the loopback (default 8000)")
    parser.add_argument("--processes", type=int, choices=range(1, 17), default=2, help="serving processes (default 2)")
    parser.add_argument("--no-worker", action="store_true", help="leave due work to `afterglow worker`")


def run(asked: argparse.Namespace) -> int:
    """Serve until told to stop."""
    django.setup()
    from afterglow.site.serving import serve

    def ready() -> None:
        print(f"Afterglow serves at http://localhost:{asked.port}", flush=True)  # noqa: T201  # the command's answer

    return serve(port=asked.port, processes=asked.processes, worker=not asked.no_worker, ready=ready)
