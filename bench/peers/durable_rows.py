"""The floor: a bare ASGI application that commits one durable SQLite row for every POST, and does nothing else."""

from __future__ import annotations

import os
import sqlite3
from typing import Any

_rows = sqlite3.connect(os.environ["ROWS"], isolation_level=None, check_same_thread=False)
_rows.execute("PRAGMA journal_mode = WAL")
_rows.execute("PRAGMA synchronous = FULL")
_rows.execute("CREATE TABLE IF NOT EXISTS reading (id INTEGER PRIMARY KEY, body BLOB)")


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer one POST once its row is durable."""
    assert scope["type"] == "http"
    body = (await receive())["body"]
    _rows.execute("INSERT INTO reading (body) VALUES (?)", (body,))
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})
