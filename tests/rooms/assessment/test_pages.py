"""The assessment through its pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from afterglow.care.assessment import actions, queries
from afterglow.care.assessment.models import Condition, HistoryNote, Measurement, Medicine
from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.record.pathway import actions as pathway
from afterglow.record.pathway.models import Episode, Override
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in, tomasz

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic_time")]

PAGES = ("", "decision/", "history/", "goals/", "earlier/", "medicine/", "conditions/", "measurement/", "test/")


@pytest.fixture
def cast() -> Cast:
    return cast_of("larkfield")


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return maya(cast)


@pytest.fixture
def episode(cast: Cast, patient: Patient) -> Episode:
    opened = pathway.open_episode(patient=patient, by=cast.joanne, now=NOW)
    pathway.move(episode=opened, to=Stage.ACCEPTED, by=cast.hannah, now=NOW)
    return opened


def page_of(patient: Patient, page: str = "") -> str:
    return f"/patients/{patient.ref}/assessment/{page}"


def send(browser: Client, patient: Patient, page: str, **typed: object) -> int:
    return browser.post(page_of(patient, page), {**typed, "patient_shown": patient.ref}).status_code


@pytest.mark.pathway("N1", "S3")
@pytest.mark.usefixtures("episode")
def test_a_whole_assessment_stands_on_one_page(cast: Cast, patient: Patient) -> None:
    doctor, nurse = signed_in(cast.hannah), signed_in(cast.priya)
    own = signed_in(as_patient(patient))
    assert own.post("/my/goals/", {"hopes": "To cook again.", "expects": "It may not work."}).status_code == 302
    assert send(doctor, patient, "history/", heading_0="Depressed since 2019.", heading_1="Asthma.") == 302
    assert send(doctor, patient, "earlier/", what="Sertraline", how_much="200 mg, 10 weeks", response="none") == 302
    assert send(nurse, patient, "medicine/", name="Venlafaxine MR", dose="150 mg daily") == 302
    assert send(nurse, patient, "measurement/", weight="70", height="170", pressure="124/78", pulse="72") == 302
    typed = {"code": "liver", "day_day": "1", "day_month": "6", "day_year": "2026", "result": "Normal"}
    assert send(nurse, patient, "test/", **typed) == 302
    assert send(nurse, patient, "conditions/", considerations=["menopause"], all_asked="on") == 302
    shown = doctor.get(page_of(patient)).content.decode()
    for words in (
        "To cook again.",
        "It may not work.",
        "Depressed since 2019.",
        "Asthma.",
        "200 mg, 10 weeks",
        "No benefit",
        "Ringing in the ears",
        "Do not stop it.",
        "70\u00a0kg",
        "170\u00a0cm",
        "124/78",
        "Liver blood test",
        "Around or after the menopause",
        "No result yet: Urine dipstick",
    ):
        assert words in shown, words


@pytest.mark.pathway("F18", "F20")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Diazepam 5 mg", "does not stop suddenly"),
        ("Valium", "Not the night before, nor on the day"),
        ("Duloxetine", "Do not stop it"),
        ("Morphine", "slows breathing"),
        ("Ibuprofen", "No interaction is known"),
        ("Venlafaxin", "Was venlafaxine meant?"),
    ],
)
@pytest.mark.usefixtures("episode")
def test_each_medicine_carries_what_is_known_of_it(cast: Cast, patient: Patient, name: str, words: str) -> None:
    actions.write_medicine(patient=patient, name=name, by=cast.priya, now=NOW)
    assert words in signed_in(cast.hannah).get(page_of(patient)).content.decode()


@pytest.mark.pathway("F18")
@pytest.mark.usefixtures("episode")
def test_medicines_are_changed_by_new_entries_and_confirmed_at_each_contact(cast: Cast, patient: Patient) -> None:
    nurse = signed_in(cast.priya)
    first = actions.write_medicine(patient=patient, name="Sertraline", dose="50 mg", by=cast.priya, now=NOW)
    assert "not gone through yet" in nurse.get(page_of(patient)).content.decode()
    assert send(nurse, patient, "medicines-confirmed/") == 302
    assert "confirmed 11 June 2026" in nurse.get(page_of(patient)).content.decode()
    changed = {"name": "Sertraline", "dose": "100 mg", "patient_shown": patient.ref}
    assert nurse.post(f"/medicines/{first.ref}/", changed).status_code == 302
    assert [one.dose for one in queries.current_medicines(patient)] == ["100 mg"]
    assert "changed since" in nurse.get(page_of(patient)).content.decode()
    second = queries.current_medicines(patient)[0]
    assert nurse.post(f"/medicines/{second.ref}/", {**changed, "stopped": "on"}).status_code == 302
    assert queries.current_medicines(patient) == []
    assert Medicine.objects.count() == 3
    assert nurse.get(f"/medicines/{first.ref}/").status_code == 404
    with pytest.raises(Refused, match="changed this entry meanwhile"):
        actions.write_medicine(patient=patient, name="Sertraline", corrects=first, by=cast.tom, now=NOW)


@pytest.mark.pathway("F7")
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("anorexia", "needs to be long term"),
        ("bipolar", "risk of mania"),
        ("rapid-cycling", "Not found useful"),
        ("postpartum", "discard milk for 3 days"),
        ("trying-to-conceive", "imperfect sign"),
        ("menopause", "can be combined"),
        ("personality-disorder", "patterns of thinking change slowly"),
        ("ptsd", "another team are needed"),
    ],
)
@pytest.mark.usefixtures("episode")
def test_considerations_come_with_their_reasons(cast: Cast, patient: Patient, code: str, words: str) -> None:
    actions.ask_conditions(patient=patient, present={code: None}, by=cast.hannah, now=NOW)
    shown = signed_in(cast.hannah).get(page_of(patient)).content.decode()
    assert words in shown
    assert "Source: F7" in shown


def decided(browser: Client, patient: Patient, **typed: str) -> tuple[int, str]:
    whole = {"suitable": "yes", "reasons": "Two adequate trials.", "patient_shown": patient.ref, **typed}
    answer = browser.post(page_of(patient, "decision/"), whole)
    return answer.status_code, answer.content.decode()


@pytest.mark.pathway("N1")
def test_nobody_is_called_suitable_before_conditions_were_asked_about(
    cast: Cast, patient: Patient, episode: Episode
) -> None:
    doctor = signed_in(cast.hannah)
    status, shown = decided(doctor, patient)
    assert status == 422
    assert "Not asked about yet: Aneurysm" in shown
    assert "Two adequate trials." in shown
    actions.ask_conditions(patient=patient, present={}, by=cast.priya, now=NOW)
    assert decided(doctor, patient)[0] == 302
    episode.refresh_from_db()
    assert episode.stage == Stage.SUITABLE
    assert "Treatment is suitable" in doctor.get(page_of(patient)).content.decode()


def test_a_contraindication_is_passed_only_with_a_signed_reason(cast: Cast, patient: Patient, episode: Episode) -> None:
    present: dict[str, date | None] = {"current-psychosis": None}
    actions.ask_conditions(patient=patient, present=present, by=cast.priya, now=NOW)
    doctor = signed_in(cast.hannah)
    assert "Reason for treating although" in doctor.get(page_of(patient, "decision/")).content.decode()
    assert decided(doctor, patient)[0] == 422
    reason = "Settled for a year; agreed with her own team."
    assert decided(doctor, patient, **{"despite_contraindication-current-psychosis": reason})[0] == 302
    assert Override.objects.get().reason == reason
    assert reason in doctor.get(page_of(patient)).content.decode()
    decision = queries.latest_decision(episode)
    assert decision is not None
    assert decision.findings[0][0] == "contraindication-current-psychosis"


def test_not_suitable_needs_reasons_and_ends_the_episode(cast: Cast, patient: Patient, episode: Episode) -> None:
    doctor = signed_in(cast.hannah)
    status, shown = decided(doctor, patient, suitable="no", reasons="")
    assert status == 422
    assert "Enter reasons" in shown
    assert decided(doctor, patient, suitable="no", reasons="Mania last month.")[0] == 302
    episode.refresh_from_db()
    assert episode.stage == Stage.NOT_SUITABLE
    assert "Decide on suitability" not in doctor.get(page_of(patient)).content.decode()


def test_a_heart_event_counts_for_six_weeks_from_its_day(
    cast: Cast, patient: Patient, episode: Episode, clinic_time: Callable[[datetime], None]
) -> None:
    nurse = signed_in(cast.priya)
    event = {"contraindications": ["recent-heart-event"], "all_asked": "on"}
    assert send(nurse, patient, "conditions/", **event) == 422
    name = "day_recent-heart-event"
    day = {f"{name}_day": "10", f"{name}_month": "6", f"{name}_year": "2026"}
    assert send(nurse, patient, "conditions/", **event, **day) == 302
    assert "Not before 22 July 2026" in nurse.get(page_of(patient)).content.decode()
    protocol = protocol_in_force(cast.clinic, NOW)
    for days, severity in ((40, "stop"), (41, "info")):
        found = queries.condition_findings(patient, protocol, now=NOW + timedelta(days=days))
        assert found[0].severity.value == severity
    assert episode.stage == Stage.ACCEPTED


@pytest.mark.pathway("F24")
@pytest.mark.usefixtures("episode")
def test_missing_contacts_are_named(cast: Cast, patient: Patient) -> None:
    shown = signed_in(cast.hannah).get(page_of(patient)).content.decode()
    assert "GP: the name is missing." in shown
    assert "Psychiatrist: the name is missing." in shown


@pytest.mark.parametrize(
    ("page", "typed", "words"),
    [
        ("measurement/", {}, "Enter at least one measurement"),
        ("measurement/", {"weight": "heavy"}, "Enter weight in kg, such as 70"),
        ("measurement/", {"pressure": "162/9"}, "such as 120/80"),
        ("medicine/", {"name": "", "dose": "5 mg nightly"}, "Enter medicine"),
        ("earlier/", {"what": "ECT"}, "Answer “What came of it?”"),
        ("test/", {"code": "liver", "result": "Normal"}, "Answer “When was it taken?”"),
        ("conditions/", {}, "Tick “I asked about each of these”"),
        ("goals/", {"expects": "Nothing much"}, "Answer “What do you hope will change?”"),
    ],
)
@pytest.mark.usefixtures("episode")
def test_bad_input_is_answered_beside_the_field(
    cast: Cast, patient: Patient, page: str, typed: dict[str, str], words: str
) -> None:
    answer = signed_in(cast.priya).post(page_of(patient, page), {**typed, "patient_shown": patient.ref})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert words in shown
    assert "There is a problem" in shown
    assert all(value in shown for value in typed.values())
    assert not any(kind.objects.exists() for kind in (Measurement, Medicine, Condition))


@pytest.mark.usefixtures("episode")
def test_history_is_corrected_by_a_new_entry(cast: Cast, patient: Patient) -> None:
    doctor = signed_in(cast.hannah)
    send(doctor, patient, "history/", heading_0="Depressed since 2019.")
    send(doctor, patient, "history/", heading_0="Depressed since 2017.")
    send(doctor, patient, "history/", heading_0="Depressed since 2017.")
    assert [note.text for note in queries.history_of(patient)] == ["Depressed since 2017."]
    assert HistoryNote.objects.count() == 2


@pytest.mark.usefixtures("episode")
def test_a_save_from_another_patients_tab_is_refused(cast: Cast, patient: Patient) -> None:
    other = tomasz(cast)
    answer = signed_in(cast.priya).post(page_of(patient, "measurement/"), {"weight": "70", "patient_shown": other.ref})
    assert answer.status_code == 422
    assert "The page showed Tomasz Wiśniewski. This is Maya Okonjo." in answer.content.decode()
    assert not Measurement.objects.exists()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("episode")
def test_another_clinics_patient_is_not_found(patient: Patient, page: str) -> None:
    assert signed_in(cast_of("tern-house").hannah).get(page_of(patient, page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("episode")
def test_every_page_opens(cast: Cast, patient: Patient, page: str) -> None:
    answer = signed_in(cast.hannah).get(page_of(patient, page))
    assert answer.status_code == 200
    assert "Maya Okonjo" in answer.content.decode()


@pytest.mark.usefixtures("episode")
def test_only_those_who_may_write_and_decide_do(cast: Cast, patient: Patient) -> None:
    with pytest.raises(NotAllowed):
        actions.record_measurement(patient=patient, by=cast.lena, now=NOW)
    assert signed_in(cast.priya).get(page_of(patient, "decision/")).status_code == 403
    assert signed_in(cast.joanne).get(page_of(patient)).status_code == 403
    assert "Add a medicine" not in signed_in(cast.lena).get(page_of(patient)).content.decode()
