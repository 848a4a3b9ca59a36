"""The part of a form in which a second person proves who they are."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from afterglow.care.pharmacy.models import Holding
from afterglow.ground.access.models import Account
from afterglow.ground.design.forms import Choice, ChoiceField, Form, HiddenField, SecretField

_LAST = ("second", "pin", "once")


class WitnessedForm(Form):
    """A form that a second person signs in place. Its own fields come first, the witness last."""

    second = ChoiceField("Who witnesses this?", [], kind="select", missing="Choose who witnesses this")
    pin = SecretField("Their PIN", width=6, most=6, missing="Enter the PIN of whoever witnesses this")

    once = HiddenField("", required=False)
    """Made when the form is drawn: sent twice, its act is done once."""

    def clean_once(self) -> UUID | None:
        """The identifier; None for a form that carries none."""
        try:
            return UUID(self.cleaned_data["once"])
        except ValueError:
            return None

    def offer(self, people: Iterable[Account], *, required: bool) -> None:
        """Offer the people who may witness beside whoever is signed in; nobody where the protocol asks for none."""
        self.initial.setdefault("once", str(uuid4()))
        if not required:
            del self.fields["second"], self.fields["pin"]
            return
        self.offer_choices("second", (Choice(one.ref, str(one)) for one in people))
        self.order_fields([name for name in self.fields if name not in _LAST])

    def offer_stock(self, holdings: Iterable[Holding]) -> None:
        """Offer what is in stock, lot by lot and place by place."""
        self.offer_choices("holding", (Choice(one.ref, stock_words(one)) for one in holdings))


def stock_words(holding: Holding) -> str:
    """``Lot A1, Drug cupboard: 9 vials``."""
    plural = "" if holding.units == 1 else "s"
    return f"Lot {holding.lot.number}, {holding.place.name}: {holding.units} {holding.page.unit}{plural}"
