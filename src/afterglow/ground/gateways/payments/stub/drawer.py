"""Where the stub keeps its payments: a file that several processes may open, or memory for one."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import msgspec

IN_MEMORY = ":memory:"

_TABLES = """
CREATE TABLE IF NOT EXISTS payment (id TEXT PRIMARY KEY, number INTEGER, kept BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS notice (number INTEGER PRIMARY KEY, kept BLOB NOT NULL);
"""


class KeptRefund(msgspec.Struct):
    """Money paid back, as the stub keeps it."""

    refund_id: str
    pence: int
    status: str
    created_at: datetime


class KeptPayment(msgspec.Struct):
    """A payment as the stub keeps it. ``account`` is the key it was made with; nobody else sees it."""

    payment_id: str
    account: str
    reference: str
    description: str
    pence: int
    return_url: str
    created_at: datetime
    status: str
    code: str = ""
    refunds: list[KeptRefund] = []

    @property
    def refunded(self) -> int:
        """Pence paid back or on their way; what failed is not."""
        return sum(one.pence for one in self.refunds if one.status != "error")


class KeptNotice(msgspec.Struct):
    """A notice to be sent: how often it was tried, and when again."""

    account: str
    body: bytes
    tries: int
    next_try: datetime


class Drawer:
    """All the stub's payments and notices. ``path`` is a file, or ``IN_MEMORY``."""

    def __init__(self, path: str = IN_MEMORY) -> None:
        self._path, self._lock = path, threading.RLock()
        self._kept = sqlite3.connect(path, check_same_thread=False, isolation_level=None) if path == IN_MEMORY else None
        with self.open() as tables:
            tables.executescript(_TABLES)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection in autocommit; nobody of this process has another meanwhile."""
        with self._lock:
            connection = self._kept or sqlite3.connect(self._path, timeout=20, isolation_level=None)
            try:
                yield connection
            finally:
                if connection is not self._kept:
                    connection.close()

    def payment(self, payment_id: str) -> KeptPayment | None:
        """One payment."""
        with self.open() as tables:
            row = tables.execute("SELECT kept FROM payment WHERE id = ?", [payment_id]).fetchone()
        return msgspec.json.decode(row[0], type=KeptPayment) if row else None

    def payments(self) -> list[KeptPayment]:
        """Every payment, oldest first."""
        with self.open() as tables:
            rows = tables.execute("SELECT kept FROM payment ORDER BY number").fetchall()
        return [msgspec.json.decode(row[0], type=KeptPayment) for row in rows]

    def add(self, payment: KeptPayment) -> None:
        """Put in a new payment."""
        with self.open() as tables:
            tables.execute(
                "INSERT INTO payment SELECT ?, COALESCE(MAX(number), 0) + 1, ? FROM payment",
                [payment.payment_id, msgspec.json.encode(payment)],
            )

    @contextmanager
    def changing(self, payment_id: str) -> Iterator[KeptPayment | None]:
        """One payment to be changed by nobody else meanwhile; kept at the end."""
        with self.open() as tables:
            tables.execute("BEGIN IMMEDIATE")
            try:
                row = tables.execute("SELECT kept FROM payment WHERE id = ?", [payment_id]).fetchone()
                payment = msgspec.json.decode(row[0], type=KeptPayment) if row else None
                yield payment
                if payment is not None:
                    kept = msgspec.json.encode(payment)
                    tables.execute("UPDATE payment SET kept = ? WHERE id = ?", [kept, payment_id])
                tables.execute("COMMIT")
            except BaseException:
                tables.execute("ROLLBACK")
                raise

    def add_notice(self, notice: KeptNotice) -> None:
        """Put in a notice to be sent."""
        with self.open() as tables:
            tables.execute("INSERT INTO notice (kept) VALUES (?)", [msgspec.json.encode(notice)])

    def notices(self) -> list[tuple[int, KeptNotice]]:
        """Every notice not yet taken, with its number, oldest first."""
        with self.open() as tables:
            rows = tables.execute("SELECT number, kept FROM notice ORDER BY number").fetchall()
        return [(number, msgspec.json.decode(kept, type=KeptNotice)) for number, kept in rows]

    def keep_notice(self, number: int, notice: KeptNotice | None) -> None:
        """Write down another try, or None: it was taken or given up."""
        with self.open() as tables:
            if notice is None:
                tables.execute("DELETE FROM notice WHERE number = ?", [number])
            else:
                tables.execute("UPDATE notice SET kept = ? WHERE number = ?", [msgspec.json.encode(notice), number])
