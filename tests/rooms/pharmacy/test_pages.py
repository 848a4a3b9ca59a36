"""The pages of stock and register, as the pharmacist and the nurses use them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from afterglow.care.course.actions import report_begun
from afterglow.care.pharmacy.actions.giving import report_given
from afterglow.care.pharmacy.models import (
    Discrepancy,
    Draw,
    FirstCount,
    Footnote,
    Line,
    Lot,
    Place,
    RegisterPage,
    RestDestroyed,
    Spilt,
)
from afterglow.care.pharmacy.queries.sealing import broken_at
from afterglow.ground.access.countersignature import set_pin
from afterglow.ground.access.models import Account
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.tasks.models import Task
from tests.people import NOW, Cast, signed_in
from tests.rooms.pharmacy.shelf import VIAL, Shelf, counted, directed, drawn, shelf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic_time")]
PIN = "204816"


@pytest.fixture(autouse=True)
def now(clinic_time: Callable[[datetime], None]) -> None:
    clinic_time(NOW)


@pytest.fixture
def stock(cast: Cast) -> Shelf:
    for actor in (cast.priya, cast.tom, cast.hannah, cast.grace):
        set_pin(account=Account.objects.get(pk=actor.account_id), pin=PIN)
    return shelf(cast)


@pytest.fixture
def priya(stock: Shelf) -> Client:
    return signed_in(stock.cast.priya)


def signed_by(actor_account: int | None) -> dict[str, str]:
    return {"second": Account.objects.get(pk=actor_account).ref, "pin": PIN}


def test_the_pharmacist_begins_a_page_with_its_first_delivery(cast: Cast) -> None:
    for actor in (cast.priya, cast.grace):
        set_pin(account=Account.objects.get(pk=actor.account_id), pin=PIN)
    grace = signed_in(cast.grace)
    assert "Nothing has been received yet" in grace.get("/stock/").content.decode()
    assert grace.post("/stock/places/", {"name": "Drug cupboard"}).status_code == 302
    assert grace.post("/stock/places/", {"name": "drug cupboard"}).status_code == 422
    form = {
        "product": VIAL, "units": "10", "lot": "KX 4471", "place": Place.objects.get().ref,
        "expires_on_day": "31", "expires_on_month": "3", "expires_on_year": "2027",
        "from_name": "Larkfield Hospital pharmacy", "from_address": "2 Orchard Way", "requisition": "0231",
        **signed_by(cast.priya.account_id), "once": "5f0e7a52-2a33-4a0e-9d8e-6a9c7c1f2b10",
    }  # fmt: skip
    for _ in range(2):
        assert grace.post("/stock/receive/", form).status_code == 302, "sent twice, it is written once"
    page = RegisterPage.objects.get()
    assert (page.balance, page.form, page.strength_micrograms) == (10, "solution for injection", 10_000)
    shown = grace.get(f"/stock/registers/{page.ref}/").content.decode()
    for words in (
        "Class: ketamine",
        "Ketamine 10 mg/mL, vial of 20 mL, solution for injection",
        "Requisition 0231",
        "Grace Okoro",
        "Priya Shah",
    ):
        assert words in shown


def test_a_wrong_pin_and_oneself_as_witness_write_nothing(stock: Shelf, priya: Client) -> None:
    treatment = directed(stock.cast)
    form = {
        "patient_shown": treatment.patient.ref, "holding": stock.page.holdings.get().ref,
        "units": "1", "drawn": "35", "destroyed": "165",
    }  # fmt: skip
    address, tom = f"/treatments/{treatment.ref}/draw/", signed_by(stock.cast.tom.account_id)
    wrong = priya.post(address, {**form, **tom, "pin": "000111"})
    assert wrong.status_code == 422
    assert "The PIN is not right." in wrong.content.decode()
    oneself = priya.post(address, {**form, **signed_by(stock.cast.priya.account_id)})
    assert oneself.status_code == 422
    assert not Draw.objects.exists()


def test_a_nurse_draws_up_with_a_witness_and_destroys_what_is_left(stock: Shelf, priya: Client) -> None:
    treatment = directed(stock.cast)
    address = f"/treatments/{treatment.ref}/draw/"
    assert "200\u00a0mg in each vial" in priya.get(address).content.decode()
    form = {
        "patient_shown": treatment.patient.ref, "holding": stock.page.holdings.get().ref,
        "units": "1", "drawn": "37", "destroyed": "163", **signed_by(stock.cast.tom.account_id),
    }  # fmt: skip
    refused = priya.post(address, {**form, "destroyed": "160"})
    assert refused.status_code == 422
    assert "163\u00a0mg are left to destroy, not 160\u00a0mg" in refused.content.decode()
    assert 'value="160"' in refused.content.decode()
    assert priya.post(address, form).status_code == 302
    report_given(treatment=treatment, given=Dose.of(35), by=stock.cast.priya, now=NOW)
    rest = f"/stock/draws/{Draw.objects.get().ref}/"
    assert "All that is left: 2\u00a0mL, 2\u00a0mg" in priya.get(rest).content.decode()
    sent = {"patient_shown": treatment.patient.ref, "what": "all", **signed_by(stock.cast.hannah.account_id)}
    assert priya.post(rest, sent).status_code == 302
    shown = priya.get(f"/stock/registers/{stock.page.ref}/").content.decode()
    assert "37\u00a0mg drawn, 35\u00a0mg given" in shown
    assert "2\u00a0mg left in syringe and line destroyed 10:00, Priya Shah, witnessed by Dr Hannah Brandt." in shown


def test_what_was_measured_otherwise_is_written_so_and_opens_a_case(stock: Shelf, priya: Client) -> None:
    treatment = directed(stock.cast)
    (draw,) = drawn(stock, treatment, mg=37)
    rest = f"/stock/draws/{draw.ref}/"
    sent = {"patient_shown": treatment.patient.ref, "what": "measured", **signed_by(stock.cast.tom.account_id)}
    assert "Nothing of this was given." in priya.get(rest).content.decode(), "its dose may never begin"
    report_begun(treatment=treatment, by=stock.cast.priya, now=NOW)
    assert "Write it into the register" not in priya.get(rest).content.decode(), "the dose goes on"
    report_given(treatment=treatment, given=Dose.of(35), by=stock.cast.priya, now=NOW)
    assert "Enter what you both measured" in priya.post(rest, sent).content.decode()
    mixed = priya.post(rest, {**sent, "what": "all", "volume": "1.5"})
    assert mixed.status_code == 422
    assert 'value="1.5"' in mixed.content.decode()
    assert priya.post(rest, {**sent, "volume": "38"}).status_code == 422, "more than was drawn"
    assert priya.post(rest, {**sent, "volume": "1.5"}).status_code == 302
    case = Discrepancy.objects.get()
    assert (case.difference, RestDestroyed.objects.get().destroyed_micrograms) == (-500, 1_500)
    assert Task.objects.get(kind="stock-discrepancy", done_at=None).link == f"/stock/discrepancies/{case.ref}/"
    assert "0.5\u00a0mg less than must be left of a dose" in priya.get(rest).content.decode()
    address = f"/stock/discrepancies/{case.ref}/"
    shown = priya.get(address).content.decode()
    assert "1.5\u00a0mg left in syringe and line, destroyed" in shown
    close = {"end": "an entry was wrong", "words": "A spill in the line.", **signed_by(stock.cast.tom.account_id)}
    assert "agree" not in priya.get(f"{address}close/").content.decode(), "what is destroyed is not found again"
    assert priya.post(f"{address}close/", close).status_code == 302
    book = priya.get(f"/stock/registers/{stock.page.ref}/").content.decode()
    assert "Drawn less given is 2\u00a0mg. A case is opened." in book
    assert "A spill in the line." in book
    assert stock.page.balance == 9


def test_a_spill_is_written_by_two_and_ends_once_the_accountable_officer_is_told(stock: Shelf, priya: Client) -> None:
    treatment = directed(stock.cast)
    (draw,) = drawn(stock, treatment, mg=37)
    report_given(treatment=treatment, given=Dose.of(35), by=stock.cast.priya, now=NOW)
    rest, tom = f"/stock/draws/{draw.ref}/", signed_by(stock.cast.tom.account_id)
    sent = {"patient_shown": treatment.patient.ref, "what": "spilt", "volume": "1.5", **tom}
    how = "The line came off; wiped up and denatured"
    assert "Write how it was spilt" in priya.post(rest, sent).content.decode()
    assert priya.post(rest, {**sent, "what": "all", "volume": "", "how": how}).status_code == 422
    too_much = priya.post(rest, {**sent, "volume": "2", "how": how})
    assert "nothing of it was spilt" in too_much.content.decode()
    assert not RestDestroyed.objects.exists()
    assert priya.post(rest, {**sent, "how": how}).status_code == 302
    (case, spilt) = Discrepancy.objects.get(), Spilt.objects.get()
    assert (spilt.spilt_micrograms, case.difference, spilt.witness_name.split(",")[0]) == (500, -500, "Tom Adeyemi")
    address = f"/stock/discrepancies/{case.ref}/"
    assert f"0.5 mg: {how}" in priya.get(address).content.decode()
    close = {"end": "spilt", "words": "Told by telephone, reference 12.", **tom}
    assert "told of a spill first" in priya.post(f"{address}close/", close).content.decode()
    assert priya.post(address, {"text": "Rang.", "told_officer": "on"}).status_code == 302
    assert priya.post(f"{address}close/", close).status_code == 302
    book = priya.get(f"/stock/registers/{stock.page.ref}/").content.decode()
    assert f"0.5 mg spilt: {how}. 10:00, Priya Shah, witnessed by Tom Adeyemi." in book
    assert "0.5 mg spilt, case closed" in priya.get(rest).content.decode()
    assert (Spilt.objects.count(), broken_at(stock.page)) == (1, "")


def test_what_was_missing_is_explained_as_spilt_afterwards(stock: Shelf, priya: Client) -> None:
    treatment = directed(stock.cast)
    (draw,) = drawn(stock, treatment)
    who = signed_by(stock.cast.tom.account_id)
    sent = {"patient_shown": treatment.patient.ref, "what": "measured", "volume": "0", **who}
    assert priya.post(f"/stock/draws/{draw.ref}/", sent).status_code == 302, "all of a dropped syringe, never begun"
    address = f"/stock/discrepancies/{Discrepancy.objects.get().ref}/"
    priya.post(address, {"text": "The syringe fell.", "told_officer": "on"})
    words = {"words": "It broke on the floor. Wiped up.", **who}
    assert priya.post(f"{address}close/", {"end": "spilt", **words}).status_code == 302
    assert Spilt.objects.get().spilt_micrograms == 35_000
    assert "35 mg spilt: It broke on the floor." in (priya.get(f"/stock/registers/{stock.page.ref}/").content.decode())


def test_the_first_count_is_in_no_answer_before_the_second(stock: Shelf, priya: Client) -> None:
    address = f"/stock/registers/{stock.page.ref}/count/"
    form = priya.get(address).content.decode()
    assert "Balance" not in form
    sent = priya.post(address, {"place": stock.place.ref, "counted": "7431"})
    second = sent.headers["Location"]
    tom = signed_in(stock.cast.tom)
    for browser in (priya, tom):
        for shown in (second, address, "/stock/", f"/stock/registers/{stock.page.ref}/"):
            assert "7431" not in browser.get(shown).content.decode()
    assert priya.post(second, {"counted": "10"}).status_code == 422, "the same person needs somebody beside them"
    done = tom.post(second, {"counted": "10"}, follow=True).content.decode()
    assert "Count again" in done
    assert "One of you counted 7431, the other 10 in Drug cupboard." in done
    assert stock.page.balance == 10


def test_a_difference_opens_a_case_that_two_people_close(stock: Shelf, priya: Client) -> None:
    counted(stock, 9, 9)
    case = Discrepancy.objects.get()
    assert stock.page.balance == 10
    address = f"/stock/discrepancies/{case.ref}/"
    shown = priya.get(address).content.decode()
    assert "1 fewer than the book has" in shown
    assert f'href="/stock/registers/{stock.page.ref}/count/"' in shown, "it can be counted again from here"
    assert 'value="2"' in priya.get(f"{address}close/").content.decode(), "the stock check is offered as the entry"
    close = {
        "end": "not explained", "words": "One vial cannot be found.", "entry": "1", "lot": stock.lot.ref,
        **signed_by(stock.cast.tom.account_id),
    }  # fmt: skip
    refused = priya.post(f"{address}close/", close)
    assert refused.status_code == 422
    assert "accountable officer is told" in refused.content.decode()
    assert priya.post(address, {"text": "Bins and trolley searched.", "told_officer": "on"}).status_code == 302
    assert priya.post(f"{address}close/", close).status_code == 302
    shown = priya.get(f"/stock/registers/{stock.page.ref}/").content.decode()
    assert "Stock check 9 in Drug cupboard, see note 1 to entry 1." in shown
    assert "One vial cannot be found." in shown
    assert "Closed" in shown
    assert "Differs" not in shown
    assert stock.page.balance == 9


def test_a_note_to_a_line_changes_no_number(stock: Shelf, priya: Client) -> None:
    line = Line.objects.get()
    sent = priya.post(
        f"/stock/entries/{line.ref}/note/",
        {"text": "The requisition is 0213.", **signed_by(stock.cast.tom.account_id)},
    )
    assert sent.status_code == 302
    assert Footnote.objects.get().number == 1
    assert stock.page.balance == 10


def test_a_lot_leads_to_everybody_who_was_given_something_of_it(stock: Shelf, priya: Client) -> None:
    treatment = directed(stock.cast)
    drawn(stock, treatment)
    assert "Lot A1" in priya.get("/stock/lots/?q=a1").content.decode()
    address = f"/stock/lots/{stock.lot.ref}/"
    assert treatment.patient.full_name in priya.get(address).content.decode()
    assert priya.post(address, {"reason": "Recalled by the manufacturer."}).status_code == 302
    assert "is held back: Recalled by the manufacturer." in priya.get(address).content.decode()
    assert (
        "Nothing that may be used today is in stock" in priya.get(f"/treatments/{treatment.ref}/draw/").content.decode()
    )


def test_stock_moves_goes_back_and_is_destroyed(stock: Shelf) -> None:
    grace = signed_in(stock.cast.grace)
    grace.post("/stock/places/", {"name": "Theatre cupboard"})
    to = Place.objects.get(name="Theatre cupboard")
    who, at = signed_by(stock.cast.priya.account_id), f"/stock/registers/{stock.page.ref}"
    some = {"holding": stock.page.holdings.get(place=stock.place).ref, "units": "2", **who}
    assert grace.post(f"{at}/move/", {**some, "to": to.ref}).status_code == 302
    assert stock.page.balance == 10
    back = {"to_name": "Larkfield Hospital", "to_address": "2 Orchard Way", "authority": "registered pharmacy"}
    assert grace.post(f"{at}/return/", {**some, **back}).status_code == 302
    assert grace.post(f"{at}/destroy/", {**some, "reason": "expired"}).status_code == 422
    assert grace.post(f"{at}/destroy/", {**some, "reason": "broken"}).status_code == 302
    assert stock.page.balance == 6
    assert sorted(stock.page.holdings.values_list("units", flat=True)) == [2, 4]


def test_the_page_prints(stock: Shelf, priya: Client) -> None:
    drawn(stock, directed(stock.cast))
    answer = priya.get(f"/stock/registers/{stock.page.ref}/register.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_strangers_and_offices_find_nothing(stock: Shelf) -> None:
    for actor in (stock.cast.joanne, stock.cast.lena, stock.cast.ewan):
        assert signed_in(actor).get("/stock/").status_code == 403
        assert signed_in(actor).get(f"/stock/registers/{stock.page.ref}/").status_code == 403
    assert FirstCount.objects.count() == 0
    assert Lot.objects.count() == 1
