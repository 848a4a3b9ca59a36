"""What time asks for, supplies to take home, sharing a vial where it is signed for, and the log of another country."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pypdf
import pytest

from afterglow.care.course.models import Treatment
from afterglow.care.pharmacy.actions import keeping, supplying
from afterglow.care.pharmacy.actions.giving import destroy_rest, report_given, what_is_left
from afterglow.care.pharmacy.due import due
from afterglow.care.pharmacy.models import Discrepancy, Line, Lot
from afterglow.care.pharmacy.queries.sealing import broken_at
from afterglow.care.pharmacy.queries.units import Units
from afterglow.care.pharmacy.rules.supplying import Collected, Prescribed
from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.access.protocols import activate
from afterglow.ground.access.roles import Role
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.tasks.models import Task
from tests.people import NOW, Cast, cast_of, shipped_text, signed_in, tomasz
from tests.rooms.pharmacy.shelf import LAST_DAY, Shelf, beside, counted, directed, drawn, rest_destroyed, shelf
from tests.rooms.treatment.day import minutes, planned

pytestmark = pytest.mark.django_db

SHARING = 'source = "ketalar-smpc"\nallowed = '


@pytest.fixture
def stock(cast: Cast) -> Shelf:
    return shelf(cast)


def open_tasks(kind: str) -> list[Task]:
    return list(Task.objects.filter(kind=kind, done_at=None))


def test_a_count_is_asked_for_every_week_until_two_have_counted(stock: Shelf) -> None:
    week = timedelta(weeks=1)
    assert due(NOW + week - timedelta(days=1)) == 0
    assert due(NOW + week) == 1
    assert due(NOW + week) == 0
    (task,) = open_tasks("stock-count")
    assert (task.role, task.link) == (Role.NURSE.value, f"/stock/registers/{stock.page.ref}/count/")
    counted(stock, 10, 9, now=NOW + week)
    assert open_tasks("stock-count"), "they counted differently: it is still to be done"
    counted(stock, 10, 10, now=NOW + week)
    assert open_tasks("stock-count") == []
    assert due(NOW + week + timedelta(days=6)) == 0


def test_a_difference_is_the_pharmacists_or_a_psychiatrists(stock: Shelf) -> None:
    counted(stock, 9, 9)
    (task,) = open_tasks("stock-discrepancy")
    assert task.role == Role.PHARMACIST.value
    assert task.link == f"/stock/discrepancies/{Discrepancy.objects.get().ref}/"
    assert stock.page.balance == 10


def test_a_lot_is_spoken_of_once_before_its_last_day(stock: Shelf) -> None:
    counted(stock, 10, 10, now=NOW)
    last = datetime.combine(LAST_DAY, NOW.timetz())
    assert not any(task.kind == "lot-expiring" for task in Task.objects.all())
    due(last - timedelta(days=31))
    assert open_tasks("lot-expiring") == []
    due(last - timedelta(days=30))
    due(last - timedelta(days=29))
    (task,) = open_tasks("lot-expiring")
    assert "31 March 2027" in task.title


def test_an_expired_lot_is_given_to_nobody(stock: Shelf) -> None:
    old = shelf(stock.cast, expires=NOW.date(), number="OLD")
    drawn(old, directed(stock.cast))
    late = shelf(stock.cast, expires=NOW.date(), number="LATE")
    treatment = directed(stock.cast, tomasz(stock.cast))
    with pytest.raises(Refused) as refused:
        drawn(late, treatment, now=NOW + timedelta(days=1))
    assert "lot-expired" in {one.code for one in refused.value.findings}


def test_what_was_drawn_and_forgotten_is_asked_after(stock: Shelf) -> None:
    (draw,) = drawn(stock, directed(stock.cast))
    due(minutes(8 * 60 - 1))
    assert open_tasks("draw-not-accounted") == []
    due(minutes(8 * 60 + 1))
    due(minutes(8 * 60 + 2))
    (task,) = open_tasks("draw-not-accounted")
    assert task.link == f"/stock/draws/{draw.ref}/"
    report_given(treatment=draw.treatment, given=Dose.of(20), by=stock.cast.priya, now=minutes(8 * 60 + 3))
    rest_destroyed(stock, draw, 15, now=minutes(8 * 60 + 4))
    assert open_tasks("draw-not-accounted") == []


def test_one_vial_serves_two_only_under_a_signed_procedure() -> None:
    cast = cast_of("larkfield")
    text = shipped_text("larkfield", NOW.date())
    changed = text.replace(f"{SHARING}false", f"{SHARING}true").replace("version = 2026-06-01", "version = 2026-06-10")
    assert changed != text
    activate(text=changed, by=cast.hannah, now=NOW)
    stock = shelf(cast)
    first, second = directed(cast), directed(cast, tomasz(cast))
    with pytest.raises(Refused) as refused:
        drawn(stock, first, second)
    assert {one.code for one in refused.value.findings} == {"sharing-not-signed"}
    with pytest.raises(NotAllowed):
        keeping.sign_sharing(by=cast.priya, now=NOW)
    keeping.sign_sharing(by=cast.grace, now=NOW)
    drawn(stock, first, second)
    lines = Line.objects.filter(patient__isnull=False).order_by("number")
    assert [(line.patient.family_name, line.supplied, line.balance) for line in lines] == [
        ("Okonjo", 1, 9),
        ("Wiśniewski", 0, 9),
    ]
    assert lines[1].words == "From the same vial as entry 2."
    assert broken_at(stock.page) == ""


COLLECTED = Collected("Sam Okonjo", "representative", id_asked=True, id_shown=False)


PRESCRIBED = Prescribed("a-prescription", "Hannah Weiss", NOW, NOW.date(), lasts_days=28, total=Dose.of(10_000))


def supplied(
    stock: Shelf,
    treatment: Treatment,
    collected: Collected = COLLECTED,
    *,
    units: int = 1,
    prescribed: Prescribed | None = PRESCRIBED,
) -> Line:
    cast, what = stock.cast, Units(stock.lot, stock.place, units)
    entry = supplying.what_is_supplied(treatment, what, collected, prescribed)
    return supplying.supply(
        treatment=treatment,
        what=what,
        collected=collected,
        prescribed=prescribed,
        by=cast.grace,
        now=NOW,
        countersigned=beside(cast, entry, by=cast.grace, second=cast.priya),
    )


def test_what_is_given_in_the_clinic_is_never_handed_out(stock: Shelf) -> None:
    with pytest.raises(Refused) as refused:
        supplied(stock, directed(stock.cast))
    assert {one.code for one in refused.value.findings} == {"given-in-clinic"}


def test_a_supply_says_who_collected_it_and_what_they_showed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The course's way to oral treatment is long (F19); here the infusion's own treatment is one taken at home."""
    stock = shelf(cast)
    treatment = directed(cast)
    version = supplying.protocol_of(treatment.course)
    infusion = version.treatment_coded(treatment.code)
    oral = next(one for one in version.treatments if one.take_home)
    home = infusion.model_copy(update={"take_home": oral.take_home})
    others = tuple(one for one in version.treatments if one.code != infusion.code)
    at_home = version.model_copy(update={"treatments": (home, *others)})
    monkeypatch.setattr(supplying, "protocol_of", lambda _course: at_home)
    line = supplied(stock, treatment)
    assert (line.collected_by, line.id_asked, line.id_shown) == ("Sam Okonjo, representative", True, False)
    assert (line.supplied, line.balance, line.words) == (1, 9, "Taken home.")
    assert (line.other_name, line.authority) == (treatment.patient.full_name, "Hannah Weiss")
    with pytest.raises(Refused) as refused:
        supplied(stock, treatment, replace(COLLECTED, name=""), units=10)
    assert {one.code for one in refused.value.findings} == {"no-collector", "not-enough-stock"}
    with pytest.raises(Refused) as refused:
        supplied(stock, treatment, prescribed=None)
    assert {one.code for one in refused.value.findings} == {"not-prescribed"}
    for_one = replace(PRESCRIBED, total=Dose(stock.page.contents_micrograms))
    with pytest.raises(Refused, match="1 went out before"):
        supplied(stock, treatment, prescribed=for_one)


def test_nothing_is_supplied_before_anybody_signed(stock: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    treatment = planned(stock.cast, code="ketamine-infusion")
    home = next(one for one in supplying.protocol_of(treatment.course).treatments if one.take_home)

    class AtHome:
        def treatment_coded(self, _code: str) -> object:
            return home

    monkeypatch.setattr(supplying, "protocol_of", lambda _course: AtHome())
    with pytest.raises(Refused) as refused:
        supplied(stock, treatment)
    assert {one.code for one in refused.value.findings} == {"direction-not-signed"}


def test_the_printed_page_has_every_heading_and_entry(stock: Shelf, clinic_time: Callable[[datetime], None]) -> None:
    treatment = directed(stock.cast)
    drawn(stock, treatment)
    counted(stock, 9, 9)
    file = signed_in(stock.cast.grace).get(f"/stock/registers/{stock.page.ref}/register.pdf").content
    reader = pypdf.PdfReader(io.BytesIO(file))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "Class: ketamine", "From whom, address", "To whom, address", "Authority", "Collected by", "ID asked",
        "Larkfield Hospital pharmacy, 2 Orchard Way", treatment.patient.full_name, "Requisition 0231",
        "Stock check 9 in Drug cupboard.", "Entries 1 to 3 follow one another unaltered.",
    ):  # fmt: skip
        assert words in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_log_of_the_united_states_stands_beside_the_register(
    db: None, clinic_time: Callable[[datetime], None]
) -> None:
    cast = cast_of("solent-mind")
    text = shipped_text("solent-mind", NOW.date()).replace("version = 2025-09-01", "version = 2026-06-10")
    stock = shelf(cast)
    treatment = directed(cast)
    (draw,) = drawn(stock, treatment, mg=37)
    report_given(treatment=treatment, given=Dose.of(35), by=cast.priya, now=NOW)
    said = {"differs": True, "spilt": "The line came off."}
    proof = beside(cast, what_is_left(draw, Dose(1_500), **said), by=cast.priya, second=cast.tom)
    destroy_rest(draw=draw, destroyed=Dose(1_500), by=cast.priya, now=NOW, countersigned=proof, **said)
    page = f"/stock/registers/{stock.page.ref}/"
    assert "Dispensing log" not in signed_in(cast.priya).get(page).content.decode()
    activate(text=text.replace('jurisdiction = "england"', 'jurisdiction = "united-states"'), by=cast.hannah, now=NOW)
    shown = signed_in(cast.priya).get(page).content.decode()
    assert "Dispensing log" in shown
    assert "<td>35\u00a0mg</td><td>164.5\u00a0mg, and 0.5\u00a0mg spilt</td>" in shown


def test_a_long_page_is_read_sheet_by_sheet(stock: Shelf, clinic_time: Callable[[datetime], None]) -> None:
    for _ in range(12):
        counted(stock, 10, 10)
        counted(stock, 10, 10)
    browser, page = signed_in(stock.cast.grace), f"/stock/registers/{stock.page.ref}/"
    last = browser.get(page).content.decode()
    assert "Brought forward from sheet 1" in last
    assert "Entries 21 to 25 follow one another" in last
    assert "Entries 1 to 25 follow one another" in browser.get(f"{page}?whole=1").content.decode()
    assert "Entries 1 to 20 follow one another" in browser.get(f"{page}?page=1").content.decode()
    printed = pypdf.PdfReader(io.BytesIO(browser.get(f"{page}register.pdf").content)).pages
    assert len(printed) > 1
    for number, sheet in enumerate(printed, start=1):
        text = sheet.extract_text()
        for words in ("Ketamine 10 mg/mL, vial of 20 mL", "Class: ketamine", f"Page {number} of {len(printed)}"):
            assert words in text, "a sheet that lies alone says what it is of (regulation 20)"
    for odd in ("0", "99", "x", "²"):
        assert browser.get(f"{page}?page={odd}").status_code == 200


def test_a_lot_of_another_clinic_is_nowhere(stock: Shelf, clinic_time: Callable[[datetime], None]) -> None:
    other = cast_of("solent-mind")
    browser = signed_in(other.priya)
    for address in (
        f"/stock/registers/{stock.page.ref}/", f"/stock/lots/{stock.lot.ref}/",
        f"/stock/registers/{stock.page.ref}/register.pdf", f"/stock/entries/{Line.objects.get().ref}/note/",
    ):  # fmt: skip
        assert browser.get(address).status_code == 404
    assert Lot.objects.filter(clinic=other.clinic).count() == 0


def test_what_was_signed_for_to_be_taken_home_waits_on_the_list_of_stock(
    stock: Shelf, clinic_time: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As above, the infusion's treatment is one taken at home."""
    treatment = directed(stock.cast)
    grace = signed_in(stock.cast.grace)
    assert "To hand out" not in grace.get("/stock/").content.decode()
    version = supplying.protocol_of(treatment.course)
    rule = next(one.take_home for one in version.treatments if one.take_home)
    home = version.treatment_coded(treatment.code).model_copy(update={"take_home": rule})
    at_home = version.model_copy(update={"treatments": (home,)})
    monkeypatch.setattr("afterglow.care.pharmacy.views.stock.protocol_in_force", lambda *_: at_home)
    listed = grace.get("/stock/").content.decode()
    assert f"/treatments/{treatment.ref}/supply/" in listed
    assert "Hand out a supply" in grace.get(f"/treatments/{treatment.ref}/supply/").content.decode()
    monkeypatch.setattr(supplying, "protocol_of", lambda _course: at_home)
    supplied(stock, treatment)
    assert "To hand out" not in grace.get("/stock/").content.decode()
