"""What is typed when an episode ends."""

from __future__ import annotations

from afterglow.ground.design.forms import Form, LongTextField


class DischargeForm(Form):
    """Why a patient is discharged."""

    reason = LongTextField("Reason", rows=3)
