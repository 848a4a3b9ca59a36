"""What every table of a protocol is: frozen, free of unknown fields, and resting on a source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, Strict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True)
class Written:
    """How a value is written in a protocol file: always text with its unit, read by one parser."""

    read: Callable[[str], object]
    example: str
    show: Callable[[object], str] = str

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Replace pydantic's own reading of the type by ours."""
        shown = core_schema.plain_serializer_function_ser_schema(self.show)
        return core_schema.no_info_plain_validator_function(self._read, serialization=shown)

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Text, with an example."""
        return {"type": "string", "examples": [self.example]}

    def _read(self, value: object) -> object:
        if not isinstance(value, str):
            raise ValueError(f"This is written in quotation marks with its unit, as in “{self.example}”.")
        return self.read(value)


Source = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9-]+(, [A-Za-z0-9-]+)*$", examples=["F12", "F20, default", "spravato-smpc"])
]
"""What a table rests on: facts of docs/pathway.toml, keys of docs/sources.toml, or "default"."""

Count = Annotated[int, Strict(), Field(ge=0, examples=[6])]
Flag = Annotated[bool, Strict()]
Day = Annotated[date, Strict()]
CODE_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Code = Annotated[str, Field(pattern=CODE_PATTERN, examples=["alcohol-use-disorder"])]
Words = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """A piece of a protocol."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Sourced(Part):
    """A piece with a clinical choice in it, which therefore names its source."""

    source: Source
