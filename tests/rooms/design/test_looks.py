"""The look: readable in both themes, every class drawn, nothing from elsewhere."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

DESIGN = Path("src/afterglow/ground/design")
STYLES = {path.name: path.read_text() for path in (DESIGN / "styles").glob("*.scss")}
TEMPLATES = {path.name: path.read_text() for path in (DESIGN / "templates").rglob("*.html")}
SCRIPTS = {path.name: path.read_text() for path in (DESIGN / "static/design/js").glob("*.js")}
LIGHT, NIGHT = STYLES["_tokens.scss"].split('[data-theme="night"]')
TEXT_ON_GROUNDS = [
    *product(("ink", "ink-soft", "dusk"), ("paper", "card")),
    *product(
        ("ink",), ("dusk-wash", "glow-wash", "ok-wash", "caution-wash", "stop-wash", "info-wash", "glow", "focus")
    ),
    *((name, f"{name}-wash") for name in ("ok", "caution", "stop", "info")),
    *product(("ok", "caution", "stop", "info"), ("paper", "card")),
    *(("card", name) for name in ("dusk", "dusk-deep", "stop", "stop-deep", "caution", "info", "ink")),
    ("dusk-deep", "dusk-wash"),
    ("ink-soft", "line"),
    ("on-edge", "caution-edge"),
    ("on-focus", "focus"),
    ("on-sky", "sky"),
    ("on-sky-soft", "sky"),
]
SHAPES_ON_GROUNDS = [*product(("line-strong",), ("paper", "card")), *product(("stop", "dusk"), ("paper", "card"))]


def colours(theme: str) -> dict[str, str]:
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", LIGHT))
    return found | (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", NIGHT)) if theme == "night" else {})


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_reckoned_as_wcag_does(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio


@pytest.mark.parametrize("theme", ["light", "night"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUNDS)
def test_text_reaches_aa_on_every_ground_it_stands_on(theme: str, text: str, ground: str) -> None:
    if theme == "night" and ground in {"glow", "focus"} and text == "ink":
        text = "on-focus"
    assert contrast(colours(theme)[text], colours(theme)[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "night"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES_ON_GROUNDS)
def test_borders_of_controls_can_be_seen(theme: str, shape: str, ground: str) -> None:
    assert contrast(colours(theme)[shape], colours(theme)[ground]) >= 3


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_no_template_carries_a_style_or_a_script_of_its_own(name: str) -> None:
    assert not re.search(r"""\sstyle=|\son[a-z]+=|<style|<script(?![^>]* src=)""", TEMPLATES[name])


@pytest.mark.parametrize("name", sorted(STYLES | TEMPLATES | SCRIPTS))
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    text = (STYLES | TEMPLATES | SCRIPTS)[name].replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|url\(['\"]?//", text)


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_a_script_builds_no_markup_from_text(name: str) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|\.style\b", SCRIPTS[name])


@pytest.mark.parametrize("name", sorted(STYLES))
def test_colours_come_from_the_tokens(name: str) -> None:
    beyond = (
        set(re.findall(r"#[0-9a-f]{3,6}\b", STYLES[name])) if name not in {"_tokens.scss", "_nhsuk.scss"} else set()
    )
    always_on_dark = {"#fff", "#fdf0df", "#212d5e"}
    stripe = {"#d98086"}
    assert beyond <= always_on_dark | stripe
