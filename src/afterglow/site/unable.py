"""Saying in words that a command could not do what was asked."""

from __future__ import annotations


class Unable(RuntimeError):
    """What was asked cannot be done; the message says why, and what to do about it."""
