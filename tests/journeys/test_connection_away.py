"""The connection goes away in the middle of a treatment: what two nurses type meanwhile is there afterwards, once."""

from __future__ import annotations

import json
from datetime import date, timedelta

from playwright.sync_api import expect

from afterglow.care.treatment.actions.devices import join_device
from afterglow.care.treatment.device import take
from afterglow.care.treatment.models import Reading, Session
from afterglow.demo.people import GPS, invented
from afterglow.demo.years.lives import Life
from afterglow.ground.gateways.monitors.replay import message
from tests.journeys.company import Company, company_of
from tests.journeys.house import WAITS_MOST, House
from tests.journeys.steps import before
from tests.journeys.steps.monitoring import recorded, sends
from tests.journeys.visitor import Visitor

LIFE = Life(
    invented("Ruth Ellery", "1984-05-17", "female", "70", "168", 101), "2026-04-13", GPS[0], "2026-06-30", (18, 16)
)
TREATMENT = date(2026, 6, 30)
EACH = 10
_SILENCE = 16_000
"""Milliseconds by which the page's own clock is moved: 15 seconds of silence, and the second in which it looks."""

_LISTENS = """() => {
  window.told = [];
  document.body.addEventListener("reading", event => window.told.push(JSON.parse(event.detail).signs.pulse[0]));
}"""
_WAITING = """async () => {
  const opening = indexedDB.open("afterglow-away", 1);
  const base = await new Promise(done => { opening.onsuccess = () => done(opening.result); });
  const rows = await new Promise(done => {
    const asked = base.transaction("waiting").objectStore("waiting").getAll();
    asked.onsuccess = () => done(asked.result);
  });
  return rows.map(row => Array.from(new Uint8Array(row.data), one => String.fromCharCode(one)).join(""));
}"""


def test_what_is_typed_while_the_connection_is_away_is_kept_and_handed_over_once(house: House) -> None:
    larkfield = company_of(house, "larkfield", bays=("Bay 1",))
    treatment = before.booked(larkfield, LIFE)
    larkfield.it_is(TREATMENT, "09:30")
    before.ready_to_start(larkfield, treatment, LIFE)
    larkfield.it_is(TREATMENT, "09:45")
    first = Reading.objects.count()
    page = f"/treatments/{treatment.ref}/during/"
    tablets = (larkfield.nurse, larkfield.second_nurse)
    for tablet in tablets:
        tablet.goes_to(page)
        tablet.page.context.set_offline(True)
    for number in range(EACH):
        for place, tablet in enumerate(tablets):
            _types(tablet, 100 + number, 60 + 20 * place + number, waiting=number + 1)
    tablets[0].reads("Limits are NOT being checked", f"Readings that wait on this device, encrypted: {EACH}.")
    tablets[0].reads("BP 100/70, HR 60")
    tablets[0].does_not_read("remove it here", "Something that somebody else typed", "clock differs")
    assert Reading.objects.count() == first
    _cannot_start(tablets[0])
    _is_unreadable(tablets[0])
    later = larkfield.now + timedelta(minutes=30)
    house.clock_is(later)
    for tablet in reversed(tablets):
        tablet.page.context.set_offline(False)
    for tablet in tablets:
        expect(tablet.page.get_by_text("that wait on this device")).to_be_hidden(timeout=WAITS_MOST)
        expect(tablet.page.get_by_text("Limits are NOT being checked")).to_be_hidden()
        assert tablet.page.evaluate(_WAITING) == []
        tablet.goes_to(page)
    session = Session.objects.get(treatment=treatment)
    kept = Reading.objects.filter(session=session).order_by("pk")[first:]
    assert sorted((one.systolic, one.heart_rate) for one in kept) == sorted(
        (100 + number, 60 + 20 * place + number) for number in range(EACH) for place in range(2)
    )
    assert all(one.written_at - one.happened_at > timedelta(minutes=25) for one in kept)
    assert len({one.author_name for one in kept}) == 2
    _keeps_back_what_cannot_be_sent(tablets[0], treatment.ref)
    _the_board_says_it_is_old_and_catches_up(larkfield, session)


def _keeps_back_what_cannot_be_sent(tablet: Visitor, ref: str) -> None:
    """On a page whose forms do not wait on the device: nothing is sent, nothing typed is lost, and the page says so."""
    tablet.goes_to(f"/treatments/{ref}/dose/")
    said = tablet.page.get_by_text("Nothing was sent.")
    expect(said).to_be_hidden()
    tablet.page.context.set_offline(True)
    tablet.finds("Start the infusion").click()
    expect(said).to_be_visible()
    assert tablet.is_at(f"/treatments/{ref}/dose/")
    tablet.page.context.set_offline(False)
    expect(said).to_be_hidden()


def _the_board_says_it_is_old_and_catches_up(larkfield: Company, session: Session) -> None:
    """The wall's line is cut: 15 seconds later it says so. When it is back, it is told what was written meanwhile."""
    _, token = join_device(name="Monitor 1", bay=session.bay, by=larkfield.cast.priya, now=larkfield.now)
    wall = larkfield.psychiatrist
    wall.page.clock.install()
    wall.goes_to("/board/")
    told = wall.page.locator("[data-stale-words]")
    wall.page.evaluate(_LISTENS)
    minutes, bay = recorded("usual-infusion.csv", range(4)), session.bay.name
    sends(larkfield, token, bay, minutes[:1])
    wall.page.wait_for_function("() => window.told.length === 1", timeout=WAITS_MOST)
    larkfield.house.falls_silent()
    for minute in minutes[1:]:
        content = message([minute], bay=bay, start=larkfield.now, sent_at=larkfield.now)
        assert take(token, json.dumps(content).encode())[0] == 200
    wall.page.clock.fast_forward(_SILENCE)
    expect(told).to_contain_text("This page stopped at", timeout=WAITS_MOST)
    expect(told).to_contain_text("Look at the patients.")
    assert wall.page.evaluate("window.told.length") == 1
    live = wall.page.locator(".ag-vital dt small", has_text="live")
    expect(live).to_have_count(0)
    larkfield.house.answers_again()
    expect(told).to_contain_text("Live again since", timeout=WAITS_MOST)
    wall.page.wait_for_function("() => window.told.length >= 4", timeout=WAITS_MOST)
    pulses = [round(float(minute.values["heart_rate"])) for minute in minutes]
    assert [int(one) for one in wall.page.evaluate("window.told")] == pulses
    expect(live).not_to_have_count(0, timeout=WAITS_MOST)


def _types(tablet: Visitor, systolic: int, pulse: int, *, waiting: int) -> None:
    tablet.fills("BP", f"{systolic}/70")
    tablet.fills("HR", str(pulse))
    tablet.finds("Save reading").click()
    expect(tablet.page.locator("[data-away-list] li")).to_have_count(waiting, timeout=WAITS_MOST)


def _cannot_start(tablet: Visitor) -> None:
    tablet.finds("Save effects").click()
    tablet.reads("Without a connection nothing can be started, changed or signed here")


def _is_unreadable(tablet: Visitor) -> None:
    kept = tablet.page.evaluate(_WAITING)
    assert len(kept) == EACH
    assert not any("heart_rate" in one or "100/70" in one for one in kept)
