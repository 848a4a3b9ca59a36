"""One template language, a page of our own for every view of others, and no file that asks a foreign host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver

from tests.laws.routes import Route, routes

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"(?:https?:)?//(?:[a-z0-9-]+\.)+[a-z]{2,}[^\s\"'`)<>\\]*", re.I)
LOADS = re.compile(
    r"(?:url\(|src\s*=|href\s*=|@import|fetch\(|import\(|XMLHttpRequest|sendBeacon|WebSocket\()[\s\"'`(]*$", re.I
)
TEXTS = {".css", ".js", ".svg", ".json", ".html", ".txt", ".mjs"}
NO_PAGE_OF_THEIRS = {
    "mfa_index": "our own view under a name that allauth leads to",
    "mfa_login_webauthn": "answers a script, and leads on",
}
THEIRS = [
    route for route in routes() if route.name.startswith(("account_", "mfa_")) and route.name not in NO_PAGE_OF_THEIRS
]


def test_only_jinja_is_configured() -> None:
    assert [one["BACKEND"] for one in settings.TEMPLATES] == ["django.template.backends.jinja2.Jinja2"]
    assert [engine.__class__.__name__ for engine in engines.all()] == ["Jinja2"]


def test_no_template_of_ours_is_written_for_another_engine() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("templates/**/*.html")
        if re.search(r"\{%-?\s*(?:load|trans|blocktrans|csrf_token|static|url)\b", path.read_text())
    ]
    assert found == []


def view_class(route: Route) -> type | None:
    """The class of allauth's view behind an address."""
    view = next(one.callback for one in _patterns() if one.name == route.name)
    while hasattr(view, "__wrapped__") and not hasattr(view, "view_class"):
        view = view.__wrapped__
    found: type | None = getattr(view, "view_class", None)
    return found


def _patterns() -> Iterator[URLPattern]:
    waiting = list(get_resolver().url_patterns)
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, URLPattern):
            yield entry
        else:
            waiting += entry.url_patterns


@pytest.mark.parametrize("route", THEIRS, ids=lambda route: route.name)
def test_a_view_of_others_shows_a_page_of_ours(route: Route) -> None:
    """Without it allauth's own template would be asked for, which no engine here can read."""
    template = getattr(view_class(route), "template_name", None)
    assert template is not None
    try:
        found = get_template(template)
    except TemplateDoesNotExist:
        pytest.fail(f"{route.name} shows {template}, which is not ours")
    assert "afterglow" in str(found.origin.name)


def served() -> Iterator[tuple[str, Path]]:
    """Every static file that a browser could ask for."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield name, Path(storage.path(name))


def foreign(text: str) -> Iterator[str]:
    """Addresses that a file would load by itself; one that is only named, as in a licence or an XML name, is none."""
    for found in ADDRESS.finditer(text):
        before = text[max(0, found.start() - 30) : found.start()]
        if LOADS.search(before) and urlsplit(found.group()).netloc != "www.w3.org":
            yield found.group()


def test_no_static_file_asks_a_foreign_host() -> None:
    found = {
        name: sorted(set(foreign(path.read_text(errors="replace")))) for name, path in served() if path.suffix in TEXTS
    }
    assert len(found) > 10
    assert {name: hosts for name, hosts in found.items() if hosts} == {}


@pytest.mark.parametrize(
    "line",
    [
        'a { background: url("https://fonts.example.com/a.woff2") }',
        "@import '//cdn.example.com/a.css'",
        '<img src="http://pictures.example.com/a.png">',
        'fetch("https://count.example.com/")',
    ],
)
def test_a_foreign_host_is_found(line: str) -> None:
    assert list(foreign(line))


@pytest.mark.parametrize("line", ['<svg xmlns="http://www.w3.org/2000/svg">', "/* see https://example.com/why */"])
def test_a_host_that_is_only_named_is_none(line: str) -> None:
    assert not list(foreign(line))
