"""Who acts: a frozen value, built once at the edge of a request, command or tick."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from afterglow.ground.access.roles import STAFF_ROLES, Permission, Role, permissions_of


class ActorKind(StrEnum):
    """How somebody came in."""

    ACCOUNT = "account"
    LINK = "link"
    DEVICE = "device"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Somebody, in one clinic, with what they are there.

    ``number`` is the id among their kind (account, invitation, device). ``patient_id`` is set for a patient,
    for a helper acting for one, and for a link sent to one; ``scope`` narrows a link to the one thing it is for.
    """

    kind: ActorKind
    clinic_id: int
    name: str
    roles: frozenset[Role]
    number: int | None = None
    patient_id: int | None = None
    helper: str = ""
    scope: str = ""

    def may(self, permission: Permission) -> bool:
        """Whether any of their roles grants it."""
        return permission in permissions_of(self.roles)

    @property
    def is_staff(self) -> bool:
        """Whether they work for the clinic."""
        return bool(self.roles & STAFF_ROLES)

    @property
    def account_id(self) -> int | None:
        """Their account, where they signed in with one."""
        return self.number if self.kind is ActorKind.ACCOUNT else None

    @property
    def role_words(self) -> str:
        """Their roles as a person would say them, such as ``infusion nurse``."""
        return ", ".join(sorted(role.value for role in self.roles))


def system_actor(clinic_id: int) -> Actor:
    """Afterglow itself, doing what time makes happen in one clinic."""
    return Actor(ActorKind.SYSTEM, clinic_id, "Afterglow", frozenset({Role.SYSTEM}))
