"""What facilitators type in their own room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from afterglow.ground.design.forms import Choice, DayField, Form, LongTextField, ManyField, TextField
from afterglow.ground.protocol.schema.groups import Group


class NoteForm(Form):
    """A process note: what the meeting worked on, and words of one's own."""

    themes = ManyField("What the meeting worked on", (), kind="checks", required=False)
    text = LongTextField("Your note", rows=8, hint="First names only.", missing="Write your note")

    def about(self, group: Group) -> Self:
        """This form, with the themes and approaches of one group (L5)."""
        themes: Sequence[str] = (*group.works_on, *group.approaches)
        self.offer_choices(
            "themes",
            (Choice(theme, theme[:1].upper() + theme[1:]) for theme in themes),
        )
        return self


class SupervisionForm(Form):
    """A meeting with the supervisor."""

    day = DayField("Day", missing="Say on which day")
    supervisor = TextField("Supervisor", most=200, missing="Name the supervisor")


class CaseForm(Form):
    """A case for the supervisor."""

    text = LongTextField(
        "The case",
        rows=8,
        hint="Nobody may be recognised: no name, no number, no address.",
        missing="Write the case",
    )
