"""Professional events: who signed up for a date. They are no patients, and nothing clinical is asked of them."""

from __future__ import annotations

from django.db import models

from afterglow.care.groups.models.series import Meeting
from afterglow.ground.access.models import ClinicRecord


class SignUp(ClinicRecord):
    """A professional who comes to one date of an event (F37)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    """In small letters: the same person signs up once."""
    profession = models.CharField(max_length=100)
    invoice_to = models.TextField(max_length=500, blank=True)
    """Their organisation with its address, where it pays; empty where they pay themselves."""
    owed_pence = models.PositiveIntegerField(default=0)
    """The fee, until they say no in time or the date is called off."""
    free_until = models.DateTimeField()
    """Until when they can say no without owing anything."""
    token_sha256 = models.CharField(max_length=64, unique=True)
    """Of the link by which they say that they cannot come; the token itself stands in their letter alone."""
    signed_up_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """When they said that they cannot come."""
    keep_until = models.DateField()
    """The first day on which who it was is no longer kept."""
    erased_at = models.DateTimeField(null=True)
    """When name, address, profession and organisation were emptied; that somebody signed up stays."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "meeting", "email"],
                condition=models.Q(ended_at__isnull=True, erased_at__isnull=True),
                name="signed_up_once_for_a_date",
            )
        ]
        indexes = [models.Index(fields=["erased_at", "keep_until"], name="sign_up_to_erase")]

    def __str__(self) -> str:
        return f"{self.profession} at {self.meeting_id}"
