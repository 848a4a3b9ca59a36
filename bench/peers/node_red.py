"""The peer of the board: Node-RED, from its npm package, doing the same work with its own nodes.

HTTP in, a function that knows the monitor by its token, holds pulse and oxygen against limits and stores one durable
SQLite row (better-sqlite3), HTTP response, and a WebSocket out to every screen. The
packages are installed once and kept in `~/.cache/afterglow-bench`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.parts.server import free_port

PACKAGES = ("node-red@4.1.15", "better-sqlite3@12.11.1")

FUNCTION = """
const device = global.get("devices")[(msg.req.headers.authorization || "").slice(7)];
if (!device) { msg.statusCode = 401; msg.payload = {why: "unknown"}; return [msg, null]; }
const sent = msg.payload, signs = {};
for (const one of sent.readings) {
  const look = (value, low, high) => value === 0 ? "gap" : value < low || value > high ? "raised" : "";
  signs.pulse = [String(Math.round(one.heart_rate)), look(one.heart_rate, 50, 120)];
  signs.oxygen = [String(Math.round(one.spo2)), look(one.spo2, 94, 100)];
  global.get("keep").run(one.uuid, device.of, one.taken_at, one.heart_rate, one.spo2, JSON.stringify(one));
}
return [{...msg, payload: {kept: sent.readings.length}}, {payload: JSON.stringify({of: device.of, signs})}];
"""

SETTINGS = """
const Database = require("better-sqlite3");
const rows = new Database(process.env.ROWS);
rows.pragma("journal_mode = WAL");
rows.pragma("synchronous = FULL");
rows.exec("CREATE TABLE IF NOT EXISTS reading (id INTEGER PRIMARY KEY, uuid TEXT UNIQUE, of TEXT, taken_at TEXT, " +
          "heart_rate REAL, spo2 REAL, raw TEXT)");
const keep = rows.prepare("INSERT OR IGNORE INTO reading (uuid, of, taken_at, heart_rate, spo2, raw) " +
                          "VALUES (?, ?, ?, ?, ?, ?)");
module.exports = {
  uiHost: "127.0.0.1", uiPort: Number(process.env.PORT), flowFile: "flows.json", httpAdminRoot: false,
  functionGlobalContext: {keep, devices: JSON.parse(process.env.DEVICES)},
  logging: {console: {level: "error"}},
};
"""

FLOW = [
    {"id": "tab", "type": "tab", "label": "Board"},
    {"id": "in", "type": "http in", "z": "tab", "url": "/readings", "method": "post", "wires": [["rule"]]},
    {"id": "rule", "type": "function", "z": "tab", "func": FUNCTION, "outputs": 2, "wires": [["answer"], ["out"]]},
    {"id": "answer", "type": "http response", "z": "tab", "wires": []},
    {"id": "screens", "type": "websocket-listener", "path": "/board", "wholemsg": "false"},
    {"id": "out", "type": "websocket out", "z": "tab", "server": "screens", "client": "", "wires": []},
]


@contextmanager
def node_red(home: Path, devices: dict[str, str]) -> Iterator[int]:
    """Node-RED on a port, until the block ends. ``devices`` is each monitor's token and what it is called."""
    program = _installed()
    folder, port = home / "node-red", free_port()
    folder.mkdir()
    (folder / "settings.js").write_text(SETTINGS)
    (folder / "flows.json").write_text(json.dumps(FLOW))
    os.symlink(program / "node_modules", folder / "node_modules")
    known = json.dumps({token: {"of": of} for token, of in devices.items()})
    environment = os.environ | {"PORT": str(port), "ROWS": str(home / "node-red.sqlite3"), "DEVICES": known}
    command = ["node", str(program / "node_modules/node-red/red.js"), "--userDir", str(folder)]
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _installed() -> Path:
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "afterglow-bench" / "node-red"
    if not (folder / "node_modules/better-sqlite3").exists():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("The peer of this benchmark needs Node.js 20 or later with npm on the path.")
        folder.mkdir(parents=True, exist_ok=True)
        _npm([npm, "install", "--no-audit", "--no-fund", *PACKAGES], folder)
    return folder


def _npm(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "Node-RED ended before it answered"
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readings", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("Node-RED did not answer within a minute")
