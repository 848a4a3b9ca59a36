"""The server: a parent that minds its children and does due work, and processes that answer on one socket."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from types import FrameType

import uvicorn
from django.db import connections

from afterglow.ground.access.clock import clinic_now
from afterglow.site.ticking import EVERY, do_due_work

log = logging.getLogger(__name__)


def serve(*, port: int, processes: int, worker: bool) -> int:
    """Serve on the loopback until SIGTERM or SIGINT; a process that dies is replaced. Returns the exit status."""
    from afterglow.site.asgi import Afterglow

    application = Afterglow()
    listener = _listen(port)
    connections.close_all()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _signal, _frame: stop.set())
    children = {_start(application, listener) for _ in range(processes)}
    ticks = _Ticks() if worker else None
    while not stop.wait(0.5):
        for child in [child for child in children if _has_ended(child)]:
            log.warning("a serving process ended; another takes its place")
            children.remove(child)
            children.add(_start(application, listener))
        if ticks:
            ticks.tick_when_due()
    for child in children:
        os.kill(child, signal.SIGTERM)
    for child in children:
        os.waitpid(child, 0)
    return 0


class _Ticks:
    """Due work between looks at the children: on the parent's only thread, so that it can always start another."""

    def __init__(self) -> None:
        self._next = 0.0

    def tick_when_due(self) -> None:
        """Do due work once a minute, and keep no connection that a new child could inherit."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY.total_seconds()
            do_due_work(clinic_now())
            connections.close_all()


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(1024)
    listener.set_inheritable(True)
    return listener


def _start(application: object, listener: socket.socket) -> int:
    child = os.fork()
    if child:
        return child
    _die_with_parent()
    config = uvicorn.Config(
        application,  # type: ignore[arg-type]  # uvicorn's own protocol type, the same shape
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    status = 0
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except BaseException:
        log.exception("a serving process failed")
        status = 1
    os._exit(status)


def _die_with_parent() -> None:
    """A parent that is killed cannot say so: its children would go on answering without due work."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            threading.Event().wait(1)
        os.kill(os.getpid(), signal.SIGKILL)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _ignored)
    threading.Thread(target=watch, daemon=True, name="parent watch").start()


def _ignored(_number: int, _frame: FrameType | None) -> None:
    """Until uvicorn takes the signals over, they wait."""


def _has_ended(child: int) -> bool:
    return os.waitpid(child, os.WNOHANG)[0] != 0
