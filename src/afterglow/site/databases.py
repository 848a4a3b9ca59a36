"""A database named by a URL, with the settings under which nothing acknowledged is lost."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA foreign_keys=ON;"
)


def database(url: str) -> dict[str, Any]:
    """Django's settings for ``sqlite:///path`` or ``postgresql://user:password@host:port/name``.

    Raises ImproperlyConfigured for anything else.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _unknown(url) from None
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "afterglow.site.sqlite",
            "NAME": unquote(parts.path.removeprefix("/") if parts.path.startswith("/:") else parts.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_START},
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(port or ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 10}},
        }
    raise _unknown(url)


def _unknown(url: str) -> ImproperlyConfigured:
    scheme = url.partition("://")[0] if "://" in url else "something else"
    return ImproperlyConfigured(
        "AFTERGLOW_DATABASE is read as sqlite:///path or postgresql://user:password@host:port/name. "
        f"It starts with “{scheme}”, or its port is no number."
    )
