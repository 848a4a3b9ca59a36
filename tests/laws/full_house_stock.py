"""The drug cupboard of the full house: deliveries, a lot held back, a note, a difference closed, and one still open."""

from __future__ import annotations

from datetime import date

from afterglow.care.course.models import Treatment
from afterglow.care.pharmacy.actions import brought_back as acts
from afterglow.care.pharmacy.actions import counting, discrepancies, giving, keeping
from afterglow.care.pharmacy.actions.discrepancies import Explained
from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness
from afterglow.care.pharmacy.entries import BroughtBack
from afterglow.care.pharmacy.models import Discrepancy, Line, Lot, Place, RegisterPage
from afterglow.care.pharmacy.queries.drawn import open_draws
from afterglow.care.pharmacy.queries.products import stocked
from afterglow.care.pharmacy.rules.discrepancy import NOT_EXPLAINED
from afterglow.demo.chapters import stocking
from afterglow.demo.telling import Scene, Story
from afterglow.ground.access.models import Account, Countersignature
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.people.models import Patient


def stocked_and_counted(scene: Scene, secret: str) -> Story:
    """A cupboard filled in May; by June everything that can be written about stock has been."""
    keeper = scene.people["pharmacist"]
    yield scene.at(date(2026, 5, 4), "08:00")
    place = keeping.add_place(name="Drug cupboard", by=keeper, now=scene.now)
    for one in stocked(scene.protocol):
        stocking.deliver(scene, one, place)
    keeping.sign_sharing(by=keeper, now=scene.now)
    yield scene.at(date(2026, 5, 6), "08:00")
    page = RegisterPage.objects.filter(clinic=scene.clinic).order_by("pk")[0]
    _is_noted(scene, page, secret)
    stocking.count(scene, page, place, missing=1)
    _is_closed(scene, page, secret)
    yield scene.at(date(2026, 6, 10), "08:00")
    stocking.count(scene, page, place, missing=2)
    counting.count_first(page=page, place=place, counted=7, by=keeper, now=scene.now)
    _is_held_back(scene, page, place, secret)


def brought_back(scene: Scene, patient: Patient, secret: str) -> None:
    """A patient hands in twice what was left; the first is destroyed."""
    keeper = scene.people["pharmacist"]
    for _ in range(2):
        handed = acts.HandedIn(secret, "12 mL", secret, secret)
        proof = _beside(scene, acts.what_is_handed_in(patient, handed))
        acts.take_back(patient=patient, handed=handed, by=keeper, now=scene.now, countersigned=proof)
    first = BroughtBack.objects.filter(patient=patient).order_by("pk")[0]
    proof = _beside(scene, acts.what_is_ended(first, secret))
    acts.destroy_brought_back(brought=first, how=secret, by=keeper, now=scene.now, countersigned=proof)


def is_dropped(scene: Scene, treatment: Treatment, secret: str) -> None:
    """What was drawn falls before the dose begins: two people destroy what is left of it and write what was spilt."""
    nurse, second = scene.people["nurse"], Account.objects.get(pk=scene.people["second nurse"].account_id or 0)
    for draw in open_draws(treatment):
        half = Dose(draw.drawn_micrograms // 2)
        entry = giving.what_is_left(draw, half, differs=True, spilt=secret)
        proof = witness(account=second, entry=entry, by=nurse, now=scene.now)
        giving.destroy_rest(
            draw=draw, destroyed=half, differs=True, spilt=secret, by=nurse, now=scene.now, countersigned=proof
        )


def _is_noted(scene: Scene, page: RegisterPage, secret: str) -> None:
    line = Line.objects.filter(page=page).order_by("pk")[0]
    proof = _beside(scene, keeping.what_is_noted(line, secret))
    keeper = scene.people["pharmacist"]
    keeping.add_footnote(line=line, text=secret, by=keeper, now=scene.now, countersigned=proof)


def _is_closed(scene: Scene, page: RegisterPage, secret: str) -> None:
    keeper = scene.people["pharmacist"]
    case = Discrepancy.objects.get(page=page, closed_at=None)
    discrepancies.note_discrepancy(case=case, text=secret, told_officer=True, by=keeper, now=scene.now)
    line = Line.objects.filter(page=page).order_by("-pk")[0]
    explained = Explained(NOT_EXPLAINED, secret, line, Lot.objects.get(page=page))
    proof = _beside(scene, discrepancies.what_is_closed(case, explained))
    discrepancies.close_discrepancy(case=case, explained=explained, by=keeper, now=scene.now, countersigned=proof)


def _is_held_back(scene: Scene, page: RegisterPage, place: Place, secret: str) -> None:
    """A second lot, not yet touched, is recalled."""
    product = next(one for one in stocked(scene.protocol) if one.product.code == page.code)
    stocking.deliver(scene, product, place)
    lot = Lot.objects.filter(page=page).order_by("-pk")[0]
    keeping.stand_lot(lot=lot, held_back=True, reason=secret, by=scene.people["pharmacist"], now=scene.now)


def _beside(scene: Scene, entry: Witnessed) -> Countersignature:
    second = Account.objects.get(pk=scene.people["nurse"].account_id or 0)
    return witness(account=second, entry=entry, by=scene.people["pharmacist"], now=scene.now)
