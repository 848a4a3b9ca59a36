"""What a letter says about what was recorded."""

from __future__ import annotations

from datetime import date

import pytest

from afterglow.ground.protocol.schema.letters import Care
from afterglow.office.letters.rules.drafting import Part, drafted, left_out, paragraphs_of
from afterglow.office.letters.rules.facts import (
    Fact,
    Given,
    Scored,
    course_fact,
    end_fact,
    given_fact,
    ground_facts,
    medicines_fact,
    score_facts,
    suitability_fact,
)

NO_BREAK = "\u00a0"

CARE = Care(
    source="F24",
    takes_over_psychiatric_care=False,
    admits_to_hospital=False,
    crises="In a crisis your local team helps.",
    prescribing="Other medicines stay with your doctor.",
)


def given(number: int, day: date, micrograms: int = 35_000, side_effects: str = "none", route: str = "iv") -> Given:
    return Given(f"ref-{number}", number, day, "ketamine", route, micrograms, side_effects)


@pytest.mark.parametrize(
    ("suitable", "reasons", "words"),
    [
        (True, "Two trials failed", "On 3 June 2026 treatment with ketamine was judged suitable. Two trials failed."),
        (False, "Recent mania.", "On 3 June 2026 treatment with ketamine was judged not suitable. Recent mania."),
    ],
)
def test_the_outcome_is_said_with_the_clinicians_own_reasons(suitable: bool, reasons: str, words: str) -> None:
    fact = suitability_fact(suitable=suitable, reasons=reasons, day=date(2026, 6, 3), patient_ref="p")
    assert fact == Fact("Outcome", words, "assessment:assessment", ("p",))


@pytest.mark.parametrize(
    ("side_effects", "said"),
    [
        ("none", "There were no side effects."),
        ("None", "There were no side effects."),
        ("", "Side effects were not summed up."),
        ("nausea, dizzy for an hour", "Side effects: nausea, dizzy for an hour."),
    ],
)
def test_a_treatment_is_said_with_dose_route_and_side_effects(side_effects: str, said: str) -> None:
    fact = given_fact(given(3, date(2026, 6, 12), side_effects=side_effects, route="intravenous"))
    assert fact.words.replace(NO_BREAK, " ") == f"Treatment 3, 12 June 2026: ketamine 35 mg, intravenous. {said}"
    assert (fact.page, fact.refs) == ("treatment:treatment", ("ref-3",))


@pytest.mark.parametrize(
    ("treatments", "words"),
    [
        ([], "No treatment was given in this course."),
        ([given(1, date(2026, 5, 15))], "1 treatment given on 15 May 2026 (ketamine, iv): 35 mg."),
        (
            [given(1, date(2026, 5, 15)), given(2, date(2026, 5, 22), 42_500)],
            "2 treatments given from 15 May 2026 to 22 May 2026 (ketamine, iv): 35 mg to 42.5 mg.",
        ),
    ],
)
def test_a_course_is_summed_up(treatments: list[Given], words: str) -> None:
    assert course_fact(treatments, patient_ref="p").words.replace(NO_BREAK, " ") == words


@pytest.mark.parametrize(("kind", "said"), [("end-well", "ended well"), ("stop", "was stopped")])
def test_how_a_course_ended(kind: str, said: str) -> None:
    fact = end_fact(kind=kind, reason="No change after six", day=date(2026, 7, 1), patient_ref="p")
    assert fact.words == f"The course {said} on 1 July 2026. No change after six."


def test_scores_are_first_and_latest_and_say_nothing_of_what_comes() -> None:
    scores = [
        Scored("a", "PHQ-9", date(2026, 5, 8), 19, 27, "moderately severe"),
        Scored("b", "PHQ-9", date(2026, 5, 20), 16, 27, "moderately severe"),
        Scored("c", "PHQ-9", date(2026, 6, 4), 12, 27, "moderate"),
        Scored("d", "GAD-7", date(2026, 6, 4), 9, 21, "mild"),
    ]
    assert [fact.words for fact in score_facts(scores, patient_ref="p")] == [
        "PHQ-9: 19 of 27, moderately severe on 8 May 2026, 12 of 27, moderate on 4 June 2026.",
        "GAD-7: 9 of 21, mild on 4 June 2026.",
    ]


def test_an_empty_list_of_medicines_is_said_as_such() -> None:
    assert medicines_fact([], patient_ref="p").words == "No medicines are recorded."
    assert medicines_fact(["sertraline 150 mg daily", "zopiclone"], patient_ref="p").words == (
        "Medicines taken, as recorded with the patient: sertraline 150 mg daily; zopiclone."
    )


@pytest.mark.pathway("F34", "F5")
def test_whoever_is_sent_elsewhere_reads_every_reason_and_where_help_is_to_be_had() -> None:
    grounds = [
        ("A nearer clinic exists", "The one at Exmouth", "Your GP can refer you to a clinic near you"),
        ("Wants a private room", "", "Your GP can refer you to a clinic near you"),
        ("Needs urgent help now", "", "Your local crisis team, today"),
    ]
    facts = ground_facts(grounds, referral_ref="r")
    assert [(fact.section, fact.words) for fact in facts] == [
        ("Why we cannot offer an assessment", "A nearer clinic exists. The one at Exmouth."),
        ("Why we cannot offer an assessment", "Wants a private room."),
        ("Why we cannot offer an assessment", "Needs urgent help now."),
        ("Where help is to be had", "Your GP can refer you to a clinic near you."),
        ("Where help is to be had", "Your local crisis team, today."),
    ]


@pytest.mark.pathway("F24")
def test_a_letter_says_that_care_stays_with_the_local_team_unless_the_patient_was_sent_elsewhere() -> None:
    facts = [Fact("Outcome", "Suitable."), Fact("Medicines", "None."), Fact("Outcome", "Because.")]
    parts = drafted("assessment-outcome", name="Maya Okonjo", clinic="Larkfield Clinic", facts=facts, care=CARE)
    assert [part.heading for part in parts] == ["", "Outcome", "Medicines", "Shared care"]
    assert parts[1].paragraphs == ("Suitable.", "Because.")
    assert parts[-1].paragraphs == (
        "Larkfield Clinic does not take over psychiatric care and cannot admit to hospital.",
        "In a crisis the local team helps: please keep Maya Okonjo on its books, also while we see more of them.",
        "All other medicines stay with the referring doctor. We may advise about adjusting them.",
    )
    elsewhere = drafted("sent-elsewhere", name="Maya Okonjo", clinic="Larkfield Clinic", facts=facts, care=CARE)
    assert "Shared care" not in [part.heading for part in elsewhere]


def test_a_name_with_braces_is_only_a_name() -> None:
    parts = drafted("other", name="{clinic}", clinic="Larkfield Clinic", facts=[], care=CARE)
    assert parts[0].paragraphs == ("This letter is about {clinic}.",)


@pytest.mark.parametrize(
    ("typed", "paragraphs"),
    [
        ("One.\n\nTwo.", ("One.", "Two.")),
        ("One\nline.\r\n\r\n\r\n\r\nTwo.", ("One line.", "Two.")),
        ("   ", ()),
        ("35\u00a0mg  were given", ("35\u00a0mg were given",)),
    ],
)
def test_an_empty_line_ends_a_paragraph(typed: str, paragraphs: tuple[str, ...]) -> None:
    assert paragraphs_of(typed) == paragraphs


def test_a_fact_taken_out_of_the_letter_is_noticed() -> None:
    facts = [Fact("Outcome", "Suitable."), Fact("Scores", "PHQ-9: 19.")]
    assert left_out(facts, [Part("Outcome", ("Suitable.",))]) == (facts[1],)


def test_a_fact_and_a_part_are_read_as_they_were_kept() -> None:
    fact, part = Fact("Outcome", "Suitable.", "assessment:assessment", ("p",)), Part("Outcome", ("One.", "Two."))
    assert Fact.read(fact.kept()) == fact
    assert Part.read(part.kept()) == part
