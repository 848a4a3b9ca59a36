"""What a professional types to sign up for a date of an event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from afterglow.ground.design.forms import Choice, ChoiceField, EmailField, Form, LongTextField, TextField


class SignUpForm(Form):
    """Which date, and who comes. Nothing about a patient is asked."""

    date = ChoiceField("Which date?", (), missing="Choose a date")
    name = TextField("Your name", most=200, autocomplete="name", missing="Enter your name")
    email = EmailField("Your e-mail address", missing="Enter your e-mail address")
    profession = TextField("Your profession", most=100, hint="Such as: psychiatrist", missing="Enter your profession")
    invoice_to = LongTextField(
        "Who gets the invoice?",
        hint="Your organisation and its address. Leave it empty if you pay yourself.",
        required=False,
        rows=3,
        most=500,
    )
    website = TextField("Leave this empty", most=200, required=False)

    def __init__(self, *given: Any, offered: Iterable[Choice], **named: Any) -> None:
        super().__init__(*given, **named)
        self.offer_choices("date", offered)
