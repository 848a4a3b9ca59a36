"""The texts that consent rests on and their hash, and what treatment comes to in the long run."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from afterglow.care.consent.rules.cost import long_run, ways
from afterglow.care.consent.rules.texts import consent_texts, further_texts, review_findings, texts_sha256
from afterglow.ground.kernel.money import Money
from afterglow.ground.protocol.forecast import Journey
from afterglow.ground.protocol.reading import load_protocol
from afterglow.ground.protocol.schema.protocol import Protocol
from tests.people import shipped_text

DAY = date(2026, 6, 11)
CLINICS = ("larkfield", "harrow-lane", "tern-house", "solent-mind", "marlow-rooms")


def protocol(clinic: str = "larkfield") -> Protocol:
    return load_protocol(shipped_text(clinic, DAY))


@pytest.mark.pathway("F36", "F38")
@pytest.mark.parametrize("clinic", CLINICS)
def test_cost_and_burden_are_read_first_and_nothing_is_left_out(clinic: str) -> None:
    its = protocol(clinic)
    texts = consent_texts(its)
    assert texts[0].code == "cost-and-burden"
    assert {text.code for text in (*texts, *further_texts(its))} == {text.code for text in its.information}
    assert all(text.part_of_consent for text in texts)
    assert ways(its)


def test_any_changed_word_of_consent_changes_the_hash_and_no_other_word_does() -> None:
    its = protocol()
    changed = {}
    for part in (True, False):
        place = next(i for i, text in enumerate(its.information) if text.part_of_consent is part)
        text = its.information[place]
        other = text.model_copy(update={"body": text.body.replace("treatment", "therapy", 1)})
        assert other.body != text.body
        texts = (*its.information[:place], other, *its.information[place + 1 :])
        changed[part] = its.model_copy(update={"information": texts})
    assert texts_sha256(changed[True]) != texts_sha256(its)
    assert texts_sha256(changed[False]) == texts_sha256(its)


def test_a_text_past_its_review_is_pointed_out() -> None:
    its = protocol()
    last = max(text.review_by for text in its.information)
    assert review_findings(its, min(text.review_by for text in its.information)) == ()
    assert len(review_findings(its, last + timedelta(days=1))) == len(its.information)


@pytest.mark.pathway("F36")
@pytest.mark.parametrize(
    ("way", "first_year", "five_years"),
    [
        ("ketamine-infusion", "£4,050", "£15,750"),
        ("ketamine-infusion-oral-ketamine", "£4,650", "£19,230"),
        ("esketamine-spray-56000", "£31,407", "£146,015"),
    ],
)
def test_what_treatment_comes_to_at_larkfield(way: str, first_year: str, five_years: str) -> None:
    """6 weekly and then monthly infusions at £225; oral £60 a month from the gap on; 8 sprays, then weekly, at £551."""
    its = protocol()
    chosen = next(one for one in ways(its) if one.code == way)
    nothing = Journey(Money(0), Money(0), 0)
    assert [str(one.total) for one in long_run(its, chosen, nothing)] == [first_year, five_years]


def test_oral_treatment_is_never_offered_alone() -> None:
    assert "oral-ketamine" not in {way.code for way in ways(protocol())}
