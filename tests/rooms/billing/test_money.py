"""Charges, invoices, reliefs, refunds and the month's end, through the actions and on the pages."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.kernel.money import Money
from afterglow.office.billing import due as billing
from afterglow.office.billing.actions import charging, funding, invoicing, letting_off, receiving, refunding
from afterglow.office.billing.models.charges import INSURER, SELF_PAY, Charge
from afterglow.office.billing.models.invoices import Invoice
from afterglow.office.billing.models.payments import Payment
from afterglow.office.billing.queries.books import books_of, totals_until
from afterglow.office.billing.rules.payers import Payer
from afterglow.record.contact.models import Message
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in, tomasz
from tests.rooms.stories import Story, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic_time")]

FIRST = date(2026, 5, 28)


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def patient(cast: Cast) -> Patient:
    """Two infusions, a week apart."""
    patient = maya(cast)
    told(cast, patient, Story(first=FIRST, doses=[(FIRST, 35_000), (FIRST + timedelta(days=7), 35_000)]))
    return patient


def pays(cast: Cast, patient: Patient, pounds: int, *, form: str = "a", payer: str = SELF_PAY) -> Payment:
    return receiving.receive(
        owner=patient,
        payer=payer,
        way="transfer",
        amount=Money(100 * pounds),
        reference="OKONJO",
        form=form,
        by=cast.fiona,
        now=NOW,
    )


@pytest.mark.pathway("F35")
def test_each_dose_is_charged_once_however_often_the_clock_rings(patient: Patient) -> None:
    for _ in range(3):
        billing.due(NOW)
    rows = Charge.objects.filter(patient=patient)
    assert [(row.pence, row.vat_percent, row.day) for row in rows.order_by("day")] == [
        (22_500, None, FIRST),
        (22_500, None, FIRST + timedelta(days=7)),
    ]


def test_an_insurer_is_billed_from_the_day_it_was_agreed(cast: Cast, patient: Patient) -> None:
    payer = Payer(INSURER, "Broadgate Health", "1 Broad Street", "BH-77")
    funding.agree_funding(patient=patient, payer=payer, since=date(2026, 6, 1), by=cast.fiona, now=NOW)
    billing.due(NOW)
    assert books_of(patient, SELF_PAY).owed == Money(22_500)
    assert books_of(patient, INSURER).owed == Money(22_500)
    invoice = invoicing.bill(patient=patient, payer=INSURER, by=cast.fiona, now=NOW)
    assert invoice.content["to"][0] == "Broadgate Health"
    assert ["Your reference", "BH-77"] in invoice.content["facts"]


def test_an_invoice_holds_what_stands_on_no_other_and_only_once(cast: Cast, patient: Patient) -> None:
    billing.due(NOW)
    invoice = invoicing.bill(patient=patient, payer=SELF_PAY, by=cast.fiona, now=NOW)
    assert (invoice.number, invoice.pence, invoice.vat_pence) == (1, 45_000, 0)
    assert invoice.due_on == date(2026, 7, 11)
    with pytest.raises(Refused, match="has been billed"):
        invoicing.bill(patient=patient, payer=SELF_PAY, by=cast.fiona, now=NOW)
    charging.charge_item(patient=patient, code="report", form="f", by=cast.fiona, now=NOW)
    second = invoicing.bill(patient=patient, payer=SELF_PAY, by=cast.fiona, now=NOW)
    assert (second.number, second.pence, second.vat_pence) == (2, 9_000, 1_500)
    message = Message.objects.filter(patient=patient).order_by("pk")[0]
    assert "invoice" in message.subject
    assert not any(word in message.text.lower() for word in ("ketamine", "infusion", "treatment", "dose"))


def test_a_part_payment_pays_the_oldest_first(cast: Cast, patient: Patient) -> None:
    billing.due(NOW)
    pays(cast, patient, 300)
    books = books_of(patient, SELF_PAY)
    assert [books.owed_of(charge) for charge in books.charges] == [Money(0), Money(15_000)]


def test_the_same_form_sent_twice_is_one_payment(cast: Cast, patient: Patient) -> None:
    assert pays(cast, patient, 10).pk == pays(cast, patient, 10).pk
    assert pays(cast, patient, 10, form="b").receipt == 2


def test_a_fee_waived_after_it_was_paid_is_owed_back_and_goes_back(cast: Cast, patient: Patient) -> None:
    billing.due(NOW)
    payment = pays(cast, patient, 450)
    charge = Charge.objects.filter(patient=patient).order_by("day")[0]
    with pytest.raises(Refused, match="no more than that"):
        refunding.ask_refund(payment=payment, amount=Money(1), reason="why", by_hand=True, by=cast.fiona, now=NOW)
    letting_off.waive(charge=charge, amount=Money(22_500), reason="In hospital", by=cast.fiona, now=NOW)
    assert books_of(patient, SELF_PAY).owed_back == Money(22_500)
    refunding.ask_refund(payment=payment, amount=Money(22_500), reason="Waived", by_hand=True, by=cast.fiona, now=NOW)
    after = books_of(patient, SELF_PAY)
    assert (after.owed, after.owed_back) == (Money(0), Money(0))


def test_what_came_by_hand_and_is_owed_back_waits_for_the_clerk(cast: Cast, patient: Patient) -> None:
    billing.due(NOW)
    payment = pays(cast, patient, 460)
    clerk, waits = signed_in(cast.fiona), f'href="/payments/{payment.ref}/"'
    page = clerk.get("/accounts/").content.decode()
    assert waits in page
    assert "£10 of what was paid" in page
    charge = Charge.objects.filter(patient=patient).order_by("day")[0]
    letting_off.waive(charge=charge, amount=Money(2_500), reason="In a crisis", by=cast.fiona, now=NOW)
    assert "£35 of what was paid" in clerk.get("/accounts/").content.decode()
    for pounds in (30, 5):
        refunding.ask_refund(
            payment=payment, amount=Money(100 * pounds), reason="Waived", by_hand=True, by=cast.fiona, now=NOW
        )
    assert waits not in clerk.get("/accounts/").content.decode()


def test_only_a_debt_is_written_off(cast: Cast, patient: Patient) -> None:
    billing.due(NOW)
    pays(cast, patient, 225)
    first, second = Charge.objects.filter(patient=patient).order_by("day")
    with pytest.raises(Refused):
        letting_off.write_off(charge=first, amount=Money(1), reason="why", by=cast.fiona, now=NOW)
    letting_off.write_off(charge=second, amount=Money(22_500), reason="Moved away", by=cast.fiona, now=NOW)
    assert books_of(patient, SELF_PAY).owed == Money(0)


def test_the_months_end_balances(cast: Cast, patient: Patient) -> None:
    billing.due(NOW)
    pays(cast, patient, 500)
    totals = totals_until(cast.clinic.pk, NOW + timedelta(days=1))
    assert (totals.money_in, totals.kept, totals.refunded, totals.owed_back) == (50_000, 45_000, 0, 5_000)
    assert (totals.charged, totals.unpaid, totals.difference, totals.unaccounted) == (45_000, 0, 0, 0)
    page = signed_in(cast.fiona).get("/accounts/month-end/?month=2026-06").content.decode()
    assert "It balances" in page
    assert "£500" in page


def test_a_debt_stops_nothing_in_care() -> None:
    """Structure, not promise: no room of care can even import this one; the laws of imports see to it."""
    from tests.laws.test_imports import ROOT

    care = (ROOT / "src/afterglow/care").rglob("*.py")
    assert [path for path in care if "office.billing" in path.read_text() and "import" in path.read_text()] == []


@pytest.mark.parametrize("who", ["hannah", "priya", "lena", "grace", "ewan"])
def test_others_neither_see_nor_write_money(who: str, cast: Cast, patient: Patient) -> None:
    billing.due(NOW)
    actor = getattr(cast, who)
    browser = signed_in(actor)
    for path in ("/accounts/", "/accounts/month-end/", f"/accounts/of/{patient.ref}/"):
        assert browser.get(path).status_code == 403
    with pytest.raises(NotAllowed):
        invoicing.bill(patient=patient, payer=SELF_PAY, by=actor, now=NOW)


def test_a_clerk_bills_receives_and_lets_off_on_the_pages(cast: Cast, patient: Patient) -> None:
    billing.due(NOW)
    browser = signed_in(cast.fiona)
    assert browser.get("/").headers["Location"] == "/today/"
    assert browser.get("/today/").headers["Location"] == "/accounts/"
    assert "£450" in browser.get("/accounts/").content.decode()
    account = f"/accounts/of/{patient.ref}/"
    shown = {"patient_shown": patient.ref}
    assert browser.post(f"{account}invoice/", {**shown, "payer": SELF_PAY}).status_code == 302
    form = {**shown, "form_ref": "x", "way": "phone", "payer": SELF_PAY, "reference": ""}
    wrong = browser.post(f"{account}payment/", {**form, "amount": "ten"})
    assert wrong.status_code == 422
    assert browser.post(f"{account}payment/", {**form, "amount": "225"}).status_code == 302
    charge = Charge.objects.filter(patient=patient).order_by("-day")[0]
    let_off = {**shown, "kind": "waived", "amount": "225", "reason": "In a crisis"}
    assert browser.post(f"/charges/{charge.ref}/let-off/", let_off).status_code == 302
    page = browser.get(account).content.decode()
    assert "Waived: In a crisis" in page
    assert "Settled" in page


def test_a_save_from_the_page_of_somebody_else_is_refused(cast: Cast, patient: Patient) -> None:
    billing.due(NOW)
    other = tomasz(cast)
    sent = {"patient_shown": other.ref, "payer": SELF_PAY}
    answer = signed_in(cast.fiona).post(f"/accounts/of/{patient.ref}/invoice/", sent)
    assert answer.status_code == 422
    assert not Invoice.objects.exists()


def test_a_patient_reads_the_statement_and_both_papers_and_nobody_elses(cast: Cast, patient: Patient) -> None:
    billing.due(NOW)
    invoice = invoicing.bill(patient=patient, payer=SELF_PAY, by=cast.fiona, now=NOW)
    payment = pays(cast, patient, 300)
    browser, stranger = signed_in(as_patient(patient)), signed_in(as_patient(tomasz(cast)))
    page = browser.get("/my/money/").content.decode()
    assert "You owe £150" in page
    assert "never stops a treatment that is due" in page
    for path, words in (
        (f"/my/invoices/{invoice.ref}/invoice.pdf", ("Invoice 1", "£450.00", "exempt")),
        (f"/my/payments/{payment.ref}/receipt.pdf", ("Receipt 1", "£300.00", "Bank transfer")),
    ):
        pdf = PdfReader(BytesIO(browser.get(path).content))
        text = "".join(one.extract_text() for one in pdf.pages)
        assert all(word in text for word in words)
        assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
        assert stranger.get(path).status_code == 404
    assert stranger.get(f"/my/payments/{payment.ref}/").status_code == 404


def test_on_the_day_of_a_dose_nothing_is_asked(cast: Cast) -> None:
    patient = tomasz(cast)
    told(cast, patient, Story(first=NOW.date(), doses=[(NOW.date(), 35_000)]))
    later = NOW + timedelta(hours=2)
    billing.due(later)
    from afterglow.site import edge

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edge, "clinic_now", lambda: later)
        browser = signed_in(as_patient(patient))
        page = browser.get("/my/money/").content.decode()
        assert "Nothing is asked of you until Friday 12 June, 12:00" in page
        assert "Pay by card" not in page
        sent = browser.post("/my/money/", {"amount": "10"})
        assert sent.status_code == 422


def test_without_an_account_at_the_card_service_the_page_says_so(cast: Cast, patient: Patient) -> None:
    billing.due(NOW)
    answer = signed_in(as_patient(patient)).post("/my/money/", {"amount": "10"})
    assert answer.status_code == 422
    assert "Please call us to pay" in answer.content.decode()
