"""What patients type: agreeing to how the group works, and arriving at its door."""

from __future__ import annotations

from typing import Any

from afterglow.ground.design.forms import Form, PhoneField, TextField, TickField, YesNoField

AGREEMENT = "I will use first names only, and keep what is said in the group"


class BookForm(Form):
    """Taking a place. ``asks_therapy`` where the group wants to talk first with who is in group therapy already;
    ``quiet`` while nothing is asked because of a dose."""

    in_group_therapy = YesNoField(
        "Are you in another therapy group at present?",
        hint="If you are, we talk with you before you join.",
        missing="Say whether you are in another therapy group",
    )
    agreed = TickField(AGREEMENT, missing="Tick that you agree, or ask us about it")

    def __init__(self, *given: Any, asks_therapy: bool, quiet: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        if not asks_therapy:
            del self.fields["in_group_therapy"]
        if quiet:
            del self.fields["agreed"]


class TakeUpForm(Form):
    """Taking up a place that was kept or offered."""

    agreed = TickField(AGREEMENT, missing="Tick that you agree, or ask us about it")


class ArriveForm(Form):
    """At the door."""

    where = TextField(
        "Where are you now?",
        most=200,
        hint="The address, so that we can send help if you need it. Only the facilitators see it.",
        missing="Say where you are",
    )
    phone = PhoneField("A phone number for today", missing="Give a number at which we reach you today")
    agreed = TickField(AGREEMENT, missing="Tick that you agree, or ask us about it")
