"""What is typed to book, to cancel, and to look at a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from afterglow.ground.access.models import Account
from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    Form,
    HiddenField,
    MomentField,
    TextField,
    WholeNumberField,
)
from afterglow.record.diary.models import Appointment, Bay


class BookingForm(Form):
    """A time for a patient."""

    patient_shown = HiddenField("", required=False)
    kind = ChoiceField(
        "What for?",
        [Choice(code, words) for code, words in Appointment.KINDS],
        kind="select",
        missing="Choose what the time is for",
    )
    starts_at = MomentField("Starts at", missing="Enter the day and the time")
    minutes = WholeNumberField("Length", least=5, greatest=600, unit="min")
    bay = ChoiceField("Bay", (), kind="select", required=False, hint="A treatment needs one.")
    with_whom = ChoiceField("With", (), kind="select", required=False)

    def __init__(self, *given: Any, bays: Iterable[Bay], staff: Iterable[Account], **named: Any) -> None:
        super().__init__(*given, **named)
        _offer(self, "bay", "No bay", [Choice(bay.ref, bay.name) for bay in bays])
        _offer(self, "with_whom", "Nobody in particular", [Choice(one.ref, str(one)) for one in staff])

    @property
    def ends_at(self) -> datetime:
        """The end, from the start and the length typed. Only of a valid form."""
        start: datetime = self.cleaned_data["starts_at"]
        return start + timedelta(minutes=self.cleaned_data["minutes"])


class CancelForm(Form):
    """Why an appointment is cancelled."""

    patient_shown = HiddenField("", required=False)
    because = TextField("Why is it cancelled?", most=300, hint="The patient can read this.")


class BayForm(Form):
    """A new place."""

    name = TextField("Name of the bay", most=40)


def _offer(form: Form, name: str, none: str, choices: list[Choice]) -> None:
    form.offer_choices(name, (Choice("", none), *choices))
