"""The card-payment gateway over HTTP against its stub, and the notices that prove themselves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from afterglow.ground.gateways import chosen
from afterglow.ground.gateways.loopback import running
from afterglow.ground.gateways.payments.accounts import read_accounts
from afterglow.ground.gateways.payments.govuk_pay import GovUkPay
from afterglow.ground.gateways.payments.notice import NotGenuine, read_notice, signature_of
from afterglow.ground.gateways.payments.payment import Denied, NewPayment, NotSetUp, Unanswered
from afterglow.ground.gateways.payments.stub.api import StubApi
from afterglow.ground.gateways.payments.stub.drawer import Drawer
from afterglow.ground.gateways.payments.stub.postman import WAITS, deliver
from afterglow.ground.gateways.payments.stub.server import PayStub
from afterglow.ground.gateways.payments.stub.till import Till
from afterglow.ground.gateways.payments.wire import Https

ASKED = NewPayment(1_000, "7K3P-QX2M-0AB9", "Payment to Harrow Lane", "https://harrow-lane.example/back/")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 6, 11, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def api(clock: Clock) -> StubApi:
    return StubApi(Till(Drawer(), clock, seed=1), pages_url="https://card.example/")


@pytest.fixture
def pay(api: StubApi) -> Iterator[GovUkPay]:
    with running(PayStub(api)) as stub:
        yield GovUkPay(Https(stub.url, timeout_seconds=5), "key")


def test_a_payment_from_its_making_to_its_end(pay: GovUkPay, api: StubApi) -> None:
    made = pay.create(ASKED)
    assert (made.status, made.finished, made.pence, made.reference) == ("created", False, 1_000, ASKED.reference)
    assert made.next_url == f"https://card.example/{made.payment_id}/"
    api.till.pay(made.payment_id)
    paid = pay.get(made.payment_id)
    assert (paid.succeeded, paid.finished, paid.refundable, paid.next_url) == (True, True, 1_000, "")


@pytest.mark.parametrize(("how", "status", "code"), [("decline", "failed", "P0010"), ("give_up", "failed", "P0030")])
def test_a_payment_that_is_not_made(how: str, status: str, code: str, pay: GovUkPay, api: StubApi) -> None:
    made = pay.create(ASKED)
    getattr(api.till, how)(made.payment_id)
    told = pay.get(made.payment_id)
    assert (told.status, told.code, told.finished, told.refundable) == (status, code, True, 0)


@pytest.mark.parametrize(("minutes", "status"), [(89, "created"), (90, "failed")])
def test_a_payment_lives_ninety_minutes(minutes: int, status: str, pay: GovUkPay, clock: Clock) -> None:
    made = pay.create(ASKED)
    clock.now += timedelta(minutes=minutes)
    assert pay.get(made.payment_id).status == status


def test_what_is_finished_cannot_be_cancelled(pay: GovUkPay, api: StubApi) -> None:
    stopped, paid = pay.create(ASKED), pay.create(ASKED)
    pay.cancel(stopped.payment_id)
    assert pay.get(stopped.payment_id).status == "cancelled"
    api.till.pay(paid.payment_id)
    with pytest.raises(Denied) as refused:
        pay.cancel(paid.payment_id)
    assert (refused.value.status, refused.value.code) == (409, "P0502")


def test_a_refund_asked_twice_with_the_same_figure_is_made_once(pay: GovUkPay, api: StubApi, clock: Clock) -> None:
    made = pay.create(ASKED)
    api.till.pay(made.payment_id)
    first = pay.refund(made.payment_id, pence=400, available=1_000)
    with pytest.raises(Denied) as refused:
        pay.refund(made.payment_id, pence=400, available=1_000)
    assert (refused.value.status, refused.value.code) == (412, "P0604")
    assert [one.refund_id for one in pay.refunds(made.payment_id)] == [first.refund_id]
    assert (pay.get(made.payment_id).refundable, pay.get(made.payment_id).refunded) == (600, 400)
    clock.now += timedelta(hours=1)
    assert [one.status for one in pay.refunds(made.payment_id)] == ["success"]


def test_a_reference_is_found_once_the_search_has_caught_up(pay: GovUkPay, clock: Clock) -> None:
    made = pay.create(ASKED)
    assert pay.ids_with(ASKED.reference) == ()
    clock.now += timedelta(minutes=1)
    assert pay.ids_with(ASKED.reference) == (made.payment_id,)
    assert pay.ids_with("7K3P") == ()


@pytest.mark.parametrize("fault", ["unreachable", "answer lost", "busy", "broken"])
def test_without_a_whole_answer_nothing_is_known(fault: str, pay: GovUkPay, api: StubApi) -> None:
    api.faults.append(fault)  # type: ignore[arg-type]
    with pytest.raises(Unanswered):
        pay.create(ASKED)
    assert len(api.till.drawer.payments()) == (1 if fault == "answer lost" else 0)


def test_another_account_sees_nothing(pay: GovUkPay, api: StubApi) -> None:
    made = pay.create(ASKED)
    with pytest.raises(Denied, match="404"):
        GovUkPay(api, "another key").get(made.payment_id)


@pytest.mark.parametrize("pence", [0, -1, 10_000_001])
def test_a_sum_that_no_card_pays(pence: int, pay: GovUkPay) -> None:
    with pytest.raises(ValueError, match="cannot be made"):
        pay.create(NewPayment(pence, "r", "d", "https://x.example/"))


def test_characters_that_the_services_firewall_refuses_are_left_out(pay: GovUkPay, api: StubApi) -> None:
    made = pay.create(NewPayment(100, 'a<b>"c\\|', "Tern | House", "https://x.example/"))
    assert api.till.get(made.payment_id).reference == "a b  c  "


def test_card_payments_never_travel_in_the_clear() -> None:
    with pytest.raises(ValueError, match="https only"):
        Https("http://pay.example")


SECRET = "a secret"
BODY = msgspec.json.encode({"webhook_message_id": "m1", "resource_id": "p1", "event_type": "x", "later": [1]})


def test_a_genuine_notice_is_read() -> None:
    notice = read_notice(BODY, signature=signature_of(BODY, SECRET), secret=SECRET)
    assert (notice.message_id, notice.payment_id, notice.event) == ("m1", "p1", "x")


def test_the_signature_is_what_the_services_documentation_shows() -> None:
    """HMAC-SHA256 of RFC 4231, test case 2: key “Jefe”."""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert signature_of(b"what do ya want for nothing?", "Jefe") == expected


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (BODY + b" ", signature_of(BODY, SECRET)),
        (BODY, signature_of(BODY, "another")),
        (BODY, signature_of(BODY, SECRET).upper()),
        (BODY, ""),
        (BODY, "ä"),
        (b"\xef\xbb\xbf" + BODY, signature_of(BODY, SECRET)),
        (b"[]", signature_of(b"[]", SECRET)),
        (b"\xff", signature_of(b"\xff", SECRET)),
    ],
    ids=["altered", "other secret", "upper case", "none", "no hex", "byte order mark", "no notice", "no text"],
)
def test_what_is_not_genuine_is_refused(body: bytes, signature: str) -> None:
    with pytest.raises(NotGenuine):
        read_notice(body, signature=signature, secret=SECRET)


def test_without_a_secret_nothing_is_genuine() -> None:
    with pytest.raises(NotGenuine):
        read_notice(BODY, signature=signature_of(BODY, ""), secret="")


def test_a_notice_is_sent_six_times_and_then_no_more(api: StubApi, clock: Clock) -> None:
    made = api.till.create(ASKED, "key")
    api.till.decline(made.payment_id)
    tries: list[datetime] = []

    def nobody_home(_body: bytes, _signature: str) -> int:
        tries.append(clock.now)
        return random.Random(len(tries)).choice([500, 404, 302])

    began = clock.now
    for _ in range(6_000):
        deliver(api.till, account="key", secret=SECRET, post=nobody_home)
        clock.now += timedelta(minutes=1)
    assert len(tries) == 1 + len(WAITS)
    assert tries[-1] - began >= timedelta(days=3)
    assert api.till.drawer.notices() == []


def test_accounts_are_read_from_a_file_of_the_installation(tmp_path: Path, settings) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "pay.toml"
    file.write_text('[larkfield]\nkey = "api_test_1"\nwebhook_secret = "s"\n')
    settings.PAY_ACCOUNTS = str(file)
    assert chosen.pay_account("larkfield").key == "api_test_1"
    with pytest.raises(NotSetUp):
        chosen.payments("harrow-lane", now=datetime(2026, 1, 1, tzinfo=UTC))
    broken = tmp_path / "broken.toml"
    broken.write_text("[larkfield]\nkay = 1\n")
    with pytest.raises(ValueError, match="cannot be read"):
        read_accounts(str(broken))
