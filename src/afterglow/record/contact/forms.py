"""What is typed: a question, and the answer to it."""

from __future__ import annotations

from afterglow.ground.design.forms import EmailField, Form, HiddenField, LongTextField


class QuestionForm(Form):
    """A patient asks the team."""

    text = LongTextField("Your question", missing="Write your question", rows=6)


class ReplyForm(Form):
    """The team answers."""

    patient_shown = HiddenField("", required=False)
    text = LongTextField("Your answer", missing="Write your answer", rows=8)


class SendAgainForm(Form):
    """Where a message that did not arrive goes instead."""

    address = EmailField()
