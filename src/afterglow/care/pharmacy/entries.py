"""What stands beside the register: prescriptions to hand out against, and what patients hand in to be destroyed."""

from __future__ import annotations

from django.db import models

from afterglow.care.course.models import Course
from afterglow.ground.access.models import Account, Entry
from afterglow.record.people.models import Patient


class ToSupply(Entry):
    """What a prescription signed by its author lets anybody hand out. The treatment room reports it as it is signed."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    """The protocol's treatment."""
    paper = models.CharField(max_length=22)
    """The ref of the prescription."""
    valid_until = models.DateField()
    lasts_days = models.PositiveSmallIntegerField()
    total_micrograms = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "paper"], name="to_supply_once")]

    def __str__(self) -> str:
        return f"{self.code} until {self.valid_until}"


class ToSupplyEnded(Entry):
    """Nothing is handed out against it any more: the prescription was cancelled."""

    to_supply = models.OneToOneField(ToSupply, on_delete=models.PROTECT, related_name="ended")

    def __str__(self) -> str:
        return f"{self.to_supply_id} ended"


class WitnessedEntry(Entry):
    """Something written down before a second person, who proved who they are."""

    witness = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    witness_name = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~models.Q(author=models.F("witness")), name="%(class)s_witness_is_another")
        ]


class BroughtBack(WitnessedEntry):
    """A controlled drug of a patient's own that was handed in: what, how much, by whom, and where it is kept apart."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    uuid = models.UUIDField(null=True)
    """Made where the form was drawn: sent twice, it is written once."""
    what = models.CharField(max_length=200)
    """Name, strength and form as the label says."""
    amount = models.CharField(max_length=100)
    """As counted or measured by both, in words: ``12 mL``."""
    from_name = models.CharField(max_length=200)
    kept = models.CharField(max_length=200)
    """Where it lies, away from stock, until it is destroyed."""

    class Meta(WitnessedEntry.Meta):
        constraints = [
            *WitnessedEntry.Meta.constraints,
            models.UniqueConstraint(fields=["clinic", "uuid"], name="brought_back_once"),
        ]

    def __str__(self) -> str:
        return f"{self.what}, {self.amount}"


class BroughtBackDestroyed(WitnessedEntry):
    """What was handed in was destroyed, and how."""

    brought_back = models.OneToOneField(BroughtBack, on_delete=models.PROTECT, related_name="destroyed")
    how = models.CharField(max_length=300)

    class Meta(WitnessedEntry.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.brought_back_id} destroyed"
