"""What was invoiced and is not owed any longer is credited: on a numbered paper that names the invoice, once."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from afterglow.care.groups.actions.arranging import call_off
from afterglow.care.groups.actions.events import cannot_come
from afterglow.care.groups.models.events import SignUp
from afterglow.ground.kernel.money import Money
from afterglow.office.billing import due as billing
from afterglow.office.billing.actions import invoicing, letting_off
from afterglow.office.billing.actions.charging import charge_for
from afterglow.office.billing.models.charges import PROFESSIONAL, SELF_PAY, Charge
from afterglow.office.billing.models.credits import CreditNote
from afterglow.office.billing.models.invoices import Invoice
from afterglow.office.billing.presenters import statement_of
from afterglow.office.billing.queries.books import books_of, totals_until
from afterglow.office.billing.queries.happened import of_sign_up
from afterglow.record.contact.models import Message
from tests.people import NOW, as_patient, cast_of, maya, signed_in
from tests.rooms.billing.house import EventHouse, Service, event_house
from tests.rooms.stories import Story, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic_time")]

AT = NOW + timedelta(minutes=5)


@pytest.fixture
def house(service: Service) -> EventHouse:
    service.now = AT
    return event_house()


@pytest.fixture
def brand(house: EventHouse) -> SignUp:
    """Signed up, charged £30 with £5 VAT, and billed."""
    one = house.come(1, NOW)
    billing.due(NOW)
    return one


def read(content: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def waived(one: Charge, house: EventHouse, pence: int) -> None:
    letting_off.waive(charge=one, amount=Money(pence), reason="In a crisis.", by=house.cast.fiona, now=AT)


@pytest.mark.pathway("F37")
def test_a_date_said_no_to_in_time_is_credited_once(brand: SignUp, house: EventHouse) -> None:
    cannot_come(one=brand, by=house.cast.system, now=AT)
    for _ in range(3):
        billing.due(AT)
    note = CreditNote.objects.get()
    assert (note.number, note.pence, note.vat_pence, note.invoice) == (1, 3_000, 500, Invoice.objects.get())
    letter = Message.objects.get(key=f"event:{brand.ref}").text
    path = next(word for word in letter.split() if "/pay/" in word).partition("://")[2].partition("/")[2]
    page = Client().get(f"/{path}").content.decode()
    assert "Credit note 1 (PDF)" in page
    assert "credit note 1" in page, "the statement names it too"
    paper = read(Client().get(f"/{path.replace('pay/', 'credit-note-1.pdf')}").content)
    for words in (
        f"Credits: {note.invoice.content['title']} of {note.invoice.content['date']}",
        "Dr Ola Brand",
        "Our VAT number: GB 100 0000 00",
        "given back in time, or called off",
        "£5.00 at 20 %",
        "Credited without VAT £25.00",
        "VAT credited £5.00",
        "Credited in all £30.00",
    ):
        assert words in paper
    assert Client().get(f"/{path.replace('pay/', 'credit-note-2.pdf')}").status_code == 404


def test_each_part_that_is_waived_is_credited_with_its_tax_and_a_debt_written_off_is_not(
    brand: SignUp, house: EventHouse
) -> None:
    charge = Charge.objects.get()
    for _ in range(2):
        waived(charge, house, 1_000)
    letting_off.write_off(charge=charge, amount=Money(500), reason="Left.", by=house.cast.fiona, now=AT)
    assert [(one.number, one.pence, one.vat_pence) for one in CreditNote.objects.order_by("pk")] == [
        (1, 1_000, 167),
        (2, 1_000, 166),
    ]
    totals = totals_until(house.cast.clinic.pk, AT + timedelta(hours=1))
    assert totals.is_found
    assert (totals.invoiced, totals.credited, totals.vat_invoiced, totals.vat_credited) == (3_000, 2_000, 500, 333)
    assert [line.balance.pence for line in statement_of(books_of(brand, PROFESSIONAL))] == [3_000, 2_000, 1_000, 500]
    assert "Credited, by credit notes" in signed_in(house.cast.fiona).get("/accounts/month-end/").content.decode()


def test_what_is_waived_before_it_is_invoiced_is_not_asked_for_and_needs_no_credit_note(house: EventHouse) -> None:
    one = house.come(1, NOW)
    charge = charge_for(happened=of_sign_up(one), by=house.cast.system, now=NOW)
    waived(charge, house, 600)
    billing.due(AT)
    assert (Invoice.objects.get().pence, Invoice.objects.get().vat_pence) == (2_400, 400)
    assert not CreditNote.objects.exists()
    assert totals_until(house.cast.clinic.pk, AT + timedelta(hours=1)).is_found


def test_a_date_called_off_before_anybody_was_billed_leaves_no_paper(house: EventHouse) -> None:
    house.come(1, NOW)
    call_off(meeting=house.meeting, because="A strike.", by=house.cast.joanne, now=NOW)
    billing.due(AT)
    assert not Invoice.objects.exists()
    assert not CreditNote.objects.exists()


def test_a_patients_own_invoice_is_credited_and_only_they_and_the_clerk_read_it() -> None:
    cast = cast_of()
    patient, dose = maya(cast), date(2026, 5, 28)
    told(cast, patient, Story(first=dose, doses=[(dose, 35_000)]))
    billing.due(NOW)
    invoicing.bill(patient=patient, payer=SELF_PAY, by=cast.fiona, now=NOW)
    charge = Charge.objects.get(patient=patient)
    letting_off.waive(charge=charge, amount=Money(22_500), reason="Was suicidal.", by=cast.fiona, now=AT)
    note = CreditNote.objects.get()
    assert (note.pence, note.vat_pence, note.patient) == (22_500, 0, patient)
    own = signed_in(as_patient(patient))
    assert f"/my/credit-notes/{note.ref}/credit-note.pdf" in own.get("/my/money/").content.decode()
    paper = read(own.get(f"/my/credit-notes/{note.ref}/credit-note.pdf").content)
    assert "Credits: Invoice 1 of" in paper
    assert "Credited in all £225.00" in paper
    assert "suicidal" not in paper, "why somebody could not pay stands on no paper"
    clerk = signed_in(cast.fiona)
    assert f"/credit-notes/{note.ref}/credit-note.pdf" in clerk.get(f"/accounts/of/{patient.ref}/").content.decode()
    assert clerk.get(f"/credit-notes/{note.ref}/credit-note.pdf").status_code == 200
    assert signed_in(cast.lena).get(f"/credit-notes/{note.ref}/credit-note.pdf").status_code == 403
