"""What is typed when a patient arrives, moves, or goes home without a dose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from afterglow.care.treatment.actions.settling import IDENTIFIERS, NEEDED
from afterglow.ground.design.forms import (
    Choice,
    ChoiceField,
    Form,
    HiddenField,
    LongTextField,
    ManyField,
    TextField,
    YesNoField,
)
from afterglow.record.diary.models import Bay


class PatientForm(Form):
    """A form that saves something about the patient whose page it stands on."""

    patient_shown = HiddenField("", required=False)


class SettleForm(PatientForm):
    """Who the patient is, by their own words, and where they are treated."""

    identifiers = ManyField(
        "What did the patient say, or show, that agrees with this page?",
        [Choice(name, name[0].upper() + name[1:]) for name in IDENTIFIERS],
        kind="checks",
        hint=f"Ask, do not read out. {NEEDED} at least.",
        missing="Confirm who the patient is by two identifiers at least",
    )
    bay = ChoiceField(
        "Bay",
        [],
        kind="select",
        hint="From now on what its monitor measures belongs to this patient. Read its name aloud.",
    )

    def offer(self, bays: Iterable[Bay], chosen: Bay | None, monitors: Mapping[int, str]) -> None:
        """Offer these bays, each with the monitor joined to it (by the bay's number), the booked one chosen."""
        self.offer_choices(
            "bay", (Choice(bay.ref, f"{bay.name}: {monitors.get(bay.pk, 'no monitor is joined')}") for bay in bays)
        )
        if chosen is not None:
            self.initial["bay"] = chosen.ref


class MoveForm(PatientForm):
    """Another bay."""

    bay = ChoiceField("Move to", [], kind="select", missing="Choose a bay")

    def offer(self, bays: Iterable[Bay]) -> None:
        """Offer these bays."""
        self.offer_choices("bay", (Choice(bay.ref, bay.name) for bay in bays))


class ConfirmForm(PatientForm):
    """Capacity and willingness, asked again before this dose."""

    capacity = YesNoField("Does the patient understand what will happen, and can they decide about it today?")
    willingness = YesNoField("Does the patient want this treatment today?")
    note = TextField("In words", required=False, most=300)


class NotGivenForm(PatientForm):
    """Why a patient goes home without a dose."""

    because = LongTextField("Why is no dose given today?", rows=2, most=300)


class ReasonForm(PatientForm):
    """A reason, for something signed."""

    reason = LongTextField("Reason", rows=3, most=1000, missing="Write the reason")


class OverrideForm(ReasonForm):
    """A prescriber signs past one clinical stop."""

    code = HiddenField("")
    about = HiddenField("")


class SeenForm(PatientForm):
    """A finding seen."""

    code = HiddenField("")
    about = HiddenField("")


class LineForm(PatientForm):
    """One line of the leaving checklist met."""

    code = HiddenField("")
