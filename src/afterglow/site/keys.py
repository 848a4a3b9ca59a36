"""The installation's keys: made once, kept in its home folder, readable by its own account only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def key(home: Path, name: str) -> bytes:
    """The key of this name, made where there is none yet."""
    path = home / f"{name}.key"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = secrets.token_urlsafe(48).encode()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(fresh)
    return fresh
