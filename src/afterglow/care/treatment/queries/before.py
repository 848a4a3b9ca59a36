"""What stands before a dose: interlocks, the second check, the readiness check, and the pressure before."""

from __future__ import annotations

from datetime import datetime

from afterglow.care.course.rules.first_dose import first_dose_findings
from afterglow.care.course.rules.weight import weight_findings
from afterglow.care.pharmacy.rules.drawing import before_giving
from afterglow.care.treatment.models import ReadinessCheck
from afterglow.care.treatment.queries.figures import agreement_on, check_of, earlier_differences, expected_figures
from afterglow.care.treatment.queries.giving import started_at
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.placed import Placed, about_day, about_entry, placed
from afterglow.care.treatment.queries.vitals import Pressure, pressures
from afterglow.care.treatment.rules.blood_pressure import before_dose, confirm_again
from afterglow.care.treatment.rules.companion import Person, escort_findings, sitter_findings
from afterglow.care.treatment.rules.direction import Signed, is_in_force, weight_since_signing
from afterglow.care.treatment.rules.interlocks import BeforeDose, interlock_findings
from afterglow.care.treatment.rules.readiness import About, Asker, answer_findings, open_questions, questions_for
from afterglow.care.treatment.rules.second_check import Agreement, check_findings
from afterglow.care.treatment.rules.taken_before import alcohol_findings, benzodiazepine_findings, fasting_findings
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose, Weight
from afterglow.ground.protocol.schema.readiness import Question

_CHILDBEARING = range(12, 56)
"""Ages in years at which a patient recorded as female is asked about pregnancy (default)."""


def before_findings(known: Known) -> tuple[Placed, ...]:
    """Everything that speaks to starting this dose now, the weightiest kind first."""
    day = about_day(known)
    return (
        *placed(interlock_findings(_facts(known)), day, known),
        *placed(_second_check(known), day, known),
        *placed(_drawn(known), day, known),
        *placed(known.unreviewed, day, known),
        *_first_dose(known),
        *_pressure(known),
        *placed(_readiness(known), day, known),
        *_weight(known),
    )


def questions_of(known: Known, who: Asker) -> tuple[Question, ...]:
    """The questions that the patient, or the nurse, answers about this treatment."""
    asked = known.protocol.readiness.for_route(known.treatment.route)
    return questions_for(asked, who, _about(known, asked))


def pressures_before(known: Known) -> tuple[Pressure, ...]:
    """The blood pressures before the dose, oldest first."""
    start = started_at(known)
    return tuple(one for one in pressures(known.readings) if start is None or one.value.taken_at <= start)


def signed_terms(known: Known) -> Signed | None:
    """What the direction in force was signed for."""
    one = known.direction
    if one is None:
        return None
    return Signed(one.drug, one.route, one.valid_on, Weight(one.weight_grams) if one.weight_grams else None)


def _facts(known: Known) -> BeforeDose:
    confirmed = known.confirmation
    today = confirmed is not None and local_day(confirmed.happened_at, known.protocol.zone) == known.today
    return BeforeDose(
        identity_confirmed=True if known.session else None,
        consent_valid=known.consent is not None,
        has_capacity=True if today else None,
        willing=True if today else None,
        direction_signed=is_in_force(signed_terms(known), known.treatment.drug, known.treatment.route, known.today),
    )


def _second_check(known: Known) -> tuple[Finding, ...]:
    if known.direction is None:
        return ()
    return check_findings(
        check_of(known.sheet) if known.sheet else None,
        check_of(known.second) if known.second else None,
        expected_figures(known, known.direction),
        known.protocol.dosing.second_check,
        earlier_differences(known),
    )


def _drawn(known: Known) -> tuple[Finding, ...]:
    """The register's interlocks, once two people have agreed on what is to be drawn."""
    if agreement_on(known) is not Agreement.AGREE or known.sheet is None or not known.given.products:
        return ()
    in_hand = Dose(sum(one.drawn_micrograms for one in known.draws))
    too_long_ago = any(one.use_by < known.now for one in known.draws)
    return before_giving(in_hand, Dose(known.sheet.dose_micrograms), too_long_ago=too_long_ago)


def _first_dose(known: Known) -> tuple[Placed, ...]:
    if known.direction is None:
        return ()
    earlier = sum(1 for one in known.earlier if one.code == known.treatment.code)
    found = first_dose_findings(Dose(known.direction.dose_micrograms), known.given, known.age, earlier)
    return placed(found, about_entry(known, known.direction.ref), known)


def _pressure(known: Known) -> tuple[Placed, ...]:
    measured, limits = pressures_before(known), known.protocol.limits
    if not measured:
        words = "No blood pressure has been taken before the dose."
        missing = Finding("pressure-not-taken", Severity.STOP, words, limits.systolic.source)
        return placed([missing], about_day(known), known)
    last = measured[-1]
    found = list(before_dose(last.value, known.age, limits))
    if known.protocol.dosing.direction.confirm_again_after_raised_pressure and known.direction is not None:
        found += confirm_again(_stood_by_at(known), [one.value for one in measured], known.age, limits)
    return placed(found, about_entry(known, last.reading.uuid), known, last.value.taken_at)


def _stood_by_at(known: Known) -> datetime:
    """When a prescriber last stood by the dose: by signing it, confirming it, or signing past the pressure."""
    signed = [one.happened_at for (code, _), one in known.overrides.items() if code == "pressure-before-dose"]
    confirmed = [one.happened_at for one in known.confirmations]
    assert known.direction is not None
    return max([known.direction.happened_at, *confirmed, *signed])


def _readiness(known: Known) -> tuple[Finding, ...]:
    policy, check = known.protocol.companion, known.check
    if check is None:
        words = "The readiness check has not been completed."
        return (Finding("readiness-not-complete", Severity.STOP, words, known.protocol.readiness.source),)
    questions = questions_of(known, Asker.NURSE)
    offered = {one.code: check.answers[one.code] for one in questions if one.code in check.answers}
    escort = Person(check.escort, check.escort_adult, check.escort_able) if check.escort else None
    return (
        *open_questions(questions, offered),
        *answer_findings(questions, offered),
        *_taken(known, check),
        *sitter_findings(policy, escort, check.wants_company, known.today),
        *escort_findings(policy, escort),
    )


def _taken(known: Known, check: ReadinessCheck) -> tuple[Finding, ...]:
    dose_at, zone, fasting = started_at(known) or known.now, known.protocol.zone, known.given.fasting
    eaten = fasting_findings(check.last_food_at, check.last_drink_at, dose_at, fasting, zone) if fasting else ()
    every_day = check.benzodiazepine_every_day
    return (
        *eaten,
        *alcohol_findings(check.last_alcohol_at, dose_at, zone),
        *benzodiazepine_findings(check.last_benzodiazepine_at, every_day, dose_at, zone),
    )


def _weight(known: Known) -> tuple[Placed, ...]:
    if known.given.dosing_weight is None:
        return ()
    rule, signed, direction = known.protocol.dosing.weight, signed_terms(known), known.direction
    weighed = [(Weight(one.weight_grams), one.happened_at) for one in known.weights if one.weight_grams]
    if not weighed:
        missing = Finding("no-weight", Severity.STOP, "The patient has not been weighed.", rule.source)
        return placed([missing], about_day(known), known)
    weight, at = weighed[0]
    found = list(weight_findings(weight, at, weighed[1][0] if len(weighed) > 1 else None, known.now, rule))
    if signed is not None and direction is not None and at > direction.happened_at:
        found += weight_since_signing(signed, weight)
    return placed(found, about_entry(known, known.weights[0].pk), known, at)


def _about(known: Known, asked: tuple[Question, ...]) -> About:
    diabetes = any(one.only_if == "takes-diabetes-medicine" for one in asked) and any(
        medicine.family == "diabetes" for medicine in known.medicines
    )
    could_be = known.patient.sex_at_birth == "female" and known.age in _CHILDBEARING
    return About(could_be_pregnant=could_be, takes_diabetes_medicine=diabetes)
