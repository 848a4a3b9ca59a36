"""Nobody needs a mouse: a question of a patient's, a reading of a nurse's, and the board, by keys alone."""

from __future__ import annotations

from datetime import date

from afterglow.demo.people import GPS, invented
from afterglow.demo.years.lives import Life
from afterglow.record.outcomes.actions.asking import ask
from tests.journeys.company import company_of
from tests.journeys.house import House
from tests.journeys.steps import before
from tests.journeys.visitor import Visitor

LIFE = Life(
    invented("Ruth Ellery", "1984-05-17", "female", "70", "168", 101), "2026-04-13", GPS[0], "2026-06-30", (18, 16)
)
TREATMENT = date(2026, 6, 30)
MOST_KEYS = 80
_FOCUSED = """() => {
  const one = document.activeElement;
  const label = one.labels && one.labels.length ? one.labels[0].innerText : one.innerText;
  return (one.getAttribute("aria-label") || label || "").trim().replace(/\\s+/g, " ");
}"""
_SEEN = """() => {
  const one = document.activeElement;
  const place = (one.labels && one.labels.length ? one.labels[0] : one).getBoundingClientRect();
  const style = getComputedStyle(one), beside = getComputedStyle(one, "::before");
  const bay = getComputedStyle(one.closest(".ag-bay") || one);
  const marks = [style.outlineStyle, style.boxShadow, beside.boxShadow, bay.outlineStyle];
  const marked = marks.some(value => value && value !== "none");
  return marked && place.bottom > 0 && place.top < window.innerHeight;
}"""


def test_a_patient_answers_a_question_by_keyboard(house: House) -> None:
    larkfield = company_of(house, "larkfield", bays=("Bay 1",))
    patient = before.accepted_for_assessment(larkfield, LIFE)
    due = larkfield.at(date(2026, 6, 14), "18:00")
    asked = ask(patient=patient, instrument="phq-9", due_at=due, by=larkfield.cast.joanne, now=larkfield.now)
    phone = larkfield.by_link(patient, asked.ref)
    _tabs_to(phone, "Not at all")
    phone.page.keyboard.press("ArrowDown")
    assert _focused(phone) == "Several days"
    _tabs_to(phone, "Continue")
    _goes_on(phone)
    assert phone.page.title().startswith("Question 2 of 10")
    _tabs_to(phone, "I would rather not answer this one")
    _goes_on(phone)
    assert phone.page.title().startswith("Question 3 of 10")


def test_a_nurse_takes_a_reading_and_goes_over_the_board_by_keyboard(house: House) -> None:
    larkfield = company_of(house, "larkfield", bays=("Bay 1", "Bay 2"))
    treatment = before.booked(larkfield, LIFE)
    larkfield.it_is(TREATMENT, "09:30")
    before.ready_to_start(larkfield, treatment, LIFE)
    tablet = larkfield.nurse
    tablet.goes_to(f"/treatments/{treatment.ref}/during/")
    for label, value in (("BP", "126/78"), ("HR", "74"), ("SpO₂", "98"), ("Breaths", "15"), ("Alertness", "5")):
        _tabs_to(tablet, label)
        tablet.page.keyboard.type(value)
    _tabs_to(tablet, "Save reading")
    _goes_on(tablet)
    tablet.reads("BP, now 126/78", "HR, now 74")
    tablet.goes_to("/board/")
    _tabs_to(tablet, "Ruth E.")
    _tabs_to(tablet, "Cleaned")
    with tablet.page.expect_response("**/board/bays/"):
        tablet.page.evaluate("document.body.dispatchEvent(new CustomEvent('message'))")
    tablet.page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
    assert _focused(tablet).startswith("Cleaned")
    _goes_on(tablet)
    tablet.reads("by P. Shah")
    _tabs_to(tablet, "Ruth E.")
    _goes_on(tablet)
    assert tablet.is_at(f"/treatments/{treatment.ref}/")


def _tabs_to(visitor: Visitor, words: str) -> None:
    """Go on with the Tab key until this is focused, and can be seen to be."""
    for _ in range(MOST_KEYS):
        visitor.page.keyboard.press("Tab")
        if _focused(visitor).startswith(words):
            assert visitor.page.evaluate(_SEEN), f"“{words}” is focused, and nobody can see it"
            return
    raise AssertionError(f"“{words}” is not reached within {MOST_KEYS} keys on “{visitor.page.title()}”")


def _focused(visitor: Visitor) -> str:
    return str(visitor.page.evaluate(_FOCUSED))


def _goes_on(visitor: Visitor) -> None:
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.examines()
