"""Whose account it is: a patient's, or that of a professional for one date of an event."""

from __future__ import annotations

from django.db import models

from afterglow.care.groups.models.events import SignUp
from afterglow.record.people.models import Patient

Owner = Patient | SignUp


class OnAccount(models.Model):
    """Stands on one account: that of a patient, or that of a sign-up, and never both."""

    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="+")
    sign_up = models.ForeignKey(SignUp, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def owner(self) -> Owner:
        """Whose account it is."""
        owner = self.patient or self.sign_up
        assert owner is not None, "a constraint sees to it"
        return owner


def of_one_owner(name: str) -> models.CheckConstraint:
    """The constraint that a row stands on exactly one account."""
    return models.CheckConstraint(
        condition=models.Q(patient__isnull=False, sign_up__isnull=True)
        | models.Q(patient__isnull=True, sign_up__isnull=False),
        name=name,
    )


def owned_by(owner: Owner, through: str = "") -> dict[str, Owner]:
    """The columns by which an account is written and found."""
    return {f"{through}{'sign_up' if isinstance(owner, SignUp) else 'patient'}": owner}


def locked(owner: Owner) -> Owner:
    """The owner's row, locked: whoever changes an account waits here for the other."""
    if isinstance(owner, SignUp):
        rows = SignUp.objects.select_for_update(of=("self",)).select_related("clinic", "meeting__series__clinic")
        sign_up: SignUp = rows.get(pk=owner.pk)
        return sign_up
    patient: Patient = Patient.objects.select_for_update(no_key=True).get(pk=owner.pk)
    return patient
