"""Every value of every shipped protocol rests on something that can be looked up."""

import re
import tomllib
from pathlib import Path

import pytest

from afterglow.ground.protocol.reading import load_protocol, version_files
from afterglow.ground.protocol.sources import cite, facts, keys_of, sources_in, systems, unknown_keys, works
from tests.rules.protocol.shipped import clinic

DOCS = Path(__file__).resolve().parents[3] / "docs"
COUNTS = {"L": 11, "F": 46, "I": 10, "S": 12, "N": 12}
PROTOCOLS = [load_protocol(file.path.read_text(encoding="utf-8")) for file in version_files()]


@pytest.mark.parametrize("protocol", PROTOCOLS, ids=lambda protocol: f"{protocol.code} {protocol.version}")
def test_every_source_of_a_shipped_file_resolves(protocol: object) -> None:
    named = list(sources_in(protocol))  # type: ignore[arg-type]
    assert len(named) > 150
    assert [(path, source) for path, source in named if unknown_keys(source)] == []
    assert all(cited.says for _, source in named for cited in cite(source))


def test_all_facts_of_the_five_documents_are_there_in_our_words() -> None:
    assert set(systems()) == set(COUNTS)
    for letter, count in COUNTS.items():
        assert [key for key in facts() if key[0] == letter] == [*expected_ids(letter, count)]
    assert len(facts()) == 91
    for fact in facts().values():
        assert fact.says.endswith(".")
        assert fact.room
    assert len({fact.says for fact in facts().values()}) == 91


def expected_ids(letter: str, count: int) -> list[str]:
    return [f"{letter}{number}" for number in range(1, count + 1)]


def test_every_fact_lives_in_a_room_that_has_its_place_in_the_house() -> None:
    """Built already, or placed by the import law among its neighbours and still to be built."""
    placed = set(re.findall(r"[a-z]+", (DOCS.parent / ".importlinter").read_text(encoding="utf-8")))
    built = {path.parent.name for path in (DOCS.parent / "src/afterglow").glob("*/*/__init__.py")}
    assert {fact.room for fact in facts().values()} <= built | {"billing", "pharmacy"}
    assert {"billing", "pharmacy"} <= placed


def test_the_documents_read_by_people_are_those_read_by_the_program() -> None:
    assert set(tomllib.loads((DOCS / "pathway.toml").read_text(encoding="utf-8"))["facts"]) == set(facts())
    assert set(tomllib.loads((DOCS / "sources.toml").read_text(encoding="utf-8"))) == set(works())


def test_every_work_is_used_by_some_protocol() -> None:
    used = {key for protocol in PROTOCOLS for _, source in sources_in(protocol) for key in keys_of(source)}
    assert set(works()) - used == set()


@pytest.mark.parametrize(("letter", "least"), [("L", 11), ("F", 45), ("I", 10), ("S", 12), ("N", 12)])
def test_a_clinics_file_rests_on_the_facts_of_its_own_document(letter: str, least: int) -> None:
    used = {key for _, source in sources_in(clinic(letter)) for key in keys_of(source)}
    own = {key for key in used if re.fullmatch(rf"{letter}[0-9]+", key)}
    assert len(own) >= least, sorted(set(expected_ids(letter, COUNTS[letter])) - own)


def test_a_source_may_name_several_things() -> None:
    assert [cited.key for cited in cite("F20, default")] == ["F20", "default"]
    assert unknown_keys("F20, nonsense, L99") == ("nonsense", "L99")
    with pytest.raises(KeyError):
        cite("nonsense")
