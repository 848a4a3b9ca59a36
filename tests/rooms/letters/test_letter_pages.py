"""Letters on the pages of those who write, approve and send them."""

from __future__ import annotations

import pytest
from django.test import Client

from afterglow.office.letters.actions.approving import approve
from afterglow.office.letters.actions.drafting import draft, edit
from afterglow.office.letters.models import Approval, Dispatch, Letter, LetterVersion
from afterglow.office.letters.rules.drafting import Part
from tests.people import NOW, as_patient, cast_of, signed_in, tomasz
from tests.rooms.letters.conftest import Story


@pytest.fixture
def letter(story: Story) -> Letter:
    return draft(
        patient=story.patient, kind="assessment-outcome", about=story.decision.ref, by=story.cast.lena, now=NOW
    )


def typed(letter: Letter, first: str, based_on: int = 1) -> dict[str, str]:
    """What the edit page sends back: the opening changed, the rest as drafted."""
    parts = LetterVersion.objects.get(letter=letter, number=1).parts
    sent = {f"part_{place}": "\n\n".join(part["paragraphs"]) for place, part in enumerate(parts)}
    return sent | {"part_0": first, "based_on": str(based_on), "patient_shown": letter.patient.ref}


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_what_is_owed_is_drafted_by_a_button(story: Story) -> None:
    client = signed_in(story.cast.joanne)
    listed = page(client, "/letters/")
    assert "Outcome of the assessment" in listed
    assert "Maya Okonjo" in listed
    sent = {"patient_shown": story.patient.ref, "kind": "assessment-outcome", "about": story.decision.ref}
    response = client.post("/letters/draft/", sent)
    letter = Letter.objects.get()
    assert response.headers["Location"] == f"/letters/{letter.ref}/"
    assert "Drafted 11 June 2026" in page(client, "/letters/")


def test_a_letter_shows_its_facts_each_with_its_source(story: Story, letter: Letter) -> None:
    shown = page(signed_in(story.cast.lena), f"/letters/{letter.ref}/")
    assert "What it rests on" in shown
    assert "Two trials failed" in shown
    assert f"/patients/{story.patient.ref}/assessment/" in shown
    assert "Read and approve" not in shown
    assert "Read and approve" in page(signed_in(story.cast.hannah), f"/letters/{letter.ref}/")


def test_words_are_changed_part_by_part(story: Story, letter: Letter) -> None:
    client = signed_in(story.cast.lena)
    assert "Opening" in page(client, f"/letters/{letter.ref}/edit/")
    response = client.post(f"/letters/{letter.ref}/edit/", typed(letter, "Dear Dr Alvarez,\n\nThank you."))
    assert response.status_code == 302
    version = LetterVersion.objects.get(letter=letter, number=2)
    assert version.parts[0] == {"heading": "", "paragraphs": ["Dear Dr Alvarez,", "Thank you."]}
    first = LetterVersion.objects.get(letter=letter, number=1)
    assert version.parts[1:] == first.parts[1:]
    shown = page(client, f"/letters/{letter.ref}/")
    assert "Version 1, " in shown
    assert first.parts[0]["paragraphs"][0] in shown


def test_where_somebody_else_changed_it_meanwhile_both_texts_are_shown(story: Story, letter: Letter) -> None:
    edit(letter=letter, parts=[Part("", ("Theirs.",))], based_on=1, by=story.cast.hannah, now=NOW)
    client = signed_in(story.cast.lena)
    response = client.post(f"/letters/{letter.ref}/edit/", typed(letter, "Mine."))
    shown = response.content.decode()
    assert response.status_code == 422
    assert "Their text, version 2" in shown
    assert "Theirs." in shown
    assert "Mine." in shown
    assert 'name="based_on" value="2"' in shown
    assert LetterVersion.objects.count() == 2


def test_an_empty_letter_is_refused(story: Story, letter: Letter) -> None:
    sent = {"based_on": "1", "patient_shown": story.patient.ref}
    response = signed_in(story.cast.lena).post(f"/letters/{letter.ref}/edit/", sent)
    assert response.status_code == 422
    assert "A letter needs some words" in response.content.decode()


def test_it_is_read_signed_printed_and_sent(story: Story, letter: Letter) -> None:
    hannah, joanne, url = signed_in(story.cast.hannah), signed_in(story.cast.joanne), f"/letters/{letter.ref}/"
    assert "Dr Kari Lund" in page(hannah, f"{url}approve/")
    sent = {"patient_shown": story.patient.ref, "version": "1"}
    assert hannah.post(f"{url}approve/", sent).status_code == 302
    file = joanne.get(f"{url}letter.pdf")
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.content == bytes(Approval.objects.get().pdf)
    assert file.content.startswith(b"%PDF-1.7")
    for one in Approval.objects.get().recipients:
        how = {"recipient": one["key"], "how": "post", "patient_shown": story.patient.ref}
        assert joanne.post(f"{url}send/", how).status_code == 302
    shown = page(joanne, url)
    assert shown.count("Printed and posted, Thursday 11 June, 10:00, Joanne Pike, administrator") == 4
    assert "Take the approval back" not in shown
    assert Letter.objects.get().state == Letter.SENT


def test_an_approval_can_be_taken_back_with_a_reason(story: Story, letter: Letter) -> None:
    approve(letter=letter, version=1, also_to=(), by=story.cast.hannah, now=NOW)
    client, url = signed_in(story.cast.hannah), f"/letters/{letter.ref}/take-back/"
    assert "Take the approval back" in page(client, f"/letters/{letter.ref}/")
    empty = client.post(url, {"patient_shown": story.patient.ref, "reason": ""})
    assert empty.status_code == 422
    assert client.post(url, {"patient_shown": story.patient.ref, "reason": "Wrong dose"}).status_code == 302
    assert Letter.objects.get().state == Letter.DRAFT


@pytest.mark.parametrize("where", ["edit/", "approve/", "send/", "take-back/"])
def test_a_page_that_shows_another_patient_saves_nothing(story: Story, letter: Letter, where: str) -> None:
    if where in {"send/", "take-back/"}:
        approve(letter=letter, version=1, also_to=(), by=story.cast.hannah, now=NOW)
    other = tomasz(story.cast)
    sent = typed(letter, "Changed.") | {
        "patient_shown": other.ref,
        "version": "1",
        "reason": "x",
        "recipient": f"patient:{story.patient.ref}",
        "how": "post",
    }
    response = signed_in(story.cast.hannah).post(f"/letters/{letter.ref}/{where}", sent)
    assert response.status_code == 422
    assert "Wiśniewski" in response.content.decode()
    assert not Dispatch.objects.exists()
    assert LetterVersion.objects.count() == 1


def test_what_holds_a_letter_back_is_said_before_and_when_approving(story: Story, letter: Letter) -> None:
    from afterglow.record.people.actions import leave_care_team
    from afterglow.record.people.models import CareTeamMember

    member = CareTeamMember.objects.get(patient=story.patient, role="psychiatrist")
    leave_care_team(member=member, by=story.cast.joanne, now=NOW)
    client, url = signed_in(story.cast.hannah), f"/letters/{letter.ref}/approve/"
    assert "cannot go without them" in page(client, url)
    response = client.post(url, {"patient_shown": story.patient.ref, "version": "1"})
    assert response.status_code == 422
    assert "cannot go without them" in response.content.decode()


def test_strangers_find_no_letter(story: Story, letter: Letter) -> None:
    elsewhere = cast_of("harrow-lane")
    for actor in (elsewhere.hannah, elsewhere.joanne):
        assert signed_in(actor).get(f"/letters/{letter.ref}/").status_code == 404
    assert signed_in(as_patient(story.patient)).get(f"/letters/{letter.ref}/").status_code == 403
    assert signed_in(story.cast.ewan).get(f"/letters/{letter.ref}/").status_code == 403
    assert signed_in(story.cast.joanne).get(f"/letters/{letter.ref}/letter.pdf").status_code == 404


def test_the_list_needs_few_questions_of_the_database(
    story: Story, letter: Letter, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    client = signed_in(story.cast.joanne)
    page(client, "/letters/")
    with django_assert_max_num_queries(10):
        page(client, "/letters/")
