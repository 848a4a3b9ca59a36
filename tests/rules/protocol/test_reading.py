"""Protocol files: what ships loads, a clinic's own folder adds to it, and nothing read can be changed."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from afterglow.ground.protocol.checking import check
from afterglow.ground.protocol.problem import ProtocolError
from afterglow.ground.protocol.reading import SHIPPED, load_protocol, read_shipped, shipped_text, version_files
from tests.rules.protocol.shipped import FIRST, SECOND, SYSTEMS, clinic, text_of


def test_one_clinic_ships_for_each_document_and_one_has_a_second_version() -> None:
    assert [(file.clinic, file.version) for file in version_files()] == [
        ("harrow-lane", FIRST),
        ("larkfield", FIRST),
        ("larkfield", SECOND),
        ("marlow-rooms", FIRST),
        ("solent-mind", FIRST),
        ("tern-house", FIRST),
    ]


def test_every_shipped_file_is_sound() -> None:
    assert check([SHIPPED]) == []


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_version_is_read_by_clinic_and_date(system: str) -> None:
    protocol = read_shipped(SYSTEMS[system], FIRST)
    assert (protocol.code, protocol.version) == (SYSTEMS[system], FIRST)
    assert shipped_text(SYSTEMS[system], FIRST)[0] == text_of(SYSTEMS[system])


@pytest.mark.parametrize(("code", "version"), [("larkfield", date(2025, 9, 2)), ("nowhere", FIRST)])
def test_a_version_that_does_not_exist_is_no_version(code: str, version: date) -> None:
    with pytest.raises(KeyError):
        read_shipped(code, version)


def test_a_clinic_of_its_own_needs_a_file_and_no_code(tmp_path: Path) -> None:
    own = tmp_path / "birch-court" / "2026-02-01.toml"
    own.parent.mkdir()
    text = text_of("larkfield").replace('code = "larkfield"', 'code = "birch-court"', 1)
    own.write_text(text.replace("version = 2025-09-01", "version = 2026-02-01", 1), encoding="utf-8")
    assert check([tmp_path]) == []
    assert (
        read_shipped("birch-court", date(2026, 2, 1), [tmp_path]).treatment("intravenous").name == "Ketamine infusion"
    )
    assert len(version_files(tmp_path)) == len(version_files()) + 1


def test_a_file_whose_name_is_no_date_is_refused(tmp_path: Path) -> None:
    (tmp_path / "birch-court").mkdir()
    (tmp_path / "birch-court" / "newest.toml").touch()
    with pytest.raises(ProtocolError, match="version's date"):
        version_files(tmp_path)


def test_a_file_stands_where_its_clinic_and_version_say(tmp_path: Path) -> None:
    wrong = tmp_path / "birch-court" / "2026-02-01.toml"
    wrong.parent.mkdir()
    wrong.write_text(text_of("larkfield"), encoding="utf-8")
    assert [(problem.field, problem.example) for problem in check([wrong])] == [
        ("code", "larkfield/2025-09-01.toml"),
        ("version", "larkfield/2025-09-01.toml"),
    ]


def test_a_file_that_cannot_be_read_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'clinic = "Caf\xe9"')
    assert "cannot be read" in check([tmp_path / "latin.toml"])[0].words
    assert "cannot be read" in check([tmp_path / "missing.toml"])[0].words


def test_a_protocol_that_was_read_cannot_be_changed() -> None:
    protocol = load_protocol(text_of("larkfield"))
    with pytest.raises(ValidationError):
        protocol.clinic = "Another"
    with pytest.raises(ValidationError):
        protocol.referral.waiting.say = "Tomorrow"


def test_the_same_text_is_the_same_protocol() -> None:
    assert load_protocol(text_of("larkfield")) == clinic("F")
    assert clinic("F", SECOND) != clinic("F")
