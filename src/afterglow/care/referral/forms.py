"""What is typed about a referral, and to judge it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from afterglow.care.referral.models import FHIR, Judgement, Referral
from afterglow.ground.design.fields.worded import in_sentence
from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    DayField,
    EmailField,
    Form,
    HiddenField,
    LongTextField,
    MomentField,
    NhsNumberField,
    PhoneField,
    TextField,
    TickField,
)
from afterglow.ground.protocol.schema.referral import Referral as ReferralPart
from afterglow.record.people.models import OutsideClinician

_PROFESSIONS = [Choice("", "Choose"), *(Choice(*one) for one in OutsideClinician.PROFESSIONS)]
_NOBODY = Choice("", "Nobody, or somebody new")


class PatientFields(Form):
    """Who is referred, where the clinic does not know them yet."""

    given_names = TextField("First names", required=False)
    family_name = TextField("Family name", hint="Somebody with one name only has it here.")
    birth_date = DayField("Date of birth")
    nhs_number = NhsNumberField(required=False)
    address = LongTextField("Address", most=500, rows=3, required=False)
    county = TextField("County", most=100, required=False)
    email = EmailField(required=False)
    phone = PhoneField(required=False)
    somebody_else = TickField("This is somebody else: register them", required=False)


class ReferralFields(Form):
    """What the referral says, and who sends it."""

    urgent = TickField("It tells of an urgent need to save life", required=False)
    came_by = ChoiceField("How did it come?", [Choice(*way) for way in Referral.WAYS if way[0] != FHIR], kind="select")
    received_at = MomentField("Received at")
    known_referrer = ChoiceField("A doctor the clinic knows", (), kind="select", required=False)
    referrer_name = TextField("Or a new one: their name", required=False)
    referrer_profession = ChoiceField("Their profession", _PROFESSIONS, kind="select", required=False)
    referrer_organisation = TextField("Practice or organisation", required=False)
    referrer_address = LongTextField("Address of the practice", most=500, rows=3, required=False)
    referrer_email = EmailField("E-mail address of the practice", required=False)
    referrer_phone = PhoneField("Phone number of the practice", required=False)
    responsible = TickField("The doctor says that they are responsible for this patient’s care", required=False)
    supporter = ChoiceField("Letter of support from", (), kind="select", required=False)
    funding = ChoiceField("Who is to pay?", (), kind="select")
    indication = ChoiceField("What for?", (), kind="select", required=False)
    text = LongTextField("What the referral says", most=20_000, rows=10, required=False)

    def __init__(
        self, *given: Any, protocol: ReferralPart, clinicians: Iterable[OutsideClinician], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        known = [Choice(one.ref, _described(one)) for one in clinicians]
        offered = {one.kind for one in protocol.funding}
        self.offer_choices("known_referrer", [_NOBODY, *known])
        self.offer_choices("supporter", [Choice("", "Nobody"), *known])
        self.offer_choices("funding", [Choice(*one) for one in Referral.FUNDINGS if one[0] in offered])
        self.offer_choices(
            "indication", [Choice("", "Not said"), *(Choice(one.code, one.say) for one in protocol.indications)]
        )

    def clean(self) -> dict[str, Any]:
        """Somebody new who refers needs a profession."""
        given = super().clean() or {}
        if given.get("referrer_name") and not given.get("known_referrer") and not given.get("referrer_profession"):
            self.add_error("referrer_profession", "Choose the profession of whoever refers")
        return given


class ReceiveForm(ReferralFields):
    """A referral of a patient the clinic knows."""

    patient_shown = HiddenField("", required=False)


class ReceiveNewForm(ReferralFields, PatientFields):
    """A referral of somebody new."""


class InformationForm(Form):
    """What arrived later."""

    patient_shown = HiddenField("", required=False)
    text = LongTextField("What arrived?", most=20_000, rows=8)
    referrer = ChoiceField("It makes this doctor the referrer", (), kind="select", required=False)
    responsible = TickField("The doctor says that they are responsible for this patient’s care", required=False)

    def __init__(self, *given: Any, clinicians: Iterable[OutsideClinician], **named: Any) -> None:
        super().__init__(*given, **named)
        described = (Choice(one.ref, _described(one)) for one in clinicians)
        self.offer_choices("referrer", (Choice("", "No change"), *described))


class JudgementForm(Form):
    """One clinician's judgement: a tick and some words for each ground, and a decision about the whole."""

    patient_shown = HiddenField("", required=False)
    decision = ChoiceField("Decision", [Choice(*one) for one in Judgement.DECISIONS])
    words = LongTextField(
        "Reason, or what is asked for and of whom", rows=4, required=False, hint="The letter can use these words."
    )

    def __init__(self, *given: Any, protocol: ReferralPart, **named: Any) -> None:
        super().__init__(*given, **named)
        self.grounds = protocol.grounds
        for ground in protocol.grounds:
            self.fields[f"found-{ground.code}"] = TickField(ground.say, required=False)
            said = TextField(f"What speaks for it: {ground.say}", most=500, required=False)
            self.fields[f"said-{ground.code}"] = said
            if ground.unless:
                exception = f"The exception holds: {in_sentence(ground.unless)}"
                self.fields[f"excepted-{ground.code}"] = TickField(exception, required=False)

    @property
    def found(self) -> dict[str, str]:
        """The grounds ticked, or about which something was written, with the words. Only of a valid form."""
        given = self.cleaned_data
        codes = [ground.code for ground in self.grounds]
        return {code: given[f"said-{code}"] for code in codes if given[f"found-{code}"] or given[f"said-{code}"]}

    @property
    def excepted(self) -> frozenset[str]:
        """The grounds whose exception holds. Only of a valid form."""
        return frozenset(one.code for one in self.grounds if self.cleaned_data.get(f"excepted-{one.code}"))


class OverrideForm(Form):
    """Going past a stop, with a reason."""

    patient_shown = HiddenField("", required=False)
    code = HiddenField("")
    reason = TextField("Reason", most=500)


class WithdrawForm(Form):
    """Why a referral is taken back."""

    patient_shown = HiddenField("", required=False)
    reason = TextField("Who takes it back, and why?", most=500)


class EnquiryForm(Form):
    """Somebody asks for a first consultation."""

    name = TextField("Your name", autocomplete="name")
    phone = PhoneField("Your phone number", required=False, hint="We call you back.")
    email = EmailField("Your e-mail address", required=False)
    indication = ChoiceField("What for?", (), kind="select", required=False)
    text = LongTextField("Anything we should know before we call", most=2_000, rows=5, required=False)
    website = TextField("Leave this empty", most=200, required=False)

    def __init__(self, *given: Any, protocol: ReferralPart, **named: Any) -> None:
        super().__init__(*given, **named)
        offered = (
            Choice("", "I would rather say it on the phone"),
            *(Choice(one.code, one.say) for one in protocol.indications),
        )
        self.offer_choices("indication", offered)

    def clean(self) -> dict[str, Any]:
        """One way to reach them."""
        given = super().clean() or {}
        if not self.errors and not given.get("phone") and not given.get("email"):
            self.add_error("phone", "Enter a phone number or an e-mail address, so that we can reach you")
        return given


class CloseForm(Form):
    """Why nothing came of an enquiry."""

    because = TextField("What came of it?", most=300)


def _described(one: OutsideClinician) -> str:
    return f"{one.name}, {one.get_profession_display()}" + (f", {one.organisation}" if one.organisation else "")
