"""The law of imports holds, and each of its contracts really notices what it forbids."""

import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LINTER = (
    sys.executable,
    "-c",
    "from importlinter.cli import lint_imports_command as main; main()",
    "--no-logo",
    "--no-cache",
)


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Run the import linter on the tree at `root`, with the project's own contracts."""
    path = f"{root / 'src'}:{ROOT}"
    environment = {"PYTHONPATH": path, "PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    command = [*LINTER, "--config", str(ROOT / ".importlinter")]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def test_the_tree_keeps_every_contract() -> None:
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


# Where a line is planted, the line, and the contract that must notice.
PLANTED = {
    "a wing above": ("record/people/models.py", "import afterglow.care.referral", "A wing imports only"),
    "a later stage": ("care/referral/models.py", "import afterglow.care.course", "A later stage may ask"),
    "a room above": ("record/people/models.py", "import afterglow.record.tasks", "What is known about"),
    "a neighbour": ("office/letters/models.py", "import afterglow.office.fhir", "What leaves the clinic"),
    "a neighbouring page": ("home/search/views.py", "import afterglow.home.patient", "The pages people land"),
    "the ground upside down": ("ground/kernel/money.py", "import afterglow.ground.audit", "What everything stands"),
    "a query that acts": ("care/referral/queries.py", "import afterglow.care.referral.actions", "Inside every room"),
    "a word of its own": ("care/referral/helpers.py", "", "Inside every room"),
    "a room nobody placed": ("care/waiting/__init__.py", "", "A later stage may ask"),
    "a wing nobody placed": ("annexe/__init__.py", "", "A wing imports only"),
    "a rule with the framework": ("care/course/rules.py", "import django", "Rules, protocols and the kernel"),
    "a rule that reads": ("care/consent/rules.py", "import afterglow.record.people.models", "Rules, protocols and"),
    "a protocol with a clock": ("ground/protocol/schema.py", "import time", "Rules, protocols and the kernel"),
    "a page that sends": ("care/referral/views.py", "import afterglow.ground.gateways", "Only what acts"),
    "a page with a clock": ("care/course/views.py", "import afterglow.ground.access.clock", "The clinic's clock"),
    "an action with a clock": ("care/course/actions.py", "import afterglow.ground.kernel.clock", "The machine's clock"),
    "another's words": ("care/course/views.py", "import afterglow.care.referral.presenters", "The pages of a room"),
}


def plant(package: Path, where: str, line: str) -> None:
    """Add a line to a module, which may not be there yet, or may be a folder."""
    path = package / where
    if path.with_suffix("").is_dir():
        path = path.with_suffix("") / "__init__.py"
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        file.write(f"\n{line}\n")


def module(where: str) -> str:
    return "afterglow." + where.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@pytest.fixture(scope="module")
def sections(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the linter says of a copy of the tree with every breach in it: the text under the name of each contract."""
    root = tmp_path_factory.mktemp("planted")
    package = root / "src/afterglow"
    copytree(ROOT / "src/afterglow", package, ignore=ignore_patterns("static", "__pycache__"))
    for imported in ("care/referral/actions.py", "care/referral/presenters.py", "record/people/models.py"):
        plant(package, imported, "")
    for where, line, _ in PLANTED.values():
        plant(package, where, line)
    answer = lint(root)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    complaints = answer.stdout.split("Broken contracts")[1]
    names, texts = re.findall(r"^(.+)\n-{3,}$", complaints, re.M), re.split(r"^.+\n-{3,}$", complaints, flags=re.M)
    return dict(zip(names, texts[1:], strict=True))


@pytest.mark.parametrize(("where", "line", "contract"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_breach_is_noticed(sections: dict[str, str], where: str, line: str, contract: str) -> None:
    text = next(text for name, text in sections.items() if name.startswith(contract))
    here, there = re.escape(module(where)), re.escape(line.removeprefix("import "))
    said = rf"{here} (->|imports) {there}\b" if line else rf"- {here}$"
    assert re.search(said, text, re.M), text
