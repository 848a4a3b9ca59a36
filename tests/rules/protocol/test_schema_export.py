"""The JSON Schema that editors use is the schema the program uses."""

import json
from pathlib import Path

from afterglow.ground.protocol.exporting import schema_text
from afterglow.ground.protocol.schema.protocol import Protocol

EXPORTED = Path(__file__).resolve().parents[3] / "docs" / "reference" / "protocol.schema.json"


def test_the_exported_schema_is_current() -> None:
    assert EXPORTED.read_text(encoding="utf-8") == schema_text(), (
        "Write afterglow.ground.protocol.exporting.schema_text() to docs/reference/protocol.schema.json."
    )


def test_it_says_how_quantities_are_written() -> None:
    schema = json.loads(schema_text())
    dose = schema["$defs"]["Treatment"]["properties"]["dose"]
    assert {"type": "string", "examples": ["0.5 mg/kg"]} in dose["anyOf"]
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == set(Protocol.model_fields)
