"""Setting the demo's clock by hand."""

from __future__ import annotations

from afterglow.ground.design.forms import Form, MomentField


class ClockForm(Form):
    """A later day and time."""

    to = MomentField("Day and time")
