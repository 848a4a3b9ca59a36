"""The shipped groups that the tables of these tests are about."""

from __future__ import annotations

from datetime import date

from afterglow.ground.protocol.reading import load_protocol
from afterglow.ground.protocol.schema.groups import Group
from afterglow.ground.protocol.schema.protocol import Protocol
from tests.people import shipped_text

DAY = date(2026, 6, 15)
HARROW_LANE: Protocol = load_protocol(shipped_text("harrow-lane", DAY))
LARKFIELD: Protocol = load_protocol(shipped_text("larkfield", DAY))


def group_of(protocol: Protocol, kind: str) -> Group:
    found = protocol.group(kind)
    assert found is not None
    return found


INTEGRATION = group_of(HARROW_LANE, "integration")
PREPARATION = group_of(LARKFIELD, "preparation")
EVENING = group_of(LARKFIELD, "psychodynamic")
LARKFIELD_INTEGRATION = group_of(LARKFIELD, "integration")
