"""Opening a bundle: which resources it holds, where each stands, and which of them another points to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from afterglow.office.fhir.rules.resources import READ, Bundle, Kind, Reference, ServiceRequest

LARGEST = 500_000
"""Bytes. A referral with its people is a few kilobytes; attachments do not belong in the upload."""
MOST_ENTRIES = 200

_JSON_WORDS = {
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "nothing",
}

K = TypeVar("K", bound=Kind)


@dataclass(frozen=True)
class Problem:
    """What is wrong, and the element it is about, as in ``Bundle.entry[1].resource.birthDate``."""

    element: str
    words: str

    def __str__(self) -> str:
        return f"{self.element}: {self.words}"


class Unreadable(ValueError):
    """A bundle that no referral can be read from; every problem found is named."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Found:
    """One resource, where it stands, and the names under which others may point to it."""

    element: str
    names: frozenset[str]
    resource: Kind


def open_bundle(content: bytes) -> tuple[Found, ...]:
    """Every resource that is looked into. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable([Problem("Bundle", f"it must be smaller than {LARGEST // 1000} kB")])
    bundle = _decoded(content, Bundle, "Bundle")
    if bundle.resource_type != "Bundle":
        raise Unreadable([Problem("resourceType", f"this is a {bundle.resource_type}; send a Bundle")])
    if len(bundle.entry) > MOST_ENTRIES:
        raise Unreadable([Problem("Bundle.entry", f"it must have {MOST_ENTRIES} entries or fewer")])
    return tuple(_opened(bundle))


def only(found: Sequence[Found], wanted: type[K]) -> tuple[Found, K]:
    """The one resource of a kind. Raises Unreadable when there is none, or more than one."""
    all_of_it = [(one, one.resource) for one in found if isinstance(one.resource, wanted)]
    if len(all_of_it) != 1:
        many = "it holds none" if not all_of_it else f"it holds {len(all_of_it)}; send one referral at a time"
        raise Unreadable([Problem(f"Bundle.entry: {wanted.__name__}", many)])
    return all_of_it[0]


def pointed_to(found: Sequence[Found], pointer: Reference, element: str) -> Found:
    """The resource that a reference points to. Raises Unreadable when it is not in the bundle."""
    if not pointer.reference:
        raise Unreadable([Problem(element, "it must be a reference to a resource of this bundle")])
    for one in found:
        if pointer.reference in one.names:
            return one
    raise Unreadable([Problem(f"{element}.reference", f"“{pointer.reference[:80]}” is not in this bundle")])


def _opened(bundle: Bundle) -> Iterator[Found]:
    for place, entry in enumerate(bundle.entry):
        element = f"Bundle.entry[{place}].resource"
        if not bytes(entry.resource):
            continue
        one = _read(bytes(entry.resource), element)
        if one is None:
            continue
        names = {entry.full_url, f"{one.resource_type}/{one.id}" if one.id else ""}
        yield Found(element, frozenset(names - {""}), one)
        if isinstance(one, ServiceRequest):
            yield from _contained(one, element)


def _contained(request: ServiceRequest, element: str) -> Iterator[Found]:
    for place, raw in enumerate(request.contained):
        where = f"{element}.contained[{place}]"
        one = _read(bytes(raw), where)
        if one is not None:
            yield Found(where, frozenset({f"#{one.id}"}), one)


def _read(raw: bytes, element: str) -> Kind | None:
    kind = _decoded(raw, Kind, element).resource_type
    return _decoded(raw, READ[kind], element) if kind in READ else None


def _decoded(raw: bytes, wanted: type[K], element: str) -> K:
    try:
        return msgspec.json.decode(raw, type=wanted)
    except msgspec.ValidationError as error:
        raise Unreadable([_shape_problem(str(error), element)]) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable([Problem(element, f"this is not JSON that can be read ({error})")]) from None


def _shape_problem(error: str, element: str) -> Problem:
    """The decoder's message in our words, with the path as FHIR writes it."""
    message, _, path = error.partition(" - at `$")
    expected = re.search(r"Expected `(\w+).*?`, got `(\w+)`", message)
    missing = re.search(r"missing required field `(\w+)`", message)
    if expected:
        wanted, sent = (_JSON_WORDS.get(kind, kind) for kind in expected.groups())
        words = f"it must be {wanted}, not {sent}"
    else:
        words = f"“{missing[1]}” is missing" if missing else "it cannot be read"
    return Problem(f"{element}{path.rstrip('`')}", words)
