"""Controlled drugs: vials, witnesses and counts."""

from __future__ import annotations

from afterglow.ground.protocol.schema.base import Count, Flag, Sourced, Words
from afterglow.ground.protocol.schema.units import Duration


class Sharing(Sourced):
    """Whether one vial may serve several patients, against its label."""

    allowed: Flag
    say: Words


class Pharmacy(Sourced):
    """The rules of the controlled-drug register."""

    witness_required: Flag
    count_every: Duration
    counted_by: Count
    use_opened_within: Duration
    vial_sharing: Sharing
    other_psychedelics: Words
