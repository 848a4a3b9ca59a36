"""The small scripts, in a real browser: pad, tabs, theme, and a stream that falls silent."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from afterglow.ground.design.forms import BloodPressureField, Form, WholeNumberField
from afterglow.ground.design.navigation import NavigationItem
from tests.rooms.design.pages import render

STATIC = Path("src/afterglow/ground/design/static")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ADDRESS = "http://afterglow.example"

pytestmark = pytest.mark.journey

Opened = Callable[..., Page]


class Vitals(Form):
    bp = BloodPressureField()
    hr = WholeNumberField("HR", least=20, greatest=250)


class FakeStream:
    """Stands in for the browser's EventSource, so that a test decides when the server speaks."""

    SCRIPT = """
        class FakeSource extends EventTarget { constructor(url) { super(); window.stream = this; this.url = url; } }
        window.EventSource = FakeSource;
    """


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Open a page made of a staff page's content, with our own scripts and no others."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        page.clock.install()
        page.add_init_script(FakeStream.SCRIPT)

        def open_page(content: str, theme: str = "light", fragment: str = "", **given: object) -> Page:
            source = f'{{% extends "design/staff.html" %}}{content}'
            html = render(source, theme=theme, **given).html
            page.route("**/*", lambda route: answer(route, html))
            page.goto(f"{ADDRESS}/{fragment}")
            return page

        yield open_page
        browser.close()


def answer(route: Route, html: str) -> None:
    """The page itself, our scripts, and nothing else."""
    path = route.request.url.removeprefix(ADDRESS).split("?")[0]
    if path == "/":
        route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": "script-src 'self'"})
    elif path.startswith("/static/design/js/"):
        route.fulfill(path=STATIC / path.removeprefix("/static/").split("?")[0], content_type="text/javascript")
    else:
        route.fulfill(body="")


ENTRY = (
    '{% from "design/components/entry.html" import entry %}'
    "{% block content %}{% call entry((form.bp, form.hr)) %}foot{% endcall %}{% endblock %}"
)


def test_the_pad_types_into_the_chosen_field(opened: Opened) -> None:
    page = opened(ENTRY, form=Vitals())
    for key in ("1", "6", "2", "/", "9"):
        page.locator(f'[data-key="{key}"]').click()
    page.locator('[data-key="erase"]').click()
    page.locator('[data-key="next"]').click()
    page.locator('[data-key="8"]').click()
    assert (page.input_value("#id_bp"), page.input_value("#id_hr")) == ("162/", "8")
    page.focus("#id_bp")
    page.locator('[data-key="0"]').click()
    assert page.input_value("#id_bp") == "162/0"


STEPS = [NavigationItem("Dose", "#dose", current=True), NavigationItem("Leaving", "#leaving")]
TABS = (
    '{% from "design/components/navigation.html" import tabs %}'
    '{% block tabs %}{{ tabs(steps, "Session") }}{% endblock %}'
    '{% block content %}<section class="ag-panel" id="dose">one</section>'
    '<section class="ag-panel" id="leaving">two<input id="escort"></section>{% endblock %}'
)


@pytest.mark.parametrize(("fragment", "shown"), [("", "#dose"), ("#leaving", "#leaving"), ("#escort", "#leaving")])
def test_tabs_show_the_section_that_the_address_names(opened: Opened, fragment: str, shown: str) -> None:
    page = opened(TABS, fragment=fragment, steps=STEPS)
    assert [panel for panel in ("#dose", "#leaving") if page.is_visible(panel)] == [shown]
    page.click('a[href="#leaving"]')
    assert page.is_visible("#leaving")
    assert page.is_hidden("#dose")


SWITCH = (
    '{% from "design/components/brand.html" import theme_switch %}{% block content %}{{ theme_switch() }}{% endblock %}'
)


def test_a_screen_keeps_its_theme(opened: Opened) -> None:
    page = opened(SWITCH)
    page.click("[data-theme-switch]")
    assert page.get_attribute("html", "data-theme") == "night"
    assert {cookie["name"]: cookie["value"] for cookie in page.context.cookies()} == {"theme": "night"}


STREAM = (
    '{% from "design/components/brand.html" import stale_banner %}{% block content %}{{ stale_banner() }}'
    '<div data-stream="/stream" data-events="reading"></div>{% endblock %}'
)


def test_fifteen_silent_seconds_are_said_and_a_heartbeat_ends_them(opened: Opened) -> None:
    page = opened(STREAM)
    page.clock.run_for(14_000)
    assert page.is_hidden("[data-stale]")
    page.clock.run_for(3_000)
    assert "Look at the patients." in page.inner_text("[data-stale]")
    page.evaluate("stream.dispatchEvent(new Event('heartbeat'))")
    assert "Live again" in page.inner_text("[data-stale]")
    page.clock.run_for(11_000)
    assert page.is_hidden("[data-stale]")


BAR = (
    '{% block scripts %}{{ super() }}<script src="/static/design/js/session.js" defer></script>{% endblock %}'
    '{% block content %}<dl class="ag-run__live"><div><dt>HR, live</dt></div><div><dt>BP, 2 min ago</dt></div></dl>'
    '<div data-stream="/stream" data-events="reading"></div>{% endblock %}'
)


def test_the_bar_of_a_session_calls_nothing_live_while_the_stream_is_silent(opened: Opened) -> None:
    page = opened(BAR)
    figures = page.locator(".ag-run__live dt")
    page.evaluate("document.body.addEventListener('changed', () => { window.anew = true; })")
    page.clock.run_for(14_000)
    assert figures.all_inner_texts() == ["HR, live", "BP, 2 min ago"]
    page.clock.run_for(3_000)
    assert figures.all_inner_texts() == ["HR, not live", "BP, 2 min ago"]
    page.evaluate("document.querySelector('dt').textContent = 'HR, live'")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('htmx:oobAfterSwap'))")
    assert figures.first.inner_text() == "HR, not live"
    assert page.evaluate("window.anew") is None
    page.evaluate("stream.dispatchEvent(new Event('heartbeat'))")
    assert page.evaluate("window.anew") is True


LISTEN = """window.heard = [];
    ["reading", "changed"].forEach(name => document.body.addEventListener(name, event => heard.push(event.type)))"""


def test_what_the_server_says_reaches_the_fragments_that_wait_for_it(opened: Opened) -> None:
    page = opened(STREAM)
    page.evaluate(LISTEN)
    page.evaluate("stream.dispatchEvent(new Event('heartbeat'))")
    page.evaluate("stream.dispatchEvent(new MessageEvent('reading', {data: '7'}))")
    assert page.evaluate("heard") == ["reading", "changed"]


PROBLEMS = (
    '{% from "design/components/forms.html" import problems %}{% block content %}{{ problems(form) }}{% endblock %}'
)


HEARD = """
    window.tones = 0;
    window.AudioContext = class {
        constructor() { this.currentTime = 0; }
        createOscillator() {
            return { frequency: {}, connect: (to) => to, start: () => { window.tones += 1; }, stop() {} };
        }
        createGain() {
            return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (to) => to };
        }
        close() {}
    };
"""


def test_another_bay_that_needs_someone_is_heard_though_the_last_one_is_well_again(opened: Opened) -> None:
    """Sound is off until somebody on this screen turns it on, which sounds it once."""
    page = opened(
        '{% block content %}<div id="board" data-needing="2"></div>'
        '<button type="button" data-sound aria-pressed="false"><span>Sound off</span></button>{% endblock %}'
        '{% block scripts %}{{ super() }}<script src="/static/design/js/board.js" defer></script>{% endblock %}'
    )
    page.evaluate(f"() => {{ {HEARD} }}")

    def asked_again(needing: str) -> int:
        page.evaluate("(bays) => { document.getElementById('board').dataset.needing = bays; }", needing)
        page.evaluate("document.body.dispatchEvent(new CustomEvent('htmx:afterSwap'))")
        return int(page.evaluate("window.tones"))

    assert asked_again("2 3") == 0
    page.get_by_role("button", name="Sound off").click()
    heard = [asked_again(needing) for needing in ("2 3", "3 4", "4", "", "4")]
    assert heard == [1, 2, 2, 2, 3]


def test_a_page_with_problems_starts_at_them(opened: Opened) -> None:
    page = opened(PROBLEMS, form=Vitals({"bp": "162/9", "hr": "96"}))
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
