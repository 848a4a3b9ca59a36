"""The roles that a protocol names must be ones that the table of roles allows: the two never contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from afterglow.ground.access.roles import GRANTED, Permission, Role
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.protocol import Protocol

_ARTICLES: Final = {"a": "an", "e": "an", "i": "an", "o": "an", "u": "an"}


def named_roles(names: Sequence[str]) -> frozenset[Role]:
    """The roles that a protocol names in its own short words, such as ``nurse``."""
    return frozenset(Role[name.upper()] for name in names)


def role_findings(protocol: Protocol) -> tuple[Finding, ...]:
    """Every role that a protocol names for something which the table of roles does not grant it.

    A protocol chooses among those who may; it gives nobody a right.
    """
    return tuple(
        _not_granted(where, role, permission)
        for where, names, permission in _named(protocol)
        for role in sorted(named_roles(names))
        if permission not in GRANTED[role]
    )


def _named(protocol: Protocol) -> tuple[tuple[str, Sequence[str], Permission], ...]:
    direction, safety = protocol.dosing.direction, protocol.safety
    return (
        ("assessment.decided_by", protocol.assessment.decided_by, Permission.DECIDE_SUITABILITY),
        ("dosing.direction.signed_by", direction.signed_by, Permission.PRESCRIBE),
        ("dosing.direction.may_slow", direction.may_slow, Permission.TREAT),
        ("safety.first_to", (safety.first_to,), Permission.ANSWER_SAFETY),
        ("safety.passed_on_to", (safety.passed_on_to,), Permission.ANSWER_SAFETY),
    )


def _not_granted(where: str, role: Role, permission: Permission) -> Finding:
    what = f"{permission.value[0].lower()}{permission.value[1:]}"
    article = _ARTICLES.get(role.value[0], "a")
    words = f"{where} names {article} {role.value}, whom the table of roles does not let {what}."
    return Finding("role-not-granted", Severity.STOP, words, "default", interlock=True)
