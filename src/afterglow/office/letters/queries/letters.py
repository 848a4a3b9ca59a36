"""Reading letters. ``access_letter`` is the only way to one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.office.letters.models import Approval, Dispatch, Letter, LetterVersion
from afterglow.office.letters.rules.drafting import Part
from afterglow.office.letters.rules.facts import Fact
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient_by_id

_READERS = (Permission.WRITE_LETTERS, Permission.SEE_RECORD)
_TO_PATIENT = "patient:"


def access_letter(*, by: Actor, ref: str) -> Letter:
    """One letter, for staff, or for the patient it was sent to. Raises Http404."""
    letter = _letters(by.clinic_id).filter(ref=ref).first()
    if letter is None or not (any(by.may(one) for one in _READERS) or _reached(letter, by)):
        raise Http404
    access_patient_by_id(by=by, patient_id=letter.patient_id)
    return letter


def letters_of(patient: Patient) -> Sequence[Letter]:
    """Every letter about a patient, newest first."""
    return list(_letters(patient.clinic_id).filter(patient=patient).order_by("-drafted_at", "-pk"))


def letters_in(*states: str, clinic_id: int, most: int = 100) -> Sequence[Letter]:
    """The clinic's letters in these states, the oldest first."""
    return list(_letters(clinic_id).filter(state__in=states).order_by("drafted_at", "pk")[:most])


def letters_sent(*, clinic_id: int, most: int = 30) -> Sequence[Letter]:
    """What went out last, newest first."""
    return list(_letters(clinic_id).filter(state=Letter.SENT).order_by("-sent_at", "-pk")[:most])


def letters_to(patient: Patient) -> Sequence[Letter]:
    """The letters of which a copy went to the patient, newest first."""
    sent = Dispatch.objects.filter(clinic_id=patient.clinic_id, recipient=f"{_TO_PATIENT}{patient.ref}")
    rows = _letters(patient.clinic_id).filter(patient=patient, pk__in=sent.values("letter_id"))
    return list(rows.order_by("-approved_at", "-pk"))


def patient_key(patient: Patient) -> str:
    """What stands for the patient among the recipients of a letter."""
    return f"{_TO_PATIENT}{patient.ref}"


def latest_version(letter: Letter) -> LetterVersion:
    """The text of a letter as it stands."""
    version: LetterVersion = LetterVersion.objects.filter(letter=letter).order_by("-number")[0]
    return version


def version_numbered(letter: Letter, number: str) -> LetterVersion:
    """The version with this number as a page sent it back; the latest where it sent none that exists."""
    rows = LetterVersion.objects.filter(letter=letter, number=int(number) if number.isdecimal() else 0)
    found: LetterVersion | None = rows.first()
    return found or latest_version(letter)


def versions_of(letter: Letter) -> Sequence[LetterVersion]:
    """Every version of the text, newest first."""
    return list(LetterVersion.objects.filter(letter=letter).order_by("-number"))


def parts_of(version: LetterVersion) -> tuple[Part, ...]:
    """The parts of a version."""
    return tuple(Part.read(kept) for kept in version.parts)


def facts_of(letter: Letter) -> tuple[Fact, ...]:
    """What the letter was drafted from."""
    return tuple(Fact.read(kept) for kept in letter.facts)


def approval_of(letter: Letter) -> Approval | None:
    """The approval in force; None for a draft."""
    rows = Approval.objects.filter(letter=letter, taken_back=None)
    found: Approval | None = rows.order_by("-pk").first()
    return found


def dispatches_of(letter: Letter) -> Sequence[Dispatch]:
    """The log of where a letter went, oldest first."""
    return list(Dispatch.objects.filter(letter=letter).select_related("message").order_by("pk"))


def _reached(letter: Letter, by: Actor) -> bool:
    if by.patient_id != letter.patient_id or not by.may(Permission.SEE_OWN_RECORD):
        return False
    return Dispatch.objects.filter(letter=letter, recipient=patient_key(letter.patient)).exists()


def _letters(clinic_id: int) -> QuerySet[Letter]:
    rows: QuerySet[Letter] = Letter.objects.filter(clinic_id=clinic_id)
    return rows.select_related("patient", "episode", "clinic")
