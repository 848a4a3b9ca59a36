"""The server: a parent that minds its children and does due work, and processes that answer on one socket."""

from __future__ import annotations

import errno
import gc
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from types import FrameType

import uvicorn
from django.db import connections

from afterglow.care.treatment.commits import COMMITS
from afterglow.care.treatment.neighbours import Seat, seats
from afterglow.site.accepting import FairServer, Guests
from afterglow.site.health import hindrances
from afterglow.site.ticking import EVERY, tick
from afterglow.site.unable import Unable

PATIENCE = 8.0
"""Seconds that requests, streams and due work have to come to an end once the server is told to stop."""

log = logging.getLogger(__name__)


def serve(*, port: int, processes: int, worker: bool, ready: Callable[[], None] = lambda: None) -> int:
    """Serve on the loopback until SIGTERM or SIGINT; a process that dies is replaced. Returns the exit status.

    ``ready`` is called once the port is ours. Raises Unable for a port in use, and while something is wrong under
    which nobody may be treated: no database, or a protocol file changed after it was put into use.
    """
    if found := hindrances():
        raise Unable("\n".join(f"{one.what}\n  To mend it: {one.mend}" for one in found))
    from afterglow.site.asgi import Afterglow

    application = Afterglow()
    listener = _listen(port)
    ready()
    _leave_database()
    stop, children, guests = threading.Event(), dict[int, Seat](), Guests(processes)
    _stop_when_told(stop, children)
    _settle_memory()
    children |= {_start(application, listener, guests, seat): seat for seat in seats(processes)}
    ticks = _Ticks() if worker else None
    while not stop.wait(0.5):
        for child in [child for child in children if _has_ended(child)]:
            log.warning("a serving process ended; another takes its place")
            seat = children.pop(child)
            children[_start(application, listener, guests, seat)] = seat
        if ticks:
            ticks.tick_when_due()
    _end(children)
    return 0


class _Ticks:
    """Due work between looks at the children: on the parent's only thread, so that it can always start another."""

    def __init__(self) -> None:
        self._next = 0.0

    def tick_when_due(self) -> None:
        """Do due work once a minute, and keep no connection that a new child could inherit."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY.total_seconds()
            tick()
            _leave_database()


def _settle_memory() -> None:
    """What is loaded by now stays: looking through all of it for rubbish took a serving process a tenth of a second."""
    gc.collect()
    gc.freeze()


def _leave_database() -> None:
    """Close every connection, and PostgreSQL's pool: a child must never share one with its parent."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None:
            close_pool()


def _listen(port: int) -> socket.socket:
    # asyncio sends an answer's last piece without delay only on sockets that name their protocol: else 40 ms are lost.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as problem:
        listener.close()
        if problem.errno == errno.EADDRINUSE:
            raise Unable(f"Port {port} is in use. Stop what uses it, or choose another with --port.") from None
        raise Unable(f"Port {port} cannot be used: {problem.strerror}.") from None
    listener.listen(1024)
    listener.setblocking(False)
    listener.set_inheritable(True)
    return listener


def _start(application: object, listener: socket.socket, guests: Guests, seat: Seat) -> int:
    child = os.fork()
    if child:
        return child
    _die_with_parent()
    COMMITS.sit(seat)
    config = uvicorn.Config(
        application,  # type: ignore[arg-type]  # uvicorn's own protocol type, the same shape
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    status = 0
    try:
        FairServer(config, listener, guests, seat.place).run()
    except BaseException:
        log.exception("a serving process failed")
        status = 1
    os._exit(status)


def _stop_when_told(stop: threading.Event, children: Collection[int]) -> None:
    """On SIGTERM or SIGINT the children end at once, and everything does when patience is at its end.

    Due work may wait for a mail server just then; it is done again after the next start.
    """

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        _send(signal.SIGTERM, children)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)

    def give_up(_number: int, _frame: FrameType | None) -> None:
        _send(signal.SIGKILL, children)
        os._exit(0)

    signal.signal(signal.SIGALRM, give_up)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)


def _end(children: Iterable[int]) -> None:
    _send(signal.SIGTERM, children)
    for child in children:
        os.waitpid(child, 0)


def _send(number: signal.Signals, children: Iterable[int]) -> None:
    for child in tuple(children):
        with suppress(ProcessLookupError):
            os.kill(child, number)


def _die_with_parent() -> None:
    """A parent that is killed cannot say so: its children would go on answering without due work."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            threading.Event().wait(1)
        os.kill(os.getpid(), signal.SIGKILL)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=watch, daemon=True, name="parent watch").start()


def _has_ended(child: int) -> bool:
    return os.waitpid(child, os.WNOHANG)[0] != 0
