"""Which protocol a clinic works under: versions put into use, their exact text kept and read ever after."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic, ProtocolActivation
from afterglow.ground.access.named_roles import role_findings
from afterglow.ground.access.recent import Recent, forget_everything
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.reading import load_protocol
from afterglow.ground.protocol.schema.protocol import Protocol

_versions: Recent[tuple[date, ...]] = Recent(seconds=5)
_read: Recent[Protocol] = Recent(seconds=float("inf"))


class NoProtocol(LookupError):
    """A clinic has no protocol in force on a day; ``afterglow doctor`` says how to mend it."""


@action("access.protocol_activated", may=Permission.CHANGE_PROTOCOL)
def activate(*, text: str, by: Actor, now: datetime) -> ProtocolActivation:
    """Put a version of the clinic's protocol into use.

    Raises Refused when that version is in use already, when the file is another clinic's, and when it names a role
    for something which the table of roles does not grant it.
    """
    protocol = load_protocol(text)
    _refuse_other_clinics(protocol, by)
    if protocol.version in versions(by.clinic_id):
        words = f"Version {protocol.version} is in use already. Give a changed protocol a new date."
        raise Refused([Finding("version-in-use", Severity.STOP, words, "default", interlock=True)])
    contradictions = role_findings(protocol)
    if contradictions:
        raise Refused(contradictions)
    made = ProtocolActivation.objects.create(
        clinic_id=by.clinic_id,
        version=protocol.version,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        activated_at=now,
        activated_by=by.name,
    )
    forget_everything()
    return made


@action("access.protocol_activated", may=Permission.DO_DUE_WORK)
def activate_from_command_line(*, text: str, by: Actor, now: datetime) -> ProtocolActivation:
    """As ``activate``, by whoever runs the installation."""
    return activate(text=text, by=by, now=now)


def versions(clinic_id: int) -> tuple[date, ...]:
    """Every version put into use, oldest first."""
    rows = ProtocolActivation.objects.filter(clinic_id=clinic_id).order_by("version")
    return _versions.get(clinic_id, lambda: tuple(rows.values_list("version", flat=True)))


def protocol_in_force(clinic: Clinic, now: datetime) -> Protocol:
    """The version in force today where the clinic is. Raises NoProtocol."""
    today = local_day(now, ZoneInfo(clinic.time_zone))
    due = [version for version in versions(clinic.pk) if version <= today]
    if not due:
        raise NoProtocol(f"{clinic.name} has no protocol in force on {today}")
    return protocol_version(clinic.pk, due[-1])


def protocol_version(clinic_id: int, version: date) -> Protocol:
    """One version as it was put into use: what a course is pinned to. Raises NoProtocol."""
    return _read.get((clinic_id, version), lambda: _stored(clinic_id, version))


def _refuse_other_clinics(protocol: Protocol, by: Actor) -> None:
    """A clinic is known by the code of the file it was opened with; a later version has the same."""
    used = versions(by.clinic_id)
    first = protocol_version(by.clinic_id, used[0]) if used else protocol
    if protocol.code != first.code:
        words = (
            f"This is the protocol of {protocol.clinic} ({protocol.code}). "
            f"{first.clinic} works under its own ({first.code}). Nothing was changed."
        )
        raise Refused([Finding("another-clinics-protocol", Severity.STOP, words, "default", interlock=True)])


@lru_cache(maxsize=64)
def _parsed(text: str) -> Protocol:
    return load_protocol(text)


def _stored(clinic_id: int, version: date) -> Protocol:
    row = ProtocolActivation.objects.filter(clinic_id=clinic_id, version=version).first()
    if row is None:
        raise NoProtocol(f"version {version} was never put into use")
    return _parsed(row.text)
