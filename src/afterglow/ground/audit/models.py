"""The audit trail: one hash-chained list of rows for each clinic, and the log of who read about whom.

Rows hold ids, verbs, field names and hashes, never what was written; they have no foreign keys, so that
nothing in the record can reach or hold back the trail.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AuditRow(models.Model):
    """One committed change: who did what to which records, sealed to the row before it."""

    append_only: ClassVar[bool] = True

    clinic_id = models.BigIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    """The clinic's time, which a demo may have moved."""
    real_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    verb = models.TextField()
    """What was done, and what followed from it; a space between two."""
    body = models.TextField()
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic_id", "number"], name="audit_row_number")]

    def __str__(self) -> str:
        return f"{self.clinic_id}/{self.number} {self.verb}"


class ChainHead(models.Model):
    """The last row of a clinic's chain. Locked while a row is added; exported so that a cut tail is found."""

    clinic_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.clinic_id}: {self.number}"


class SignIn(models.Model):
    """One try to sign in, however it ended, or the end of a session. It is of no clinic: an account may be in many."""

    append_only: ClassVar[bool] = True

    at = models.DateTimeField()
    """The clinic's time, which a demo may have moved."""
    real_at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    """None where nobody here has the address that was typed."""
    mark = models.CharField(max_length=16)
    """Tells typed addresses apart, and says none: a keyed hash of it. Empty where no address was typed."""
    what = models.CharField(max_length=16)
    how = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["account_id", "id"], name="sign_in_of_account")]

    def __str__(self) -> str:
        return f"{self.what} at {self.at}"


class ReadEntry(models.Model):
    """One page shown about one patient or several."""

    append_only: ClassVar[bool] = True

    clinic_id = models.BigIntegerField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    patient_ids = models.TextField()
    """The ids of everybody the page was about, with commas between them."""
    page = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["clinic_id", "id"], name="read_entry_of_clinic")]

    def __str__(self) -> str:
        return f"{self.page} at {self.at}"
