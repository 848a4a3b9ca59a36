"""An answer about suicide is talked over with the patient before the next dose: until then the dose is held back."""

from __future__ import annotations

import pytest

from afterglow.care.treatment.queries.before import before_findings
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.placed import held_back
from afterglow.record.outcomes.actions.answering import answer_own_item
from afterglow.record.outcomes.actions.asking import ask
from afterglow.record.tasks.actions import complete
from afterglow.record.tasks.models import Task
from tests.people import NOW, as_patient, cast_of
from tests.rooms.treatment.day import STARTED, startable

pytestmark = pytest.mark.django_db


def test_an_answer_of_one_holds_the_next_dose_until_a_clinician_has_talked_with_the_patient() -> None:
    cast = cast_of("larkfield")
    session = startable(cast)
    patient = session.treatment.patient
    request = ask(patient=patient, instrument="qids-sr16", due_at=NOW, by=cast.priya, now=NOW)
    answer_own_item(request=request, item="12", value=1, by=as_patient(patient), now=NOW)

    def holding() -> set[str]:
        known = known_about(session.treatment, STARTED)
        return {finding.code for finding in held_back(before_findings(known))}

    assert holding() == {"suicide-item-not-reviewed"}
    task = Task.objects.get(patient=patient, done_at=None)
    complete(task=task, outcome="Talked with her. She is safe, and wants the treatment.", by=cast.priya, now=STARTED)
    assert holding() == set()
