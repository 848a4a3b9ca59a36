"""What every page knows, taken from the request as the edge prepared it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest


def page_context(request: HttpRequest) -> dict[str, Any]:
    """``clinic``, ``actor``, ``now``, ``navigation``, ``zone``, ``demo`` and ``theme``; None or empty where absent."""
    clinic = getattr(request, "clinic", None)
    return {
        "clinic": clinic,
        "actor": getattr(request, "actor", None),
        "now": getattr(request, "now", None),
        "navigation": getattr(request, "navigation", ()),
        "zone": ZoneInfo(clinic.time_zone if clinic else settings.TIME_ZONE),
        "demo": bool(getattr(settings, "DEMO", False)),
        "theme": "night" if request.COOKIES.get("theme") == "night" else "light",
    }
