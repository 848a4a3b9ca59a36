"""What is typed when stock arrives, moves, goes back or is destroyed."""

from __future__ import annotations

from collections.abc import Iterable

from afterglow.care.pharmacy.actions.destroying import REASONS
from afterglow.care.pharmacy.forms.witnessed import WitnessedForm
from afterglow.care.pharmacy.models import Place
from afterglow.care.pharmacy.queries.products import Stocked
from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    DayField,
    Form,
    LongTextField,
    TextField,
    WholeNumberField,
)

MOST_UNITS = 10_000


class PlaceForm(Form):
    """Where drugs are locked away."""

    name = TextField("Name of the place", most=100, hint="Such as Drug cupboard, treatment room")


class ReceiveForm(WitnessedForm):
    """A delivery, as its papers and labels say."""

    product = ChoiceField("What arrived?", [], kind="select", missing="Choose what arrived")
    units = WholeNumberField(
        "How many?",
        least=1,
        greatest=MOST_UNITS,
        hint="Whole vials, devices or bottles",
        missing="Enter how many arrived",
    )
    lot = TextField("Lot number", most=60, hint="From the label", missing="Enter the lot number")
    expires_on = DayField(
        "Can be used until",
        hint="The last day. For a month alone, its last day",
        missing="Enter the last day on which it can be used",
    )
    place = ChoiceField("Where is it locked away?", [], kind="select", missing="Choose where it is locked away")
    from_name = TextField("From whom?", most=200, missing="Enter from whom it came")
    from_address = TextField("Their address", most=500, missing="Enter their address")
    requisition = TextField("Requisition", most=100, hint="Its number", missing="Enter the number of the requisition")

    def offer_places(self, products: Iterable[Stocked], places: Iterable[Place]) -> None:
        """Offer what the protocol keeps, and where."""
        offered = tuple(Choice(one.product.code, one.product.name) for one in products)
        self.offer_choices("product", offered)
        self.offer_choices("place", (Choice(one.ref, one.name) for one in places))


class UnitsForm(WitnessedForm):
    """So many unopened units of one lot in one place."""

    holding = ChoiceField("Which?", [], kind="select")
    units = WholeNumberField("How many?", least=1, greatest=MOST_UNITS)


class MoveForm(UnitsForm):
    """To another place."""

    to = ChoiceField("Where to?", [], kind="select")

    def offer_places(self, places: Iterable[Place]) -> None:
        """Offer where it can go."""
        self.offer_choices("to", (Choice(one.ref, one.name) for one in places))


class ReturnForm(UnitsForm):
    """Back to a supplier or pharmacy."""

    to_name = TextField("To whom?", most=200)
    to_address = TextField("Their address", most=500)
    authority = TextField("What entitles them to have it?", most=200, hint="Such as registered pharmacy")


class DestroyForm(UnitsForm):
    """Destroyed unopened."""

    reason = ChoiceField("Why?", [Choice(one, one[0].upper() + one[1:]) for one in REASONS])
    authorised = TextField(
        "Authorised witness",
        most=200,
        required=False,
        hint="Who, and who authorised them. Not asked for what broke",
    )


class FootnoteForm(WitnessedForm):
    """A dated note to one line."""

    text = LongTextField("What should the line say, and why?", rows=4, most=2_000)


class LotForm(Form):
    """Why a lot is held back, or put back into use."""

    reason = LongTextField("Why?", rows=2, most=500)
