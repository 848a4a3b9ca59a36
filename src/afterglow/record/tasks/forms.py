"""What is typed to finish a task."""

from __future__ import annotations

from afterglow.ground.design.forms import Form, HiddenField, LongTextField


class FinishForm(Form):
    """What came of it."""

    patient_shown = HiddenField("", required=False)
    outcome = LongTextField("What came of it?", most=2_000, rows=4, missing="Say what came of it")
