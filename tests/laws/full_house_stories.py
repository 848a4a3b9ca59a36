"""The people of the full house: between them they leave at least one row in every table of their clinic.

Every free text holds ``SECRET``, so that a law can look for it where nothing clinical may stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from afterglow.care.assessment import actions as assessment
from afterglow.care.consent.actions import make_data_choice, read_own_information, withdraw_own
from afterglow.care.consent.models import Consent
from afterglow.care.course.models import Course
from afterglow.care.referral.actions import add_information, close_enquiry, enquire, withdraw
from afterglow.demo.chapters import answering, arriving, assessing, treating
from afterglow.demo.people import GPS, PSYCHIATRISTS, THERAPIST, Invented, invented
from afterglow.demo.telling import Scene, Story
from afterglow.demo.years import waiting
from afterglow.demo.years.lives import Life, ToPatient, accepted, agreed, decided, treated
from afterglow.office.letters.actions import approving, drafting, sending
from afterglow.office.letters.models import Letter
from afterglow.office.letters.queries.letters import latest_version, parts_of
from afterglow.record.contact import actions as contact
from afterglow.record.outcomes.actions.answering import answer_own_item
from afterglow.record.outcomes.queries import instrument_asked
from afterglow.record.pathway.actions import move
from afterglow.record.pathway.rules import Stage
from afterglow.record.people import actions as people
from afterglow.record.people.models import Patient
from afterglow.record.tasks import actions as tasks
from afterglow.record.tasks.models import Task
from tests.laws.full_house_bedside import papers
from tests.laws.full_house_groups import groups_meet
from tests.laws.full_house_money import owes_and_pays
from tests.laws.full_house_session import in_the_chair, invited_for_tomorrow
from tests.laws.full_house_stock import brought_back, stocked_and_counted

SECRET = "the heron stood in the rain"
"""In every free text of the house, and nowhere else."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "solent-mind": (
        "Maya Quillfeather",
        "Tomasz Wiśniewicz",
        "Ines Thornborough",
        "Ruth Kesselring",
        "David Lindhagen",
        "Helen Abaranji",
        "Omari Vantongeren",
        "Pia Zellweg",
        "Cyrus Hartigan",
        "Fenella Oduya",
    ),
    "marlow-rooms": (
        "Elin Strandqvist",
        "Bruno Falkenrath",
        "Ivy Larkinson",
        "Thea Nyborgen",
        "Ludo Marchetti",
        "Senna Okpara",
        "Gwil Treharne",
        "Yara Benslimane",
        "Anton Grzybek",
        "Solveig Marchbanks",
    ),
}
"""Invented, and each found in no other word. The first is followed from end to end."""


def stories(scene: Scene) -> Iterator[Story]:
    """Everybody's story in one clinic."""
    who = _people(scene.clinic.slug)
    yield stocked_and_counted(scene, SECRET)
    yield groups_meet(scene, SECRET)
    yield _from_end_to_end(scene, _life(who[0], "2026-02-16", "2026-05-28", then=_ends_well))
    yield _in_the_chair(scene, _life(who[1], "2026-03-02", "2026-06-11"))
    yield waiting.arrives(scene, who[2], GPS[0], "2026-06-08", text=SECRET, urgent=True)
    yield waiting.waits(scene, who[3], GPS[1], "2026-05-11", consultation="2026-06-18", text=SECRET)
    yield _adds_what_was_asked(scene, who[4])
    yield waiting.is_sent_elsewhere(scene, who[5], GPS[3], "2026-04-27", _a_ground(scene), SECRET)
    yield waiting.is_found_unsuitable(scene, _life(who[6], "2026-03-09", "2026-05-12"), SECRET)
    yield _takes_consent_back(scene, _life(who[7], "2026-03-16", "2026-06-09"))
    yield _no_longer_wants_to_come(scene, who[8])
    yield _comes_tomorrow(scene, _life(who[9], "2026-03-23", "2026-06-12"))
    if scene.protocol.referral.self_enquiry is not None:
        yield _asks_online(scene)


def _people(slug: str) -> list[Invented]:
    serial = 101 if slug == "solent-mind" else 401
    return [
        invented(name, f"19{70 + number}-04-{10 + number}", "female", str(60 + number), "168", serial + 3 * number)
        for number, name in enumerate(NAMES[slug])
    ]


def _life(who: Invented, referred: str, first: str, **turns: object) -> Life:
    return Life(
        who,
        referred,
        GPS[2],
        first,
        (18, 9),
        sessions=1,
        bay=0,
        clock="09:00",
        text=SECRET,
        medicines=(("Sertraline", "150 mg daily", ""), ("Vitamin D", SECRET, "")),
        **turns,  # type: ignore[arg-type]  # the turns of one story
    )


def _a_ground(scene: Scene) -> Mapping[str, str]:
    ground = next(one for one in scene.protocol.referral.grounds if one.then != "crisis-route")
    return {ground.code: SECRET}


def _agreed(scene: Scene, life: Life) -> ToPatient:
    """Accepted, asked about every condition beforehand, found suitable, and consented."""
    patient = yield from accepted(scene, life)
    assessment.ask_conditions(patient=patient, present={}, by=scene.people["nurse"], now=scene.now)
    yield from agreed(scene, life, patient)
    return patient


def _from_end_to_end(scene: Scene, life: Life) -> Story:
    patient = yield from _agreed(scene, life)
    yield from treated(scene, life, patient)


def _ends_well(scene: Scene, _life: Life, patient: Patient, course: Course) -> Story:
    """Well a week later: the course ends, letters go out, and a question is asked and answered."""
    yield scene.at(scene.open_day(scene.today + timedelta(days=7)), "15:00")
    _is_helped(scene, patient)
    _asks(scene, patient)
    _worries(scene, patient)
    owes_and_pays(scene, patient, SECRET)
    papers(scene, course, SECRET)
    brought_back(scene, patient, SECRET)
    decided(scene, course, "end-well", SECRET)
    yield scene.later(60)
    decision = assessment.SuitabilityDecision.objects.get(episode=course.episode)
    _send(scene, _draft(scene, patient, "assessment-outcome", decision.ref))
    _draft(scene, patient, "after-session", course.treatments.get().ref)
    approving.approve(
        letter=_draft(scene, patient, "end-of-course", course.ref),
        version=1,
        also_to=[],
        by=scene.people["psychiatrist"],
        now=scene.now,
    )
    yield scene.later(5)
    move(episode=course.episode, to=Stage.DISCHARGED, reason=SECRET, by=scene.people["psychiatrist"], now=scene.now)


def _is_helped(scene: Scene, patient: Patient) -> None:
    office = scene.people["administrator"]
    people.name_helper(
        patient=patient,
        name="Rowan Featherstonehaugh",
        relation="sister",
        email=f"rowan@{scene.clinic.slug}.example",
        by=office,
        now=scene.now,
    )
    therapist = arriving.knows(scene, THERAPIST)
    member = people.join_care_team(patient=patient, clinician=therapist, role="therapist", by=office, now=scene.now)
    people.leave_care_team(member=member, by=office, now=scene.now)


def _asks(scene: Scene, patient: Patient) -> None:
    mine, nurse = treating.patient_actor(patient), scene.people["nurse"]
    asked = contact.ask(patient=patient, text=SECRET, by=mine, now=scene.now)
    contact.reply(question=asked, text=SECRET, by=nurse, now=scene.now)
    contact.ask(patient=patient, text=f"{SECRET}, again", by=mine, now=scene.now)
    lost = contact.queue_message(
        key=f"house:{patient.ref}",
        channel="email",
        address=patient.email,
        subject=f"{scene.clinic.name} has something for you",
        text="Something waits for you on your own pages.",
        patient=patient,
        by=scene.people["administrator"],
        now=scene.now,
    )
    contact.mark_failed(message=lost, error="no such mailbox", for_good=True, by=scene.people["system"], now=scene.now)


def _worries(scene: Scene, patient: Patient) -> None:
    """An answer about suicide, and who takes it on; another questionnaire is answered but not sent in."""
    mine = treating.patient_actor(patient)
    answered = answering.asked(scene, patient, "phq-9", "month:1", days=14)
    for item in instrument_asked(answered).items:
        answer_own_item(request=answered, item=item.key, value=0, by=mine, now=scene.now)
    request = answering.asked(scene, patient, "qids-sr16", "month:1", days=14)
    answer_own_item(request=request, item="12", value=1, by=mine, now=scene.now)
    task = Task.objects.get(patient=patient, kind="safety-answer", done_at=None)
    tasks.accept(task=task, by=scene.people["nurse"], now=scene.now)
    tasks.finish(task=task, outcome=SECRET, by=scene.people["nurse"], now=scene.now)


def _draft(scene: Scene, patient: Patient, kind: str, about: str) -> Letter:
    return drafting.draft(patient=patient, kind=kind, about=about, by=scene.people["nurse"], now=scene.now)


def _send(scene: Scene, letter: Letter) -> None:
    """Approved, taken back, changed, approved again, and sent to everybody."""
    doctor = scene.people["psychiatrist"]
    approving.approve(letter=letter, version=1, also_to=[], by=doctor, now=scene.now)
    approving.take_back(letter=letter, reason=SECRET, by=doctor, now=scene.now)
    parts = parts_of(latest_version(letter))
    drafting.edit(letter=letter, parts=parts[:-1], based_on=1, by=doctor, now=scene.now)
    approval = approving.approve(letter=letter, version=2, also_to=[], by=doctor, now=scene.now)
    for person in approval.recipients:
        how = "own-page" if person["key"].startswith("patient") else "post"
        sending.dispatch(
            letter=letter, recipient=person["key"], how=how, by=scene.people["administrator"], now=scene.now
        )


def _in_the_chair(scene: Scene, life: Life) -> Story:
    patient = yield from _agreed(scene, life)
    doctor, day = scene.people["psychiatrist"], scene.today
    assessment.write_history(patient=patient, heading="Family", text=SECRET, by=doctor, now=scene.now)
    assessment.write_investigation(patient=patient, code="liver", day=day, result=SECRET, by=doctor, now=scene.now)
    assessment.write_own_goals(
        patient=patient, hopes=SECRET, expects=SECRET, by=treating.patient_actor(patient), now=scene.now
    )
    code = scene.protocol.assessment.contraindications[0].code
    assessment.write_condition(patient=patient, code=code, present=False, note=SECRET, by=doctor, now=scene.now)
    yield from in_the_chair(scene, life, patient, SECRET)


def _adds_what_was_asked(scene: Scene, who: Invented) -> Story:
    yield scene.at(date(2026, 5, 4), "11:00")
    patient = arriving.register(scene, who)
    referral = arriving.refer(scene, patient, PSYCHIATRISTS[1], text=SECRET)
    yield scene.at(date(2026, 5, 6), "11:00")
    arriving.ask_for_more(scene, referral, SECRET)
    yield scene.at(date(2026, 5, 13), "11:00")
    add_information(referral=referral, text=SECRET, by=scene.people["administrator"], now=scene.now)


def _takes_consent_back(scene: Scene, life: Life) -> Story:
    patient = yield from _agreed(scene, life)
    yield scene.later(60)
    mine, episode = treating.patient_actor(patient), assessing.episode_of(patient)
    read_own_information(episode=episode, by=mine, now=scene.now)
    make_data_choice(episode=episode, kind="evaluation", agreed=False, by=mine, now=scene.now)
    withdraw_own(consent=Consent.objects.get(episode=episode), reason=SECRET, by=mine, now=scene.now)


def _comes_tomorrow(scene: Scene, life: Life) -> Story:
    patient = yield from _agreed(scene, life)
    yield from invited_for_tomorrow(scene, life, patient)


def _no_longer_wants_to_come(scene: Scene, who: Invented) -> Story:
    yield scene.at(date(2026, 5, 18), "11:00")
    patient = arriving.register(scene, who)
    referral = arriving.refer(scene, patient, GPS[0], text=SECRET)
    yield scene.at(date(2026, 5, 20), "11:00")
    withdraw(referral=referral, reason=SECRET, by=scene.people["administrator"], now=scene.now)


def _asks_online(scene: Scene) -> Story:
    """Two people unknown ask for a first consultation; one of them is called, and does not come."""
    for name, day in (("Bettina Rosenquist", 8), ("Odd Haakonsen", 9)):
        yield scene.at(date(2026, 6, day), "08:10")
        asked = enquire(
            name=name,
            phone="07700900321",
            email="somebody@home.example",
            indication="depression",
            text=SECRET,
            by=scene.people["system"],
            now=scene.now,
        )
    yield scene.later(60)
    close_enquiry(enquiry=asked, because=SECRET, by=scene.people["administrator"], now=scene.now)
