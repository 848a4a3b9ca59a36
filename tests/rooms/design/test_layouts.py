"""The three layouts: title, identity, places, help, sign-out."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from afterglow.ground.design.identity import Identity
from afterglow.ground.design.navigation import NavigationItem
from tests.rooms.design.pages import Piece, drawn_classes, render

TOMASZ = Identity("r1", "Tomasz Wiśniewski", date(1981, 3, 4), "9990001014", "Penicillin (rash)", "Bay 2")
PLACES = (NavigationItem("Today", "/today", current=True), NavigationItem("Groups", "/groups"))
LAYOUTS = ("staff", "patient", "plain")


def page(layout: str, **given: Any) -> Piece:
    return render(
        f'{{% extends "design/{layout}.html" %}}{{% block title %}}Waiting list{{% endblock %}}'
        "{% block content %}<h2>Content</h2>{% endblock %}",
        **given,
    )


def title(piece: Piece) -> str:
    found = re.search("<title>(.*?)</title>", piece.html)
    assert found
    return found[1]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_is_whole(layout: str) -> None:
    piece = page(layout, demo=True, navigation=PLACES, identity=TOMASZ)
    assert piece.faults == []
    assert piece.html.count("<main ") == 1
    assert set(piece.targets) <= set(piece.ids)
    assert "Skip to main content" in piece.text
    assert piece.classes - drawn_classes() == set()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_title_names_the_page_then_the_clinic_and_says_when_something_is_wrong(layout: str) -> None:
    assert title(page(layout)) == "Waiting list - Larkfield Clinic"
    assert title(page(layout, problem=True)) == "Error: Waiting list - Larkfield Clinic"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_inline_and_nothing_from_elsewhere(layout: str) -> None:
    html = page(layout, demo=True).html
    assert not re.search(r"<script(?![^>]* src=)", html)
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", html)
    assert "<style" not in html


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_demo_says_that_everybody_is_invented(layout: str) -> None:
    words = "Every clinic and every person here is invented."
    assert words in page(layout, demo=True).text
    assert words not in page(layout, demo=False).text


def test_staff_see_whom_a_page_is_about() -> None:
    text = page("staff", identity=TOMASZ).text
    assert "Tomasz Wiśniewski Born 4 March 1981 (44) NHS number 999\u00a0000\u00a01014".replace("\u00a0", " ") in text
    assert "Allergies Penicillin (rash) Bay 2" in text


def test_staff_see_where_they_are_and_who_they_are() -> None:
    piece = page("staff", navigation=PLACES)
    assert '<a class="nhsuk-header__navigation-link" href="/today" aria-current="page">Today</a>' in piece.html
    assert "Priya Shah , infusion nurse" in piece.text


@pytest.mark.parametrize("layout", ["staff", "patient"])
def test_signing_out_is_a_post_with_its_token(layout: str) -> None:
    html = page(layout, csrf_input="TOKEN").html
    assert re.search(r'<form method="post" action="/[^"]*">TOKEN<button[^>]*>Sign out', html)


@pytest.mark.parametrize("layout", ["patient", "plain"])
def test_help_is_on_every_page_of_patients_and_visitors(layout: str) -> None:
    assert "Help now" in page(layout).text


def test_inside_a_task_the_places_go_away_and_back_stays() -> None:
    outside = page("patient", navigation=PLACES)
    inside = page("patient", navigation=PLACES, back=NavigationItem("Question 1", "/1"))
    assert "Your care" in outside.html
    assert "Your care" not in inside.html
    assert 'href="/1"' in inside.html


def test_a_page_without_an_account_names_nobody() -> None:
    html = page("plain", identity=TOMASZ, actor=None).html
    assert "Wiśniewski" not in html
    assert "Sign out" not in html


def test_a_patients_page_says_who_is_signed_in() -> None:
    text = page("patient", identity=TOMASZ).text
    assert "Signed in as Tomasz Wiśniewski , born 4 March 1981, NHS number" in text


def test_a_second_column_is_drawn_only_where_something_stands_in_it() -> None:
    source = '{% extends "design/staff.html" %}{% block content %}x{% endblock %}{% block aside %}ASIDE{% endblock %}'
    assert "ag-cols" in render(source.replace("ASIDE", "y")).classes
    assert "ag-cols" not in render(source.replace("ASIDE", " ")).classes


def test_many_places_stand_in_one_line_and_under_more() -> None:
    here = NavigationItem("Letters", "/letters", current=True)
    piece = page("staff", navigation=PLACES, more_navigation=(here,))
    assert piece.faults == []
    assert piece.classes - drawn_classes() == set()
    assert "Today Groups More places, now at Letters Letters" in piece.text
    assert "More" not in page("staff", navigation=PLACES).text
