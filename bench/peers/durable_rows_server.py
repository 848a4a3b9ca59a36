"""Runs the bare ASGI application under uvicorn, one process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.parts.server import ROOT, free_port


@contextmanager
def durable_rows_server(home: Path) -> Iterator[int]:
    """Its port, until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.peers.durable_rows:application", "--port", str(port)]
    environment = os.environ | {"ROWS": str(home / "rows.sqlite3")}
    process = subprocess.Popen([*command, "--log-level", "warning", "--lifespan", "off"], env=environment, cwd=ROOT)
    try:
        while True:
            assert process.poll() is None, "the bare server ended before it answered"
            try:
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)
