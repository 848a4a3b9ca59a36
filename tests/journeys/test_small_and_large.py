"""A patient’s pages on the narrowest phone, and with letters twice as large: nothing is cut off or scrolls aside."""

from __future__ import annotations

from datetime import date

import pytest

from afterglow.demo.people import GPS, invented
from afterglow.demo.years.lives import Life
from afterglow.record.outcomes.actions.asking import ask
from tests.journeys.company import company_of
from tests.journeys.house import House
from tests.journeys.steps import before
from tests.journeys.visitor import Visitor
from tests.people import as_patient

LIFE = Life(
    invented("Ruth Ellery", "1984-05-17", "female", "70", "168", 101), "2026-04-13", GPS[0], "2026-06-30", (18, 16)
)
NARROW = (320, 640)
PHONE = (390, 844)
PAGES = (
    "/my/",
    "/my/goals/",
    "/my/information/",
    "/my/information/cost/",
    "/my/information/data/",
    "/my/course/",
    "/my/appointments/",
    "/my/questionnaires/",
    "/my/questions/",
    "/my/letters/",
    "/my/readiness/",
    "/my/groups/",
    "/my/journal/",
    "/help/",
)
_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) { return []; }
  const aside = one => one.closest('.ag-scroll, [tabindex="0"], svg, .nhsuk-u-visually-hidden');
  return [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > width + 1 && !aside(one))
    .map(one => `${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 60)}`).slice(0, 5);
}"""


@pytest.mark.parametrize(("size", "text"), [(NARROW, 100), (PHONE, 200)], ids=["320 pixels", "200 % text"])
def test_a_patients_pages_stay_whole(house: House, size: tuple[int, int], text: int) -> None:
    larkfield = company_of(house, "larkfield", bays=("Bay 1",))
    patient = before.booked(larkfield, LIFE).patient
    larkfield.it_is(date(2026, 6, 29), "09:00")
    patient.refresh_from_db()
    visitor = house.visited_by(as_patient(patient), size=size)
    for path in PAGES:
        visitor.goes_to(path)
        _grows(visitor, text)
    asked = ask(
        patient=patient,
        instrument="gad-7",
        due_at=larkfield.at(date(2026, 7, 1), "18:00"),
        by=larkfield.cast.joanne,
        now=larkfield.now,
    )
    visitor.goes_to(f"/my/questionnaires/{asked.ref}/")
    _grows(visitor, text)


def _grows(visitor: Visitor, text: int) -> None:
    if text != 100:
        visitor.page.evaluate("percent => { document.documentElement.style.fontSize = `${percent}%`; }", text)
    assert visitor.page.evaluate(_TOO_WIDE) == [], f"{visitor.path} is wider than the screen"
