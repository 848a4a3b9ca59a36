"""Owned work: what somebody has to do, by when, and who took it on."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import Account, ClinicRecord
from afterglow.ground.access.roles import Role
from afterglow.record.people.models import Patient


class Task(ClinicRecord):
    """One piece of work for a role, until a named person takes it on, and until it is done."""

    GRADES = (
        ("now", "Now"),
        ("same-day", "The same day"),
        ("before-next-dose", "Before the next dose"),
        ("", "In turn"),
    )

    kind = models.CharField(max_length=64)
    """What sort of work, such as ``safety-answer``; one open task for each kind and ``about``."""
    about = models.CharField(max_length=64)
    """The ref of what it is about: it finds the task again and leads to the page."""
    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    """The path of the page where the work is done."""
    role = models.CharField(max_length=32, choices=[(role.value, role.value) for role in Role])
    grade = models.CharField(max_length=20, choices=GRADES, blank=True)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    pass_on_at = models.DateTimeField(null=True)
    """When it goes on to the next role if nobody has accepted it."""
    pass_on_to = models.CharField(max_length=32, blank=True)
    passed_on_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "kind", "about"],
                condition=models.Q(done_at__isnull=True),
                name="one_open_task_of_a_kind",
            )
        ]
        indexes = [models.Index(fields=["clinic", "done_at", "due_at"], name="task_by_due")]

    def __str__(self) -> str:
        return self.title
