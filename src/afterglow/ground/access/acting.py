"""How anything is changed: through an action, allowed, in one transaction, and written into the trail."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import ParamSpec, TypeVar, cast

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import trail
from afterglow.ground.kernel.finding import Finding

P = ParamSpec("P")
R = TypeVar("R")


class NotAllowed(Exception):
    """The actor's roles do not grant this."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"Not allowed: {permission.value}")
        self.permission = permission


class Refused(Exception):
    """A rule holds the action back; the findings say why, in words for the person who tried."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(" ".join(finding.words for finding in self.findings))


def action(verb: str, *, may: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a keyword-only function an action.

    It must take ``by`` (Actor) and ``now``. Called on its own it raises NotAllowed unless ``by`` has the
    permission; called inside another action it is that action's consequence and asks no more. All its writes
    are one transaction, sealed as one row of the clinic's audit chain.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def acted(*args: P.args, **kwargs: P.kwargs) -> R:
            by, now = cast(Actor, kwargs["by"]), cast(datetime, kwargs["now"])
            if not trail.is_open() and not by.may(may):
                raise NotAllowed(may)
            with trail.opened(author=by, now=now, verb=verb):
                return function(*args, **kwargs)

        acted.verb = verb  # type: ignore[attr-defined]  # read by the law that lists every verb
        acted.permission = may  # type: ignore[attr-defined]  # read by the law that lists every verb
        return acted

    return wrap
