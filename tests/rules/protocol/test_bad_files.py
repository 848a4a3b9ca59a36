"""A bad protocol file is answered with file, line, field, what is wrong, and an example of what is right."""

import pytest

from afterglow.ground.protocol.problem import Problem, ProtocolError
from afterglow.ground.protocol.reading import load_protocol
from tests.rules.protocol.shipped import text_of

GOOD = text_of("larkfield")

# What stands in the good file, what stands there instead, the field named, part of what is said, part of the example.
BAD = [
    ('dose = "0.5 mg/kg"', 'dose = "0.5 mg"', "treatments[1].dose", "not an amount", "0.5 mg/kg"),
    ('dose = "0.5 mg/kg"', "dose = 0.5", "treatments[1].dose", "quotation marks with its unit", "0.5 mg/kg"),
    ('dose = "0.5 mg/kg"', 'dose = "2 mg/kg"', "treatments[1].dose", "outside the limits", "0.1"),
    ('over = "40 min"', 'over = "40"', "treatments[1].over", "not a length of time", "40 min"),
    ('doses = ["28 mg", "56 mg", "84 mg"]', 'doses = ["28 mg", "56"]', "treatments[2].doses[2]", "not an amount", "mg"),
    ('doses = ["28 mg", "56 mg", "84 mg"]', 'doses = ["112 mg"]', "treatments[2].doses", "more than the most", "mg"),
    ('believed = "30-250 kg"', 'believed = "30 kg"', "dosing.weight.believed", "not a range", "30-250 kg"),
    ('believed = "30-250 kg"', 'believed = "250-30 kg"', "dosing.weight.believed", "smaller end comes first", "kg"),
    ('hours = "08:30-17:30"', 'hours = "8.30-17.30"', "opening.hours", "not a time of day", "14:30-16:00"),
    ('hours = "08:30-17:30"', 'hours = "mornings"', "opening.hours", "not a stretch of a day", "14:30-16:00"),
    ('days = ["monday",', 'days = ["mon",', "opening.days[1]", "not one of “monday”", "monday"),
    (
        'bank_holidays = "closed"',
        'bank_holiday = "closed"',
        "opening.bank_holiday",
        "Is “bank_holidays” meant",
        "closed",
    ),
    ("shared = true", "shared = true\nwifi = true", "room.wifi", "There are: ", ""),
    ("pack_for_doctors = true", "", "referral.pack_for_doctors", "missing", "pack_for_doctors = true"),
    ("pack_for_doctors = true", 'pack_for_doctors = "yes"', "referral.pack_for_doctors", "true or false", "true"),
    ("[referral.waiting]", "[referral.queue]", "referral.waiting", "missing", "[referral.waiting]"),
    ("[referral.waiting]", "[referral.queue]", "referral.queue", "no field of this name", ""),
    ('expected_within = "3 months"', 'expected_within = "soon"', "referral.waiting.first_", "not a length", "3 months"),
    ("closed_since = 2024-02-19", 'closed_since = "2024-02-19"', "referral.funding[3].closed_since", "a date", "20"),
    ("after = 6\n", 'after = "6"\n', "course.no_response.after", "whole number", "after = 6"),
    ("after = 6\n", "after = -6\n", "course.no_response.after", "less than nothing", "after = 6"),
    ('planned_sessions = "3-6"', 'planned_sessions = "six"', "course.planned_sessions", "not a range", "3-6"),
    ('spacing = "2 per week"', 'spacing = "often"', "treatments[2].phases[1].spacing", "not a spacing", "apart"),
    ('source = "F3"', 'source = "F303"', "referral.waiting.source", "neither a fact", "default"),
    ('source = "F3"', 'source = "see the website"', "referral.waiting.source", "code or a list of sources", "F12"),
    ('source = "F3"\n', "", "referral.waiting.source", "missing", 'source = "F12"'),
    ('caution = "> 140 mmHg"', 'caution = "140"', "limits.systolic.before.caution", "not a limit", ">= 90 mmHg"),
    ('stop = ">= 160 mmHg" }', 'stop = ">= 120 mmHg" }', "limits.systolic.before", "lies beyond its caution", ""),
    (
        'at = ["-15 min", "0 min", "10 min"',
        'at = ["0 min", "-15 min"',
        "observations.intravenous.at",
        "in order",
        "min",
    ),
    ("[observations.nasal]", "[observations.intramuscular]", "observations", "no observation is planned", "nasal]"),
    (
        'at_least = "60 min"\n\n[[treat',
        'at_least = "3 hours"\n\n[[treat',
        "observations.intravenous.at",
        "last reading",
        "220",
    ),
    (
        'look_again_after_change = "5 %"',
        'look_again_after_change = "5"',
        "dosing.weight.look",
        "not a percentage",
        "50 %",
    ),
    ('amount = "225 GBP"', 'amount = "225"', "fees.prices[1].amount", "not a sum of money", "225 GBP"),
    ('amount = "60 GBP"', 'amount = "60 EUR"', "fees.prices[2].amount", "counts in GBP", "GBP"),
    (
        'treatment = "oral-ketamine"',
        'treatment = "lozenge"',
        "fees.prices[2].treatment",
        "No treatment has",
        "ketamine",
    ),
    ('{ dose = "56 mg", amount', '{ dose = "57 mg", amount', "fees.prices[3].drug[1]", "not given as 57", ""),
    ('shown_first = "cost-and-burden"', 'shown_first = "prices"', "consent.shown_first", "no information", "cost"),
    ('family = "opioid"', 'family = "painkillers"', "assessment.interactions[3].family", "No family", "benzodiazepine"),
    ('code = "bipolar"', 'code = "anorexia"', "assessment.considerations[2]", "twice", ""),
    ('code = "bipolar"', 'code = "Bipolar"', "assessment.considerations[2].code", "not written like a code", "code ="),
    (
        'route = "intravenous"\nsessions',
        'route = "intramuscular"\nsessions',
        "treatments[3].only_after.route",
        "nothing by",
        "",
    ),
    ('primary = "qids-sr16"', 'primary = "madrs"', "outcomes.primary", "never asked", "qids-sr16"),
    ('basis = "actual"', 'basis = "capped"', "treatments[1].dosing_weight", "120 kg", ""),
    ('strength = "1 mg/mL"\n', "", "treatments[1].preparation", "needs a strength", ""),
    ("sessions = 2\n", "sessions = 1\n", "groups[1]", "at least 2 sessions", ""),
    ('at = "14:30-16:00"', 'at = "16:00-14:30"', "groups[1].meetings.at", "smaller end comes first", "14:30-16:00"),
    ('time_zone = "Europe/London"', 'time_zone = "London"', "time_zone", "not a time zone", "Europe/London"),
    ("version = 2025-09-01", 'version = "spring"', "version", "a date", "version = 20"),
    ("format = 1", "format = 2", "format", "not one of “1”", "format = 1"),
    ('{ code = "no", say = "No", finding = "none" },', "", "readiness.questions[2]", "free of findings", ""),
    ("[opening]", "[opening", "column", "cannot be read as TOML", ""),
    ('clinic = "Larkfield Clinic"', "clinic = Larkfield Clinic", "column", "cannot be read as TOML", ""),
    ('clinic = "Larkfield Clinic"', 'clinic = ""', "clinic", "Something must stand here", ""),
]


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ProtocolError) as refused:
        load_protocol(text, "larkfield.toml")
    return refused.value.problems


@pytest.mark.parametrize(("good", "bad", "field", "words", "example"), BAD)
def test_a_bad_file_says_where_what_and_how_else(good: str, bad: str, field: str, words: str, example: str) -> None:
    assert good in GOOD
    problems = problems_of(GOOD.replace(good, bad, 1))
    found = [problem for problem in problems if problem.field.startswith(field) and words in problem.words]
    assert found, [str(problem) for problem in problems]
    assert found[0].file == "larkfield.toml"
    assert example in found[0].example


def line_with(text: str, part: str) -> int:
    """The first line on which a part of a text stands."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


@pytest.mark.parametrize(
    ("good", "bad", "stands_on"),
    [
        ('dose = "0.5 mg/kg"', 'dose = "0.5 mg"', 'dose = "0.5 mg"'),
        ('hours = "08:30-17:30"', 'hours = "mornings"', 'hours = "mornings"'),
        ('stop = ">= 180 mmHg"', 'stop = "180"', 'stop = "180"'),
        ('{ code = "settle"', '{ cod = "settle"', '{ cod = "settle"'),
        ('{ code = "no", say = "No", finding = "none" }', '{ code = "no", say = "No" }', '{ code = "no", say = "No" }'),
        ('family = "opioid"', 'family = "painkillers"', 'family = "painkillers"'),
        ('amount = "60 GBP"', 'amount = "60 EUR"', 'amount = "60 EUR"'),
        ('source = "F3"', 'source = "F303"', 'source = "F303"'),
        ("pack_for_doctors = true", "", "[referral]"),
        ("review_by = 2027-01-31", "review_by = true", "review_by = true"),
        ("[opening]", "[opening", "[opening"),
    ],
)
def test_the_line_is_the_one_to_mend(good: str, bad: str, stands_on: str) -> None:
    text = GOOD.replace(good, bad, 1)
    assert line_with(text, stands_on) in {problem.line for problem in problems_of(text)}


def test_all_problems_are_said_at_once_in_the_order_of_the_file() -> None:
    text = GOOD.replace('amount = "225 GBP"', 'amount = "225"', 1).replace('dose = "0.5 mg/kg"', 'dose = "0.5 mg"', 1)
    problems = problems_of(text.replace('hours = "08:30-17:30"', 'hours = "mornings"', 1))
    assert [problem.field for problem in problems] == ["opening.hours", "treatments[1].dose", "fees.prices[1].amount"]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_a_problem_reads_as_one_line() -> None:
    problem = problems_of(GOOD.replace('over = "40 min"', 'over = "40"', 1))[0]
    line = line_with(GOOD, 'over = "40 min"')
    assert str(problem) == (
        f"larkfield.toml:{line}: treatments[1].over: “40” is not a length of time. "
        'Write it as in “40 min” or “4 weeks”. For example: over = "40 min"'
    )
