"""The treatment day as its pages show it: every part, every button, what is refused, and who may not see it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from afterglow.care.treatment.actions.devices import Arrival, join_device, record_from_device
from afterglow.care.treatment.actions.dose import write_dose_sheet
from afterglow.care.treatment.models import DoseCheck, DoseSheet, InfusionEvent, Reading
from afterglow.care.treatment.queries.devices import device_actor
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.sessions import session_of
from afterglow.care.treatment.rules.recovery_scores import PARTS
from afterglow.ground.access.countersignature import set_pin
from afterglow.ground.access.models import Account
from tests.people import NOW, Cast, cast_of, signed_in, tomasz
from tests.rooms.treatment.browsing import FIGURES, Clock, refused, see, send, text, went_well
from tests.rooms.treatment.day import (
    CALM,
    RIGHT,
    STARTED,
    bay_of,
    fine,
    measure,
    minutes,
    planned,
    running,
    settled,
    signed_for,
)
from tests.stock import drawn_up

pytestmark = pytest.mark.django_db


def test_the_days_list_has_each_patient_once_with_what_is_due(cast: Cast, clock: Clock) -> None:
    running(cast)
    planned(cast, tomasz(cast))
    clock.to(minutes(16, after=STARTED))
    page = text(see(cast.priya, "day"))
    assert page.count("Maya Okonjo") == page.count("Tomasz Wiśniewski") == 1
    assert "Running" in page
    assert "Expected" in page
    assert "Reading 16 min late" in page


def test_a_days_list_costs_the_same_for_one_patient_as_for_many(
    cast: Cast, clock: Clock, django_assert_max_num_queries: object
) -> None:
    running(cast)
    planned(cast, tomasz(cast))
    client = signed_in(cast.priya)
    client.get(reverse("treatment:day"))
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(reverse("treatment:day"))


def test_settling_asks_for_two_identifiers(cast: Cast, clock: Clock) -> None:
    treatment = signed_for(cast)
    bay = bay_of(cast)
    client = signed_in(cast.priya)
    url = reverse("treatment:settle", args=[treatment.ref])
    assert client.get(reverse("treatment:treatment", args=[treatment.ref])).headers["Location"] == url
    assert f"{bay.name}: no monitor is joined" in text(client.get(url))
    join_device(name="Monitor 7", bay=bay, by=cast.priya, now=NOW)
    assert f"{bay.name}: Monitor 7</option>" in text(client.get(url))
    typed = {"patient_shown": treatment.patient.ref, "bay": bay.ref}
    refused(client.post(url, {**typed, "identifiers": ["name"]}), "two identifiers")
    refused(client.post(url, {**typed, "identifiers": []}), "Confirm who the patient is")
    went_well(client.post(url, {**typed, "identifiers": ["name", "date of birth"]}))
    session = session_of(treatment)
    assert session is not None
    assert session.identifiers == "name, date of birth"


def test_a_save_from_another_patients_tab_is_refused(cast: Cast, clock: Clock) -> None:
    session, other = running(cast), tomasz(cast)
    answer = send(cast.priya, "during", session, patient_shown=other.ref, bp="120/80")
    refused(answer, "The page showed Tomasz Wiśniewski. This is Maya Okonjo. Nothing was saved.")
    assert Reading.objects.filter(session=session).count() == 1


def test_the_whole_day_by_its_pages(cast: Cast, clock: Clock) -> None:
    session = settled(cast)
    went_well(send(cast.priya, "confirm", session, capacity="yes", willingness="yes"))
    answers = {f"answer-{code}": option for code, option in fine(session).items()}
    went_well(send(cast.priya, "readiness", session, **answers, escort="Daniel", escort_adult="on", escort_able="on"))
    clock.to(minutes(1))
    went_well(send(cast.priya, "during", session, bp="128/80", heart_rate="72", spo2="98", sedation="5"))
    went_well(send(cast.priya, "dose", session, **FIGURES))
    clock.to(minutes(2))
    went_well(send(cast.tom, "check", session, **FIGURES))
    page = text(see(cast.priya, "dose", session.treatment.ref))
    assert "35 mg ÷ 1 mg/mL" in page
    assert "35 mL × 60 ÷ 40 min" in page
    assert "The register has 0 mg drawn for this patient; the dose is 35 mg." in page
    drawn_up(cast, session.treatment, now=minutes(2))
    page = text(see(cast.priya, "dose", session.treatment.ref))
    assert "35 mg are in hand for this patient." in page
    assert "Start the infusion" in page
    clock.to(STARTED)
    went_well(send(cast.priya, "step", session, "start"))
    clock.to(minutes(20, after=STARTED))
    page = text(see(cast.priya, "treatment", session.treatment.ref))
    assert "Running, 20 min left" in page
    assert "17.5 mg of 35 mg over 40 min, 52.5 mL/h" in page
    went_well(send(cast.priya, "effects", session, **{"effect-floating": "2", "effect-nausea": "1"}))
    went_well(send(cast.priya, "step", session, "pause"))
    went_well(send(cast.priya, "step", session, "resume"))
    clock.to(minutes(40, after=STARTED))
    went_well(send(cast.priya, "step", session, "complete"))
    for count in (55, 100):
        clock.to(minutes(count, after=STARTED))
        went_well(send(cast.priya, "during", session, bp="126/78", heart_rate="70", spo2="98", sedation="5"))
    for kind in ("aldrete", "padss"):
        graded = {part.code: "2" for part in PARTS[kind]}
        went_well(send(cast.priya, "leaving-score", session, kind=kind, **graded))
    for check in known_about(session.treatment, NOW).protocol.leaving.checks:
        went_well(send(cast.priya, "leaving-check", session, code=check.code))
    assert "Ready to leave" in text(see(cast.priya, "leaving", session.treatment.ref))
    went_well(send(cast.priya, "leaving", session, escort="Daniel", told_patient="on", told_escort="on"))
    page = text(see(cast.priya, "leaving", session.treatment.ref))
    assert "Daniel" in page
    assert "the patient and Daniel" in page


def test_the_first_answer_is_in_no_response_until_the_second_is_stored(cast: Cast, clock: Clock) -> None:
    """Figures that stand nowhere else on the page give the first answer away if they ever appear."""
    session = settled(cast)
    odd = replace(RIGHT, weight=type(RIGHT.weight)(69_137), dose=type(RIGHT.dose)(34_561))
    write_dose_sheet(session=session, figures=odd, by=cast.priya, now=NOW)
    secrets = ("69.137", "69137", "34.561", "34561")
    ref = session.treatment.ref
    for by in (cast.priya, cast.tom, cast.hannah, cast.grace):
        for name in ("readiness", "dose", "during", "leaving", "run", "live", "buttons"):
            page = text(see(by, name, ref))
            assert not [secret for secret in secrets if secret in page], (by.name, name)
    answer = send(cast.tom, "check", session, **{**FIGURES, "dose": "wrong"})
    refused(answer, "Enter dose in mg")
    assert not [secret for secret in secrets if secret in text(answer)]
    went_well(send(cast.tom, "check", session, **FIGURES))
    assert not DoseCheck.objects.get().agrees
    page = text(see(cast.tom, "dose", ref))
    assert not [secret for secret in secrets if secret in page], "a difference shows neither"
    assert "The last two checks differed." in page


def test_the_second_person_signs_beside_the_first_with_their_pin(cast: Cast, clock: Clock) -> None:
    session = settled(cast)
    went_well(send(cast.priya, "dose", session, **FIGURES))
    tom = Account.objects.get(pk=cast.tom.account_id)
    set_pin(account=tom, pin="481592")
    page = text(see(cast.priya, "dose", session.treatment.ref))
    assert "Tom Adeyemi" in page
    assert ">Priya Shah</option>" not in page
    refused(send(cast.priya, "check", session, **FIGURES, second=tom.ref, pin="000001"), "The PIN is not right.")
    assert not DoseCheck.objects.exists()
    went_well(send(cast.priya, "check", session, **FIGURES, second=tom.ref, pin="481592"))
    assert DoseCheck.objects.get().author_id == tom.pk


def test_no_dose_above_the_direction(cast: Cast, clock: Clock) -> None:
    session = settled(cast)
    refused(send(cast.priya, "dose", session, **{**FIGURES, "dose": "36"}), "more than was signed for")
    assert not DoseSheet.objects.exists()


def test_a_bad_reading_is_answered_beside_its_field_and_keeps_what_was_typed(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    clock.to(minutes(5, after=STARTED))
    answer = send(cast.priya, "during", session, bp="162/9", heart_rate="95")
    refused(answer, "Enter BP as two numbers, such as 120/80", 'value="162/9"', 'value="95"')
    answer = send(cast.priya, "during", session, bp="120/80", heart_rate="12")
    refused(answer, "HR 12 is rare", "I looked again")
    went_well(send(cast.priya, "during", session, bp="120/80", heart_rate="12", confirmed="on"))
    assert Reading.objects.get(heart_rate=12).confirmed


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"bp": "400/80"}, "BP 400/80 is rare. Look again, and tick below if it is right"),
        ({"bp": "120/12"}, "BP 120/12 is rare"),
        ({"temperature": "46.5"}, "Temperature 46.5 °C is rare"),
        ({"spo2": "140"}, "SpO₂ 140 is no reading. Look at the patient, and leave the box empty"),
        ({"spo2": "0", "confirmed": "on"}, "SpO₂ 0 is no reading"),
    ],
)
def test_a_figure_that_would_be_charted_as_a_gap_is_never_taken_in_silence(
    cast: Cast, clock: Clock, typed: dict[str, str], words: str
) -> None:
    session = running(cast)
    clock.to(minutes(5, after=STARTED))
    answer = send(cast.priya, "during", session, **typed)
    refused(answer, words)
    assert ("I looked again" in text(answer)) is ("rare" in words)


def test_a_reading_sent_twice_by_the_page_is_kept_once(cast: Cast, clock: Clock) -> None:
    session, uuid = running(cast), str(uuid4())
    clock.to(minutes(5, after=STARTED))
    for _ in range(2):
        went_well(send(cast.priya, "during", session, bp="120/80", uuid=uuid))
    assert Reading.objects.filter(uuid=uuid).count() == 1


def test_a_wrong_reading_is_corrected_on_the_page(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    clock.to(minutes(5, after=STARTED))
    went_well(send(cast.priya, "during", session, bp="182/80"))
    wrong = Reading.objects.get(systolic=182)
    page = text(see(cast.priya, "during", session.treatment.ref))
    assert f'<option value="{wrong.ref}">10:08, 182/80</option>' in page
    went_well(send(cast.priya, "during", session, bp="128/80", corrects=wrong.ref))
    assert Reading.objects.get(corrects=wrong).systolic == 128
    page = text(see(cast.priya, "during", session.treatment.ref))
    assert page.count("182/80") == 1
    assert "Typed. Corrected by Priya Shah 10:08; before: BP 182/80, typed by Priya Shah for 10:08." in page
    refused(send(cast.priya, "during", session, bp="128/80", corrects="x"), "Choose one of the answers shown")


def test_a_patient_is_moved_to_a_free_bay(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    other = settled(cast, planned(cast, tomasz(cast)), bay="Bay 3")
    refused(send(cast.priya, "move", session, bay=other.bay.ref), "Somebody is in Bay 3 already.")
    went_well(send(cast.priya, "move", session, bay=bay_of(cast, "Bay 4").ref))
    assert "Bay 4, treatment 1" in text(see(cast.priya, "readiness", session.treatment.ref))


def test_a_raised_pressure_is_shown_with_its_limits_and_seen(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    clock.to(minutes(18, after=STARTED))
    went_well(send(cast.priya, "during", session, bp="168/104"))
    page = text(see(cast.priya, "during", session.treatment.ref))
    assert "Blood pressure 168/104. Measure again in 5 min and tell the doctor." in page
    assert "upper at or above 160 mmHg" in page
    assert "BP raised" in page
    assert "Repeat BP 10:26, in 5 min" in page
    about = next(one for one in page.split('name="about" value="')[1:]).split('"')[0]
    went_well(send(cast.priya, "seen", session, code="pressure-raised", about=about))
    assert "Seen by Priya Shah 10:21." in text(see(cast.priya, "during", session.treatment.ref))


def test_a_stop_asks_for_its_reason_in_place(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    clock.to(minutes(10, after=STARTED))
    refused(send(cast.priya, "step", session, "stop", reason=""), "Choose why the infusion is stopped")
    went_well(send(cast.priya, "step", session, "stop", because="A complaint", reason="Headache."))
    assert InfusionEvent.objects.get(kind="stop").reason == "A complaint. Headache."
    assert known_about(session.treatment, minutes(10, after=STARTED)).treatment.pk


def test_a_prescriber_signs_past_a_pressure_on_the_page_and_a_nurse_is_not_offered_it(cast: Cast, clock: Clock) -> None:
    session = settled(cast)
    measure(cast, session, minutes(1), replace(CALM, systolic=165, diastolic=101))
    clock.to(minutes(2))
    ref = session.treatment.ref
    assert "Sign past this stop" not in text(see(cast.priya, "readiness", ref))
    page = text(see(cast.hannah, "readiness", ref))
    block = next(part for part in page.split('name="code" value="')[1:] if part.startswith("pressure-before-dose"))
    about = block.split('name="about" value="')[1].split('"')[0]
    refused(
        send(cast.hannah, "override-readiness", session, code="pressure-before-dose", about=about, reason=""),
        "Write the reason",
    )
    went_well(
        send(
            cast.hannah,
            "override-readiness",
            session,
            code="pressure-before-dose",
            about=about,
            reason="Usual for her.",
        )
    )
    page = text(see(cast.hannah, "readiness", ref))
    assert "Overridden by Dr Hannah Brandt" in page
    assert "Usual for her." in page
    assert send(cast.priya, "override-readiness", session, code="x", about="y", reason="z").status_code == 403


def test_an_impossible_value_is_shown_as_none_on_the_chart(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    device, _ = join_device(name="M", bay=session.bay, by=cast.priya, now=NOW)
    arrivals = [
        Arrival(uuid4(), minutes(count, after=STARTED), {"spo2": Decimal(value)}, "{}")
        for count, value in ((1, 97), (2, 0), (3, 0), (4, 96))
    ]
    record_from_device(device=device, arrivals=arrivals, by=device_actor(device), now=minutes(5, after=STARTED))
    clock.to(minutes(5, after=STARTED))
    page = text(see(cast.priya, "during", session.treatment.ref))
    assert page.count("<td>no value: no signal (0)</td>") == page.count("no value") == 2
    assert "ag-chart__gap" in page


@pytest.mark.parametrize(
    "name", ["treatment", "settle", "run", "live", "buttons", "readiness", "dose", "during", "leaving"]
)
def test_another_clinics_treatment_does_not_exist(name: str, cast: Cast, clock: Clock) -> None:
    session = running(cast)
    stranger = cast_of("tern-house")
    assert see(stranger.priya, name, session.treatment.ref).status_code == 404
    assert see(cast.joanne, name, session.treatment.ref).status_code == 403, "an administrator reads no record"


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("confirm", ()),
        ("check", ()),
        ("confirm-dose", ()),
        ("step", ("start",)),
        ("step", ("rate",)),
        ("seen", ()),
        ("not-given", ()),
        ("effects", ()),
        ("leaving-check", ()),
        ("override-during", ()),
    ],
)
def test_an_empty_form_is_answered_and_never_a_crash(
    name: str, args: tuple[str, ...], cast: Cast, clock: Clock
) -> None:
    session = running(cast)
    by = cast.hannah
    answer = signed_in(by).post(reverse(f"treatment:{name}", args=[session.treatment.ref, *args]), {})
    refused(answer)


def test_what_cannot_be_done_to_a_dose_does_not_exist(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    assert send(cast.priya, "step", session, "double").status_code == 404


def test_monitors_are_joined_and_their_token_shown_once(cast: Cast, clock: Clock) -> None:
    bay = bay_of(cast)
    client = signed_in(cast.priya)
    url = reverse("treatment:monitors")
    refused(client.post(url, {"name": "", "bay": bay.ref}), "Enter name of the monitor")
    page = text(client.post(url, {"name": "M-104", "bay": bay.ref}))
    assert "shown once" in page
    assert "M-104" in page
    assert "shown once" not in text(client.get(url))
