"""A course in words: where it stands, its treatments one by one, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from afterglow.care.course.models import GIVEN, NOT_GIVEN, PLANNED, Course, Decision, Direction, Treatment
from afterglow.care.course.queries import Progress, dose_plan
from afterglow.care.course.rules.dose import Line, shown_rate
from afterglow.ground.design.signature import Signature
from afterglow.ground.design.words import counted, day, moment, weekday_day
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Rate, Volume, Weight
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import Treatment as ProtocolTreatment
from afterglow.record.pathway.models import Override

Fact = tuple[str, str, str]


@dataclass(frozen=True)
class TreatmentRow:
    """One treatment as a line of the plan. ``look`` is the look of its tag."""

    ref: str
    number: int
    when: str
    planned: str
    given: str
    side_effects: str
    state: str
    look: str
    signed: str
    reviewed: str
    open: bool


def course_facts(
    course: Course, progress: Progress, treatments: Iterable[Treatment], protocol: Protocol
) -> tuple[Fact, ...]:
    """The strip on top: stage, treatment, doses given, dose, spacing, last score."""
    what = protocol.treatment_coded(course.treatment_code)
    last = progress.given[-1] if progress.given else None
    given_day = day(last.given_at, protocol.zone) if last and last.given_at else "none yet"
    return (
        ("Now", course.episode.stage.capitalize(), f"protocol of {day(course.protocol_version)}"),
        ("Treatment", what.name, what.licence.replace("-", " ")),
        ("Doses given", str(len(progress.given)), f"last {given_day}" if last else given_day),
        ("Dose", _next_planned(treatments) or str(dose_plan(course)), str(dose_plan(course))),
        ("Spacing", course.spacing, ""),
        *_score_facts(progress),
    )


def treatment_rows(treatments: Iterable[Treatment], zone: ZoneInfo) -> tuple[TreatmentRow, ...]:
    """Every treatment of a course, in order."""
    return tuple(_row(treatment, zone) for treatment in treatments)


def formula_rows(lines: Iterable[Line]) -> tuple[tuple[str, str, str, str], ...]:
    """Arithmetic for the formula macro: what, how, figure, unit."""
    rows = []
    for line in lines:
        figure, _, unit = line.result.partition("\u00a0")
        rows.append((line.name, line.arithmetic, figure, unit))
    return tuple(rows)


def direction_rows(direction: Direction, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    """A signed direction, line by line."""
    per_kg, weight = direction.dose_per_kg_micrograms, direction.weight_grams
    rate, volume = direction.rate_microlitres_per_hour, direction.microlitres
    rows = [
        ("Drug and route", f"{direction.drug}, {direction.route}"),
        ("Dose", str(Dose(direction.dose_micrograms))),
        ("Worked out on", f"{DosePerWeight(per_kg)}, {direction.weight_basis} weight {Weight(weight)}")
        if per_kg and weight
        else ("Worked out on", "a fixed dose"),
        ("Volume", str(Volume(volume)) if volume else ""),
        ("Rate", f"{shown_rate(Rate(rate))} over {counted(direction.minutes or 0, 'min')}" if rate else ""),
        ("The most that may be given", str(Dose(direction.most_micrograms))),
        ("May slow or stop it", direction.may_slow),
        ("Valid on", day(direction.valid_on)),
        ("Note", direction.note),
        ("Signed", f"{direction.author_name}, {moment(direction.written_at, zone)}"),
    ]
    return tuple((label, value) for label, value in rows if value)


def decision_rows(decisions: Sequence[Decision], zone: ZoneInfo) -> tuple[Mapping[str, object], ...]:
    """Every decision, newest first: what, why, who, when, and what stood beside it."""
    return tuple(
        {
            "title": decision.get_kind_display(),
            "detail": _decision_detail(decision),
            "reason": decision.reason,
            "by": f"{decision.author_name}, {moment(decision.happened_at, zone)}",
            "findings": [words for _, words, _ in decision.findings],
        }
        for decision in reversed(decisions)
    )


def override_signatures(overrides: Iterable[Override], zone: ZoneInfo) -> Mapping[str, Signature]:
    """The signature under each stop that a prescriber went past."""
    return {one.code: _signature(one, zone) for one in overrides}


def dose_words(what: ProtocolTreatment) -> str:
    """How the protocol doses a treatment."""
    return str(what.dose) if what.dose else ", ".join(str(dose) for dose in what.doses)


def own_lead(treatments: Iterable[Treatment], zone: ZoneInfo) -> str:
    """How far a patient's course has come, and when it goes on."""
    standing = _standing(treatments)
    done = sum(treatment.state == GIVEN for treatment in standing)
    coming = next((treatment for treatment in standing if treatment.state == PLANNED), None)
    so_far = f"{done} of {counted(len(standing), 'treatment')} done." if done else "None of it has been given yet."
    return f"{so_far} The next is on {_own_when(coming, zone)}." if coming else so_far


def own_dots(treatments: Iterable[Treatment], zone: ZoneInfo) -> tuple[tuple[int, str, str], ...]:
    """The plan as a patient sees it: number, state and hidden words for each treatment that still stands."""
    standing = _standing(treatments)
    first = next((treatment.number for treatment in standing if treatment.state == PLANNED), None)
    rows = []
    for treatment in standing:
        state = "done" if treatment.state == GIVEN else "next" if treatment.number == first else "planned"
        when = weekday_day(treatment.given_at or treatment.planned_day, zone)
        words = {"done": f"given on {when}", "next": f"next, {when}", "planned": f"planned for {when}"}[state]
        rows.append((treatment.number, state, f"Treatment {treatment.number}: {words}"))
    return tuple(rows)


def own_rows(treatments: Iterable[Treatment], zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    """Each treatment that still stands: when, and which."""
    said = {GIVEN: "done", PLANNED: "planned"}
    return tuple(
        (_own_when(treatment, zone), f"Treatment {treatment.number}, {said[treatment.state]}")
        for treatment in _standing(treatments)
    )


def _own_when(treatment: Treatment, zone: ZoneInfo) -> str:
    if treatment.given_at or treatment.appointment is None:
        return weekday_day(treatment.given_at or treatment.planned_day, zone)
    return moment(treatment.appointment.starts_at, zone)


def _standing(treatments: Iterable[Treatment]) -> list[Treatment]:
    return [treatment for treatment in treatments if treatment.state != NOT_GIVEN]


def _row(treatment: Treatment, zone: ZoneInfo) -> TreatmentRow:
    directions, reviews = list(treatment.directions.all()), list(treatment.reviews.all())
    signed = max(directions, key=lambda one: one.pk, default=None)
    reviewed = max(reviews, key=lambda one: one.pk, default=None)
    looks = {GIVEN: "ok", NOT_GIVEN: "plain", PLANNED: "info"}
    at = treatment.given_at or (treatment.appointment.starts_at if treatment.appointment else None)
    return TreatmentRow(
        ref=treatment.ref,
        number=treatment.number,
        when=moment(at, zone) if at else weekday_day(treatment.planned_day),
        planned=str(Dose(treatment.planned_micrograms)) if treatment.planned_micrograms else "weigh first",
        given=str(Dose(treatment.given_micrograms)) if treatment.given_micrograms is not None else "",
        side_effects=treatment.side_effects or treatment.not_given_because,
        state=treatment.state,
        look=looks[treatment.state],
        signed=_signed_words(signed, treatment) if signed else "",
        reviewed=moment(reviewed.written_at, zone) if reviewed else "",
        open=treatment.state == PLANNED,
    )


def _signed_words(signed: Direction, treatment: Treatment) -> str:
    words = f"{Dose(signed.dose_micrograms)}, {signed.author_name}"
    planned = treatment.planned_micrograms
    return words if planned in (None, signed.dose_micrograms) else f"{words}; planned since: {Dose(planned or 0)}"


def _next_planned(treatments: Iterable[Treatment]) -> str:
    micrograms = next((one.planned_micrograms for one in treatments if one.state == PLANNED), None)
    return str(Dose(micrograms)) if micrograms else ""


def _score_facts(progress: Progress) -> Iterable[Fact]:
    if progress.scores:
        last = progress.scores[-1]
        first = f"{progress.scores[0].total} at first" if len(progress.scores) > 1 else "the first"
        yield f"{last.name}, {day(last.day)}", str(last.total), first


def _decision_detail(decision: Decision) -> str:
    dose = decision.dose_per_kg_micrograms
    parts = [
        str(DosePerWeight(dose)) if dose else "",
        str(Dose(decision.dose_micrograms)) if decision.dose_micrograms else "",
        decision.spacing,
        f"until {day(decision.until)}" if decision.until else "",
        f"prescribed by {decision.prescriber}" if decision.prescriber else "",
    ]
    return ", ".join(part for part in parts if part)


def _signature(one: Override, zone: ZoneInfo) -> Signature:
    name, _, role = one.author_name.partition(", ")
    return Signature(name, role, moment(one.written_at, zone), one.reason)
