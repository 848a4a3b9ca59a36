"""Forms as pages show them: same words twice, nothing typed lost, 422 when something is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.http import HttpResponse
from django.template import TemplateDoesNotExist, engines
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from afterglow.ground.design.forms import (
    BloodPressureField,
    Choice,
    ChoiceField,
    DayField,
    EmailField,
    FileField,
    Form,
    HiddenField,
    LongTextField,
    ManyField,
    MomentField,
    MoneyField,
    NhsNumberField,
    PhoneField,
    QuantityField,
    SecretField,
    TextField,
    TickField,
    WholeNumberField,
    YesNoField,
    form_problems,
    render_form,
)
from afterglow.ground.design.rendering import view_of
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.quantity import Weight
from tests.rooms.design.pages import LONDON, NOW, Clinic, Piece, drawn_classes, render

ROUTES = (Choice("iv", "Into a vein", "over 40 minutes"), Choice("im", "Into a muscle"))
PAGE = (
    '{% extends "design/staff.html" %}{% from "design/components/forms.html" import problems, form_fields %}'
    "{% block title %}New{% endblock %}"
    "{% block content %}{{ problems(form, refused) }}<form>{{ form_fields(form) }}</form>{% endblock %}"
)


class Everything(Form):
    ref = HiddenField("Referral")
    surname = TextField("Surname", hint="As on the letter")
    email = EmailField()
    phone = PhoneField()
    number = NhsNumberField()
    born = DayField("Date of birth")
    weight = QuantityField(Weight, "Weight")
    heart = WholeNumberField("HR", least=20, greatest=250, unit="per min")
    pressure = BloodPressureField()
    fee = MoneyField("Fee")
    taken = MomentField("Taken at")
    fasting = YesNoField("Fasting?")
    route = ChoiceField("Route", ROUTES)
    doctor = ChoiceField("Doctor", [Choice("7", "Dr Hannah Brandt")], kind="select")
    nausea = ChoiceField("Nausea", [Choice("0", "none"), Choice("1", "mild")], kind="scale")
    conditions = ManyField("Conditions", ROUTES)
    effects = ManyField("Effects", ROUTES, kind="checks")
    reason = LongTextField("Reason")
    agrees = TickField("The patient agrees")
    bundle = FileField("Bundle", accept="application/json")
    pin = SecretField("PIN")


TYPED = {
    "ref": "r1",
    "surname": 'O’Neill "Jo" <b>',
    "email": "not mail",
    "phone": "12",
    "number": "999",
    "born_day": "31",
    "born_month": "Feb",
    "born_year": "2020",
    "weight": "heavy",
    "heart": "0",
    "pressure": "162/9",
    "fee": "1.5",
    "taken": "soon",
    "fasting": "no",
    "route": "im",
    "doctor": "7",
    "nausea": "1",
    "conditions": ["im"],
    "effects": ["iv"],
    "reason": "one\ntwo",
    "agrees": "on",
    "pin": "secret-4711",
}


def sent(**changed: Any) -> Everything:
    values = {name: value if isinstance(value, list) else [value] for name, value in {**TYPED, **changed}.items()}
    return Everything(MultiValueDict(values), zone=LONDON)


def drawn(form: forms.BaseForm, **given: Any) -> Piece:
    return render(PAGE, form=form, refused=(), **given)


def test_an_unsent_form_has_no_problems_and_is_whole() -> None:
    form = Everything(zone=LONDON)
    piece = drawn(form)
    assert (form_problems(form), piece.faults) == ((), [])
    assert piece.classes - drawn_classes() == set()
    assert set(piece.described) <= set(piece.ids)


def test_an_empty_form_sent_names_every_field_once_in_the_summary_and_once_beside_it() -> None:
    form = Everything(MultiValueDict(), zone=LONDON)
    piece = drawn(form)
    assert len(form_problems(form)) == len(form.fields)
    for problem in form_problems(form):
        assert piece.text.count(problem.words) == (2 if problem.target else 1)


def test_every_line_of_the_summary_leads_to_a_control() -> None:
    piece = drawn(Everything(MultiValueDict(), zone=LONDON))
    assert piece.faults == []
    assert set(piece.targets) <= set(piece.ids)
    assert {"id_born_day", "id_route_0", "id_doctor", "id_surname", "id_agrees"} <= set(piece.targets)
    assert set(piece.described) <= set(piece.ids)


@pytest.mark.parametrize(
    "kept",
    [
        'value="O’Neill &#34;Jo&#34; &lt;b&gt;"',
        'name="email" value="not mail"',
        'name="born_day" value="31"',
        'name="born_month" value="Feb"',
        'name="weight" value="heavy"',
        'name="pressure" value="162/9"',
        'name="fee" value="1.5"',
        'name="taken" value="soon" type="text"',
        'value="no" checked',
        'value="im" checked',
        'value="7" selected',
        'value="1" checked',
        ">\none\ntwo</textarea>",
        'name="agrees" checked',
        'name="ref" id="id_ref" value="r1"',
    ],
)
def test_nothing_typed_is_lost(kept: str) -> None:
    assert kept in drawn(sent()).html


def test_a_secret_is_never_shown_again() -> None:
    assert "secret-4711" not in drawn(sent()).html


@pytest.mark.parametrize("typed", ["a\x00b", "a\ud800b", "x" * 300_000])
def test_what_no_page_can_carry_is_still_answered_with_a_page(typed: str) -> None:
    html = drawn(sent(surname=typed, born_day=typed, route=typed)).html
    assert html.encode()
    assert "\x00" not in html
    assert "Surname " in html


def test_a_field_shows_what_is_stored() -> None:
    stored = {"weight": Weight.of("70.5"), "fee": Money(1050), "fasting": True, "number": "9990001014", "taken": NOW}
    html = drawn(Everything(initial=stored, zone=LONDON)).html
    for shown in ('value="70.5"', 'value="10.50"', 'value="yes" checked', "999\u00a0000", 'value="2025-11-13T10:42"'):
        assert shown in html


def test_an_optional_field_says_so() -> None:
    class Optional(Form):
        number = NhsNumberField(required=False)

    assert "NHS number (optional)" in drawn(Optional()).text


def test_one_question_to_a_page_is_its_heading() -> None:
    source = (
        '{% from "design/components/forms.html" import field_group %}'
        "{{ field_group(form.route, heading=True, caption='Before the dose') }}"
    )
    assert '<span class="nhsuk-caption">Before the dose</span><h1>Route</h1>' in render(source, form=sent()).html


def test_words_for_the_whole_form_stand_in_the_summary() -> None:
    form = sent()
    form.add_error(None, "Two people with this name were born on that day")
    assert "Two people with this name were born on that day" in drawn(form).text


class Request:
    """A request from Larkfield Clinic, as the edge prepares it."""

    def __new__(cls, method: str, data: dict[str, str] | None = None) -> Any:
        request: Any = getattr(RequestFactory(), method)("/", data or {})
        request.clinic, request.actor, request.now = Clinic(), None, NOW
        return request


class Weighing(Form):
    weight = QuantityField(Weight, "Weight")
    taken = MomentField("Taken at")


def answer(request: Any, form: forms.BaseForm, **given: Any) -> HttpResponse:
    return render_form(request, "design/forms/form.html", form, **given)


@pytest.mark.parametrize(
    ("method", "data", "refused", "status"),
    [
        ("get", {}, (), 200),
        ("post", {"weight": "70", "taken": "2026-06-11T14:32"}, (), 200),
        ("post", {"weight": "", "taken": ""}, (), 422),
        ("post", {"weight": "70", "taken": "2026-06-11T14:32"}, (Finding("x", Severity.STOP, "No", "F18"),), 422),
    ],
)
def test_a_page_answers_422_when_what_was_sent_cannot_stand(
    method: str, data: dict[str, str], refused: tuple[Finding, ...], status: int
) -> None:
    request = Request(method, data)
    assert answer(request, Weighing.of(request), refused=refused).status_code == status


def test_a_form_of_a_request_is_in_the_zone_of_its_clinic() -> None:
    form = Weighing.of(Request("post", {"weight": "70", "taken": "2026-06-11T14:32"}))
    assert form.is_valid()
    assert form.cleaned_data["taken"] == datetime(2026, 6, 11, 13, 32, tzinfo=UTC)


class Librarys(forms.Form):
    login = forms.EmailField(label="Address", widget=forms.EmailInput(attrs={"autocomplete": "email", "style": "x"}))
    code = forms.CharField(max_length=6)
    remember = forms.BooleanField()
    kind = forms.ChoiceField(choices=[("a", "First")], widget=forms.RadioSelect)
    one = forms.ChoiceField(choices=[("a", "First")])
    several = forms.MultipleChoiceField(choices=[("a", "First")], widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(widget=forms.Textarea)
    token = forms.CharField(widget=forms.HiddenInput)
    password = forms.CharField(widget=forms.PasswordInput)


def test_a_form_of_a_library_comes_out_as_ours() -> None:
    piece = render("{{ form }}", form=Librarys())
    assert piece.faults == []
    assert {"nhsuk-input", "nhsuk-radios", "nhsuk-checkboxes", "nhsuk-select", "nhsuk-textarea"} <= piece.classes
    assert 'autocomplete="email"' in piece.html


def test_djangos_own_form_templates_are_not_to_be_found() -> None:
    with pytest.raises(TemplateDoesNotExist):
        engines["jinja2"].get_template("django/forms/div.html")


@pytest.mark.parametrize("name", list(Everything.base_fields))
def test_every_control_has_a_name_an_id_and_a_label(name: str) -> None:
    view = view_of(Everything(zone=LONDON)[name])
    html = drawn(Everything(zone=LONDON)).html
    assert view.label
    assert f'id="{view.first_id}"' in html
    assert f'for="{view.first_id}"' in html or view.kind == "hidden"
