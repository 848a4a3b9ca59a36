"""What must hold in every table alike: known sources, codes that stand once, one currency."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from afterglow.ground.kernel.money import Money
from afterglow.ground.protocol.agreement.disagreement import Disagreement, Path
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.sources import sources_in, unknown_keys
from afterglow.ground.protocol.words import identity_of


def sources_are_known(protocol: Protocol) -> Iterator[Disagreement]:
    """Every source leads somewhere."""
    for path, source in sources_in(protocol):
        for key in unknown_keys(source):
            yield Disagreement(
                path,
                f"“{key}” is neither a fact of docs/pathway.toml nor a work of docs/sources.toml.",
                'source = "F12" or source = "default"',
            )


def codes_stand_once(protocol: Protocol) -> Iterator[Disagreement]:
    """A code stands once in its list, so that a record can point to it."""
    yield from _repeated(protocol, ())


def _repeated(value: object, path: Path) -> Iterator[Disagreement]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _repeated(getattr(value, name), (*path, name))
    if not isinstance(value, tuple):
        return
    seen: set[str] = set()
    for place, entry in enumerate(value):
        yield from _repeated(entry, (*path, place))
        identity = identity_of(entry)
        if identity and identity in seen:
            yield Disagreement((*path, place), f"“{identity}” stands in this list twice.")
        seen.add(identity)


def one_currency(protocol: Protocol) -> Iterator[Disagreement]:
    """All sums are in the protocol's currency."""
    for path, money in _sums(protocol, ()):
        if money.currency != protocol.currency:
            words = f"The protocol counts in {protocol.currency}, this sum in {money.currency}."
            yield Disagreement(path, words, f'"225 {protocol.currency}"')


def _sums(value: object, path: Path) -> Iterator[tuple[Path, Money]]:
    if isinstance(value, Money):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _sums(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for place, entry in enumerate(value):
            yield from _sums(entry, (*path, place))
