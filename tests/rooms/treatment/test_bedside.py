"""At the bedside: devices one by one, an oxygen target, medicine as needed, and what went otherwise than planned."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from afterglow.care.course.queries import access_treatment
from afterglow.care.treatment.actions import infusion
from afterglow.care.treatment.actions.bedside import (
    give_as_needed,
    note_incident,
    set_oxygen_target,
    sign_as_needed,
)
from afterglow.care.treatment.actions.leaving import override_stop, side_effects, standing_stops
from afterglow.care.treatment.actions.portions import end_portions, give_portion
from afterglow.care.treatment.entries import AsNeededGiven
from afterglow.care.treatment.models import InfusionEvent, Session
from afterglow.care.treatment.queries.before import before_findings
from afterglow.care.treatment.queries.during import during_findings, early_warning
from afterglow.care.treatment.queries.giving import ended_at, started_at
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.standing import phase
from afterglow.care.treatment.rules.phases import Phase
from afterglow.ground.access.acting import NotAllowed, Refused
from tests.people import Cast, cast_of
from tests.rooms.treatment.browsing import Clock, refused, see, send, text, went_well
from tests.rooms.treatment.day import CALM, STARTED, by_other_route, measure, minutes, running
from tests.rooms.treatment.test_leaving import codes

pytestmark = pytest.mark.django_db


def sprayed(cast: Cast) -> Session:
    """A dose of three sprays of 10 mg, ready to be given at minute 3."""
    return by_other_route(cast, "ketamine-spray")[0]


def spray(cast: Cast, session: Session, minute: float, lot: str = "MKD41A") -> InfusionEvent:
    return give_portion(session=session, uuid=uuid4(), lot=lot, by=cast.priya, now=minutes(minute))


@pytest.mark.pathway("N5", "F21")
def test_sprays_are_given_one_by_one_with_their_lots_and_a_rest_between() -> None:
    cast = cast_of("marlow-rooms")
    session = sprayed(cast)
    spray(cast, session, 3)
    assert phase(known_about(session.treatment, minutes(4))) is Phase.RUNNING
    with pytest.raises(Refused) as soon:
        spray(cast, session, 7.9)
    assert codes(soon) == {"portion-too-soon"}
    spray(cast, session, 8, lot="MKD42B")
    spray(cast, session, 13)
    known = known_about(session.treatment, minutes(14))
    assert (started_at(known), ended_at(known)) == (minutes(3), minutes(13))
    assert phase(known) is Phase.RECOVERING
    assert [event.lot for event in known.events] == ["MKD41A", "MKD42B", "MKD41A", ""]
    given = access_treatment(by=cast.priya, ref=session.treatment.ref)
    assert (given.state, given.given_micrograms, given.given_at) == ("given", 30_000, minutes(3))
    with pytest.raises(Refused) as over:
        spray(cast, session, 20)
    assert codes(over) == {"dose-over"}


def test_a_spray_sent_twice_happens_once_and_none_is_given_without_its_lot() -> None:
    cast = cast_of("marlow-rooms")
    session, uuid = sprayed(cast), uuid4()
    with pytest.raises(Refused) as nameless:
        spray(cast, session, 3, lot=" ")
    assert codes(nameless) == {"no-lot"}
    first = give_portion(session=session, uuid=uuid, lot="A", by=cast.priya, now=minutes(3))
    assert give_portion(session=session, uuid=uuid, lot="A", by=cast.priya, now=minutes(9)) == first
    assert InfusionEvent.objects.count() == 1
    with pytest.raises(Refused) as at_once:
        infusion.give(session=session, uuid=uuid4(), by=cast.priya, now=minutes(9))
    assert codes(at_once) == {"dose-begun"}


def test_a_dose_ended_early_is_what_was_given_by_then() -> None:
    cast = cast_of("marlow-rooms")
    session = sprayed(cast)
    with pytest.raises(Refused) as early:
        end_portions(session=session, uuid=uuid4(), reason="Sick.", by=cast.priya, now=minutes(3))
    assert codes(early) == {"not-now"}
    spray(cast, session, 3)
    spray(cast, session, 8)
    with pytest.raises(Refused) as why:
        end_portions(session=session, uuid=uuid4(), reason=" ", by=cast.priya, now=minutes(9))
    assert codes(why) == {"no-reason"}
    end_portions(session=session, uuid=uuid4(), reason="Sick.", by=cast.priya, now=minutes(9))
    given = access_treatment(by=cast.priya, ref=session.treatment.ref)
    assert given.given_micrograms == 20_000


def test_esketamine_from_65_begins_with_one_device() -> None:
    cast = cast_of("larkfield")
    session, _ = by_other_route(cast, "esketamine-spray")
    known = known_about(session.treatment, minutes(3))
    assert known.direction is not None
    for age, micrograms, held in ((70, 28_000, False), (64, 56_000, False), (70, 56_000, True)):
        vars(known)["age"] = age
        known.direction.dose_micrograms = micrograms
        found = {one.finding.code for one in before_findings(known) if one.holds}
        assert ("first-dose-from-65" in found) is held
    spray(cast, session, 3)
    assert access_treatment(by=cast.priya, ref=session.treatment.ref).given_micrograms == 28_000


def test_the_pages_take_sprays_one_by_one(clock: Clock) -> None:
    cast = cast_of("marlow-rooms")
    session = sprayed(cast)
    clock.to(minutes(3))
    page = text(see(cast.priya, "dose", session.treatment.ref))
    assert "Portion 1 of 3" in page
    assert "10 mg given now" in page
    refused(send(cast.priya, "portion", session), "Enter the lot number")
    went_well(send(cast.priya, "portion", session, lot="MKD41A"))
    page = text(see(cast.priya, "during", session.treatment.ref))
    assert "Being given: 1 of 3 portions given" in page
    assert "Not before 10:08" in page
    assert "Look again</span></a>" in page
    assert "10 mg of 30 mg" in page
    assert "Pause" not in page
    refused(send(cast.priya, "portion", session, lot="MKD41A"), "not before 10:08")
    refused(send(cast.priya, "portions-end", session), "Write why no more is given")
    went_well(send(cast.priya, "portions-end", session, no_more_because="Dizzy."))
    page = text(see(cast.priya, "during", session.treatment.ref))
    assert "Lot MKD41A" in page
    assert "Given in all, 10 mg" in page
    assert "20 mg was taken from stock and not given." in page


@pytest.mark.pathway("F23")
def test_medicine_as_needed_is_signed_for_first_and_given_no_oftener() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    at = minutes(15, after=STARTED)

    def give() -> AsNeededGiven:
        return give_as_needed(session=session, uuid=uuid4(), code="ondansetron", because="Sick.", by=cast.priya, now=at)

    with pytest.raises(Refused) as unsigned:
        give()
    assert codes(unsigned) == {"not-signed"}
    with pytest.raises(NotAllowed):
        sign_as_needed(session=session, code="ondansetron", by=cast.priya, now=at)
    with pytest.raises(Refused) as unknown:
        sign_as_needed(session=session, code="morphine", by=cast.hannah, now=at)
    assert codes(unknown) == {"not-offered"}
    signed = sign_as_needed(session=session, code="ondansetron", by=cast.hannah, now=at)
    assert sign_as_needed(session=session, code="ondansetron", by=cast.hannah, now=at) == signed
    give()
    give()
    with pytest.raises(Refused) as third:
        give()
    assert codes(third) == {"as-needed-most"}


def test_an_event_that_stops_the_dose_holds_it_until_a_prescriber_signs() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    at = minutes(10, after=STARTED)
    infusion.pause(session=session, uuid=uuid4(), by=cast.priya, now=at)
    note_incident(
        session=session,
        uuid=uuid4(),
        kind="extravasation",
        words="Swelling at the wrist.",
        done="Pump stopped, Dr Brandt called.",
        by=cast.priya,
        now=at,
    )
    with pytest.raises(Refused) as held:
        infusion.resume(session=session, uuid=uuid4(), by=cast.priya, now=at)
    assert codes(held) == {"incident-extravasation"}
    (stop,) = standing_stops(known_about(session.treatment, at))
    override_stop(
        session=session, code=stop.finding.code, about=stop.about, reason="New cannula.", by=cast.hannah, now=at
    )
    infusion.resume(session=session, uuid=uuid4(), by=cast.priya, now=at)
    assert side_effects(known_about(session.treatment, at)) == "The drug ran beside the vein"


@pytest.mark.parametrize(("kind", "words", "code"), [("earthquake", "x", "not-offered"), ("fall", " ", "no-words")])
def test_an_event_is_one_of_the_list_and_in_words(kind: str, words: str, code: str) -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    with pytest.raises(Refused) as refused_:
        note_incident(session=session, uuid=uuid4(), kind=kind, words=words, done="x", by=cast.priya, now=STARTED)
    assert codes(refused_) == {code}


def test_a_prescribed_oxygen_target_changes_the_limits_and_the_scale_of_news2() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    at = minutes(10, after=STARTED)
    measure(cast, session, at, replace(CALM, spo2=90))
    known = known_about(session.treatment, at)
    scored = early_warning(known)
    assert scored is not None
    assert scored[0].total == 3
    assert "oxygen-caution" in {one.finding.code for one in during_findings(known)}
    set_oxygen_target(session=session, lower=True, reason="COPD, target 88-92 %.", by=cast.hannah, now=at)
    known = known_about(session.treatment, at)
    scored = early_warning(known)
    assert scored is not None
    assert scored[0].total == 0
    assert not {one.finding.code for one in during_findings(known)} & {"oxygen-caution", "news2-response"}
    with pytest.raises(NotAllowed):
        set_oxygen_target(session=session, lower=False, reason="x", by=cast.priya, now=at)
    with pytest.raises(Refused) as why:
        set_oxygen_target(session=session, lower=False, reason=" ", by=cast.hannah, now=at)
    assert codes(why) == {"no-reason"}


def test_under_16_news2_finds_nothing_and_the_page_says_why(clock: Clock) -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    at = minutes(10, after=STARTED)
    measure(cast, session, at, replace(CALM, consciousness="V", respiratory_rate=26))
    assert "news2-response" in {one.finding.code for one in during_findings(known_about(session.treatment, at))}
    known = known_about(session.treatment, at)
    vars(known)["age"] = 15
    assert not {one.finding.code for one in during_findings(known)} & {"news2-response", "news2-incomplete"}


def test_new_confusion_during_the_dose_is_looked_at_again_in_time() -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    at = minutes(10, after=STARTED)
    measure(cast, session, at, replace(CALM, consciousness="C"))

    def found(minute: int) -> set[str]:
        known = known_about(session.treatment, minutes(minute, after=at))
        return {one.finding.code for one in during_findings(known)}

    assert {"expected-drug-effect", "news2-response"} <= found(15)
    assert "confusion-recheck" not in found(15)
    assert {"confusion-recheck", "news2-response"} <= found(16)


def test_the_pages_of_the_bedside(clock: Clock) -> None:
    cast = cast_of("larkfield")
    session = running(cast)
    clock.to(minutes(12, after=STARTED))
    assert "Ondansetron 4 mg by mouth" in text(see(cast.hannah, "during", session.treatment.ref))
    went_well(send(cast.hannah, "as-needed", session, code="ondansetron"))
    refused(send(cast.priya, "as-needed-given", session), "Choose what was given", "Write why it was needed")
    went_well(send(cast.priya, "as-needed-given", session, medicine="ondansetron", needed_because="Nausea."))
    refused(send(cast.priya, "incident", session), "Choose what happened")
    went_well(
        send(cast.priya, "incident", session, incident="fall", incident_words="Slid down.", incident_done="Helped up.")
    )
    refused(send(cast.hannah, "target", session), "Choose a target")
    went_well(send(cast.hannah, "target", session, target="lower", target_reason="COPD."))
    page = text(see(cast.priya, "during", session.treatment.ref))
    for words in ("Nausea.", "Fall. Slid down.", "Helped up.", "Started, 52.5 mL/h"):
        assert words in page
    assert "88-92 %, prescribed by" in text(see(cast.priya, "readiness", session.treatment.ref))
    went_well(send(cast.priya, "during", session, agitation="3", bp="128/80"))
    assert "RASS 3: very agitated. Stop the infusion" in text(see(cast.priya, "during", session.treatment.ref))
