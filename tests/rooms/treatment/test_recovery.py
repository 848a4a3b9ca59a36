"""Recovery scored on the day: Aldrete, then PADSS, each with the pressure of the readings."""

from __future__ import annotations

from uuid import uuid4

import pytest

from afterglow.care.treatment.actions import infusion
from afterglow.care.treatment.actions.leaving import leave
from afterglow.care.treatment.actions.recovery import score_recovery
from afterglow.care.treatment.models import RecoveryScored, Session
from afterglow.ground.access.acting import Refused
from tests.people import Cast
from tests.rooms.treatment.browsing import Clock, refused, see, send, text, went_well
from tests.rooms.treatment.day import STARTED, measure, minutes, running, tick_leaving
from tests.rooms.treatment.test_leaving import ENDED, HOME, codes

pytestmark = [pytest.mark.django_db, pytest.mark.pathway("I5")]

FULL = {"activity": 2, "breathing": 2, "consciousness": 2, "oxygen": 2}
AT = minutes(20, after=ENDED)


def over(cast: Cast) -> Session:
    session = running(cast)
    infusion.complete(session=session, uuid=uuid4(), by=cast.priya, now=ENDED)
    return session


def test_nothing_is_scored_before_the_dose_is_over_nor_without_a_pressure(cast: Cast) -> None:
    session = running(cast)
    when = minutes(10, after=STARTED)
    with pytest.raises(Refused) as early:
        score_recovery(session=session, kind="aldrete", grades=FULL, by=cast.priya, now=when)
    infusion.complete(session=session, uuid=uuid4(), by=cast.priya, now=ENDED)
    with pytest.raises(Refused) as unmeasured:
        score_recovery(session=session, kind="aldrete", grades=FULL, by=cast.priya, now=ENDED)
    assert (codes(early), codes(unmeasured)) == ({"dose-not-over"}, {"no-pressure"})


def test_padss_waits_for_aldrete(cast: Cast) -> None:
    session = over(cast)
    measure(cast, session, AT)
    with pytest.raises(Refused) as refused_:
        score_recovery(session=session, kind="padss", grades={}, by=cast.priya, now=AT)
    assert codes(refused_) == {"not-next"}
    low = score_recovery(session=session, kind="aldrete", grades=FULL | {"consciousness": 0}, by=cast.priya, now=AT)
    assert (low.total, low.parts["circulation"]) == (8, 2)
    again = score_recovery(session=session, kind="aldrete", grades=FULL, by=cast.priya, now=AT)
    assert again.total == 10
    with pytest.raises(Refused) as ungraded:
        score_recovery(session=session, kind="padss", grades={"activity": 2}, by=cast.priya, now=AT)
    assert codes(ungraded) == {"not-graded"}


def test_a_low_score_keeps_the_patient(cast: Cast) -> None:
    session = over(cast)
    at = minutes(60, after=ENDED)
    for when in (AT, at):
        measure(cast, session, when)
    grades = FULL | {"activity": 0}
    score_recovery(session=session, kind="aldrete", grades=grades, by=cast.priya, now=at)
    with pytest.raises(Refused) as kept:
        leave(session=session, leaves=HOME, by=cast.priya, now=at)
    assert {"leaving-aldrete", "leaving-padss"} <= codes(kept)
    tick_leaving(cast, session, at)
    leave(session=session, leaves=HOME, by=cast.priya, now=at)


def test_the_page_grades_one_after_the_other(cast: Cast, clock: Clock) -> None:
    session = over(cast)
    measure(cast, session, AT)
    clock.to(AT)
    page = text(see(cast.priya, "leaving", session.treatment.ref))
    assert "Aldrete score" in page
    assert "PADSS score 9 of 10 or more" in page
    grades = {name: str(grade) for name, grade in FULL.items()}
    refused(send(cast.priya, "leaving-score", session, kind="aldrete", activity="2"), "Grade “Breathing”")
    went_well(send(cast.priya, "leaving-score", session, kind="aldrete", **grades))
    page = text(see(cast.priya, "leaving", session.treatment.ref))
    assert "10 of 10" in page
    assert "Keeps bleeding" in page
    assert send(cast.priya, "leaving-score", session, kind="apgar").status_code == 404
    assert RecoveryScored.objects.get().author_name.startswith("Priya Shah")
