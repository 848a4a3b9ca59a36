"""Everyone the clinic knows: patients, those who help them, and the clinicians outside who share their care."""

from __future__ import annotations

from typing import Any

from django.db import models

from afterglow.ground.access.models import Account, ClinicRecord
from afterglow.record.people.rules import folded

_NAMES = frozenset({"given_names", "family_name", "known_as"})


class Patient(ClinicRecord):
    """A patient of one clinic."""

    SEXES = (("female", "Female"), ("male", "Male"), ("", "Not recorded"))

    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The mailbox they sign in with; two patients may share one."""
    given_names = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200)
    """The only name of somebody who has one."""
    known_as = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField()
    sex_at_birth = models.CharField(max_length=10, choices=SEXES, blank=True)
    """For ideal body weight and for asking about pregnancy; nothing else."""
    nhs_number = models.CharField(max_length=10, blank=True)
    nhs_number_verified = models.BooleanField(default=False)
    address = models.TextField(max_length=500, blank=True)
    county = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    allergies = models.CharField(max_length=300, blank=True)
    """In words, ``None known`` where they were asked; empty where nobody has asked yet."""
    detention_status = models.CharField(max_length=200, blank=True)
    """Where they are detained under mental-health law, the section in words; empty where they are not."""
    needs = models.CharField(max_length=300, blank=True)
    """How they need information: large print, an interpreter, no electronic systems."""
    registered_at = models.DateTimeField()
    sought_as = models.CharField(max_length=1000, default="", editable=False)
    """Every name folded, for searching."""

    class Meta:
        indexes = [models.Index(fields=["clinic", "family_name", "given_names"], name="patient_by_name")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, keeping the folded names in step with the names."""
        self.sought_as = folded(f"{self.given_names} {self.family_name} {self.known_as}")
        only = kwargs.get("update_fields")
        if only is not None and _NAMES & set(only):
            kwargs["update_fields"] = sorted({*only, "sought_as"})
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """Every name they have."""
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def first_name(self) -> str:
        """What to call them."""
        return self.known_as or self.given_names.split(" ")[0] or self.family_name


class Helper(ClinicRecord):
    """Somebody whom a patient has named to use the electronic systems for them (F39)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="helpers")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=100)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name}, {self.relation}"


class EmergencyContact(ClinicRecord):
    """Whom to call for a patient."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="emergency_contacts")
    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=32)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name}, {self.phone}"


class OutsideClinician(ClinicRecord):
    """A professional outside the clinic: a GP, a psychiatrist, a care coordinator, a therapist."""

    PROFESSIONS = (
        ("gp", "GP"),
        ("psychiatrist", "Psychiatrist"),
        ("trust-consultant-psychiatrist", "Consultant psychiatrist of the trust"),
        ("other-doctor", "Other doctor"),
        ("care-coordinator", "Care coordinator"),
        ("psychologist", "Psychologist"),
        ("psychotherapist", "Psychotherapist"),
    )

    name = models.CharField(max_length=200)
    profession = models.CharField(max_length=40, choices=PROFESSIONS)
    organisation = models.CharField(max_length=200, blank=True)
    address = models.TextField(max_length=500, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return self.name


class CareTeamMember(ClinicRecord):
    """An outside clinician's part in one patient's care. Letters go to those still in it (F24, F25)."""

    ROLES = (
        ("gp", "GP"),
        ("psychiatrist", "Psychiatrist"),
        ("care-coordinator", "Care coordinator"),
        ("therapist", "Therapist"),
    )

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="care_team")
    clinician = models.ForeignKey(OutsideClinician, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, choices=ROLES)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "patient", "clinician", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="one_part_in_care_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.clinician_id}"
