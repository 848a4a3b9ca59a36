"""Due work: every room's ``due(now)``, in the rooms' order, and the sealing of what was read and who came in."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.core.cache import caches
from django.db import close_old_connections

from afterglow.ground.access.clock import clinic_now
from afterglow.ground.access.models import Clinic
from afterglow.ground.audit import reads, sign_ins
from afterglow.site.rooms import MODULES
from afterglow.site.tallies import Tallies

EVERY = timedelta(minutes=1)

log = logging.getLogger(__name__)


def due_functions() -> dict[str, Callable[[datetime], int]]:
    """Each room's ``due``, by the room's name, from the ground up."""
    rooms = [module for module in MODULES if find_spec(module) and find_spec(f"{module}.due")]
    return {module.rsplit(".", 1)[1]: import_module(f"{module}.due").due for module in rooms}


def do_due_work(now: datetime) -> dict[str, int]:
    """Do everything that is due by ``now``; returns how much each room did. Safe to repeat.

    A room that fails is written to the log and does not hold the others back; its work stays due.
    """
    done: dict[str, int] = {}
    for room, due in due_functions().items():
        try:
            done[room] = due(now)
        except Exception:
            log.exception("due work of %s failed; it stays due", room)
    for entries in (reads.SEALED, sign_ins.SEALED):
        clinics = Clinic.objects.values_list("pk", flat=True)
        done[entries.verb.replace(".", " ")] = sum(entries.seal(clinic_id=pk, now=now) for pk in clinics)
    return done


def tick() -> dict[str, int]:
    """Do what is due now; returns how much each room did.

    Whatever fails is written to the log and stays due: a database that is away for a minute ends nothing.
    """
    close_old_connections()
    try:
        done = do_due_work(clinic_now())
        clear_away()
    except Exception:
        log.exception("due work failed; it stays due")
        done = {}
    close_old_connections()
    return done


def clear_away() -> None:
    """Forget sessions and counted tries whose time is over."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    if isinstance(cache_of_tries := caches["default"], Tallies):
        cache_of_tries.sweep()


def keep_ticking(stop: threading.Event) -> None:
    """Do due work once a minute until told to stop."""
    while not stop.is_set():
        tick()
        stop.wait(EVERY.total_seconds())
