"""Every room that is a Django app, from the ground up, and where each keeps its templates."""

from __future__ import annotations

from pathlib import Path

GROUND = ("audit", "access", "design")
RECORD = ("people", "pathway", "diary", "tasks", "contact", "outcomes")
CARE = ("referral", "assessment", "consent", "course", "pharmacy", "treatment", "journal", "groups", "followup")
OFFICE = ("letters", "billing", "fhir", "evaluation")
HOME = ("worklists", "patient", "record", "search")

_WINGS = {"ground": GROUND, "record": RECORD, "care": CARE, "office": OFFICE, "home": HOME}

_HERE = Path(__file__).resolve().parent.parent

MODULES = (*(f"afterglow.{wing}.{room}" for wing, rooms in _WINGS.items() for room in rooms), "afterglow.site")

DEMO = "afterglow.demo"
"""Installed by the demo's settings only."""


def _folder(module: str) -> Path:
    return _HERE / module.removeprefix("afterglow.").replace(".", "/")


TEMPLATE_FOLDERS = [_folder(module) / "templates" for module in (*MODULES, DEMO)]


def installed() -> list[str]:
    """The rooms that have an app of their own."""
    return [module for module in MODULES if (_folder(module) / "apps.py").exists()]
