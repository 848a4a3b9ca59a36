"""Series of dated meetings, who leads them, when they pause, and who is there as a guest."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import Account, ClinicRecord

PATIENTS, PROFESSIONALS = "patients", "professionals"
TRAINEE, VISITOR = "trainee", "visitor"


class Series(ClinicRecord):
    """A group or a professional event of the protocol, as the clinic runs it from one day on."""

    AUDIENCES = ((PATIENTS, "Patients"), (PROFESSIONALS, "Professionals"))

    code = models.CharField(max_length=40)
    """The kind of group, or the code of the event, in the protocol."""
    audience = models.CharField(max_length=16, choices=AUDIENCES)
    starts_on = models.DateField()
    started_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    """The first day without a meeting; empty while it goes on."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "code"], condition=models.Q(ended_on__isnull=True), name="one_open_series_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} from {self.starts_on}"


class Facilitator(ClinicRecord):
    """Somebody who leads the meetings of a series (L4)."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="facilitators")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "series", "account"],
                condition=models.Q(ended_at__isnull=True),
                name="facilitator_once_in_a_series",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} leads {self.series_id}"


class PlannedBreak(ClinicRecord):
    """Days on which a series does not meet, both included (F29)."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="breaks")
    first_day = models.DateField()
    last_day = models.DateField()
    say = models.CharField(max_length=100)
    """Why, as members read it: ``summer break``."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="break_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"


class Meeting(ClinicRecord):
    """One date of a series, with the terms that were in force when it was put into the diary."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="meetings")
    run = models.PositiveIntegerField()
    """Meetings of one run are taken together or not at all; a weekly group has one meeting in each run."""
    part = models.PositiveSmallIntegerField()
    """Which meeting of its run, from 1."""
    protocol_version = models.DateField()
    day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    door_opens_at = models.DateTimeField()
    door_closes_at = models.DateTimeField()
    """Who arrives at this very moment is still let in; nobody after it (L9)."""
    places = models.PositiveSmallIntegerField()
    """How many may take part; 0 for an event without places."""
    fee_pence = models.PositiveIntegerField(default=0)
    """For one place in this meeting."""
    currency = models.CharField(max_length=3, default="GBP")
    free_until = models.DateTimeField()
    """Until when a place can be given back without owing anything: the start where nothing is asked for it."""
    link = models.URLField(max_length=500, blank=True)
    """Where it is held online; shown only to those admitted."""
    online_starts_at = models.DateTimeField(null=True)
    """When it begins as the service that made its link was told; empty where the link was pasted."""
    revision = models.PositiveIntegerField(default=0)
    """Counts every change of time, link or cancellation: the SEQUENCE of its calendar entries."""
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    """When attendance was closed, after its end."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "series", "run", "part"], name="meeting_of_a_run"),
            models.UniqueConstraint(fields=["clinic", "series", "day"], name="one_meeting_of_a_series_a_day"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_after"),
        ]
        indexes = [models.Index(fields=["clinic", "starts_at"], name="meeting_by_time")]

    def __str__(self) -> str:
        return f"{self.series_id} on {self.day}"


class Guest(ClinicRecord):
    """A trainee who takes part or a visitor who observes one meeting, told to the participants beforehand (F43)."""

    PARTS = ((TRAINEE, "Trainee, takes part"), (VISITOR, "Visitor, observes"))

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField(max_length=200)
    part = models.CharField(max_length=16, choices=PARTS)
    announced_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}, {self.part}"
