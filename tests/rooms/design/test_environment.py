"""The environment of every template: what is missing is loud, what people typed is safe, and zones are asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import RequestFactory, override_settings
from jinja2 import UndefinedError

from afterglow.ground.design.context import page_context
from afterglow.ground.kernel.money import Money
from tests.rooms.design.pages import Clinic, environment, render

SUMMER = datetime(2026, 6, 11, 13, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ when|day }}", "11 June 2026"),
        ("{{ when|short_day }}", "11 Jun"),
        ("{{ when|weekday_day }}", "Thursday 11 June"),
        ("{{ when|clock }}", "14:32"),
        ("{{ when|moment }}", "Thursday 11 June, 14:32"),
        ("{{ when|ago }}", "now"),
        ("{{ born|age }}", "45"),
        ("{{ born|day }}", "4 March 1981"),
        ("{{ born|iso }}", "1981-03-04"),
        ("{{ fee|money }}", "£71.25"),
        ("{{ number|nhs_number }}", "999\u00a0000\u00a01014"),
        ("{{ nobody|nhs_number }}", ""),
    ],
)
def test_filters_show_things_as_the_clinic_reads_them(source: str, shown: str) -> None:
    given = {"when": SUMMER, "now": SUMMER, "born": date(1981, 3, 4), "fee": Money(7125)}
    assert render(source, **given, number="9990001014", nobody="").html == shown


@pytest.mark.parametrize("name", ["day", "clock", "moment"])
def test_a_moment_without_a_zone_is_never_shown(name: str) -> None:
    with pytest.raises(ValueError, match="zone"):
        environment().from_string(f"{{{{ when|{name} }}}}").render(when=SUMMER)


def test_how_long_ago_asks_for_now() -> None:
    with pytest.raises(ValueError, match="now"):
        environment().from_string("{{ when|ago }}").render(when=SUMMER)


@pytest.mark.parametrize(
    "source", ["{{ dose }}", "{{ clinic.dose }}", "{{ clinic.dose.mg }}", "{% for x in doses %}{% endfor %}"]
)
def test_a_name_that_nobody_gave_is_loud(source: str) -> None:
    with pytest.raises(UndefinedError):
        render(source)


@pytest.mark.parametrize(
    "source", ["{% if dose %}x{% endif %}", "{{ 'x' if dose }}", "{{ options.dose }}", "{{ dose|default('') }}"]
)
def test_a_name_may_be_asked_about(source: str) -> None:
    assert render(source, options={}).html == ""


def test_nhsuk_macros_are_at_hand() -> None:
    source = "{% from 'nhsuk/components/button/macro.jinja' import button %}{{ button({'text': 'Save & go'}) }}"
    assert "Save &amp; go" in render(source).html


def test_markup_is_escaped() -> None:
    assert render("{{ name }}", name="<b>Ann</b>").html == "&lt;b&gt;Ann&lt;/b&gt;"


def test_an_address_that_no_room_has_is_empty_only_where_that_is_asked_for() -> None:
    assert render("{{ url_if_named('no-such-page') }}").html == ""


@pytest.mark.parametrize(
    ("clinic", "zone"), [(Clinic(time_zone="America/New_York"), "America/New_York"), (None, "Europe/Dublin")]
)
@override_settings(TIME_ZONE="Europe/Dublin", DEMO=True)
def test_a_page_is_in_the_zone_of_its_clinic(clinic: Clinic | None, zone: str) -> None:
    request: Any = RequestFactory().get("/")
    request.clinic = clinic
    context = page_context(request)
    assert (str(context["zone"]), context["demo"], context["actor"]) == (zone, True, None)


@pytest.mark.parametrize(
    ("cookie", "theme"), [("night", "night"), ("light", "light"), ('"><script>', "light"), ("", "light")]
)
def test_the_theme_comes_from_this_screens_cookie(cookie: str, theme: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = cookie
    assert page_context(request)["theme"] == theme
