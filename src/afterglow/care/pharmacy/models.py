"""Stock in whole units, and the controlled-drug register: pages of lines that nobody can change.

A page's running state (balance, numbers, last seal) stands on one row that every act locks first; whatever is written
on it is an entry sealed over the one before.
"""

from __future__ import annotations

from django.db import models

from afterglow.care.course.models import Direction, Treatment
from afterglow.ground.access.models import Account, ClinicRecord, Entry
from afterglow.record.people.models import Patient

RECEIVED, SUPPLIED, MOVED, RETURNED, DESTROYED, CHECKED = (
    "received", "supplied", "moved", "returned", "destroyed", "checked",
)  # fmt: skip


class Place(ClinicRecord):
    """Where drugs are locked away, by the name staff use."""

    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "name"], name="place_name")]

    def __str__(self) -> str:
        return self.name


class RegisterPage(ClinicRecord):
    """One page of the register: one drug in one strength and form, on these premises."""

    code = models.CharField(max_length=64)
    """The protocol's product."""
    drug = models.CharField(max_length=20)
    """The class at the head of the page; a stereoisomer is classed with its drug, on a page of its own."""
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=100)
    unit = models.CharField(max_length=12)
    """What is counted: vial, device or bottle."""
    strength_micrograms = models.PositiveIntegerField(null=True)
    """In one millilitre; empty for devices."""
    contents_micrograms = models.PositiveIntegerField()
    """What one unit holds by its label."""
    balance = models.PositiveIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    """The seal of what was written last."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "code"], name="one_page_for_each_product")]

    def __str__(self) -> str:
        return self.name


class Lot(ClinicRecord):
    """One manufacturer's lot of one product, as its label says."""

    page = models.ForeignKey(RegisterPage, on_delete=models.PROTECT, related_name="lots")
    number = models.CharField(max_length=60)
    expires_on = models.DateField()
    """The last day on which it may be used."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "page", "number"], name="lot_number")]

    def __str__(self) -> str:
        return self.number


class LotStanding(Entry):
    """A lot was held back from use, or put back into it. The latest counts."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="standings")
    held_back = models.BooleanField()
    reason = models.TextField()

    def __str__(self) -> str:
        return f"{self.lot_id} {'held back' if self.held_back else 'in use'}"


class Holding(ClinicRecord):
    """How many whole units of a lot are in a place by the register. It can never be less than none."""

    page = models.ForeignKey(RegisterPage, on_delete=models.PROTECT, related_name="holdings")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="holdings")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="holdings")
    units = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "lot", "place"], name="one_holding_for_lot_and_place"),
            models.CheckConstraint(condition=models.Q(units__gte=0), name="never_less_than_none"),
        ]

    def __str__(self) -> str:
        return f"{self.units} of {self.lot_id} in {self.place_id}"


class Sealed(Entry):
    """Something written on a page: in its order, and sealed over what stands before it."""

    page = models.ForeignKey(RegisterPage, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)
    witness = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    """The second person, who proved who they are."""
    witness_name = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["clinic", "page", "sequence"], name="%(class)s_sequence"),
            models.CheckConstraint(
                condition=~models.Q(author=models.F("witness")), name="%(class)s_witness_is_another"
            ),
        ]


class Line(Sealed):
    """One line under the headings of regulation 19, with the balance it leaves."""

    KINDS = tuple((kind, kind) for kind in (RECEIVED, SUPPLIED, MOVED, RETURNED, DESTROYED, CHECKED))

    number = models.PositiveIntegerField()
    uuid = models.UUIDField(null=True)
    """Made where the form was drawn: sent twice, it is written once."""
    kind = models.CharField(max_length=10, choices=KINDS)
    lot = models.ForeignKey(Lot, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    to_place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    """Where units moved to; the balance of the page stays as it is."""
    moved = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    supplied = models.PositiveIntegerField(default=0)
    restated = models.IntegerField(default=0)
    """What a check by two found different once its case was closed. Not a quantity received or supplied."""
    balance = models.PositiveIntegerField()
    other_name = models.CharField(max_length=200, blank=True)
    """From whom it was obtained, or to whom it was supplied."""
    other_address = models.CharField(max_length=500, blank=True)
    authority = models.CharField(max_length=200, blank=True)
    """The prescriber, or the requisition."""
    collected_by = models.CharField(max_length=200, blank=True)
    id_asked = models.BooleanField(null=True)
    id_shown = models.BooleanField(null=True)
    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="+")
    treatment = models.ForeignKey(Treatment, null=True, on_delete=models.PROTECT, related_name="+")
    direction = models.ForeignKey(Direction, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=500, blank=True)

    class Meta(Sealed.Meta):
        constraints = [
            *Sealed.Meta.constraints,
            models.UniqueConstraint(fields=["clinic", "page", "number"], name="line_number"),
            models.UniqueConstraint(fields=["clinic", "uuid"], name="line_once"),
        ]
        indexes = [models.Index(fields=["clinic", "lot"], name="line_of_lot")]

    def __str__(self) -> str:
        return f"entry {self.number}"


class Opening(Sealed):
    """Units taken from stock and opened together: what their labels say, and what was destroyed at once."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    units = models.PositiveIntegerField()
    contents_micrograms = models.PositiveIntegerField()
    destroyed_micrograms = models.PositiveIntegerField()
    """Opened and not drawn: denatured there and then."""

    def __str__(self) -> str:
        return f"opening of {self.units}"


class Draw(Sealed):
    """What was drawn for one patient out of an opening. Every one is accounted for to the last microgram."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="draws")
    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="draw")
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="+")
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="+")
    drawn_micrograms = models.PositiveIntegerField()
    use_by = models.DateTimeField()
    """What is opened is used or destroyed by then."""

    def __str__(self) -> str:
        return f"draw for {self.treatment_id}"


class Administered(Sealed):
    """What of a draw was given, and so what is left in syringe and line: written with the dose itself."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="administered")
    given_micrograms = models.PositiveIntegerField()
    left_micrograms = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"given of {self.draw_id}"


class RestDestroyed(Sealed):
    """What was left in syringe and line, denatured before a witness."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="rest_destroyed")
    destroyed_micrograms = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"rest of {self.draw_id}"


class Spilt(Sealed):
    """What of a rest was lost and could not be destroyed, as two people say: drawn = given + destroyed + spilt."""

    rest = models.OneToOneField(RestDestroyed, on_delete=models.PROTECT, related_name="spilt")
    spilt_micrograms = models.PositiveIntegerField()
    how = models.TextField()
    """What happened, and how it was made safe."""

    def __str__(self) -> str:
        return f"spilt of {self.rest_id}"


class Footnote(Sealed):
    """A dated note at the foot of the page to one line: the only way to correct it (regulation 20)."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="footnotes")
    number = models.PositiveIntegerField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"note {self.number} to entry {self.line_id}"


class FirstCount(Entry):
    """What the first person counted, full units only. It is in no answer of the server until the second is stored."""

    page = models.ForeignKey(RegisterPage, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    counted = models.PositiveIntegerField()
    after_line = models.PositiveIntegerField()
    """The last line of the page at that moment: both counts are of the same stock."""

    def __str__(self) -> str:
        return f"first count of {self.page_id}"


class SecondCount(Entry):
    """What the second person counted, and how it came out against the first and the book."""

    first = models.OneToOneField(FirstCount, on_delete=models.PROTECT, related_name="second")
    counted = models.PositiveIntegerField()
    book = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12)
    line = models.OneToOneField(Line, null=True, on_delete=models.PROTECT, related_name="+")
    """The check as it stands in the register; empty where both counted differently."""

    def __str__(self) -> str:
        return f"second count: {self.outcome}"


class Discrepancy(ClinicRecord):
    """A case: two people counted, or measured, something else than the book says. Two people close it.

    ``difference`` is what they found less what the book says: whole units of a count, whose balance stays until then;
    micrograms of what was left of a draw.
    """

    page = models.ForeignKey(RegisterPage, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    count = models.OneToOneField(SecondCount, null=True, on_delete=models.PROTECT, related_name="+")
    rest = models.OneToOneField(RestDestroyed, null=True, on_delete=models.PROTECT, related_name="case")
    difference = models.IntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(count=None) ^ models.Q(rest=None), name="case_of_a_count_or_of_a_rest"
            )
        ]

    def __str__(self) -> str:
        return f"difference of {self.difference} on {self.page_id}"


class DiscrepancyNote(Entry):
    """What was looked into about a discrepancy, and who was told."""

    discrepancy = models.ForeignKey(Discrepancy, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    told_officer = models.BooleanField(default=False)
    """Whether the accountable officer for controlled drugs was told."""

    def __str__(self) -> str:
        return self.text[:60]


class SharingProcedure(Entry):
    """The lead pharmacist signed the procedure under which one vial may serve several patients."""

    protocol_version = models.DateField()
    """The version whose procedure it is; a new version is signed anew."""
    procedure = models.TextField()
    """The exact words signed."""

    def __str__(self) -> str:
        return f"sharing under {self.protocol_version}"
