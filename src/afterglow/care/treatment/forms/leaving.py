"""What is typed at the door, and when a monitor is joined to a bay."""

from __future__ import annotations

from collections.abc import Iterable

from django.forms import BoundField
from django.http import HttpRequest

from afterglow.care.treatment.actions.leaving import Leaves
from afterglow.care.treatment.forms.settling import PatientForm
from afterglow.care.treatment.rules.recovery_scores import PARTS, Kind
from afterglow.ground.design.forms import Choice, ChoiceField, Form, HiddenField, PhoneField, TextField, TickField
from afterglow.record.diary.models import Bay


class LeaveForm(PatientForm):
    """With whom the patient leaves, and what both were told."""

    escort = TextField("Who is here to take the patient home?", required=False, width=20)
    escort_phone = PhoneField("Their phone number", required=False)
    told_patient = TickField("Advice given to the patient", missing="Give the patient the advice, and tick it")
    told_escort = TickField("Advice given to whoever takes them home", required=False)
    alone_because = TextField("If nobody is here: why, and how they get home", required=False, most=500)

    def leaves(self) -> Leaves:
        """What was typed, for the action."""
        return Leaves(**{name: self.cleaned_data[name] for name in Leaves.__dataclass_fields__})


class RecoveryForm(PatientForm):
    """One score of recovery: every part that a nurse grades."""

    kind = HiddenField("")

    @classmethod
    def of_kind(cls, request: HttpRequest, kind: Kind, *, bound: bool) -> RecoveryForm:
        """The form of one score."""
        form = cls.of(request, initial={"kind": kind})
        form.is_bound = bound
        for part in PARTS[kind]:
            levels = (Choice("2", part.two), Choice("1", part.one), Choice("0", part.nothing))
            missing = f"Grade “{part.name}”"
            form.fields[part.code] = ChoiceField(part.name, levels, kind="scale", missing=missing)
        return form

    def grade_fields(self) -> list[BoundField]:
        """The parts, in the score's order."""
        return [self[name] for name in self.fields if name not in ("kind", "patient_shown")]

    def grades(self) -> dict[str, int]:
        """What was graded, by part."""
        return {bound.name: int(self.cleaned_data[bound.name]) for bound in self.grade_fields()}


class MonitorForm(Form):
    """A monitor joined to a bay."""

    name = TextField("Name of the monitor", most=100, width=20, hint="As it stands on it, such as its inventory number")
    bay = ChoiceField("Bay", [], kind="select")

    def offer(self, bays: Iterable[Bay]) -> None:
        """Offer these bays."""
        self.offer_choices("bay", (Choice(bay.ref, bay.name) for bay in bays))
