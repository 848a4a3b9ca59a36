"""What a person has narrowed their work list to: it stays as they left it until they sign out."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Role

_KEPT = "worklist"

SHOWN_TO = (
    Role.ADMINISTRATOR,
    Role.PSYCHIATRIST,
    Role.NURSE,
    Role.THERAPIST,
    Role.PHARMACIST,
    Role.EVALUATOR,
    Role.FINANCE,
)
"""The roles that have a list, in the order in which somebody with several is offered them."""


@dataclass(frozen=True)
class Filters:
    """``role`` picks one list of somebody with several roles. Everything empty shows everything."""

    role: str = ""
    funding: str = ""
    clinician: str = ""
    """The ref of whoever an appointment is with."""
    only_late: bool = False


def kept_filters(session: SessionBase) -> Filters:
    """As they were left."""
    known = session.get(_KEPT, {})
    return Filters(**{name: known[name] for name in Filters.__dataclass_fields__ if name in known})


def keep_filters(session: SessionBase, sent: QueryDict) -> None:
    """Keep what was chosen."""
    chosen = Filters(
        role=sent.get("role", "")[:32],
        funding=sent.get("funding", "")[:32],
        clinician=sent.get("clinician", "")[:32],
        only_late=bool(sent.get("only_late")),
    )
    session[_KEPT] = asdict(chosen)


def role_shown(actor: Actor, filters: Filters) -> Role:
    """The role whose list is shown: the one chosen, or else their first."""
    own = [role for role in SHOWN_TO if role in actor.roles]
    return next((role for role in own if role.value == filters.role), own[0])
