"""What the record holds for the monitoring form of a risk-minimisation scheme, and where one is still to be sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from afterglow.care.assessment.queries import current_medicines
from afterglow.care.course.queries import protocol_of
from afterglow.care.treatment.entries import SchemeForm
from afterglow.care.treatment.models import PORTION, Departure, Session
from afterglow.care.treatment.queries.before import pressures_before
from afterglow.care.treatment.queries.during import pressures_since
from afterglow.care.treatment.queries.giving import ended_at, started_at
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.standing import checklist
from afterglow.care.treatment.queries.vitals import Pressure
from afterglow.care.treatment.rules.blood_pressure import before_dose
from afterglow.care.treatment.rules.incidents import KINDS
from afterglow.care.treatment.rules.scheme_form import FAMILIES, Facts
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.treatments import SchemeForm as FormRule
from afterglow.record.tasks.queries import open_task

FORM_TASK = "scheme-form"
"""The kind of the task that asks for a form."""
_FORTY = timedelta(minutes=40)
_AROUND = timedelta(minutes=10)
"""A pressure within ten minutes of the fortieth counts as the one "about 40 minutes after" (default)."""
_AWAKE = 5
_LOOKED_BACK = timedelta(days=30)


def form_rule(session: Session) -> FormRule | None:
    """What the protocol says about a form to be sent after this session; None where it asks for none."""
    scheme = protocol_of(session.treatment.course).treatment_coded(session.treatment.code).scheme
    return scheme.form if scheme else None


def form_sent(session: Session) -> SchemeForm | None:
    """The form as it was sent; None while it was not."""
    found: SchemeForm | None = SchemeForm.objects.filter(session=session).first()
    return found


def forms_to_send(now: datetime) -> Sequence[tuple[Departure, FormRule]]:
    """Departures of the last weeks after which a form is due that was neither sent nor asked for yet, oldest first."""
    rows = Departure.objects.filter(happened_at__gte=now - _LOOKED_BACK, session__scheme_form=None)
    rows = rows.select_related("clinic", "session__treatment__course__episode__patient").order_by("happened_at")
    found = []
    for row in rows:
        rule = form_rule(row.session)
        if rule is not None and open_task(kind=FORM_TASK, about=row.session.ref, clinic_id=row.clinic_id) is None:
            found.append((row, rule))
    return found


def scheme_facts(known: Known, enrolled: bool | None) -> Facts:
    """Everything the form asks for, as it was recorded about one session whose dose has begun."""
    began, patient, contact = started_at(known), known.patient, known.protocol.contact
    assert began is not None
    families = {one.family for one in current_medicines(patient)} & {code for code, _ in FAMILIES}
    after = [one for one in known.readings if one.happened_at > began]
    levels = [one.sedation for one in after if one.sedation is not None]
    apart = [int(note.effects["dissociation"]) for note in known.effects if "dissociation" in note.effects]
    before, since = pressures_before(known), pressures_since(known, began)
    pressure = next((line for line in checklist(known, None) if line.code == "pressure"), None)
    return Facts(
        name=patient.full_name,
        born=patient.birth_date,
        sex=patient.sex_at_birth,
        first_treatment=not any(one.code == known.treatment.code for one in known.earlier),
        enrolled=enrolled,
        families=frozenset(families),
        clinician=known.departure.author_name if known.departure else "",
        phone=contact.phone,
        email=contact.email,
        setting=known.protocol.clinic,
        address=", ".join(contact.address),
        treated_on=local_day(began, known.protocol.zone),
        dose=Dose(known.events[-1].given_micrograms or 0),
        lots=tuple(dict.fromkeys(event.lot for event in known.events if event.kind == PORTION)),
        began=began,
        left=known.departure.happened_at if known.departure else None,
        ready=_ready(known),
        before=_shown(before[-1:]),
        at_forty=_shown([one for one in since if abs(one.value.taken_at - began - _FORTY) <= _AROUND]),
        last=_shown(since[-1:]),
        acceptable_before=not before_dose(before[-1].value, known.age, known.protocol.limits) if before else None,
        acceptable_after=pressure.met if pressure else None,
        sedated=min(levels) < _AWAKE if levels else None,
        dissociated=max(apart) > 0 if apart else None,
        events=tuple(f"{KINDS[one.kind].say}: {one.words}" for one in known.incidents if KINDS[one.kind].stops),
    )


def _ready(known: Known) -> datetime | None:
    """When the last line of the checklist was met: the stay was over, and a nurse had found all else in order."""
    ended, stay = ended_at(known), known.given.stay
    if ended is None or known.departure is None:
        return None
    written = [one.happened_at for one in (*known.leaving_checks.values(), *known.recovery_scores)]
    earliest = ended + stay.at_least if stay else ended
    return min(max([earliest, *written]), known.departure.happened_at)


def _shown(found: Sequence[Pressure]) -> str | None:
    return str(found[0].value) if found else None
