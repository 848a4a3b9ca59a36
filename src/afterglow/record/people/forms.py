"""What is typed about people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    DayField,
    EmailField,
    Form,
    HiddenField,
    LongTextField,
    NhsNumberField,
    PhoneField,
    TextField,
    TickField,
)
from afterglow.record.people.models import CareTeamMember, OutsideClinician, Patient


class FindForm(Form):
    """Names, or an NHS number."""

    words = TextField("Name or NHS number", most=100, required=False)


class DetailsForm(Form):
    """Who a patient is, and how they are reached."""

    patient_shown = HiddenField("", required=False)
    given_names = TextField("First names", required=False, hint="All of them, as the letter writes them.")
    family_name = TextField("Family name", hint="Somebody with one name only has it here.")
    known_as = TextField("Known as", most=100, required=False)
    birth_date = DayField("Date of birth")
    sex_at_birth = ChoiceField(
        "Sex at birth",
        [Choice(code, words) for code, words in Patient.SEXES],
        kind="select",
        required=False,
        hint="For ideal body weight, and for asking about pregnancy.",
    )
    nhs_number = NhsNumberField(required=False)
    address = LongTextField("Address", most=500, rows=4, required=False)
    county = TextField("County", most=100, required=False)
    email = EmailField(required=False)
    phone = PhoneField(required=False)
    allergies = TextField(
        "Allergies", most=300, required=False, hint="“None known” where they were asked; empty where nobody has asked."
    )
    needs = TextField(
        "How they need information", most=300, required=False, hint="Large print, an interpreter, no computer."
    )
    detention_status = TextField(
        "Detained under mental-health law", most=200, required=False, hint="The section in words; empty if not."
    )


class CorrectForm(DetailsForm):
    """The same, put right; ``seen`` is what the page showed, so that nobody's change is lost unseen."""

    seen = HiddenField("", most=5_000, required=False)


class RegisterForm(DetailsForm):
    """A new patient."""

    somebody_else = TickField("This is somebody else: register them", required=False)


class HelperForm(Form):
    """Whom the patient names to use the electronic systems for them (F39)."""

    patient_shown = HiddenField("", required=False)
    name = TextField("Their name")
    relation = TextField("What they are to the patient", most=100, hint="Such as mother, friend, support worker.")
    email = EmailField("Their e-mail address", hint="They sign in with a code sent there.")
    named_by_patient = TickField("The patient named this person, and knows that they can see everything on these pages")


class EmergencyForm(Form):
    """Whom to call."""

    patient_shown = HiddenField("", required=False)
    name = TextField("Name")
    relation = TextField("What they are to the patient", most=100, required=False)
    phone = PhoneField()


class CareTeamForm(Form):
    """Who outside shares the care: somebody the clinic knows already, or somebody new."""

    patient_shown = HiddenField("", required=False)
    role = ChoiceField("In this patient’s care as", [Choice(*role) for role in CareTeamMember.ROLES], kind="select")
    known = ChoiceField("Somebody the clinic knows already", (), kind="select", required=False)
    name = TextField("Or somebody new: their name", required=False)
    profession = ChoiceField(
        "Their profession",
        [Choice("", "Choose"), *(Choice(*one) for one in OutsideClinician.PROFESSIONS)],
        kind="select",
        required=False,
    )
    organisation = TextField("Practice or organisation", required=False)
    address = LongTextField("Address", most=500, rows=4, required=False)
    email = EmailField(required=False)
    phone = PhoneField(required=False)

    def __init__(self, *given: Any, clinicians: Iterable[OutsideClinician], **named: Any) -> None:
        super().__init__(*given, **named)
        words = [(one.ref, f"{one.name}, {one.organisation}" if one.organisation else one.name) for one in clinicians]
        self.offer_choices("known", (Choice("", "Somebody new"), *(Choice(*one) for one in words)))

    def clean(self) -> dict[str, Any]:
        """Somebody new needs a name and a profession."""
        given = super().clean() or {}
        if not given.get("known") and not self.errors:
            if not given.get("name"):
                self.add_error("name", "Choose somebody the clinic knows, or enter a name")
            elif not given.get("profession"):
                self.add_error("profession", "Choose their profession")
        return given
