"""What is uploaded, and what a person says before it is entered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from afterglow.ground.design.forms import Choice, ChoiceField, FileField, Form, HiddenField, TickField
from afterglow.ground.design.words import day
from afterglow.ground.protocol.schema.referral import Referral as ReferralPart
from afterglow.office.fhir.rules.bundle import LARGEST, Unreadable
from afterglow.office.fhir.rules.incoming import Incoming, read_referral
from afterglow.record.people.models import OutsideClinician, Patient

NEW = "new"
_FUNDINGS = {"self-pay": "The patient pays", "nhs": "NHS", "individual-funding-request": "Individual funding request"}


class UploadForm(Form):
    """A bundle as a file."""

    file = FileField("Electronic referral", megabytes=1, accept=".json,application/json,application/fhir+json")
    incoming: Incoming
    """What was read from it. Only of a valid form."""

    def clean_file(self) -> str:
        """The bundle as text; each problem found in it is an error of its own."""
        content: bytes = self.cleaned_data["file"]
        self.incoming = incoming_of(content)
        return content.decode()


class SentAgainForm(Form):
    """The bundle as the page sends it along."""

    bundle = HiddenField("", most=LARGEST)
    incoming: Incoming
    """What was read from it. Only of a valid form."""

    def clean_bundle(self) -> str:
        """The bundle as text; each problem found in it is an error of its own."""
        text: str = self.cleaned_data["bundle"]
        self.incoming = incoming_of(text.encode())
        return text


class ConfirmForm(Form):
    """What the bundle does not say."""

    who = ChoiceField("Who is it?", (), kind="tiles")
    profession = ChoiceField("Profession of whoever refers", (), kind="select", required=False)
    responsible = TickField("The doctor says that they are responsible for this patient’s care", required=False)
    funding = ChoiceField("Who is to pay?", (), kind="select")
    indication = ChoiceField("What for?", (), kind="select", required=False)
    urgent = TickField("It tells of an urgent need to save life", required=False)

    def __init__(
        self, *given: Any, protocol: ReferralPart, incoming: Incoming, alike: Iterable[Patient], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        known = [Choice(one.ref, f"{one.full_name}, born {day(one.birth_date)}", "Known here already") for one in alike]
        indications = [Choice(one.code, one.say) for one in protocol.indications]
        self.offer_choices("who", [*known, Choice(NEW, "Somebody new")])
        self.offer_choices(
            "profession", [Choice("", "Choose"), *(Choice(*one) for one in OutsideClinician.PROFESSIONS)]
        )
        self.offer_choices("funding", [Choice(one.kind, _FUNDINGS[one.kind]) for one in protocol.funding])
        self.offer_choices("indication", [Choice("", "Not said"), *indications])
        self.refers = incoming.referrer is not None

    def clean(self) -> dict[str, Any]:
        """Whoever refers has a profession."""
        given = super().clean() or {}
        if self.refers and not given.get("profession"):
            self.add_error("profession", "Choose the profession of whoever refers")
        return given


def incoming_of(content: bytes) -> Incoming:
    """What a bundle says. Raises ValidationError with every problem found in it."""
    try:
        return read_referral(content)
    except Unreadable as refused:
        raise ValidationError([str(problem) for problem in refused.problems]) from None
