"""Every word of the command says what it is for, and what it cannot do it says in a sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from afterglow.ground.protocol.reading import version_files
from afterglow.site.command import WORDS, main
from tests.rooms.site.conftest import Installations


@pytest.fixture(autouse=True)
def everybodys_umask() -> Iterator[None]:
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.mark.parametrize(("word", "meaning"), WORDS)
def test_every_word_has_its_help(word: str, meaning: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([word, "--help"])
    assert ended.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith(f"usage: afterglow {word}")
    assert meaning[1:] in said


def test_the_command_lists_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert [word for word, _ in WORDS if word not in said] == []


NOT_WORDS = [
    [],
    ["fly"],
    ["serve", "--port", "x"],
    ["serve", "--port", "0"],
    ["serve", "--port", "65536"],
    ["serve", "--port", "-1"],
    ["serve", "--processes", "0"],
    ["serve", "--processes", "1000"],
    ["demo", "--port", "99999"],
    ["protocol"],
    ["protocol", "show"],
    ["audit"],
    ["audit", "burn"],
    ["backup"],
    ["restore"],
    ["clinic", "Not A Slug", "x.toml", "--administrator", "A", "--email", "a@b.example"],
    ["clinic", "slug", "x.toml", "--administrator", "A", "--email", "nobody"],
    ["clinic", "slug", "x.toml"],
    ["replay", "x.csv"],
    ["replay", "x.csv", "--bay", "Bay 1", "--speed", "0"],
    ["replay", "x.csv", "--bay", "Bay 1", "--speed", "nan"],
]


@pytest.mark.parametrize("given", NOT_WORDS, ids=" ".join)
def test_what_is_typed_wrong_is_told_at_once(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == 2
    assert "error: " in capsys.readouterr().err


def test_what_cannot_be_done_is_said_in_a_sentence(installations: Installations, tmp_path: Path) -> None:
    here = installations()
    here.open_larkfield()
    nowhere, binary, broken = tmp_path / "nowhere", tmp_path / "binary", tmp_path / "broken.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    broken.write_text("format = ")
    shipped, other = (
        str(next(file.path for file in version_files() if file.clinic == clinic))
        for clinic in ("larkfield", "tern-house")
    )
    somebody = ("--administrator", "A", "--email", "a@b.example")
    cases: list[tuple[tuple[str, ...], str]] = [
        (("protocol", "show", str(nowhere)), "No such file or directory"),
        (("protocol", "show", str(binary)), "not text in UTF-8"),
        (("protocol", "diff", shipped, str(broken)), "cannot be read as TOML"),
        (("protocol", "activate", "nobody", shipped), "There is no clinic called “nobody”. There is: larkfield."),
        (("protocol", "activate", "larkfield", shipped), "is in use already"),
        (("protocol", "activate", "larkfield", other), "This is the protocol of Tern House"),
        (("protocol", "activate", "larkfield", str(broken)), "cannot be read as TOML"),
        (("clinic", "other", str(nowhere), *somebody), "No such file or directory"),
        (("clinic", "other", str(broken), *somebody), "cannot be read as TOML"),
        (("audit", "verify", "--heads", str(nowhere)), "No such file or directory"),
        (("audit", "verify", "--heads", str(broken)), "holds no heads"),
        (("backup", str(nowhere / "deep" / "backup.tar.gz")), "No such file or directory"),
        (("replay", shipped, "--bay", "Bay 1"), "Recordings are replayed only in a demo."),
    ]
    for given, words in cases:
        assert words in here.refused(*given), given


@pytest.mark.parametrize(
    "url", ["mysql://here", "nothing", "postgresql://host:port/name", "sqlite:////nowhere/at/all.sqlite3"]
)
def test_a_database_that_cannot_be_used_is_said_to_be_one(url: str, installations: Installations) -> None:
    here = replace(installations(empty=True), database=url)
    said = here.run("tick")
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert "AFTERGLOW_DATABASE" in said.stderr or "The database cannot be used" in said.stderr


def test_what_a_command_writes_belongs_to_its_account_alone(installations: Installations) -> None:
    here = installations()
    here.open_larkfield()
    written = [here.home, *here.home.rglob("*")]
    assert [path for path in written if path.stat().st_mode & 0o077] == []
    assert len(written) >= 3
