"""What is typed when what is left of a dose is destroyed."""

from __future__ import annotations

from typing import Any

from afterglow.care.pharmacy.forms.witnessed import WitnessedForm
from afterglow.ground.design.forms import Choice, ChoiceField, HiddenField, LongTextField, QuantityField
from afterglow.ground.kernel.quantity import Dose, Volume

_LESS = "Only where it differs from all. 0 where nothing is left"
_HOW = "Only where some was spilt: what happened, and how it was made safe"


class RestForm(WitnessedForm):
    """What is left in syringe and line: all that must be, or what two people measured, and how the rest was spilt."""

    ALL, SPILT, MEASURED = "all", "spilt", "measured"

    patient_shown = HiddenField("", required=False)
    what = ChoiceField("What is destroyed, denatured?", [], initial=ALL)
    volume = QuantityField(Volume, "What you both measured", required=False, hint=_LESS)
    amount = QuantityField(Dose, "What you both measured", required=False, hint=_LESS)
    how = LongTextField("How was it spilt?", rows=2, most=500, required=False, hint=_HOW)

    def offer_rest(self, words: str, *, by_volume: bool) -> None:
        """Offer what must be left, in words; what differs is told in millilitres where the strength is known."""
        del self.fields["amount" if by_volume else "volume"]
        spilt = "Less: some was spilt. This opens a case, and the accountable officer is told"
        other = "Something else, and we do not know why. This opens a case"
        self.offer_choices("what", [Choice(self.ALL, words), Choice(self.SPILT, spilt), Choice(self.MEASURED, other)])

    def clean(self) -> dict[str, Any]:
        """A differing amount is told, and how it was spilt; one told beside “all” is not guessed at."""
        name = "volume" if "volume" in self.fields else "amount"
        told, what = self.cleaned_data.get(name), self.cleaned_data.get("what")
        if what in (self.MEASURED, self.SPILT) and told is None and name not in self.errors:
            self.add_error(name, "Enter what you both measured, 0 where nothing is left")
        if what == self.SPILT and not self.cleaned_data.get("how"):
            self.add_error("how", "Write how it was spilt, and how it was made safe")
        if what == self.ALL and told is not None:
            self.add_error("what", "You entered a measured amount. Choose what it means, or clear it")
        if what != self.SPILT and self.cleaned_data.get("how"):
            self.add_error("what", "You wrote how it was spilt. Choose “some was spilt”, or clear it")
        return self.cleaned_data
