"""The schema as JSON Schema, for editors that complete and check protocol files."""

from __future__ import annotations

import json

from afterglow.ground.protocol.schema.protocol import Protocol


def schema_text() -> str:
    """The JSON Schema of a protocol file, as it stands in docs/reference/protocol.schema.json."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Protocol.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
