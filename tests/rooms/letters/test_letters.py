"""From recorded facts to a draft, a signature, a file and the log of where it went."""

from __future__ import annotations

import io

import pypdf
import pytest
from django.http import Http404

from afterglow.care.referral.actions import judge, receive
from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.office.letters.actions.approving import approve, take_back
from afterglow.office.letters.actions.drafting import draft, edit
from afterglow.office.letters.actions.sending import dispatch
from afterglow.office.letters.models import Approval, Dispatch, Letter, LetterVersion
from afterglow.office.letters.queries.letters import latest_version, letters_to, parts_of
from afterglow.office.letters.queries.to_write import letters_owed
from afterglow.office.letters.rules.drafting import Part
from afterglow.record.contact.models import Message
from afterglow.record.people.actions import correct_details, join_care_team, leave_care_team
from afterglow.record.people.models import CareTeamMember
from tests.people import NOW, tomasz
from tests.rooms.letters.conftest import Story, outside


def drafted(story: Story) -> Letter:
    return draft(
        patient=story.patient, kind="assessment-outcome", about=story.decision.ref, by=story.cast.lena, now=NOW
    )


def approved(story: Story, letter: Letter, also_to: tuple[str, ...] = ()) -> Approval:
    return approve(letter=letter, version=1, also_to=also_to, by=story.cast.hannah, now=NOW)


def words_of(letter: Letter) -> str:
    return " ".join(paragraph for part in parts_of(latest_version(letter)) for paragraph in part.paragraphs)


@pytest.mark.pathway("F24")
def test_the_outcome_of_an_assessment_is_drafted_from_what_was_recorded(story: Story) -> None:
    letter = drafted(story)
    said = words_of(letter)
    assert "On 3 June 2026 treatment with ketamine was judged suitable. Two trials failed." in said
    assert "Sertraline 150 mg daily" in said
    assert "please keep Maya Okonjo on its books" in said
    assert drafted(story).pk == letter.pk
    assert [kept["page"] for kept in letter.facts] == ["assessment:assessment", "assessment:assessment"]


@pytest.mark.pathway("F24")
def test_a_treatment_is_reported_with_dose_and_side_effects(story: Story) -> None:
    letter = draft(patient=story.patient, kind="after-session", about=story.treatment.ref, by=story.cast.priya, now=NOW)
    said = words_of(letter).replace("\u00a0", " ")
    assert "Treatment 1, 8 June 2026: ketamine 35 mg, intravenous. Side effects: nausea for ten minutes." in said


@pytest.mark.pathway("N11", "F25")
def test_therapy_elsewhere_is_named_beside_the_medicines(story: Story) -> None:
    therapist = outside(story.cast, "Ruth Lind", "psychotherapist")
    join_care_team(patient=story.patient, clinician=therapist, role="therapist", by=story.cast.joanne, now=NOW)
    said = words_of(drafted(story))
    assert "Therapy goes on with Ruth Lind. Treatment here is one part of a wider plan." in said
    assert "Sertraline 150 mg daily" in said


@pytest.mark.pathway("F34", "F5")
def test_somebody_sent_elsewhere_and_their_referrer_get_reasons_and_signposts(story: Story) -> None:
    other = tomasz(story.cast)
    correct_details(patient=other, address="5 Mill Lane", by=story.cast.joanne, now=NOW)
    gp = outside(story.cast, "Dr Abebe Kifle", "gp", address="Oak Surgery")
    referral = receive(patient=other, came_by="letter", referrer=gp, responsible=True, by=story.cast.joanne, now=NOW)
    code = protocol_in_force(story.cast.clinic, NOW).referral.grounds[1]
    judgement = judge(
        referral=referral,
        decision="send-elsewhere",
        words="Not here.",
        grounds={code.code: "As the letter says"},
        by=story.cast.hannah,
        now=NOW,
    )
    letter = draft(patient=other, kind="sent-elsewhere", about=judgement.ref, by=story.cast.joanne, now=NOW)
    said = words_of(letter)
    assert code.say in said
    assert "As the letter says." in said
    assert code.signpost.rstrip(".") in said
    assert "on its books" not in said
    assert [one["name"] for one in approved(story, letter).recipients] == ["Dr Abebe Kifle", "Tomasz Wiśniewski"]


def test_a_letter_about_somebody_elses_facts_cannot_be_drafted(story: Story) -> None:
    with pytest.raises(Http404):
        draft(
            patient=tomasz(story.cast),
            kind="assessment-outcome",
            about=story.decision.ref,
            by=story.cast.lena,
            now=NOW,
        )
    with pytest.raises(Refused, match="no such letter"):
        draft(patient=story.patient, kind="love-letter", about=story.decision.ref, by=story.cast.lena, now=NOW)


def test_every_version_stays_and_the_latest_is_the_letter(story: Story) -> None:
    letter = drafted(story)
    parts = [Part("", ("One.",)), Part("Outcome", ("Two.",)), Part("Empty", ())]
    edit(letter=letter, parts=parts, based_on=1, by=story.cast.lena, now=NOW)
    assert [row.number for row in LetterVersion.objects.order_by("number")] == [1, 2]
    assert words_of(letter) == "One. Two."
    same = edit(letter=letter, parts=parts, based_on=2, by=story.cast.lena, now=NOW)
    assert same.number == 2


def test_two_people_changing_one_letter_lose_nothing(story: Story) -> None:
    letter = drafted(story)
    edit(letter=letter, parts=[Part("", ("Mine.",))], based_on=1, by=story.cast.lena, now=NOW)
    with pytest.raises(Refused, match="Lena Fox, therapist changed this letter meanwhile"):
        edit(letter=letter, parts=[Part("", ("Yours.",))], based_on=1, by=story.cast.hannah, now=NOW)
    with pytest.raises(Refused, match="changed this letter meanwhile"):
        approve(letter=letter, version=1, also_to=(), by=story.cast.hannah, now=NOW)


def test_only_a_psychiatrist_approves(story: Story) -> None:
    letter = drafted(story)
    for actor in (story.cast.priya, story.cast.lena, story.cast.joanne):
        with pytest.raises(NotAllowed):
            approve(letter=letter, version=1, also_to=(), by=actor, now=NOW)


def test_an_approved_letter_is_a_tagged_file_with_the_names_as_written(story: Story) -> None:
    approval = approved(story, drafted(story))
    reader = pypdf.PdfReader(io.BytesIO(bytes(approval.pdf)))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Outcome of the assessment"
    for words in (
        "Dr Ines Alvarez",
        "3 Mill Lane",
        "Maya Okonjo, born 3 September 1991",
        "judged suitable",
        "Dr Hannah Brandt",
        "consultant psychiatrist",
        "Sam Bell, care coordinator",
        "Maya Okonjo, patient",
    ):
        assert words in text
    assert [(one["name"], one["role_words"]) for one in approval.recipients] == [
        ("Dr Ines Alvarez", "referrer and GP"),
        ("Dr Kari Lund", "psychiatrist"),
        ("Sam Bell", "care coordinator"),
        ("Maya Okonjo", "patient"),
    ]


@pytest.mark.pathway("F24")
def test_no_letter_goes_without_the_required_contacts(story: Story) -> None:
    letter = drafted(story)
    psychiatrist = CareTeamMember.objects.get(patient=story.patient, role="psychiatrist")
    leave_care_team(member=psychiatrist, by=story.cast.joanne, now=NOW)
    with pytest.raises(Refused, match="psychiatrist are not recorded"):
        approved(story, letter)
    nowhere = outside(story.cast, "Dr Nils Berg", "psychiatrist")
    join_care_team(patient=story.patient, clinician=nowhere, role="psychiatrist", by=story.cast.joanne, now=NOW)
    with pytest.raises(Refused, match="No address is recorded for Dr Nils Berg"):
        approved(story, letter)
    assert not Approval.objects.exists()


@pytest.mark.pathway("F25")
def test_a_therapist_elsewhere_is_written_to_only_when_chosen(story: Story) -> None:
    therapist = outside(story.cast, "Jo Reed", "psychotherapist", address="7 Hill Street")
    join_care_team(patient=story.patient, clinician=therapist, role="therapist", by=story.cast.joanne, now=NOW)
    letter = drafted(story)
    assert "Jo Reed" not in [one["name"] for one in approved(story, letter).recipients]
    take_back(letter=letter, reason="Also to the therapist", by=story.cast.hannah, now=NOW)
    assert approved(story, letter, (therapist.ref,)).recipients[-1]["role_words"] == "therapist"


def test_a_character_that_cannot_be_printed_is_named(story: Story) -> None:
    letter = drafted(story)
    edit(letter=letter, parts=[Part("", ("A \ue123 sign.",))], based_on=1, by=story.cast.lena, now=NOW)
    with pytest.raises(Refused, match="cannot be printed here: \ue123"):
        approve(letter=letter, version=2, also_to=(), by=story.cast.hannah, now=NOW)


def test_a_letter_is_sent_when_everybody_has_it_and_each_way_is_logged_once(story: Story) -> None:
    letter = drafted(story)
    approval = approved(story, letter)
    keys = [one["key"] for one in approval.recipients]
    for key in keys[:-1]:
        dispatch(letter=letter, recipient=key, how="post", by=story.cast.joanne, now=NOW)
        dispatch(letter=letter, recipient=key, how="post", by=story.cast.joanne, now=NOW)
    letter.refresh_from_db()
    assert letter.state == Letter.APPROVED
    dispatch(letter=letter, recipient=keys[-1], how="own-page", by=story.cast.joanne, now=NOW)
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == (Letter.SENT, NOW)
    assert Dispatch.objects.count() == 4
    message = Message.objects.get(subject__contains="a letter for you")
    assert "assess" not in message.text.lower()
    assert letters_to(story.patient) == [letter]


@pytest.mark.parametrize(("who", "how"), [(0, "own-page"), (9, "post")])
def test_a_letter_goes_only_where_its_approval_says(story: Story, who: int, how: str) -> None:
    letter = drafted(story)
    keys = dict(enumerate(one["key"] for one in approved(story, letter).recipients))
    with pytest.raises(Refused):
        dispatch(letter=letter, recipient=keys.get(who, "stranger"), how=how, by=story.cast.joanne, now=NOW)
    assert not Dispatch.objects.exists()


def test_a_draft_goes_nowhere_and_what_has_gone_stays_approved(story: Story) -> None:
    letter = drafted(story)
    with pytest.raises(Refused, match="only when it is approved"):
        dispatch(letter=letter, recipient="x", how="post", by=story.cast.joanne, now=NOW)
    approval = approved(story, letter)
    with pytest.raises(Refused, match="Take the approval back"):
        edit(letter=letter, parts=[Part("", ("New.",))], based_on=1, by=story.cast.lena, now=NOW)
    dispatch(letter=letter, recipient=approval.recipients[0]["key"], how="post", by=story.cast.joanne, now=NOW)
    with pytest.raises(Refused, match="has gone out"):
        take_back(letter=letter, reason="A mistake", by=story.cast.hannah, now=NOW)


def test_letters_owed_are_found_from_what_happened(story: Story) -> None:
    treatment = story.treatment
    letters = protocol_in_force(story.cast.clinic, NOW).letters

    def owed() -> list[tuple[str, str]]:
        return [(one.kind, one.about) for one in letters_owed(clinic_id=story.cast.clinic.pk, letters=letters, now=NOW)]

    assert owed() == [("assessment-outcome", story.decision.ref), ("after-session", treatment.ref)]
    drafted(story)
    assert owed() == [("after-session", treatment.ref)]
