"""``afterglow listen``: take what monitors send by HL7 v2 over MLLP, and hand it on as every monitor does."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from afterglow.ground.gateways.monitors.mllp import Listener
from afterglow.ground.gateways.monitors.replay import Post, http_post
from afterglow.site.command import port
from afterglow.site.unable import Unable


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, whom to know, and where to hand readings on."""
    parser.add_argument("--mllp", type=port, required=True, metavar="PORT", help="listen for HL7 v2 messages here")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument(
        "--monitors", type=Path, required=True, help="a TOML file: each monitor's identifier and its token"
    )
    parser.add_argument("--url", default="http://localhost:8000", help="the clinic's server")


def run(asked: argparse.Namespace) -> int:
    """Listen until stopped."""
    posts = {monitor: http_post(asked.url, token) for monitor, token in tokens(asked.monitors).items()}
    asyncio.run(_listen(asked, posts))
    return 0


def tokens(path: Path) -> Mapping[str, str]:
    """Each monitor's token, from ``[tokens]`` of the file. Raises Unable for a file that cannot be read so."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("tokens")
    except tomllib.TOMLDecodeError as wrong:
        raise Unable(f"{path} is not TOML: {wrong}") from None
    if not isinstance(found, dict) or not all(isinstance(token, str) and token for token in found.values()):
        raise Unable(f'{path} needs a table [tokens] with a line for each monitor: "00:1B:44:11:3A:B7" = "its token"')
    return found


async def _listen(asked: argparse.Namespace, posts: Mapping[str, Post]) -> None:
    def stranger(name: str) -> None:
        http_post(asked.url, "", monitor=name)({})

    server = await Listener(posts, stranger, _say).listen(asked.host, asked.mllp)
    _say(f"Listening for {len(posts)} monitors on {asked.host}:{asked.mllp}. Stop it with Ctrl-C.")
    async with server:
        await server.serve_forever()


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
