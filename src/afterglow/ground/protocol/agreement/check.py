"""Whether the tables of one protocol agree, beyond what each table can know by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from afterglow.ground.protocol.agreement.clinical import (
    doses_within_limits,
    observed_until_leaving,
    routes_are_observed,
    routes_that_come_first,
    spray_under_the_us_scheme,
    stops_lie_beyond_cautions,
)
from afterglow.ground.protocol.agreement.disagreement import Disagreement
from afterglow.ground.protocol.agreement.names import (
    families_are_known,
    first_information_exists,
    named_groups_exist,
    priced_treatments_exist,
    primary_is_asked,
)
from afterglow.ground.protocol.agreement.whole_file import codes_stand_once, one_currency, sources_are_known
from afterglow.ground.protocol.schema.protocol import Protocol

CHECKS: Final[tuple[Callable[[Protocol], Iterator[Disagreement]], ...]] = (
    sources_are_known,
    codes_stand_once,
    one_currency,
    first_information_exists,
    families_are_known,
    priced_treatments_exist,
    primary_is_asked,
    named_groups_exist,
    routes_are_observed,
    observed_until_leaving,
    routes_that_come_first,
    spray_under_the_us_scheme,
    doses_within_limits,
    stops_lie_beyond_cautions,
)
"""Each looks at one agreement."""


def disagreements(protocol: Protocol) -> tuple[Disagreement, ...]:
    """Everything in a protocol that does not agree with the rest of it; nothing when it is sound."""
    return tuple(chain.from_iterable(check(protocol) for check in CHECKS))
