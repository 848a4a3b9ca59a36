"""The pages about who may do what: the roles with their permissions, and every address with whom it lets in."""

from __future__ import annotations

from afterglow.ground.access.roles import GRANTED, STAFF_ROLES, Permission, Role
from tests.laws.routes import Route, routes

STAFF = [role for role in Role if role in STAFF_ROLES]
OTHERS = [role for role in Role if role not in STAFF_ROLES]


def roles_page() -> str:
    """The table that a manager reads: each permission, and which roles have it."""
    head = [
        "# Who may do what",
        "",
        "Every permission with the roles that grant it, from `src/afterglow/ground/access/roles.py`. Nothing else"
        " grants anything, and what is not listed is refused. Written by `make fix`.",
        "",
        f"| may | {' | '.join(role.value for role in STAFF)} |",
        f"|---|{'---|' * len(STAFF)}",
    ]
    rows = [
        f"| {permission.value} | {' | '.join('yes' if permission in GRANTED[role] else '' for role in STAFF)} |"
        for permission in Permission
        if any(permission in GRANTED[role] for role in STAFF)
    ]
    others = ["", "## Everybody else", ""]
    for role in OTHERS:
        words = "; ".join(permission.value for permission in Permission if permission in GRANTED[role])
        others.append(f"- **{role.value}**: {words}")
    return "\n".join([*head, *rows, *others]) + "\n"


def addresses_page() -> str:
    """Every address: who may open it, by which methods, and what it is."""
    head = [
        "# Addresses",
        "",
        "Every address of the program. The same lines, agreed one by one, stand in `tests/laws/access.csv`. Written by"
        " `make fix`.",
        "",
        "| address | methods | who | what |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *map(_row, sorted(routes(), key=lambda route: route.pattern))]) + "\n"


def _row(route: Route) -> str:
    entrance = route.entrance
    assert entrance is not None
    methods = " ".join(method for method in entrance.methods if method != "HEAD")
    return f"| `/{route.pattern}` | {methods} | {who(route)} | {route.says or _named(route)} |"


def _named(route: Route) -> str:
    return route.name.replace("_", " ").replace("mfa", "second factor:").replace("account", "sign-in:")


def who(route: Route) -> str:
    """Who may open an address, in words."""
    assert route.entrance is not None
    if route.entrance.is_open:
        return "anybody"
    allowed = {role for role in Role if GRANTED[role] & set(route.entrance.permissions)}
    return ", ".join(role.value for role in Role if role in allowed)
