"""What staff type: beginning and ending series, breaks, calling off, guests, booking for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from afterglow.care.groups.models.series import Guest
from afterglow.ground.access.models import Account
from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    DayField,
    Form,
    HiddenField,
    LongTextField,
    MomentField,
    TextField,
    YesNoField,
)


class StartForm(Form):
    """Which group or event of the protocol begins, and when."""

    code = ChoiceField("What begins?", (), missing="Choose what begins")
    starts_on = DayField("First day on which it may meet", missing="Enter the first day")

    def __init__(self, *given: Any, offered: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.offer_choices("code", (Choice(code, name) for code, name in offered))


class EndForm(Form):
    """When a series ends, and why."""

    on = DayField("First day without a meeting", missing="Enter the day")
    because = TextField("Why?", most=200, hint="Participants read this.", missing="Say why it ends")


class BreakForm(Form):
    """Days without meetings."""

    first_day = DayField("First day of the break", missing="Enter the first day")
    last_day = DayField("Last day of the break", missing="Enter the last day")
    say = TextField("What is it called?", most=100, hint="Such as: summer break", missing="Say what the break is")


class FacilitatorForm(Form):
    """Who leads a series from now on."""

    account = ChoiceField("Who leads it?", (), kind="select", missing="Choose who leads it")

    def __init__(self, *given: Any, staff: Iterable[Account], **named: Any) -> None:
        super().__init__(*given, **named)
        self.offer_choices("account", (Choice(one.ref, str(one)) for one in staff))


class CallOffForm(Form):
    """Why a meeting is called off."""

    because = TextField("Why is it called off?", most=300, hint="Participants read this.", missing="Say why")


class MoveForm(Form):
    """When a meeting is held instead; the reason is asked once somebody is known whom the new time does not fit."""

    starts_at = MomentField("New time", missing="Enter the new day and time")
    because = TextField("Why is it moved?", most=300, hint="Participants read this.", missing="Say why it is moved")
    reason = LongTextField(
        "Reason for moving it although it does not fit everybody",
        most=1000,
        rows=3,
        required=False,
        hint="Needed to move it to this time. It stays in the record of each of them.",
    )

    def __init__(self, *given: Any, asks_reason: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        if not asks_reason:
            del self.fields["reason"]


class LinkForm(Form):
    """Where a meeting is held online."""

    link = TextField("Link of the online meeting", most=500, missing="Paste the link")

    def clean_link(self) -> str:
        """The whole address, over a line that nobody listens to."""
        link = str(self.cleaned_data["link"])
        try:
            URLValidator(schemes=["https"])(link)
        except ValidationError:
            raise ValidationError("Paste the whole address, which begins with https://") from None
        return link


class GuestForm(Form):
    """Who will be there as a guest."""

    name = TextField("Name of the guest", most=200)
    part = ChoiceField(
        "What do they do there?", [Choice(code, words) for code, words in Guest.PARTS], missing="Choose their part"
    )


class BookForForm(Form):
    """A place for a patient; the reason is needed only where a rule speaks against it."""

    patient_shown = HiddenField("", required=False)
    in_group_therapy = YesNoField(
        "Is the patient in another therapy group at present?",
        missing="Say whether the patient is in another therapy group",
    )
    reason = LongTextField(
        "Reason for going past what speaks against it",
        most=1000,
        rows=3,
        required=False,
        hint="It stays in the record.",
    )

    def __init__(self, *given: Any, asks_therapy: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        if not asks_therapy:
            del self.fields["in_group_therapy"]


class GiveBackForm(Form):
    """Why a place is given back for a patient."""

    patient_shown = HiddenField("", required=False)
    because = TextField("Why is the place given back?", most=300, hint="The patient can read this.", missing="Say why")


class JoinForm(Form):
    """A seat in a group that stays together."""

    patient_shown = HiddenField("", required=False)
    joined_on = DayField("First day", missing="Enter the first day")
    in_regular_psychotherapy = YesNoField(
        "Is the patient in regular psychotherapy elsewhere?", missing="Say whether they are in regular psychotherapy"
    )


class EndMembershipForm(Form):
    """When a member leaves, and why."""

    patient_shown = HiddenField("", required=False)
    on = DayField("First day without a place", missing="Enter the day")
    because = TextField("Why?", most=300, missing="Say why")


class DiscussionForm(Form):
    """What came of talking before somebody joins."""

    patient_shown = HiddenField("", required=False)
    may_join = YesNoField("Can they join the group?", missing="Say whether they can join")
    text = LongTextField("What was talked over?", most=2000, rows=4, missing="Write what was talked over")


class ConcernForm(Form):
    """Something said in a group that needs action."""

    patient_shown = HiddenField("", required=False)
    text = LongTextField("What was said, and what has to be done?", most=2000, rows=5, missing="Write what was said")
    grade = ChoiceField(
        "How soon?",
        [Choice("now", "Now"), Choice("same-day", "The same day"), Choice("in-turn", "In turn")],
        missing="Choose how soon",
    )
