"""The outcomes of a clinic in words and figures, with small groups hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from afterglow.ground.design.words import counted
from afterglow.ground.protocol.schema.outcomes import Response
from afterglow.office.evaluation.rules.disposition import Disposition, dispositions
from afterglow.office.evaluation.rules.falling_table import FallingTable, PairedChange, Spread, Visit
from afterglow.office.evaluation.rules.share import Share
from afterglow.office.evaluation.rules.small_cells import is_shown, shown_counts
from afterglow.office.evaluation.rules.visits import Absence

_MINUS = "\u2212"


@dataclass(frozen=True)
class VisitRow:
    """One visit as a table shows it; ``how`` says how its figures were reached. Figures of a small group are empty."""

    visit: str
    n: str
    not_yet: str
    left: str
    no_answer: str
    own_baseline: str = ""
    score: str = ""
    change: str = ""
    p: str = ""
    of_answered: str = ""
    of_started: str = ""
    how: str = ""


@dataclass(frozen=True)
class DispositionRow:
    """How many of all who started are in one state."""

    words: str
    count: str
    share: str


def visit_rows(table: FallingTable, rule: Response, smaller_than: int) -> list[VisitRow]:
    """The rows of the table, each group smaller than the protocol allows hidden."""
    return [_visit_row(visit, rule, smaller_than) for visit in table.visits]


def spread_words(spread: Spread | None) -> str:
    """``17.5 (4.7)``: the mean with its standard deviation."""
    if spread is None:
        return "none"
    return f"{spread.mean:.1f} ({spread.sd:.1f})" if spread.sd is not None else f"{spread.mean:.1f}"


def people(count: int, smaller_than: int) -> str:
    """``33``, or ``fewer than 5``."""
    return str(count) if count == 0 or is_shown(count, smaller_than) else f"fewer than {smaller_than}"


def disposition_rows(people: Sequence[Disposition], smaller_than: int) -> list[DispositionRow]:
    """Everybody who started, by what has become of them."""
    counted = dispositions(people)
    shown = shown_counts(tuple(counted.values()), smaller_than)
    return [
        DispositionRow(
            kind.value[0].upper() + kind.value[1:],
            _count(count, smaller_than),
            _share_of(count, len(people)) if is_shown(len(people), smaller_than) else "",
        )
        for kind, count in zip(counted, shown, strict=True)
    ]


def _visit_row(visit: Visit, rule: Response, smaller_than: int) -> VisitRow:
    counts = (visit.n, *(visit.absent[kind] for kind in Absence))
    n, not_yet, left, no_answer = (_count(count, smaller_than) for count in shown_counts(counts, smaller_than))
    if not is_shown(visit.n, smaller_than):
        kept = VisitRow(counted(visit.after.count, "month"), n, not_yet, left, no_answer)
        return kept if visit.n == 0 else replace(kept, score="not shown")
    return VisitRow(
        visit=counted(visit.after.count, "month"),
        n=n,
        not_yet=not_yet,
        left=left,
        no_answer=no_answer,
        own_baseline=spread_words(visit.baseline),
        score=spread_words(visit.scores),
        change=_change(visit.change),
        p=_p(visit.change),
        of_answered=_share(visit.of_answered, smaller_than),
        of_started=_share(visit.of_started, smaller_than),
        how=_how(visit, rule),
    )


def _count(count: int | None, smaller_than: int) -> str:
    return "not shown" if count is None else str(count)


def _share_of(count: int | None, whole: int) -> str:
    return "" if count is None or not whole else f"{Share(count, whole).percent} % of {whole}"


def _share(share: Share, smaller_than: int) -> str:
    if any(not is_shown(count, smaller_than) for count in (share.part, share.whole - share.part) if count):
        return "not shown"
    interval = share.interval()
    return (
        f"{share.part} of {share.whole}, {share.percent} % "
        f"({round(interval.least * 100)} to {round(interval.most * 100)})"
    )


def _signed(figure: float) -> str:
    return f"{figure:+.1f}".replace("-", _MINUS)


def _change(change: PairedChange | None) -> str:
    if change is None:
        return "none"
    mean = _signed(change.spread.mean)
    return f"{mean} ({_signed(change.interval.least)} to {_signed(change.interval.most)})" if change.interval else mean


def _p(change: PairedChange | None) -> str:
    if change is None or change.p is None:
        return "no test"
    return "< .0001" if change.p < 0.0001 else f"{change.p:.4f}".removeprefix("0")


def _how(visit: Visit, rule: Response) -> str:
    change = visit.change
    counted = (
        f"{visit.n} patients have a score within the window and a baseline; each is compared with their own baseline. "
        f"Response is a fall of {rule.response_fall_of} % or more from it."
    )
    if change is None or change.t is None or change.spread.sd is None:
        return counted
    return (
        f"{counted} Paired t test: mean change {_signed(change.spread.mean)}, standard deviation of the changes "
        f"{change.spread.sd:.1f}, t = {change.t:.2f}".replace("-", _MINUS)
        + f", {visit.n - 1} degrees of freedom."
    )
