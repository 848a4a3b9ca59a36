"""Letters on paper: tagged, readable in every script, and made of nothing but our template and what is handed to it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

import afterglow.office.letters
from afterglow.ground.gateways.typesetting import CannotTypeset, typeset

LETTER = Path(afterglow.office.letters.__file__).parent / "templates/letters/letter.typ"
MADE = datetime(2026, 6, 11, 9, 0, tzinfo=UTC)
NAMES = ["Tomasz Wiśniewski", "Nguyễn Thị Hòa", "عبد الرحمن", "O’Connor", "Łukasz", "Ελένη", "Юлия", "İpek", "שרה"]


def content(*texts: str) -> dict[str, object]:
    return {
        "title": "Outcome of the assessment",
        "reference": "Larkfield Clinic",
        "sender": {"name": "Larkfield Clinic", "lines": ["1 Orchard Way", "Northshire"]},
        "to": ["Dr Ines Alvarez", "Elm Surgery"],
        "date": "11 June 2026",
        "patient": ["Maya Okonjo", "born 3 September 1991"],
        "parts": [{"heading": "What was found", "text": list(texts)}],
        "signed": ["Dr Hannah Brandt", "consultant psychiatrist"],
        "copies": ["Maya Okonjo, patient"],
    }


def read(pdf: bytes) -> tuple[pypdf.PdfReader, str]:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return reader, "\n".join(page.extract_text() for page in reader.pages)


def test_a_letter_is_tagged_has_a_title_a_language_and_both_standards() -> None:
    reader, _text = read(typeset(LETTER, content("One."), made_at=MADE))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Outcome of the assessment"
    kinds = {str(element["/S"]) for element in elements(root["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/P", "/L"} <= kinds
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def elements(node: pypdf.generic.PdfObject) -> list[pypdf.generic.DictionaryObject]:
    found = node.get_object()
    if isinstance(found, pypdf.generic.ArrayObject):
        return [element for child in found for element in elements(child)]
    if not isinstance(found, pypdf.generic.DictionaryObject):
        return []
    own = [found] if "/S" in found else []
    return own + (elements(found["/K"]) if "/K" in found else [])


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_script_are_read_back_as_they_were_written(name: str) -> None:
    _reader, text = read(typeset(LETTER, content(f"About {name}."), made_at=MADE))
    for word in name.split():
        assert word in text


@pytest.mark.parametrize(
    "typed",
    [
        '#eval("1+1")',
        '#import "@preview/cetz:0.3.0"',
        '#read("/etc/passwd")',
        '#image("http://127.0.0.1:9/x.png")',
        "*not bold* $x^2$ <label> @reference = heading",
        '\\u{0041} "quoted" ]} //',
    ],
)
def test_what_somebody_typed_is_text_and_never_markup(typed: str) -> None:
    _reader, text = read(typeset(LETTER, content(typed), made_at=MADE))
    assert "".join(typed.split()) in "".join(text.split())


@pytest.mark.parametrize("character", ["\ue123", "\U00010600", "\x07"])
def test_a_character_that_cannot_be_shown_is_named(character: str) -> None:
    with pytest.raises(CannotTypeset) as refused:
        typeset(LETTER, content(f"A rare sign: {character}."), made_at=MADE)
    assert refused.value.characters == character


def test_the_same_letter_is_the_same_file() -> None:
    assert typeset(LETTER, content("One."), made_at=MADE) == typeset(LETTER, content("One."), made_at=MADE)


def test_a_template_cannot_read_files(tmp_path: Path) -> None:
    template = tmp_path / "bad.typ"
    template.write_text('#set document(title: "x")\n#read("/etc/hostname")')
    with pytest.raises(CannotTypeset):
        typeset(template, {}, made_at=MADE)
