"""From a monitor's POST to the figure painted by a real browser that shows the board."""

from __future__ import annotations

import http.client
import time
from typing import Any

from afterglow.ground.kernel.clock import real_now
from bench.parts.bedside import LEAST, MANY
from bench.parts.ward import Ward
from bench.parts.ways import afterglow

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

WATCH = """() => {
  window.painted = [];
  document.body.addEventListener("reading", function (event) {
    var told = JSON.parse(event.detail);
    requestAnimationFrame(function () { setTimeout(function () {
      var row = document.querySelector('[data-of="' + told.of + '"] [data-sign="pulse"] .ag-vital__now');
      window.painted.push([told.of, told.signs.pulse[0], row.textContent.trim(), Date.now()]);
    }, 0); });
  });
}"""


def to_paint(port: int, ward: Ward, *, bays: int, seconds: int) -> list[float]:
    """Milliseconds for each reading; the board must show its figure. Raises AssertionError for one that never came."""
    from playwright.sync_api import sync_playwright

    way, sent = afterglow(port, ward), {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        name, _, value = ward.cookies[0].partition("=")
        page.context.add_cookies([{"name": name, "value": value, "url": f"http://localhost:{port}"}])
        page.goto(f"http://localhost:{port}/board/")
        page.wait_for_timeout(3000)
        page.evaluate(WATCH)
        for number in range(seconds):
            for bay in range(bays):
                time.sleep(1 / bays)
                figure = LEAST + number % MANY
                sent[ward.beds[bay].of, str(figure)] = real_now().timestamp() * 1000
                _post(port, way.post(bay, figure))
        page.wait_for_timeout(3000)
        painted: list[Any] = page.evaluate("window.painted")
        browser.close()
    times = [at - sent[of, figure] for of, figure, shown, at in painted if shown == figure]
    assert len(painted) == len(sent), f"{len(sent) - len(painted)} readings never came to the browser"
    assert len(times) >= 0.97 * len(sent), f"only {len(times)} of {len(sent)} figures stood on the page when painted"
    return times


def _post(port: int, request: bytes) -> None:
    head, _, body = request.partition(b"\r\n\r\n")
    lines = [line.split(b": ", 1) for line in head.split(b"\r\n")[1:]]
    headers = {name.decode(): value.decode() for name, value in lines}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", "/device/readings", body, headers)
    assert connection.getresponse().status == 200
    connection.close()
