"""Reading protocol files: one file for each version, in the shipped folder and in a clinic's own."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from afterglow.ground.protocol.agreement.check import disagreements
from afterglow.ground.protocol.problem import (
    Problem,
    ProtocolError,
    problem_of_syntax,
    problems_of_agreement,
    problems_of_schema,
)
from afterglow.ground.protocol.schema.protocol import Protocol

SHIPPED: Final = Path(__file__).parent / "clinics"


@dataclass(frozen=True, order=True)
class VersionFile:
    """Where one version of one clinic's protocol stands."""

    clinic: str
    version: date
    path: Path


def load_protocol(text: str, name: str = "protocol") -> Protocol:
    """The protocol written in a text. Raises ProtocolError with every problem found; ``name`` stands in each."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProtocolError((problem_of_syntax(error, name),)) from None
    try:
        protocol = Protocol.model_validate(tables)
    except ValidationError as error:
        raise ProtocolError(problems_of_schema(error, text, name)) from None
    found = disagreements(protocol)
    if found:
        raise ProtocolError(problems_of_agreement(found, text, name))
    return protocol


def version_files(*folders: Path) -> tuple[VersionFile, ...]:
    """All versions in the shipped folder and in further ones, by clinic and date.

    Raises ProtocolError for a file whose name is not a date.
    """
    found = [_version_file(path) for folder in (SHIPPED, *folders) for path in folder.glob("*/*.toml")]
    return tuple(sorted(found))


def read_shipped(clinic: str, version: date, folders: Sequence[Path] = ()) -> Protocol:
    """One version of one clinic. Raises KeyError when there is none, ProtocolError when it is not sound."""
    return load_protocol(*shipped_text(clinic, version, folders))


def shipped_text(clinic: str, version: date, folders: Sequence[Path] = ()) -> tuple[str, str]:
    """The exact text of one version and its file's name. Raises KeyError when there is none."""
    for file in version_files(*folders):
        if (file.clinic, file.version) == (clinic, version):
            return file.path.read_text(encoding="utf-8"), str(file.path)
    raise KeyError((clinic, version))


def _version_file(path: Path) -> VersionFile:
    try:
        return VersionFile(path.parent.name, date.fromisoformat(path.stem), path)
    except ValueError:
        words = "The file's name is the version's date."
        raise ProtocolError((Problem(str(path), 1, "version", words, "2025-09-01.toml"),)) from None
