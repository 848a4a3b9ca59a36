"""Papers that come out of treatment: a prescription taken home, and the form of a risk-minimisation scheme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from afterglow.care.course.actions import add_treatments, decide
from afterglow.care.course.models import Course
from afterglow.care.course.rules.terms import Choice, DosePlan
from afterglow.care.pharmacy.queries.supplies import prescribed_for
from afterglow.care.treatment.actions.effects import Felt, note_effect
from afterglow.care.treatment.actions.leaving import leave
from afterglow.care.treatment.actions.portions import give_portion
from afterglow.care.treatment.actions.prescribing import cancel_prescription, sign_prescription
from afterglow.care.treatment.actions.scheme import send_form
from afterglow.care.treatment.due import due
from afterglow.care.treatment.entries import Prescription, SchemeForm
from afterglow.care.treatment.models import Session
from afterglow.care.treatment.rules.prescription import Wanted
from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.kernel.quantity import Dose, DosePerWeight
from afterglow.record.people.actions import correct_details
from afterglow.record.people.models import Patient
from afterglow.record.tasks.models import Task
from tests import people
from tests.people import NOW, Cast, cast_of, maya, signed_in
from tests.rooms.treatment.browsing import Clock, refused, text, went_well
from tests.rooms.treatment.day import by_other_route, direct, measure, minutes, planned, tick_leaving
from tests.rooms.treatment.test_leaving import HOME, codes

pytestmark = pytest.mark.django_db

FOUR = Wanted(Dose.of(70), every_days=7, doses=4, on=date(2026, 6, 11))
DESPITE = dict.fromkeys(("oral-too-few-before", "oral-not-judged", "oral-gap-too-short"), "Agreed by telephone.")


def taking_home(cast: Cast) -> Course:
    """A course that went on to oral treatment; the patient's address is known."""
    patient = maya(cast)
    course = planned(cast, patient).course
    per_kg = DosePlan(per_kg=DosePerWeight(1_000))
    choice = Choice("oral-after-gap", "Benefit lasts ten days.", per_kg, "1 week apart", "oral-ketamine")
    decide(course=course, choice=choice, despite=DESPITE, by=cast.hannah, now=NOW)
    row = Patient.objects.get(pk=patient.pk)
    correct_details(patient=row, by=cast.joanne, now=NOW, address="3 Mill Lane\nNorthshire")
    return Course.objects.select_related("episode__patient").get(pk=course.pk)


def prescribed(cast: Cast) -> Prescription:
    return sign_prescription(course=taking_home(cast), wanted=FOUR, number="123456", by=cast.hannah, now=NOW)


@pytest.mark.pathway("F19")
def test_a_prescription_has_every_particular_of_the_law() -> None:
    made = prescribed(cast_of("larkfield"))
    shown = dict(made.particulars)
    assert shown["Patient"] == "Maya Okonjo, 3 Mill Lane, Northshire"
    assert shown["Total quantity"] == "five point six millilitres (5.6\u00a0mL)"
    assert shown["Prescriber number"] == "123456"
    assert (made.signed_on, made.valid_until) == (date(2026, 6, 11), date(2026, 7, 8))
    assert made.total_microlitres == 5_600


def test_the_register_asks_for_the_latest_prescription_that_stands(clock: Clock) -> None:
    cast = cast_of("larkfield")
    first = prescribed(cast)
    (treatment,) = add_treatments(course=first.course, days=[date(2026, 6, 18)], by=cast.hannah, now=NOW)
    found = prescribed_for(treatment)
    assert found is not None
    assert (found.ref, found.lasts_days, found.total) == (first.ref, 28, Dose.of(280))
    second = replace(FOUR, doses=2)
    later = sign_prescription(course=first.course, wanted=second, number="123456", by=cast.hannah, now=NOW)
    found = prescribed_for(treatment)
    assert found is not None
    assert (found.ref, found.lasts_days, found.total) == (later.ref, 14, Dose.of(140))
    for one in (first, later):
        cancel_prescription(prescription=one, because="Lost.", by=cast.hannah, now=NOW)
    assert prescribed_for(treatment) is None
    direct(cast, treatment, per_kg=DosePerWeight(1_000))
    page = text(signed_in(cast.grace).get(reverse("pharmacy:supply", args=[treatment.ref])))
    assert "No prescription stands for this treatment." in page


@pytest.mark.parametrize(
    ("wanted", "number", "code"),
    [
        (replace(FOUR, doses=5), "123456", "supply-too-long"),
        (FOUR, "", "no-prescriber-number"),
        (replace(FOUR, dose=Dose.of(300)), "123456", "dose-above-most"),
    ],
)
def test_what_no_pharmacy_may_dispense_is_not_signed(wanted: Wanted, number: str, code: str) -> None:
    cast = cast_of("larkfield")
    course = taking_home(cast)
    with pytest.raises(Refused) as held:
        sign_prescription(course=course, wanted=wanted, number=number, by=cast.hannah, now=NOW)
    assert code in codes(held)
    with pytest.raises(NotAllowed):
        sign_prescription(course=course, wanted=FOUR, number="123456", by=cast.priya, now=NOW)


def test_what_is_given_in_the_clinic_is_never_taken_home() -> None:
    cast = cast_of("larkfield")
    course = planned(cast).course
    with pytest.raises(Refused) as held:
        sign_prescription(course=course, wanted=FOUR, number="123456", by=cast.hannah, now=NOW)
    assert codes(held) == {"not-taken-home"}


def test_a_prescription_is_cancelled_once_and_stays() -> None:
    cast = cast_of("larkfield")
    made = prescribed(cast)
    cancel_prescription(prescription=made, because="Side effects.", by=cast.hannah, now=NOW)
    with pytest.raises(Refused) as again:
        cancel_prescription(prescription=made, because="Again.", by=cast.hannah, now=NOW)
    assert codes(again) == {"cancelled-already"}
    assert Prescription.objects.count() == 1


def test_where_nothing_is_taken_home_the_page_says_why(clock: Clock) -> None:
    cast = cast_of("larkfield")
    patient = planned(cast, maya(cast)).course.patient
    page = text(signed_in(cast.hannah).get(reverse("treatment:prescriptions", args=[patient.ref])))
    assert "Ketamine infusion is given in the clinic." in page
    assert reverse("course:course", args=[patient.ref]) in page
    assert "Prescribe</span>" not in page


def test_the_pages_of_prescribing(clock: Clock) -> None:
    cast = cast_of("larkfield")
    course = taking_home(cast)
    patient = course.patient
    hannah, priya = signed_in(cast.hannah), signed_in(cast.priya)
    new, listed = (reverse(f"treatment:{name}", args=[patient.ref]) for name in ("prescribe", "prescriptions"))
    typed = {"patient_shown": patient.ref, "dose": "70", "every_days": "7", "doses": "5", "number": "123456"}
    assert "30 days at most" in text(hannah.get(new))
    refused(hannah.post(new, typed), "At most 30 days are supplied")
    refused(hannah.post(new, {**typed, "dose": ""}), "Each dose")
    went_well(hannah.post(new, {**typed, "doses": "4"}))
    assert priya.get(new).status_code == 403
    page = text(priya.get(listed))
    assert "seventy milligrams (70 mg), which is one point four millilitres (1.4 mL)" in page
    assert "To be dispensed by 8 July 2026" in page
    found = Prescription.objects.get()
    paper = priya.get(reverse("treatment:prescription", args=[found.ref]))
    assert paper.content.startswith(b"%PDF")
    cancelling = reverse("treatment:prescription-cancel", args=[found.ref])
    refused(hannah.post(cancelling, {"patient_shown": patient.ref}), "Write why")
    went_well(hannah.post(cancelling, {"patient_shown": patient.ref, "because": "Side effects."}))
    assert "Cancelled" in text(priya.get(listed))
    stranger = cast_of("tern-house")
    assert signed_in(stranger.hannah).get(reverse("treatment:prescription", args=[found.ref])).status_code == 404


# The form of a scheme, where the protocol asks for one


@pytest.fixture
def under_the_scheme(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Larkfield, with a form to be sent within 7 days of every session with the spray."""
    form = 'form = { within = "7 days", send_to = "the scheme’s office" }\n'
    shipped = people.shipped_text
    monkeypatch.setattr(
        people,
        "shipped_text",
        lambda slug, day: shipped(slug, day).replace("[treatments.scheme]\n", f"[treatments.scheme]\n{form}"),
    )
    return cast_of("larkfield")


def gone_home(cast: Cast) -> Session:
    """One device at minute 3, home 70 minutes later."""
    session, _ = by_other_route(cast, "esketamine-spray")
    give_portion(session=session, uuid=uuid4(), lot="MKD41A", by=cast.priya, now=minutes(3))
    for count in (20, 44, 70):
        measure(cast, session, minutes(count))
    felt = Felt({"dissociation": 2})
    note_effect(session=session, uuid=uuid4(), felt=felt, by=cast.priya, now=minutes(30))
    tick_leaving(cast, session, minutes(71))
    leave(session=session, leaves=HOME, by=cast.priya, now=minutes(73))
    return session


@pytest.mark.pathway("F21")
def test_the_form_is_asked_for_with_its_deadline_filled_from_the_record_and_sent_once(
    under_the_scheme: Cast, clock: Clock
) -> None:
    cast = under_the_scheme
    session = gone_home(cast)
    due(minutes(80))
    due(minutes(90))
    task = Task.objects.get(kind="scheme-form")
    assert task.due_at == minutes(73) + timedelta(days=7)
    clock.to(minutes(100))
    client, url = signed_in(cast.priya), reverse("treatment:scheme", args=[session.treatment.ref])
    page = text(client.get(url))
    assert "The record does not hold: enrolled in the scheme" in page
    refused(client.post(url, {"patient_shown": session.treatment.patient.ref}), "enrolled")
    went_well(client.post(url, {"patient_shown": session.treatment.patient.ref, "enrolled": "yes"}))
    sent = dict(SchemeForm.objects.get().answers)
    assert sent["Lot numbers"] == "MKD41A"
    assert sent["Minutes from the first device to the end of monitoring"] == "70"
    assert sent["Minutes until ready to leave"] == "68"
    assert sent["Blood pressure about 40 minutes after"] == "128/80"
    assert (sent["Dissociation"], sent["Sedation"], sent["Enrolled in the scheme"]) == ("yes", "no", "yes")
    task.refresh_from_db()
    assert task.done_at is not None
    due(minutes(110))
    assert Task.objects.filter(kind="scheme-form").count() == 1
    paper = client.get(reverse("treatment:scheme-paper", args=[session.treatment.ref]))
    assert paper.content.startswith(b"%PDF")


def test_no_form_is_asked_for_where_the_protocol_has_none(clock: Clock) -> None:
    cast = cast_of("larkfield")
    session = gone_home(cast)
    due(minutes(80))
    assert not Task.objects.filter(kind="scheme-form").exists()
    with pytest.raises(Refused) as held:
        send_form(session=session, enrolled=True, by=cast.priya, now=minutes(80))
    assert codes(held) == {"no-form"}
    assert signed_in(cast.priya).get(reverse("treatment:scheme", args=[session.treatment.ref])).status_code == 404
