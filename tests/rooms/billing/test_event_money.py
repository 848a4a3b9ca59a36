"""A professional pays for a date of an event: billed once, with the tax in it, by card or through the clerk."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pypdf import PdfReader

from afterglow.care.groups.actions.arranging import call_off
from afterglow.care.groups.actions.events import cannot_come, sign_up
from afterglow.care.groups.actions.moving import move_meeting
from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.models.series import Meeting
from afterglow.ground.access.acting import Refused
from afterglow.ground.kernel.money import Money
from afterglow.office.billing import due as billing
from afterglow.office.billing.actions import letting_off, online
from afterglow.office.billing.actions.charging import charge_for
from afterglow.office.billing.actions.invoicing import bill_sign_up
from afterglow.office.billing.models.charges import PROFESSIONAL, Charge, Relief
from afterglow.office.billing.models.invoices import Invoice
from afterglow.office.billing.models.payments import DONE, NOT_PAID, PAID, Payment, Refund
from afterglow.office.billing.queries.books import books_of, totals_until
from afterglow.office.billing.queries.happened import of_sign_up
from afterglow.record.contact.models import Message
from afterglow.site import edge
from tests.people import NOW, Cast, cast_of, signed_in
from tests.rooms.billing.house import Service
from tests.rooms.groups.meeting import group_at, meeting_on

pytestmark = pytest.mark.django_db

FREE_UNTIL = datetime.fromisoformat("2026-06-15 13:00+00:00")
"""48 hours before Wednesday 17 June, 14:00."""


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def wednesday(cast: Cast) -> Meeting:
    """The third Wednesday of June: peer case review, for £30 with VAT."""
    return meeting_on(group_at(cast, "peer-review"), date(2026, 6, 17))


@pytest.fixture
def brand(cast: Cast, wednesday: Meeting, service: Service, monkeypatch: pytest.MonkeyPatch) -> SignUp:
    service.now = NOW
    monkeypatch.setattr(edge, "clinic_now", lambda: service.now)
    return come(cast, wednesday)


def come(cast: Cast, meeting: Meeting, email: str = "ola@elsewhere.example") -> SignUp:
    return sign_up(
        meeting=meeting,
        name="Dr Ola Brand",
        email=email,
        profession="psychiatrist",
        invoice_to="Elsewhere Trust\n2 Broad Street",
        by=cast.system,
        now=NOW,
    )


def page_of(one: SignUp) -> str:
    """The path of the page that the letter leads to."""
    text = Message.objects.get(key=f"event:{one.ref}").text
    link = next(word for word in text.split() if "/pay/" in word)
    return f"/{link.partition('://')[2].partition('/')[2]}"


def begun(cast: Cast, one: SignUp, now: datetime) -> Payment:
    return online.pay_for_event(sign_up=one, by=cast.system, now=now)


def paid(cast: Cast, one: SignUp, service: Service) -> Payment:
    payment = begun(cast, one, service.now)
    service.till.pay(payment.service_id)
    return online.look(payment, service.now)


def rung(service: Service, times: int = 3) -> None:
    for _ in range(times):
        billing.due(service.now)
        service.now += timedelta(minutes=31)


def balanced(cast: Cast, now: datetime) -> None:
    totals = totals_until(cast.clinic.pk, now + timedelta(days=1))
    assert totals.is_found


@pytest.mark.pathway("F37")
def test_a_sign_up_is_charged_and_billed_once_with_the_tax_in_it(brand: SignUp, service: Service) -> None:
    rung(service)
    charge, invoice = Charge.objects.get(), Invoice.objects.get()
    assert (charge.pence, charge.vat_pence, charge.vat_percent, charge.payer) == (3_000, 500, 20, PROFESSIONAL)
    assert (invoice.pence, invoice.vat_pence, invoice.content["to"]) == (
        3_000,
        500,
        ["Elsewhere Trust", "2 Broad Street"],
    )
    pdf = PdfReader(BytesIO(Client().get(page_of(brand).replace("pay/", "invoice.pdf")).content))
    text = " ".join("".join(one.extract_text() for one in pdf.pages).split())
    for words in ("Invoice 1", "Elsewhere Trust", "Dr Ola Brand", "Our VAT number: GB 100 0000 00", "£5.00 at 20 %"):
        assert words in text
    for words in ("Without VAT £25.00", "VAT £5.00", "To pay £30.00", "Peer case review, 17 June 2026"):
        assert words in text
    assert "Medical care" not in text
    assert "treatment" not in text


def test_paying_by_card_on_the_page_the_letter_leads_to(brand: SignUp, cast: Cast, service: Service) -> None:
    anybody, path = Client(), page_of(brand)
    assert "£30 (£25 and £5 VAT at 20" in Message.objects.get(key=f"event:{brand.ref}").text
    assert "£30 to pay" in anybody.get(path).content.decode()
    for _ in range(2):
        assert anybody.post(path).headers["Location"] == path
    payment = Payment.objects.get()
    assert payment.next_url in anybody.get(path).content.decode()
    service.till.pay(payment.service_id)
    anybody.post(f"{path}look/")
    rung(service)
    page = anybody.get(path).content.decode()
    assert "Nothing left to pay" in page
    assert anybody.post(path).status_code == 422, "nobody pays twice"
    receipt = PdfReader(BytesIO(anybody.get(path.replace("pay/", "receipt-1.pdf")).content))
    text = " ".join(receipt.pages[0].extract_text().split())
    assert all(words in text for words in ("Receipt 1", "£30.00", "£5.00 at 20 %", "Our VAT number: GB 100 0000 00"))
    assert anybody.get(path.replace("pay/", "receipt-2.pdf")).status_code == 404
    assert (Payment.objects.count(), Charge.objects.count(), Refund.objects.count()) == (1, 1, 0)
    balanced(cast, service.now)


def test_the_card_service_is_never_told_the_secret_of_a_letter(brand: SignUp, service: Service) -> None:
    """The address it sends the payer back to leads on in their own browser, and says nothing in any other."""
    payer, path = Client(), page_of(brand)
    token = path.split("/")[3]
    payer.post(path)
    (held,) = service.till.drawer.payments()
    assert token not in str(held)
    way_back = urlsplit(held.return_url).path
    assert way_back == f"/events/paid/{Payment.objects.get().ref}/"
    assert payer.get(way_back).headers["Location"] == path
    other = Client()
    shown = other.get(way_back)
    assert (shown.status_code, shown.content) == (200, other.get("/events/paid/no-such-payment/").content)
    assert not any(words in shown.content.decode() for words in (token, "Peer case", "Brand", "£"))
    (cookie,) = (one for name, one in payer.cookies.items() if name == "way-back")
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (way_back, True, "Lax")
    moved = cookie.value
    other.cookies["way-back"] = moved
    assert other.get("/events/paid/another/").status_code == 200, "signed for the one address alone"


def test_the_clerk_writes_down_what_came_by_telephone_and_bank(brand: SignUp, cast: Cast, service: Service) -> None:
    rung(service)
    clerk, account = signed_in(cast.fiona), f"/accounts/events/{brand.ref}/"
    assert f'href="{account}"' in clerk.get("/accounts/?q=brand").content.decode()
    form = {"patient_shown": brand.ref, "form_ref": "x", "way": "phone", "reference": "", "amount": "10"}
    assert clerk.post(f"{account}payment/", {**form, "amount": "ten"}).status_code == 422
    assert clerk.post(f"{account}payment/", {**form, "patient_shown": "another"}).status_code == 422
    for sent in (form, form, {**form, "form_ref": "y", "way": "transfer", "amount": "20"}):
        assert clerk.post(f"{account}payment/", sent).status_code == 302
    assert books_of(brand, PROFESSIONAL).owed == Money(0)
    assert Client().post(page_of(brand)).status_code == 422
    assert "Settled" in clerk.get(account).content.decode()
    assert "£5" in clerk.get("/accounts/month-end/?month=2026-06").content.decode()
    for one in Payment.objects.all():
        assert clerk.get(f"/payments/{one.ref}/").status_code == 200
    assert signed_in(cast.lena).get(account).status_code == 403
    balanced(cast, service.now)


def test_a_charge_is_waived_on_its_page_and_what_was_paid_goes_back(
    brand: SignUp, cast: Cast, service: Service
) -> None:
    payment = paid(cast, brand, service)
    charge, clerk = Charge.objects.get(), signed_in(cast.fiona)
    sent = {"patient_shown": brand.ref, "kind": "waived", "amount": "30", "reason": "She speaks at the event."}
    assert "Let off" in clerk.get(f"/charges/{charge.ref}/let-off/").content.decode()
    assert clerk.post(f"/charges/{charge.ref}/let-off/", sent).status_code == 302
    rung(service)
    assert Refund.objects.get(payment=payment).state == DONE
    totals = totals_until(cast.clinic.pk, service.now + timedelta(days=1))
    assert (totals.vat, totals.vat_given_back, totals.waived) == (500, 500, 3_000)
    balanced(cast, service.now)


@pytest.mark.parametrize(
    ("late", "owed", "back"),
    [(timedelta(0), 0, 3_000), (timedelta(seconds=1), 3_000, 0)],
)
def test_saying_no_is_free_until_the_hour_that_was_said(
    brand: SignUp, cast: Cast, service: Service, late: timedelta, owed: int, back: int
) -> None:
    paid(cast, brand, service)
    rung(service, 1)
    service.now = FREE_UNTIL + late
    cannot_come(one=brand, by=cast.system, now=service.now)
    rung(service)
    brand.refresh_from_db()
    assert brand.owed_pence == owed
    assert sum(one.pence for one in Refund.objects.filter(state=DONE)) == back
    told = Message.objects.get(key=f"event:{brand.ref}:ended").text
    assert ("You owe nothing" in told, "The fee of £30 is kept" in told) == (owed == 0, owed > 0)
    assert Message.objects.filter(key__contains=":refund:", address=brand.email).count() == (1 if back else 0)
    assert "/my/" not in "".join(Message.objects.values_list("text", flat=True))
    balanced(cast, service.now)


def test_a_date_called_off_gives_everything_back_even_to_who_had_said_no_too_late(
    brand: SignUp, wednesday: Meeting, cast: Cast, service: Service
) -> None:
    other = come(cast, wednesday, "ines@elsewhere.example")
    for one in (brand, other):
        paid(cast, one, service)
    service.now = FREE_UNTIL + timedelta(hours=1)
    cannot_come(one=other, by=cast.system, now=service.now)
    call_off(meeting=wednesday, because="A strike.", by=cast.joanne, now=service.now)
    rung(service)
    assert sorted(one.pence for one in Refund.objects.filter(state=DONE)) == [3_000, 3_000]
    assert {one.reason for one in Relief.objects.all()} == {"A strike."}
    balanced(cast, service.now)


def test_a_date_moved_can_be_said_no_to_free_until_it_begins(
    brand: SignUp, wednesday: Meeting, cast: Cast, service: Service
) -> None:
    later = wednesday.starts_at + timedelta(days=1)
    move_meeting(meeting=wednesday, starts_at=later, because="A strike.", reason="", by=cast.joanne, now=NOW)
    cannot_come(one=brand, by=cast.system, now=later - timedelta(minutes=1))
    brand.refresh_from_db()
    assert brand.owed_pence == 0


def test_a_charge_says_where_its_date_went_and_what_was_issued_stays(
    brand: SignUp, wednesday: Meeting, cast: Cast, service: Service
) -> None:
    other = come(cast, wednesday, "ines@elsewhere.example")
    charge_for(happened=of_sign_up(other), by=cast.system, now=NOW)
    bill_sign_up(sign_up=other, by=cast.system, now=NOW)
    charge_for(happened=of_sign_up(brand), by=cast.system, now=NOW)
    later = wednesday.starts_at + timedelta(days=1)
    move_meeting(meeting=wednesday, starts_at=later, because="A strike.", reason="", by=cast.joanne, now=NOW)
    rung(service)
    (issued, since) = Invoice.objects.order_by("number")
    assert issued.content["lines"][0][1] == "Peer case review, 17 June 2026"
    assert since.content["lines"][0][1] == "Peer case review, 17 June 2026, moved to 18 June 2026"
    assert {one.words for one in Charge.objects.all()} == {"Peer case review, 17 June 2026"}
    said = "Peer case review, 17 June 2026, moved to 18 June 2026"
    assert said in Client().get(page_of(brand)).content.decode()
    assert said in signed_in(cast.fiona).get(f"/accounts/events/{brand.ref}/").content.decode()


def test_a_payment_under_way_for_what_was_let_go_is_stopped_and_late_money_goes_back(
    brand: SignUp, cast: Cast, service: Service
) -> None:
    payment = begun(cast, brand, NOW)
    cannot_come(one=brand, by=cast.system, now=NOW)
    rung(service, 1)
    payment.refresh_from_db()
    assert payment.state == NOT_PAID
    again = come(cast, brand.meeting)
    second = begun(cast, again, service.now)
    service.till.pay(second.service_id)
    cannot_come(one=again, by=cast.system, now=service.now)
    rung(service)
    second.refresh_from_db()
    assert (second.state, Refund.objects.get(payment=second).state) == (PAID, DONE)
    balanced(cast, service.now)


def test_what_the_clerk_wrote_down_while_the_card_was_asked_is_owed_back_and_not_kept_twice(
    brand: SignUp, cast: Cast, service: Service
) -> None:
    payment = begun(cast, brand, NOW)
    clerk = signed_in(cast.fiona)
    form = {"patient_shown": brand.ref, "form_ref": "x", "way": "phone", "reference": "", "amount": "30"}
    clerk.post(f"/accounts/events/{brand.ref}/payment/", form)
    service.till.pay(payment.service_id)
    rung(service)
    assert books_of(brand, PROFESSIONAL).owed_back == Money(3_000)
    by_hand = Payment.objects.get(way="phone")
    assert f'href="/payments/{by_hand.ref}/"' in clerk.get("/accounts/").content.decode()
    balanced(cast, service.now)


def test_a_written_off_fee_is_not_given_back_a_second_time(brand: SignUp, cast: Cast, service: Service) -> None:
    rung(service, 1)
    charge = Charge.objects.get()
    letting_off.write_off(charge=charge, amount=Money(1_000), reason="Left.", by=cast.fiona, now=service.now)
    cannot_come(one=brand, by=cast.system, now=service.now)
    rung(service)
    assert sum(one.pence for one in Relief.objects.all()) == 3_000
    balanced(cast, service.now)


def test_what_costs_nothing_has_no_page_of_money(cast: Cast, service: Service) -> None:
    journal_club = meeting_on(group_at(cast, "journal-club"), date(2026, 6, 23))
    one = come(cast, journal_club)
    assert "It costs" not in Message.objects.get(key=f"event:{one.ref}").text
    assert not Charge.objects.exists()
    with pytest.raises(Refused, match="nothing to pay"):
        online.pay_for_event(sign_up=one, by=cast.system, now=NOW)
    assert signed_in(cast.fiona).get(f"/accounts/events/{one.ref}/").status_code == 404
