"""What is typed when stock is counted, and when a difference is followed up."""

from __future__ import annotations

from collections.abc import Iterable

from afterglow.care.pharmacy.forms.stock import MOST_UNITS
from afterglow.care.pharmacy.forms.witnessed import WitnessedForm
from afterglow.care.pharmacy.models import Lot, Place
from afterglow.care.pharmacy.rules.discrepancy import ENDS, ends_of_a_rest
from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    Form,
    LongTextField,
    TickField,
    WholeNumberField,
)


class FirstCountForm(Form):
    """The first count. Nothing on its page says what the book has."""

    place = ChoiceField("Where do you count?", [], kind="select")
    counted = WholeNumberField("How many full ones are there?", least=0, greatest=MOST_UNITS)

    def offer(self, places: Iterable[Place]) -> None:
        """Offer where this product is kept."""
        self.offer_choices("place", (Choice(one.ref, one.name) for one in places))


class SecondCountForm(WitnessedForm):
    """The second count, by somebody else: on a tablet of their own without a PIN."""

    counted = WholeNumberField("How many full ones are there?", least=0, greatest=MOST_UNITS)

    def alone(self) -> None:
        """Whoever is signed in makes the second count themselves."""
        del self.fields["second"], self.fields["pin"]


class NoteForm(Form):
    """What was looked into."""

    text = LongTextField("What was looked into, and what was found?", rows=4, most=2_000)
    told_officer = TickField("The accountable officer for controlled drugs was told", required=False)


def _end(end: str) -> Choice:
    return Choice(end, end[0].upper() + end[1:])


class CloseForm(WitnessedForm):
    """How a difference ends."""

    end = ChoiceField("How does it end?", [_end(one) for one in ENDS])
    words = LongTextField("In words", rows=4, most=2_000, hint="This becomes the note to the entry")
    entry = WholeNumberField(
        "Number of the entry",
        least=1,
        greatest=1_000_000,
        required=False,
        hint="The one that was wrong; where none is known, this stock check",
    )
    lot = ChoiceField("Which lot differs?", [], kind="select", required=False)

    def offer_lots(self, lots: Iterable[Lot]) -> None:
        """Offer the lots of the page."""
        self.offer_choices("lot", (Choice(one.ref, f"Lot {one.number}") for one in lots))

    def of_a_rest(self, difference: int) -> None:
        """What was left of a draw: its entry is known, and no stock is restated. ``difference`` is in micrograms."""
        del self.fields["entry"], self.fields["lot"]
        self.offer_choices("end", (_end(one) for one in ends_of_a_rest(difference)))
