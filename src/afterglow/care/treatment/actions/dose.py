"""The dose worked out by one person, and again by another who has not seen the first answer."""

from __future__ import annotations

from datetime import datetime

from afterglow.care.treatment.actions.live import announce, held_open, refusal
from afterglow.care.treatment.models import DoseCheck, DoseConfirmation, DoseSheet, Session
from afterglow.care.treatment.queries.figures import check_of, columns_of, expected_figures
from afterglow.care.treatment.queries.giving import ended_at
from afterglow.care.treatment.queries.known import Known, known_about
from afterglow.care.treatment.rules.second_check import Agreement, Check, Figures, agreement
from afterglow.ground.access import countersignature
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Countersignature, Membership
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.access.signing import signed


@action("treatment.dose_worked_out", may=Permission.TREAT)
def write_dose_sheet(*, session: Session, figures: Figures, by: Actor, now: datetime) -> DoseSheet:
    """Keep the first person's working. Nothing of it is shown to anybody before the second person's is in.

    Raises Refused without a signed direction, above it, and while a sheet waits for its check.
    """
    row = held_open(session)
    known = known_about(row.treatment, now)
    if known.direction is None:
        raise refusal("direction-not-signed", "No signed direction covers this dose.")
    if ended_at(known) is not None:
        raise refusal("dose-over", "The dose is over: there is nothing more to check.")
    if known.sheet is not None and known.second is None:
        raise refusal("check-waiting", "A dose sheet waits for its second check. Somebody else makes it.")
    _refuse_more_than_signed(known, figures)
    made: DoseSheet = DoseSheet.objects.create(
        session=row,
        direction=known.direction,
        style=known.given.preparation.style,
        **columns_of(figures),
        **signed(by=by, now=now),
    )
    announce(row, "dose", now)
    return made


@action("treatment.dose_checked", may=Permission.CHECK_DOSE)
def check_dose(
    *,
    session: Session,
    figures: Figures,
    by: Actor,
    now: datetime,
    countersigned: Countersignature | None = None,
) -> DoseCheck:
    """Keep the second person's working of the sheet that waits, and say whether every figure is the same.

    The second person is ``by``, signed in on their own, or whoever proved their PIN beside ``by``: then
    ``countersigned`` was given for exactly these figures (``what_is_checked``). On a difference the sheet is spent
    and both start again. Raises Refused for the same person, and where no sheet waits.
    """
    row = held_open(session)
    known = known_about(row.treatment, now)
    sheet = known.sheet
    if sheet is None or known.second is not None or known.direction is None:
        raise refusal("no-sheet", "No dose sheet waits for a check. One person works the dose out first.")
    author = signed(by=by, now=now)
    if countersigned is not None:
        entry = countersignature.entry_hash(what_is_checked(sheet, figures))
        second = countersignature.use(countersignature=countersigned, entry_sha256=entry, by=by, now=now)
        author = {**author, "author_id": second.pk, "author_name": _named(second, by.clinic_id)}
    if author["author_id"] == sheet.author_id:
        raise refusal("same-person", "Both workings would be by the same person. Somebody else makes the second.")
    check = Check(f"account {author['author_id']}", now, figures)
    agrees = agreement(check_of(sheet), check, expected_figures(known, known.direction)) is Agreement.AGREE
    made: DoseCheck = DoseCheck.objects.create(sheet=sheet, agrees=agrees, **columns_of(figures), **author)
    announce(row, "dose", now)
    return made


@action("treatment.dose_confirmed", may=Permission.PRESCRIBE)
def confirm_dose(*, session: Session, reason: str, by: Actor, now: datetime) -> DoseConfirmation:
    """Stand by a direction that was signed before a raised pressure was found. Raises Refused without a reason."""
    row = held_open(session)
    known = known_about(row.treatment, now)
    if known.direction is None:
        raise refusal("direction-not-signed", "No signed direction covers this dose.")
    if not reason.strip():
        raise refusal("no-reason", "Write why the dose stays as it is.")
    made: DoseConfirmation = DoseConfirmation.objects.create(
        session=row, direction=known.direction, reason=reason.strip(), **signed(by=by, now=now)
    )
    announce(row, "dose", now)
    return made


def what_is_checked(sheet: DoseSheet, figures: Figures) -> dict[str, object]:
    """What a second person puts their PIN to: these figures, for this sheet."""
    return {"sheet": sheet.ref, **columns_of(figures)}


def _refuse_more_than_signed(known: Known, figures: Figures) -> None:
    assert known.direction is not None
    if figures.dose.units > min(known.direction.dose_micrograms, known.direction.most_micrograms):
        raise refusal("above-direction", "That is more than was signed for. Nobody can give more than the direction.")


def _named(account: Account, clinic_id: int) -> str:
    roles = Membership.objects.filter(account=account, clinic_id=clinic_id, ended_at=None)
    words = ", ".join(sorted(Role(role).value for role in roles.values_list("role", flat=True)))
    return f"{account}, {words}"[:200]
