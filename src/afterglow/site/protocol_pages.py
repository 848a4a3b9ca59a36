"""The clinic's protocol as its staff read it: any version, each value with its source, and two side by side."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render

from afterglow.ground.access.pages import ClinicRequest, page
from afterglow.ground.access.protocols import NoProtocol, protocol_in_force, protocol_version, versions
from afterglow.ground.access.roles import Permission
from afterglow.ground.protocol.diff import diff
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.show import Section, show
from afterglow.ground.protocol.sources import Cited, cite, keys_of


@page(Permission.SEE_PROTOCOL)
def protocol(request: ClinicRequest) -> HttpResponseBase:
    """The version in force today."""
    return _shown(request, protocol_in_force(request.clinic, request.now))


@page(Permission.SEE_PROTOCOL)
def version(request: ClinicRequest, version: str) -> HttpResponseBase:
    """One version, such as the one a course is pinned to."""
    return _shown(request, _stored(request, version))


@page(Permission.SEE_PROTOCOL)
def compare_chosen(request: ClinicRequest) -> HttpResponseBase:
    """To the comparison of the two versions chosen; to the protocol where they are not two known ones."""
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    known = {one.isoformat() for one in versions(request.clinic.pk)}
    return redirect("protocol-compare", before, after) if {before, after} <= known else redirect("protocol")


@page(Permission.SEE_PROTOCOL)
def compare(request: ClinicRequest, before: str, after: str) -> HttpResponseBase:
    """Everything that differs between two versions, in clinical words."""
    earlier, later = sorted((_stored(request, before), _stored(request, after)), key=lambda one: one.version)
    context = {"before": earlier, "after": later, "changes": diff(earlier, later)}
    return render(request, "site/compare.html", context)


def _shown(request: ClinicRequest, shown: Protocol) -> HttpResponseBase:
    sections = show(shown)
    context = {
        "protocol": shown,
        "sections": sections,
        "in_force": protocol_in_force(request.clinic, request.now).version,
        "versions": versions(request.clinic.pk)[::-1],
        "sources": _sources(sections),
        "keys_of": keys_of,
    }
    return render(request, "site/protocol.html", context)


def _stored(request: ClinicRequest, version: str) -> Protocol:
    try:
        return protocol_version(request.clinic.pk, date.fromisoformat(version))
    except (ValueError, NoProtocol) as unknown:
        raise Http404 from unknown


def _sources(sections: tuple[Section, ...]) -> list[Cited]:
    """Everything the values rest on, each once, by its key."""
    found = {key for section in sections for source in _named_in(section) for key in keys_of(source)}
    return [cited for key in sorted(found - {""}) for cited in cite(key)]


def _named_in(section: Section) -> set[str]:
    own = {section.source, *(row.source for row in section.rows)}
    return own.union(*(_named_in(part) for part in section.parts))
