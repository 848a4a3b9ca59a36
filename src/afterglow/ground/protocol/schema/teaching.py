"""Pages for teaching, which no clinic has unless it asks for them."""

from __future__ import annotations

from afterglow.ground.protocol.schema.base import Flag, Sourced


class Teaching(Sourced):
    """What the clinic's staff are shown for teaching, apart from every patient."""

    plasma_levels: Flag
