"""Paper: a tagged PDF that a screen reader can read (PDF/UA-1) and an archive can keep (PDF/A-2a).

The compiler reads one template of ours and the content handed to it. It can open no file outside the template's
folder, and fetches nothing as long as no template imports a package. Content reaches the template as JSON, so that no
text typed by anybody is ever markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import typst

_STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
_UNSHOWABLE = re.compile(r"the (?:text|PDF contains the codepoint) `\"(?P<text>.+?)\"`")
_ESCAPED = re.compile(r"\\u\{(?P<code>[0-9a-f]+)\}")


class CannotTypeset(Exception):
    """The document cannot be made. ``characters`` are those that no font here can show; empty for any other reason."""

    def __init__(self, message: str, characters: str = "") -> None:
        super().__init__(message)
        self.characters = characters


def typeset(template: Path, content: Mapping[str, object], *, made_at: datetime) -> bytes:
    """The PDF of a template filled with content; the same for the same content and time.

    The template finds its content in ``json(bytes(sys.inputs.content))``. Raises CannotTypeset when a character
    has no glyph in the fonts that come with the compiler or are installed on this machine.
    """
    try:
        return typst.compile(
            template,
            root=template.parent,
            font_paths=_fonts(),
            format="pdf",
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            pdf_standards=_STANDARDS,
            timestamp=int(made_at.timestamp()),
        )
    except typst.TypstError as error:
        raise _told(error) from None


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True)


def _told(error: typst.TypstError) -> CannotTypeset:
    found = _UNSHOWABLE.search(error.message)
    characters = found["text"] if found else ""
    return CannotTypeset(error.message, _ESCAPED.sub(lambda match: chr(int(match["code"], 16)), characters))
