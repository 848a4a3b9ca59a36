"""The protocol of a demo clinic, for rules that are shown on real values."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from afterglow.ground.protocol.schema.protocol import Protocol

_FOLDER = files("afterglow.ground.protocol") / "clinics" / "larkfield"
_LATEST = max(path.name for path in _FOLDER.iterdir() if path.name.endswith(".toml"))

LARKFIELD = Protocol.model_validate(tomllib.loads((_FOLDER / _LATEST).read_text("utf-8")))
