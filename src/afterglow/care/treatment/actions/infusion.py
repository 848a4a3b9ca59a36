"""Giving the dose: started only when nothing holds it back, slowed and stopped at once, reported when over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from afterglow.care.course.actions import report_begun, report_given
from afterglow.care.pharmacy.actions import giving as register
from afterglow.care.treatment.actions.live import announce, held_open, refusal
from afterglow.care.treatment.models import (
    COMPLETE,
    GIVEN,
    PAUSE,
    RATE,
    RESUME,
    START,
    STOP,
    DoseSheet,
    InfusionEvent,
    Session,
)
from afterglow.care.treatment.queries.before import before_findings
from afterglow.care.treatment.queries.during import during_findings
from afterglow.care.treatment.queries.giving import (
    events_of,
    progress_of,
    rate_now,
    sheet_in_pump,
    started_at,
    syringe_of,
)
from afterglow.care.treatment.queries.known import Known, known_about
from afterglow.care.treatment.queries.placed import held_back
from afterglow.care.treatment.rules.infused import given_in, infused_findings, to_a_tenth
from afterglow.care.treatment.rules.infusion import MOVES, Verb, before_completing, phase_after
from afterglow.care.treatment.rules.rate import rate_findings, starting_rate_findings
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.quantity import Dose, Rate, Volume


@action("treatment.started", may=Permission.TREAT)
def start(*, session: Session, uuid: UUID, by: Actor, now: datetime, rate: Rate | None = None) -> InfusionEvent:
    """Start the infusion at the checked rate, or below it where the treatment begins slowly (``rate``).

    Raises Refused with everything that still holds it back: interlocks, and stops nobody signed past.
    """
    row = held_open(session)
    found = already(uuid, row, by)
    if found is not None:
        return found
    known = may_begin(row, by, now)
    sheet = sheet_agreed_on(known)
    checked = Rate(sheet.rate_microlitres_per_hour or 0)
    if checked.units == 0:
        raise refusal("no-infusion", "This treatment is not an infusion. Record it as given.")
    refused = starting_rate_findings(rate or checked, checked, known.given.begins == "slowly")
    if refused:
        raise Refused(refused)
    return happen(row, START, uuid, by, now, rate=rate or checked)


@action("treatment.given_at_once", may=Permission.TREAT)
def give(
    *, session: Session, uuid: UUID, by: Actor, now: datetime, given: Dose | None = None, site: str = ""
) -> InfusionEvent:
    """Record a dose given at once: by injection or mouth. Less than was checked may have been given, never more.

    ``site`` is where an injection went.

    It is reported to the course in the same transaction. Raises Refused as ``start`` does.
    """
    row = held_open(session)
    found = already(uuid, row, by)
    if found is not None:
        return found
    known = may_begin(row, by, now)
    sheet = sheet_agreed_on(known)
    dose = given or Dose(sheet.dose_micrograms)
    if known.given.route == "intravenous":
        raise refusal("is-infusion", "This treatment is an infusion. Start it instead.")
    if not 0 < dose.units <= sheet.dose_micrograms:
        raise refusal("above-direction", f"Two people checked {Dose(sheet.dose_micrograms)}. Enter that much or less.")
    if known.given.preparation.each is not None:
        raise refusal("in-portions", "This dose is given in portions. Record each with its lot.")
    return finish_single(row, uuid, by, now, given=dose, site=site)


@action("treatment.rate_set", may=Permission.TREAT)
def set_rate(*, session: Session, uuid: UUID, rate: Rate, reason: str, by: Actor, now: datetime) -> InfusionEvent:
    """Slow the infusion, or raise it up to a rate that two people checked since under a direction in force.

    Raises Refused for anybody whom the direction does not let slow it, and for any raise beyond that.
    """
    row = held_open(session)
    found = already(uuid, row, by)
    if found is not None:
        return found
    known = _doing(row, Verb.SET_RATE, now)
    progress = progress_of(known)
    assert progress is not None
    direction = known.direction
    named = {word.strip() for word in direction.may_slow.split(",")} if direction else set()
    may_slow = any(role.name.lower() in named or role.value in named for role in by.roles)
    refused = rate_findings(rate, rate_now(known, progress), may_slow)
    if refused:
        raise Refused(refused)
    return happen(row, RATE, uuid, by, now, rate=rate, reason=reason)


@action("treatment.paused", may=Permission.TREAT)
def pause(*, session: Session, uuid: UUID, by: Actor, now: datetime, reason: str = "") -> InfusionEvent:
    """Pause the infusion. It is never refused while it runs."""
    row = held_open(session)
    found = already(uuid, row, by)
    if found is None:
        _doing(row, Verb.PAUSE, now)
    return found or happen(row, PAUSE, uuid, by, now, reason=reason)


@action("treatment.resumed", may=Permission.TREAT)
def resume(*, session: Session, uuid: UUID, by: Actor, now: datetime) -> InfusionEvent:
    """Go on at the rate before the pause. Raises Refused while a stop stands that no prescriber signed past."""
    row = held_open(session)
    found = already(uuid, row, by)
    if found is not None:
        return found
    known = _doing(row, Verb.RESUME, now)
    held = held_back(during_findings(known))
    if held:
        raise Refused(held)
    if known.consent is None:
        raise refusal("no-valid-consent", "Consent was taken back. The infusion does not go on.", "N2")
    return happen(row, RESUME, uuid, by, now)


@action("treatment.stopped", may=Permission.TREAT)
def stop(
    *,
    session: Session,
    uuid: UUID,
    reason: str,
    by: Actor,
    now: datetime,
    infused: Volume | None = None,
    differs: str = "",
) -> InfusionEvent:
    """Stop the infusion for good, with a reason; what was given by then is reported to course and register.

    ``infused`` is what the pump shows; without it rates and times count. ``differs`` says why pump and clock are
    far apart. Raises Refused without a reason, where nothing runs or is paused, for more than the syringe held, and
    for a figure far from the clock's without such words.
    """
    row = held_open(session)
    found = already(uuid, row, by)
    if found is not None:
        return found
    if not reason.strip():
        raise refusal("no-reason", "Write why the infusion is stopped.")
    known = _doing(row, Verb.STOP, now)
    progress, syringe = progress_of(known), syringe_of(sheet_agreed_on(known))
    assert progress is not None
    given = to_a_tenth(syringe, progress.given)
    if infused is not None:
        refused = infused_findings(syringe, progress.given_volume, infused, differs)
        if refused:
            raise Refused(refused)
        given = given_in(syringe, infused)
    said = (
        f"{reason.strip().rstrip('.')}. Pump and clock differ: {differs.strip()}" if differs.strip() else reason.strip()
    )
    return _end(row, STOP, known, uuid, by, now, given=given, infused=infused, reason=said)


@action("treatment.completed", may=Permission.TREAT)
def complete(*, session: Session, uuid: UUID, by: Actor, now: datetime) -> InfusionEvent:
    """End an infusion whose syringe is empty. Raises Refused while, by the rates set, it cannot be."""
    row = held_open(session)
    found = already(uuid, row, by)
    if found is not None:
        return found
    known = _doing(row, Verb.COMPLETE, now)
    syringe = syringe_of(sheet_agreed_on(known))
    refused = before_completing(syringe, events_of(known), now)
    if refused:
        raise Refused(refused)
    return _end(row, COMPLETE, known, uuid, by, now, given=syringe.dose)


def finish_single(
    row: Session, uuid: UUID, by: Actor, now: datetime, *, given: Dose, site: str = "", reason: str = ""
) -> InfusionEvent:
    """A dose that is no infusion is over: written down and reported to the course. Part of an action."""
    once = uuid5(uuid, "over") if InfusionEvent.objects.filter(clinic_id=by.clinic_id, uuid=uuid).exists() else uuid
    made = happen(row, GIVEN, once, by, now, given=given, site=site, reason=reason)
    begun = InfusionEvent.objects.filter(session=row).order_by("pk")[0].happened_at
    _report(row, given, begun, by, now)
    return made


def _report(row: Session, given: Dose, begun: datetime, by: Actor, now: datetime) -> None:
    """Dose, course and register say the same, in one transaction: they cannot disagree."""
    report_given(treatment=row.treatment, given=given, at=begun, side_effects="", by=by, now=now)
    register.report_given(treatment=row.treatment, given=given, by=by, now=now)


def _end(
    row: Session,
    kind: str,
    known: Known,
    uuid: UUID,
    by: Actor,
    now: datetime,
    *,
    given: Dose,
    infused: Volume | None = None,
    reason: str = "",
) -> InfusionEvent:
    begun = started_at(known)
    assert begun is not None
    made = happen(row, kind, uuid, by, now, given=given, infused=infused, reason=reason)
    _report(row, given, begun, by, now)
    return made


def may_begin(row: Session, by: Actor, now: datetime) -> Known:
    """What is known of a session whose dose begins now. Raises Refused with everything that still holds it back."""
    known = known_about(row.treatment, now)
    if known.events:
        raise refusal("dose-begun", "This dose has begun already.")
    # From here on nobody calls it off, and nobody destroys what was drawn for it.
    report_begun(treatment=row.treatment, by=by, now=now)
    held = held_back(before_findings(known))
    if held:
        raise Refused(held)
    return known


def _doing(row: Session, verb: Verb, now: datetime) -> Known:
    known = known_about(row.treatment, now)
    phase = phase_after(events_of(known))
    if (phase, verb) not in MOVES:
        raise refusal("not-now", f"The infusion is {phase}: this cannot be done now.")
    return known


def sheet_agreed_on(known: Known) -> DoseSheet:
    """The sheet two people agreed on. Raises Refused without one."""
    sheet = sheet_in_pump(known)
    if sheet is None:
        raise refusal("second-check-missing", "A second person has not checked this dose yet.")
    return sheet


def already(uuid: UUID, row: Session, by: Actor) -> InfusionEvent | None:
    """What was kept under this identifier before. Raises Refused where it was for another patient."""
    found: InfusionEvent | None = InfusionEvent.objects.filter(clinic_id=by.clinic_id, uuid=uuid).first()
    if found is not None and found.session_id != row.pk:
        raise refusal("other-session", "This was done for another patient. Load the page again.")
    return found


def happen(
    row: Session,
    kind: str,
    uuid: UUID,
    by: Actor,
    now: datetime,
    *,
    rate: Rate | None = None,
    given: Dose | None = None,
    infused: Volume | None = None,
    lot: str = "",
    site: str = "",
    reason: str = "",
) -> InfusionEvent:
    """Write one step of giving the dose down, and tell open pages. Part of an action."""
    made: InfusionEvent = InfusionEvent.objects.create(
        session=row,
        uuid=uuid,
        kind=kind,
        rate_microlitres_per_hour=rate.units if rate else None,
        given_micrograms=given.units if given else None,
        infused_microlitres=infused.units if infused else None,
        lot=lot,
        site=site,
        reason=reason,
        **signed(by=by, now=now),
    )
    announce(row, kind, now)
    return made
