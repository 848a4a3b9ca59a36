"""No response after the planned trial: the course stops for review (F11)."""

from __future__ import annotations

from afterglow.ground.design.words import counted
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.course import Course
from afterglow.record.outcomes.rules.change import Change, Fall


def response_findings(treatments_given: int, best: Change | None, age: int, course: Course) -> tuple[Finding, ...]:
    """What staff read about the response so far, for an age in years.

    ``best`` is the best change from the patient's own baseline since the first dose; None without scores. After
    the protocol's number of treatments no response is a stop, a partial one a caution. Until then nothing is
    said: nobody can tell whom it will help, or when.
    """
    after = course.no_response_after(age)
    if treatments_given < after or (best is not None and best.fall is Fall.RESPONSE):
        return ()
    rule = course.no_response
    given = counted(treatments_given, "treatment")
    if best is None:
        words = f"{given} given, and no scores to judge the response by. Get a score before the next dose."
        return (Finding("response-not-known", Severity.STOP, words, rule.source),)
    if best.fall is Fall.PARTIAL:
        words = f"Only a partial response after {given}. Weigh whether to go on."
        return (Finding("partial-response", Severity.CAUTION, words, rule.source, how=best.how),)
    words = f"No response after {given}. {rule.say}"
    return (Finding("no-response", Severity.STOP, words, rule.source, how=best.how),)
