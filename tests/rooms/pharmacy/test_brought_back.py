"""What patients hand in of their own: written down and destroyed before a witness, and never stock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from afterglow.care.pharmacy.actions import brought_back as acts
from afterglow.care.pharmacy.entries import BroughtBack, BroughtBackDestroyed
from afterglow.care.pharmacy.models import Holding, Line
from afterglow.ground.access.acting import NotAllowed, Refused
from tests.people import NOW, Cast, cast_of, maya, signed_in, tomasz
from tests.rooms.pharmacy.shelf import beside

pytestmark = pytest.mark.django_db

HANDED = acts.HandedIn("Ketamine oral solution 50 mg/mL", "12 mL", "Daniel Okonjo", "Sealed bag 14")


def handed_in(cast: Cast) -> BroughtBack:
    patient = maya(cast)
    proof = beside(cast, acts.what_is_handed_in(patient, HANDED), by=cast.grace, second=cast.priya)
    return acts.take_back(patient=patient, handed=HANDED, by=cast.grace, now=NOW, countersigned=proof)


def test_it_is_written_down_by_two_and_joins_no_stock(cast: Cast) -> None:
    made = handed_in(cast)
    assert (made.author_name, made.witness_name) == (f"{cast.grace.name}, pharmacist", "Priya Shah, infusion nurse")
    assert not Line.objects.exists()
    assert not Holding.objects.exists()


def test_nobody_takes_back_or_destroys_alone_or_with_a_proof_of_something_else(cast: Cast) -> None:
    made = handed_in(cast)
    alone = {"by": cast.grace, "now": NOW}
    with pytest.raises(Refused):
        acts.take_back(patient=made.patient, handed=HANDED, **alone)
    other = beside(cast, acts.what_is_handed_in(made.patient, HANDED), by=cast.grace, second=cast.priya)
    with pytest.raises(Refused):
        acts.take_back(patient=made.patient, handed=replace(HANDED, amount="2 mL"), countersigned=other, **alone)
    with pytest.raises(Refused):
        acts.destroy_brought_back(brought=made, how="Denatured.", **alone)
    with pytest.raises(NotAllowed):
        acts.destroy_brought_back(brought=made, how="Denatured.", by=cast.hannah, now=NOW)
    assert (BroughtBack.objects.count(), BroughtBackDestroyed.objects.count()) == (1, 0)


def test_it_is_destroyed_once(cast: Cast) -> None:
    made = handed_in(cast)
    for second_time in (False, True):
        proof = beside(cast, acts.what_is_ended(made, "Denatured."), by=cast.grace, second=cast.priya)
        if not second_time:
            acts.destroy_brought_back(brought=made, how="Denatured.", by=cast.grace, now=NOW, countersigned=proof)
            continue
        with pytest.raises(Refused, match="destroyed already"):
            acts.destroy_brought_back(brought=made, how="Denatured.", by=cast.grace, now=NOW, countersigned=proof)
    assert BroughtBackDestroyed.objects.count() == 1


def test_a_form_sent_twice_writes_once(cast: Cast) -> None:
    patient, uuid = maya(cast), uuid4()
    for _ in range(2):
        proof = beside(cast, acts.what_is_handed_in(patient, HANDED), by=cast.grace, second=cast.priya)
        acts.take_back(patient=patient, handed=HANDED, by=cast.grace, now=NOW, countersigned=proof, uuid=uuid)
    assert BroughtBack.objects.count() == 1


def test_the_pages(cast: Cast, clinic_time: Callable[[datetime], None]) -> None:
    made, grace = handed_in(cast), signed_in(cast.grace)
    listed, ending = reverse("pharmacy:brought-back"), reverse("pharmacy:end-brought-back", args=[made.ref])
    taking = reverse("pharmacy:take-back", args=[made.patient.ref])
    page = grace.get(listed).content.decode()
    for words in ("12 mL", "Sealed bag 14", "witnessed by Priya Shah", ending):
        assert words in page
    assert ending not in signed_in(cast.hannah).get(listed).content.decode()
    wrong = grace.post(taking, {"patient_shown": made.patient.ref, "what": "Ketamine"})
    assert wrong.status_code == 422
    assert 'value="Ketamine"' in wrong.content.decode()
    other = grace.post(ending, {"patient_shown": tomasz(cast).ref, "how": "Denatured."})
    assert other.status_code == 422
    stranger = cast_of("tern-house")
    assert signed_in(stranger.priya).get(ending).status_code == 404
