"""Every macro: its words, its shape and its class; nothing inline, nothing left open, no id twice."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from afterglow.ground.design.charts.line import Gap, Reading
from afterglow.ground.design.charts.own_scores import own_scores_chart
from afterglow.ground.design.charts.scores import Band, DoseOnDay, Score, ScoreSheet, Stretch, scores_chart
from afterglow.ground.design.charts.span import Between, SpanSheet, span_chart
from afterglow.ground.design.charts.sparkline import sparkline
from afterglow.ground.design.charts.vital_signs import (
    DoseGiven,
    Due,
    Limit,
    PressureReading,
    Session,
    session_chart,
)
from afterglow.ground.design.forms import BloodPressureField, Choice, ChoiceField, Form, WholeNumberField
from afterglow.ground.design.icons import SHAPES
from afterglow.ground.design.identity import Identity
from afterglow.ground.design.navigation import NavigationItem, Pages
from afterglow.ground.design.signature import Signature
from afterglow.ground.kernel.finding import Finding, Severity
from tests.rooms.design.pages import LONDON, NOW, drawn_classes, environment, render

COMPONENTS = Path("src/afterglow/ground/design/templates/design/components")


class Readings(Form):
    bp = BloodPressureField()
    hr = WholeNumberField("HR", least=20, greatest=250, unit="per min")
    nausea = ChoiceField("Nausea", [Choice("0", "none"), Choice("1", "mild")], kind="scale")


SESSION = Session(
    name="Vital signs and dose",
    summary="Pressure rose to 168/104.",
    zone=LONDON,
    first=NOW - timedelta(minutes=42),
    last=NOW + timedelta(minutes=80),
    heads=("Time", "BP"),
    rows=(("10:40", "168/104, raised"),),
    pressures=(PressureReading(NOW - timedelta(minutes=2), 168, 104, raised=True),),
    heart=(Reading(NOW - timedelta(minutes=30), 80), Reading(NOW - timedelta(minutes=28), 82)),
    heart_gaps=(Gap(NOW - timedelta(minutes=20), NOW - timedelta(minutes=10), "sensor off"),),
    limits=(Limit(160, "160 repeat in 5 min"), Limit(180, "180 doctor", "stop")),
    dose=DoseGiven(NOW, NOW + timedelta(minutes=40), ((NOW, NOW),), "0 of 35 mg given"),
    due=(Due(NOW + timedelta(minutes=3), soon=True), Due(NOW + timedelta(minutes=10))),
    now=NOW,
)
SHEET = ScoreSheet(
    name="QIDS and doses",
    summary="18, then 9.",
    least=0,
    most=27,
    today=date(2026, 3, 1),
    heads=("Day", "Score"),
    rows=(("1 January 2026", "18"),),
    scores=(Score(date(2026, 1, 1), 18, "18 baseline"), Score(date(2026, 2, 1), 9)),
    doses=(DoseOnDay(date(2026, 1, 5), 42_000, "42 mg"), DoseOnDay(date(2026, 3, 5), 42_000, "42 mg", "planned")),
    bands=(Band(0, "none"), Band(6, "mild")),
    phases=(Stretch(date(2026, 1, 5), date(2026, 2, 1), "Course"),),
    notes=(Stretch(date(2026, 1, 5), date(2026, 2, 1), "possible tolerance"),),
    baseline=18,
)
SPAN = SpanSheet(
    name="Levels",
    summary="Between 10 and 20.",
    unit="Minutes and nanograms.",
    spans=(Between(0, 0, 0), Between(60, 10, 20)),
    step=10,
    minutes=30,
    until=(30, "end"),
    heads=("Minute", "Level"),
    rows=(("60", "about 20"),),
)
GIVEN: dict[str, Any] = {
    "stop": Finding("bp", Severity.STOP, "Blood pressure is too high", "F18", how="168 ≥ 160"),
    "barred": Finding("consent", Severity.STOP, "No consent", "F8", interlock=True),
    "caution": Finding("benzo", Severity.CAUTION, "Took diazepam", "F18"),
    "info": Finding("tinnitus", Severity.INFO, "Tinnitus possible", "F20"),
    "signed": Signature("Dr Hannah Brandt", "psychiatrist", "10:02", "Alert, steady."),
    "change": NavigationItem("Change", "/change"),
    "steps": [NavigationItem("Dose", "#dose", state="checked twice", icon="done"), NavigationItem("Now", "#now", True)],
    "identity": Identity("r1", "Tomasz Wiśniewski", date(1981, 3, 4), "9990001014", "Penicillin (rash)", "Bay 2"),
    "unnumbered": Identity("r2", "Björk"),
    "form": Readings(),
    "wrong": Readings({"bp": "162/9", "hr": "96", "nausea": "1"}),
    "session": session_chart(SESSION),
    "scores": scores_chart(SHEET),
    "own": own_scores_chart(SHEET),
    "span": span_chart(SPAN),
    "line": sparkline([80, 82, None, None], [60, 61, 62, 63]),
    "pages": Pages(2, 5),
    "one_page": Pages(1, 1),
}

SAMPLES = [
    ("actions", "{{ button('Save reading') }}", ["nhsuk-button"], "Save reading"),
    ("actions", "{{ button('Stop', 'stop-outline', 'halt') }}", ["nhsuk-button--stop-outline", "ag-icon"], "Stop"),
    ("actions", "{{ link_button('Book', '/b', 'secondary', hidden='Beatrix Lowe') }}", [], "Book Beatrix Lowe"),
    ("actions", "{{ post_button(csrf_input, '/x', 'Pause', fields={'ref': 'r1'}) }}", ["ag-post"], "Pause"),
    ("actions", "{{ blocked_button('Ready to leave', '10 checks are open.', 'why') }}", [], "10 checks are open."),
    ("actions", "{% call button_group() %}two{% endcall %}", ["nhsuk-button-group"], "two"),
    ("brand", "{{ mark() }}{{ sun('ag-next__sun') }}", ["ag-mark", "ag-next__sun"], ""),
    ("brand", "{{ clinic_link('Tern House', '/') }}", ["ag-clinic"], "Tern House"),
    ("brand", "{{ help_link('/help') }}", ["ag-help"], "Help now"),
    ("brand", "{{ demo_banner() }}{{ invented() }}", ["ag-banner"], "Every clinic and every person here is invented."),
    (
        "away",
        '<form {{ away_attributes({"key": "k", "zone": {"key": "Europe/London"}, "now": 1, "real": 1}) }}></form>'
        '{{ away_panel("readings", "Limits are NOT being checked.", "Nothing can be started.") }}'
        "{{ unsent_banner() }}",
        ["ag-banner--away"],
        "Limits are NOT being checked.",
    ),
    ("brand", "{{ stale_banner() }}{{ theme_switch() }}", ["ag-banner--stale"], "Night"),
    (
        "board",
        "{% call bay(2, 'Tomasz W.', '/s', 'PS', 'Priya Shah', 'late') %}x{% endcall %}",
        ["ag-bay--late"],
        "Bay 2",
    ),
    ("board", "{{ phase('', 'Running, 12 min left', 'IV 38 mg') }}", ["ag-bay__phase"], "IV 38 mg"),
    ("board", "{{ vital('BP', '2 min', '168/104', state='raised') }}", ["ag-vital--raised", "ag-icon"], "168/104"),
    ("board", "{{ vital('HR', '4 min', 'no signal', state='gap') }}", ["ag-vital--gap", "ag-icon"], "no signal"),
    (
        "board",
        "{{ due_strip('BP 6 min late', 'Was due 10:36', 'late') }}",
        ["ag-due--late", "ag-icon"],
        "BP 6 min late",
    ),
    ("board", "{{ empty_bay(6, 'Grace M., 11:15', '', 'Cleaned 10:20') }}", ["ag-bay--empty"], "Grace M., 11:15"),
    ("board", "{{ rail([('10:36', 4, 'BP', '/s', '6 min late', 'late')]) }}", ["is-late", "ag-icon"], "6 min late"),
    (
        "cards",
        "{% call card('Medicines', count=4, note='11 May', more=change) %}x{% endcall %}",
        ["ag-card"],
        "Medicines 4",
    ),
    ("cards", "{% call next_step() %}x{% endcall %}", ["ag-next-step"], "Next step"),
    ("cards", "{% call next_card('Friday', '09:30', 'Your third treatment') %}x{% endcall %}", ["ag-next"], "09:30"),
    ("cards", "{% call inset('stop') %}x{% endcall %}", ["nhsuk-inset-text--stop"], "x"),
    (
        "cards",
        "{% call verdict('caution', 'Not cancelled') %}x{% endcall %}",
        ["ag-t-caution", "ag-icon"],
        "Not cancelled",
    ),
    ("cards", "{% call note('lock') %}x{% endcall %}", ["ag-note", "ag-icon"], "x"),
    ("cards", "{{ facts([('Dose', '50.5 mg', '0.6 mg/kg')]) }}", ["ag-facts"], "50.5 mg 0.6 mg/kg"),
    ("cards", "{{ empty('No referrals to triage.') }}", ["ag-empty"], "No referrals to triage."),
    ("cards", "{% call disclosure('Why') %}x{% endcall %}", ["nhsuk-details"], "Why"),
    ("cards", "{{ steps(['One', 'Two']) }}", ["ag-numbered"], "One Two"),
    (
        "care",
        "{% call care_card('emergency', 'Call 999 now if') %}x{% endcall %}",
        ["ag-icon"],
        "Immediate action required:",
    ),
    ("care", "{{ call_button('999', 'Call 999') }}", ["nhsuk-button--emergency"], "Call 999"),
    ("care", "{{ call_list([('NHS 111', 'Day and night', '111', 'Call 111')]) }}", ["ag-call"], "Call 111"),
    ("care", "{{ phone_link('+441632960142') }}", [], "01632 960142"),
    ("care", "{{ do_list([('Rest', 'tonight.')]) }}", ["nhsuk-list--tick", "ag-icon"], "Rest tonight."),
    ("care", "{{ do_list([('Do not drive', '')], dont=True) }}", ["nhsuk-list--cross"], "Do not drive"),
    ("charts", "{{ span_picture(span) }}", ["ag-chart__span"], "about 20"),
    ("charts", "{{ session_picture(session) }}", ["ag-chart__pressure--raised"], "sensor off"),
    ("charts", "{{ scores_picture(scores) }}", ["ag-chart__half"], "possible tolerance"),
    ("charts", "{{ own_scores_picture(own) }}", ["ag-chart__treatment"], "Diamonds are treatments. Scale 0 to 27."),
    ("charts", "{{ spark(line) }}", ["ag-spark", "is-gap"], ""),
    ("clocks", "{{ clockbar('6 days over', 'over', 1) }}", ["is-over", "ag-icon"], "6 days over"),
    ("clocks", "{{ ring(0.5, '20') }}", ["ag-ring__fill"], "20"),
    ("clocks", "{{ ring(1, look='ok') }}", ["ag-ring__tick"], ""),
    ("clocks", "{{ course_dots([(1, 'done', 'Treatment 1, done')]) }}", ["is-done", "ag-icon"], "Treatment 1, done"),
    ("clocks", "{{ progress(2, 7, aside='Check') }}", ["is-done", "is-now"], "Question 2 of 7 Check"),
    ("clocks", "{{ timeline([('Review', '25 May', True)]) }}", ["is-next"], "Review 25 May"),
    ("clocks", "{{ day_order([('Now', 'Rest.', True)]) }}", ["is-now"], "Now Rest."),
    (
        "dose",
        "{{ formula([('Dose', '0.5 mg/kg × 70 kg', '35.0', 'mg')]) }}",
        ["ag-formula"],
        "0.5 mg/kg × 70 kg 35.0 mg",
    ),
    (
        "dose",
        "{{ two_checks([('Dose, mg', '35', '35', '36', False)]) }}",
        ["ag-t-stop", "ag-icon"],
        "Dose, mg 35 35 36",
    ),
    (
        "entry",
        "{% call entry((wrong.bp, wrong.hr)) %}foot{% endcall %}",
        ["ag-pad", "is-wrong"],
        "Enter BP as two numbers",
    ),
    ("entry", "{{ entry_field(form.hr) }}{{ pad() }}", ["ag-field"], "HR per min"),
    ("entry", "{{ scales(('none', 'mild'), (form.nausea,), 'Side effects') }}", ["ag-scales", "ag-scale"], "none mild"),
    ("groups", "{{ places_left(3, 8) }}", ["ag-places", "is-free"], "3 of 8 left"),
    (
        "groups",
        "{{ cancellation_clock('Free until Wednesday.', 'Then 10.00 is kept.', '2 days', 60, 'now', '10.00', 'Wed') }}",
        ["ag-clock", "ag-clock__free", "ag-clock__kept"],
        "Free until Wednesday.",
    ),
    ("findings", "{{ finding(stop, signed) }}", ["ag-finding--stop", "ag-icon"], "Overridden by Dr Hannah Brandt"),
    ("findings", "{{ finding(barred) }}", ["ag-finding--stop"], "Nobody can go past this."),
    ("findings", "{{ findings([caution, info]) }}", ["ag-finding--caution", "ag-finding--info"], "To know: Tinnitus"),
    ("findings", "{{ signature(signed) }}", ["ag-signed"], "HB"),
    ("forms", "{{ problems(wrong) }}", ["nhsuk-error-summary"], "There is a problem"),
    ("forms", "{{ problems(form, [stop]) }}", ["ag-finding--stop"], "This cannot go ahead as it stands"),
    ("forms", "{{ form_fields(wrong) }}", ["nhsuk-form-group--error", "ag-icon"], "Error: Enter BP as two numbers"),
    ("forms", "{{ field_group(form.nausea) }}", ["ag-scale"], "0 none"),
    ("forms", "<input {{ control_attributes(view_of(form.hr)) }}>", [], ""),
    ("identity", "{{ identity_bar(identity, 44) }}", ["ag-identity"], "Born 4 March 1981 (44)"),
    ("identity", "{{ identity_bar(unnumbered) }}", ["ag-identity"], "NHS number not known"),
    (
        "identity",
        "{% call run_bar('', 'Running, 20 min', '', [('BP, 2 min ago', '168/104', '', 'raised')]) %}x{% endcall %}",
        ["ag-run", "is-raised", "ag-icon"],
        "168/104",
    ),
    ("identity", "<form>{{ same_patient(identity) }}</form>", [], ""),
    ("navigation", "{{ back_link('/', 'Question 2') }}", ["nhsuk-back-link", "ag-icon"], "Question 2"),
    ("navigation", "{{ tabs(steps, 'Session') }}", ["nhsuk-tabs__tab", "ag-t-ok"], "Dose checked twice"),
    ("navigation", "{{ pagination(pages) }}", ["ag-pages"], "Earlier Page 2 of 5 Later"),
    ("navigation", "{{ pagination(one_page) }}", [], ""),
    ("tables", "{{ table('Fees', ['Who', 'Sum'], [['Ann', '£5']], right=(1,), scroll=True) }}", ["ag-right"], "Ann £5"),
    (
        "tables",
        "{{ summary_list([('Vial', 'Lot 2K4471', change)]) }}",
        ["nhsuk-summary-list"],
        "Lot 2K4471 Change vial",
    ),
    ("tags", "{{ tag('7 days late', 'stop', 'late') }}", ["nhsuk-tag--stop", "ag-icon"], "7 days late"),
    ("tags", "{{ initials('PS', 'Priya Shah') }}", ["ag-initials"], "PS"),
    ("tasks", "{{ task_row('Check', '7 questions', 'Today', '/c', 't1') }}", ["nhsuk-task-list__link"], "7 questions"),
    ("tasks", "{{ row('Ann', 'IV', 'Running', '/a', '09:15') }}", ["ag-row-link"], "09:15 Ann IV Running"),
    ("tasks", "{{ check_row('Walks steadily', False) }}", ["ag-leave", "ag-icon"], "Walks steadily"),
]


def macros_of(name: str) -> list[str]:
    module = environment().get_template(f"design/components/{name}.html").module
    return [macro for macro, found in vars(module).items() if callable(found) and not macro.startswith("_")]


@pytest.mark.parametrize(("component", "source", "classes", "words"), SAMPLES, ids=lambda value: str(value)[:40])
def test_a_macro_draws_words_shape_and_class(component: str, source: str, classes: list[str], words: str) -> None:
    names = ", ".join(macros_of(component))
    piece = render(f'{{% from "design/components/{component}.html" import {names} %}}{source}', **GIVEN)
    assert piece.faults == []
    assert set(classes) <= piece.classes
    assert words in piece.text
    assert piece.classes - drawn_classes() == set()


@pytest.mark.parametrize("component", sorted(path.stem for path in COMPONENTS.glob("*.html")))
def test_no_macro_is_without_a_sample(component: str) -> None:
    sources = " ".join(source for name, source, _, _ in SAMPLES if name == component)
    assert [macro for macro in macros_of(component) if f"{macro}(" not in sources] == []


@pytest.mark.parametrize("component", sorted(path.stem for path in COMPONENTS.glob("*.html")))
def test_the_readme_names_every_component(component: str) -> None:
    assert f"| {component} |" in Path("src/afterglow/ground/design/README.md").read_text()


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_an_icon_is_silent_beside_words_and_speaks_alone(name: str) -> None:
    beside, alone = render(f"{{{{ icon('{name}') }}}}"), render(f"{{{{ icon('{name}', 'Late & due') }}}}")
    assert (beside.faults, alone.faults) == ([], [])
    assert 'aria-hidden="true"' in beside.html
    assert 'role="img" aria-label="Late &amp; due"' in alone.html


@pytest.mark.parametrize(
    "chart", ["session_picture(session)", "scores_picture(scores)", "own_scores_picture(own)", "span_picture(span)"]
)
def test_a_chart_has_a_title_a_description_and_its_table(chart: str) -> None:
    name = chart.split("(")[0]
    piece = render(f'{{% from "design/components/charts.html" import {name} %}}{{{{ {chart} }}}}', **GIVEN)
    assert all(part in piece.html for part in ("<title", "<desc", "<details", "<table"))


@pytest.mark.parametrize("source", ["{{ tag(bad) }}", "{{ tag('x', 'ok') }}{{ bad }}"])
def test_what_people_typed_is_never_markup(source: str) -> None:
    piece = render(f'{{% from "design/components/tags.html" import tag %}}{source}', bad="<script>alert(1)</script>")
    assert "<script" not in piece.html
    assert "&lt;script&gt;" in piece.html


def test_the_last_label_of_a_span_has_room_within_the_picture() -> None:
    drawn = span_chart(SPAN)
    source = "{% from 'design/components/charts.html' import span_picture %}{{ span_picture(span) }}"
    shown = environment().from_string(source).render(span=drawn)
    left, _, width, _ = (float(number) for number in re.findall(r'viewBox="([^"]+)"', shown)[0].split())
    last = drawn.minute_marks[-1]
    assert last.at + 4 * len(last.words) <= left + width, "a figure is about 8 wide, and stands in the middle"
