"""Runs the benchmarks: all, or the one named. Each is a file beside this one with `main() -> dict`, which returns

    figures    what was measured, by name, with the unit in the name: {"first_page_s": 1.2}
    ratios     product against peer, both measured in the same run: {"work_list_rate": 5.1}
    bars       what a figure or ratio has to reach: {"work_list_rate": {"at_least": 4}, "first_page_s": {"at_most": 3}}

The last line that a benchmark prints is one JSON object with these, its name, and whether all bars hold. The exit code
says only whether it could be measured.
"""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def names() -> list[str]:
    """Every benchmark there is."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem != "run")


def holds(result: dict[str, Any]) -> bool:
    """Whether every bar is reached by the figure or ratio of its name. Raises KeyError for a bar without one."""
    measured = {**result["figures"], **result["ratios"]}
    return all(
        bar.get("at_least", float("-inf")) <= measured[name] <= bar.get("at_most", float("inf"))
        for name, bar in result["bars"].items()
    )


def measure(name: str) -> str:
    """Run one benchmark in this process, and put its result into one line."""
    result = importlib.import_module(name).main()
    parts = {key: result[key] for key in ("figures", "ratios", "bars")}
    return json.dumps({"name": name, **parts, "holds": holds(result)})


def main(arguments: list[str]) -> int:
    """One by name in this process; or each in a process of its own, so that none warms or burdens the next."""
    if not arguments:
        codes = [subprocess.run([sys.executable, __file__, name], check=False).returncode for name in names()]
        return max(codes, default=0)
    if arguments[0] not in names():
        print(f"There is no benchmark called {arguments[0]}; there are: {', '.join(names()) or 'none yet'}.")
        return 2
    print(measure(arguments[0]), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
