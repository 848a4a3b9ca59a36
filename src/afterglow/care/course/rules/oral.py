"""Oral treatment only after the infusions, and after a gap that shows how long the benefit lasts (F19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from afterglow.ground.design.words import counted, day
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import show_duration
from afterglow.ground.protocol.schema.treatments import Route, Treatment

_DECIDED_AT = {"telephone-follow-up": "follow-up by telephone", "review": "review"}


@dataclass(frozen=True)
class BeforeOral:
    """What happened before. ``given`` are the days on which the treatment asked for was given, by its route, in order.

    ``judged_on`` is the day of the follow-up at which it was judged suitable, None while that was not; and
    ``scores_in_gap`` how many scores there are from the gap.
    """

    route: Route
    given: tuple[date, ...]
    judged_on: date | None
    judged_suitable: bool
    scores_in_gap: int


def oral_findings(facts: BeforeOral, treatment: Treatment, today: date) -> tuple[Finding, ...]:
    """What stands against starting a treatment that comes only after another; nothing for one that may come first.

    The stops are clinical. A gap longer than planned is a caution: the picture may have changed since.
    """
    rule = treatment.only_after
    if rule is None:
        return ()
    if facts.route != rule.route or len(facts.given) < rule.sessions.least:
        words = f"{counted(len(facts.given), 'treatment')} given of {rule.sessions.least} that come first. {rule.say}"
        return (Finding("oral-too-few-before", Severity.STOP, words, rule.source),)
    found = list(_gap(facts.given[-1], treatment, today))
    if not facts.scores_in_gap:
        words = "No score from the gap is there. Without one nobody can see how long the benefit lasted."
        found.append(Finding("oral-no-scores", Severity.CAUTION, words, rule.source))
    if facts.judged_on is None or not facts.judged_suitable:
        judged = "was judged not suitable" if facts.judged_on is not None else "has not been judged suitable"
        words = f"Oral treatment {judged}. That is decided at the {_DECIDED_AT[rule.decided_at]}."
        found.append(Finding("oral-not-judged", Severity.STOP, words, rule.source))
    return tuple(found)


def _gap(last: date, treatment: Treatment, today: date) -> tuple[Finding, ...]:
    rule = treatment.only_after
    if rule is None:
        return ()
    gap, how = today - last, f"last treatment {day(last)}, {counted((today - last).days, 'day')} ago"
    if gap < rule.gap.least:
        opens = day(last + rule.gap.least)
        words = f"The gap after the last treatment is not over: not before {opens}. {rule.say}"
        return (Finding("oral-gap-too-short", Severity.STOP, words, rule.source, how=how),)
    if gap > rule.gap.most:
        words = f"The gap is longer than {show_duration(rule.gap.most)}. Look at how things are now before deciding."
        return (Finding("oral-gap-long", Severity.CAUTION, words, rule.source, how=how),)
    return ()
