"""An installation is backed up, and comes back as it was; what is damaged, tampered with or in the way is refused."""

from __future__ import annotations

import hashlib
import io
import json
import re
import socket
import sqlite3
import stat
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.rooms.site.conftest import Installation, Installations

Parts = dict[str, bytes]


def query(installation: Installation, statement: str) -> list[tuple[object, ...]]:
    """Ask the database behind everybody's back, or change it."""
    if installation.database.startswith("sqlite"):
        with sqlite3.connect(installation.database.removeprefix("sqlite://")) as file:
            return list(file.execute(statement))
    with psycopg.connect(installation.database, autocommit=True) as server:
        answer = server.execute(statement.encode())
        return list(answer.fetchall()) if answer.description else []


def unpacked(backup: Path) -> Parts:
    with tarfile.open(backup) as tar:
        return {member.name: content.read() for member in tar if (content := tar.extractfile(member))}


def packed(backup: Path, parts: Parts) -> None:
    with tarfile.open(backup, "w:gz") as tar:
        for name, part in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(part)
            tar.addfile(member, io.BytesIO(part))


def test_an_installation_comes_back_as_it_was(installations: Installations, tmp_path: Path) -> None:
    first, second, backup = installations(), installations(empty=True), tmp_path / "backup.tar.gz"
    first.open_larkfield()
    heads = first.done("audit", "heads")
    assert "patients' records and keys" in first.done("backup", str(backup))
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert "1 audit trails hold" in second.done("restore", str(backup))
    assert second.done("audit", "heads") == heads
    kept = tmp_path / "heads.json"
    kept.write_text(heads)
    assert "rows, all as written" in second.done("audit", "verify", "--heads", str(kept))
    for key in ("audit.key", "session.key"):
        assert (second.home / key).read_bytes() == (first.home / key).read_bytes()
        assert stat.S_IMODE((second.home / key).stat().st_mode) == 0o600
    for statement in ("SELECT email FROM access_account", "SELECT sha256 FROM access_protocolactivation"):
        assert query(second, statement) == query(first, statement) != []
    assert "can be changed" not in second.run("doctor").stdout, "the triggers came back too"
    if second.database.startswith("sqlite"):
        assert stat.S_IMODE(Path(second.database.removeprefix("sqlite://")).stat().st_mode) == 0o600
    assert "There is a database here already" in second.refused("restore", str(backup))


def flip(parts: Parts) -> Parts:
    changed = bytearray(parts["database"])
    changed[len(changed) // 2] ^= 1
    return {**parts, "database": bytes(changed)}


def other_key_with_its_hash(parts: Parts) -> Parts:
    """Somebody who may write the backup puts in a key of their own, and the hash that belongs to it."""
    about = json.loads(parts["about.json"])
    about["sha256"]["audit.key"] = hashlib.sha256(b"another").hexdigest()
    return {**parts, "audit.key": b"another", "about.json": json.dumps(about).encode()}


def unlisted_database(parts: Parts) -> Parts:
    about = json.loads(parts["about.json"])
    del about["sha256"]["database"]
    return {**parts, "about.json": json.dumps(about).encode()}


def other_kind(parts: Parts) -> Parts:
    return {**parts, "about.json": json.dumps({**json.loads(parts["about.json"]), "database": "oracle"}).encode()}


DAMAGE: list[tuple[Callable[[Parts], Parts], str]] = [
    (flip, "database is not what was backed up"),
    (lambda parts: {**parts, "audit.key": b"x"}, "audit.key is not what was backed up"),
    (lambda parts: {name: part for name, part in parts.items() if name != "heads.json"}, "heads.json is not"),
    (lambda parts: {name: part for name, part in parts.items() if name != "about.json"}, "not a whole backup"),
    (unlisted_database, "database is not what was backed up"),
    (other_kind, "This backup is of oracle"),
    (other_key_with_its_hash, "The audit trail in this backup does not hold"),
]


def test_what_is_damaged_is_refused_and_leaves_nothing_behind(installations: Installations, tmp_path: Path) -> None:
    first, second, backup = installations(), installations(empty=True), tmp_path / "backup.tar.gz"
    first.open_larkfield()
    first.done("backup", str(backup))
    parts, whole = unpacked(backup), backup.read_bytes()
    for number, (damage, words) in enumerate(DAMAGE):
        packed(spoilt := tmp_path / f"{number}.tar.gz", damage(parts))
        assert words in second.refused("restore", str(spoilt))
    (cut := tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    (text := tmp_path / "text.tar.gz").write_text("no backup")
    for file in (cut, text):
        assert "not a whole backup" in second.refused("restore", str(file))
    assert "No such file" in second.refused("restore", str(tmp_path / "nowhere.tar.gz"))
    assert "1 audit trails hold" in second.done("restore", str(backup)), "it was empty all the time"


# What the doctor and the start of the server look at


def test_a_protocol_file_changed_after_it_was_put_into_use_stops_the_start(installations: Installations) -> None:
    here = installations()
    here.open_larkfield()
    file = here.protocol_file()
    text = file.read_text(encoding="utf-8")
    assert "was changed after it was put into use" not in here.run("doctor").stdout
    with port_in_use() as taken:
        assert here.refused("serve", "--port", taken).startswith(f"Port {taken} is in use. Stop what uses it")
    for changed in (f"{text}\n# one line more\n", text.replace('name = "', 'name = "X', 1), "not even TOML ["):
        file.write_text(changed, encoding="utf-8")
        with port_in_use() as taken:
            refused = here.refused("serve", "--port", taken)
        for said in (refused, here.run("doctor").stdout):
            assert f"{file} was changed after it was put into use" in said
            assert "put the old text back" in said


@contextmanager
def port_in_use() -> Iterator[str]:
    """A port on which somebody else listens: what gets so far would be served."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield str(other.getsockname()[1])


def test_nothing_is_served_before_there_is_a_database(installations: Installations) -> None:
    here = installations(empty=True)
    with port_in_use() as taken:
        refused = here.refused("serve", "--port", taken)
    for said in (refused, here.run("doctor").stdout):
        assert "The database is not made yet" in said
        assert "run `afterglow migrate`" in said


def test_the_doctor_finds_missing_triggers_a_broken_trail_and_an_unopened_protocol(
    installations: Installations,
) -> None:
    here = installations()
    here.open_larkfield()
    on = "" if here.database.startswith("sqlite") else " ON audit_auditrow"
    query(here, f'DROP TRIGGER "audit_auditrow_no_update"{on}')
    said = here.run("doctor").stdout
    assert "audit_auditrow can be changed: audit_auditrow_no_update missing" in said
    query(here, "UPDATE audit_auditrow SET actor_kind = 'nobody' WHERE number = 2")
    said = here.run("doctor").stdout
    assert "The audit trail does not hold." in said
    assert "broken at row 2: its content was changed." in said
    here.done("migrate")
    assert "can be changed" not in here.run("doctor").stdout


# The first way in


def test_the_first_administrator_is_shown_the_way_in(installations: Installations) -> None:
    here = installations(empty=True)
    here.done("migrate")
    said = here.done("clinic", "larkfield", str(here.protocol_file()), "--administrator", "Joanne Pike", "--email",
                     "joanne@larkfield.example")  # fmt: skip
    assert re.search(r"http://localhost:8000/welcome/\w+/[\w-]+/$", said.strip())
    again = here.refused("clinic", "larkfield", str(here.protocol_file()), "--administrator", "X", "--email",
                         "x@larkfield.example")  # fmt: skip
    assert again == "There is a clinic called “larkfield” already.\n"
    assert query(here, "SELECT count(*) FROM access_account") == [(1,)]
