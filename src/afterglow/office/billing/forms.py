"""What is typed about money."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from afterglow.ground.access.models import new_ref
from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    DayField,
    Form,
    HiddenField,
    LongTextField,
    MoneyField,
    TextField,
    YesNoField,
)
from afterglow.ground.kernel.money import Money
from afterglow.ground.protocol.schema.fees import Price
from afterglow.office.billing.models.charges import FUNDINGS, WAIVED, WRITTEN_OFF
from afterglow.office.billing.models.payments import ONLINE, Payment

_FUNDINGS = tuple(Choice(*one) for one in FUNDINGS)


class PayForm(Form):
    """How much of what is owed a patient pays now."""

    amount = MoneyField("How much would you like to pay?", hint="All of it, or a part.", missing="Enter how much")


class ReceiveForm(Form):
    """Money that came in another way than online."""

    patient_shown = HiddenField("", required=False)
    form_ref = HiddenField("")
    amount = MoneyField("Amount", missing="Enter how much was received")
    way = ChoiceField("How it came", tuple(Choice(*one) for one in Payment.WAYS if one[0] != ONLINE), kind="select")
    reference = TextField("Reference", hint="As it stands on the bank statement or the slip.", required=False, most=100)


class ReceiveFromForm(ReceiveForm):
    """Money for a patient, whoever paid it."""

    payer = ChoiceField("Who paid", _FUNDINGS, kind="select")


class ItemForm(Form):
    """Something from the price list."""

    patient_shown = HiddenField("", required=False)
    form_ref = HiddenField("")
    code = ChoiceField("What is charged", ())


class FundingForm(Form):
    """Who pays from a day on."""

    patient_shown = HiddenField("", required=False)
    kind = ChoiceField("Who pays", _FUNDINGS)
    since = DayField("From which day", hint="What happened before stays with whoever paid then.")
    payer_name = TextField("Name on the invoice", hint="Leave empty where the patient pays.", required=False, most=200)
    payer_address = LongTextField("Address", required=False, rows=3, most=500)
    payer_reference = TextField("Their reference", required=False, most=100)


class LetOffForm(Form):
    """A charge, or a part of it, that is owed no longer."""

    patient_shown = HiddenField("", required=False)
    kind = ChoiceField(
        "What happens",
        (
            Choice(WAIVED, "Waive it", "It should not be owed: somebody was in hospital, or in a crisis."),
            Choice(WRITTEN_OFF, "Write it off", "It is owed, and nobody will pay it."),
        ),
    )
    amount = MoneyField("How much")
    reason = LongTextField("Why", missing="Write why", rows=2, most=300)


class RefundForm(Form):
    """Money that goes back."""

    patient_shown = HiddenField("", required=False)
    amount = MoneyField("How much goes back")
    reason = LongTextField("Why", missing="Write why", rows=2, most=300)
    by_hand = YesNoField(
        "How it goes back",
        yes="It was paid back by hand, outside Afterglow",
        no="To the card, through the card service",
    )


def receive_form(request: HttpRequest, amount: Money) -> ReceiveForm:
    """Its own random name is made when it is first shown, so that it is taken once."""
    return ReceiveForm.of(request, initial={"form_ref": new_ref(), "amount": amount})


def receive_from_form(request: HttpRequest, payer: str) -> ReceiveFromForm:
    """The same for a patient's account."""
    return ReceiveFromForm.of(request, initial={"form_ref": new_ref(), "payer": payer})


def item_form(request: HttpRequest, items: Sequence[Price]) -> ItemForm:
    """The items of today's price list."""
    form = ItemForm.of(request, initial={"form_ref": new_ref()})
    vat = {"standard": "VAT included", "exempt": "exempt from VAT"}
    choices = tuple(Choice(one.code, f"{one.say}, {one.amount}", vat[one.vat]) for one in items)
    form.offer_choices("code", choices)
    return form
