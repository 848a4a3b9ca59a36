"""The front-end assets: fetched by npm as package-lock.json says, then built into the static files of `design`.

Runs at set-up and whenever a wheel is built (see setup.py). Nothing it makes is committed. It needs only the standard
library, so that a wheel build can run it, and does nothing when nothing it reads has changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DESIGN = ROOT / "src/afterglow/ground/design"
STYLES = DESIGN / "styles"
BUILT = DESIGN / "static/design/built"
MODULES = ROOT / "node_modules"
COPIED = (
    "nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js",
    "nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js.map",  # named inside the file before it
)
OLDEST_NODE = (20, 19)  # asked for by sass


def fingerprint(*paths: Path) -> str:
    """One hash over the names and contents of these files."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return whole.hexdigest()


def is_fresh(stamp: Path, state: str) -> bool:
    """Whether the step that leaves this stamp was last done for this state."""
    return stamp.exists() and stamp.read_text() == state


def machine_has_node() -> bool:
    """Whether npm stands on the path with a node that is new enough."""
    if not (shutil.which("npm") and shutil.which("node")):
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    version = answer.stdout.strip().removeprefix("v").split(".")
    return len(version) == 3 and (int(version[0]), int(version[1])) >= OLDEST_NODE


def path_with_node() -> str:
    """The PATH on which npm and node are found; they are installed beside this Python if the machine lacks them."""
    path = os.environ.get("PATH", os.defpath)
    if machine_has_node():
        return path
    beside = Path(sys.executable).parent
    if not (beside / "npm").exists():
        print("This machine has no npm with node 20.19 or newer; installing them beside Python ...", flush=True)
        quiet = ["-qq", "--disable-pip-version-check", "--no-input", "--no-deps", "--require-hashes"]
        lock = ["-r", str(ROOT / "requirements-node.lock")]
        subprocess.run([sys.executable, "-m", "pip", "install", *quiet, *lock], check=True)
    return f"{beside}{os.pathsep}{path}"


def fetch() -> None:
    """Bring node_modules to what package-lock.json says."""
    stamp, state = MODULES / ".fetched", fingerprint(ROOT / "package-lock.json", ROOT / ".npmrc")
    if is_fresh(stamp, state):
        return
    print("Fetching the front-end packages ...", flush=True)
    quiet = ["--loglevel", "error", "--no-progress"]
    subprocess.run(["npm", "ci", *quiet], cwd=ROOT, check=True, env=os.environ | {"PATH": path_with_node()})
    stamp.write_text(state)


def build() -> None:
    """Bring the built static files to what the stylesheets and packages say."""
    fetch()
    stamp = BUILT / ".built"
    state = fingerprint(Path(__file__).resolve(), MODULES / ".fetched", *STYLES.rglob("*.scss"))
    if is_fresh(stamp, state):
        return
    started = time.monotonic()
    print("Building the stylesheet and scripts ...", flush=True)
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    for name in COPIED:
        shutil.copy(MODULES / name, BUILT)
    sass = ["node", str(MODULES / "sass/sass.js"), "--style=compressed", "--no-source-map", "--quiet-deps"]
    files = [f"--load-path={MODULES}", str(STYLES / "afterglow.scss"), str(BUILT / "afterglow.css")]
    subprocess.run([*sass, *files], check=True, env=os.environ | {"PATH": path_with_node()})
    stamp.write_text(state)
    print(f"The front-end assets are ready after {time.monotonic() - started:.0f} s.", flush=True)


def main() -> int:
    """Build, or say in one sentence which program failed."""
    try:
        build()
    except subprocess.CalledProcessError as failed:
        print(f"The front-end assets could not be built: {failed.cmd[0]} failed, see above.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
