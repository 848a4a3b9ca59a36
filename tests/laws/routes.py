"""Every address of the site, found by walking the resolver."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from afterglow.ground.access.pages import Entrance, entrance_of

NOBODY = "AAAAAAAAAAAAAAAAAAAAAA"
"""A ref that stands for nothing."""

_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
_SAMPLES = {"int": "1", "str": NOBODY, "slug": "nothing", "uuid": "00000000-0000-4000-8000-000000000000", None: NOBODY}


@dataclass(frozen=True)
class Route:
    """One address: its name, its path with parameters, and who may come in."""

    name: str
    pattern: str
    entrance: Entrance | None
    says: str = ""
    """What the view says of itself, in its first line."""

    @property
    def path(self) -> str:
        """The path with a sample for each parameter: refs of nothing."""
        return "/" + _PARAMETER.sub(lambda match: _SAMPLES.get(match[1], NOBODY), self.pattern)

    def path_to(self, ref: str) -> str:
        """The path with the same ref for each parameter."""
        return "/" + _PARAMETER.sub(lambda match: "1" if match[1] == "int" else ref, self.pattern)

    @property
    def takes_refs(self) -> bool:
        """Whether it leads to one object."""
        return bool(_PARAMETER.search(self.pattern))


def routes() -> list[Route]:
    """All of them, by name."""
    return sorted(_walk(get_resolver().url_patterns, "", ""), key=lambda route: (route.name, route.pattern))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Route]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, prefix + str(entry.pattern), inner)
        else:
            view = entry.callback
            says = (view.__doc__ or "").strip().split("\n")[0]
            yield Route(f"{space}{entry.name}", prefix + str(entry.pattern), entrance_of(view), says)
