"""The rules of the treatment day and the drug register in cases: the tables that their tests run, by family."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from tests.rules.pharmacy import test_counting, test_drawing, test_stock, test_supplying
from tests.rules.treatment import (
    test_blood_pressure,
    test_board,
    test_direction,
    test_infusion,
    test_leaving,
    test_observations,
    test_phases,
    test_portions,
    test_prescription,
    test_quiet,
    test_rate,
    test_readiness,
    test_recovery_scores,
    test_scheme_form,
    test_second_check,
    test_signal,
    test_stopping,
    test_symptoms,
    test_vital_limits,
    test_vitals,
    test_waiting_for,
)
from tests.rules.treatment.safety_table import SafetyTable

FAMILIES: Mapping[str, tuple[str, Sequence[object]]] = {
    "blood-pressure": ("Blood pressure", (test_blood_pressure,)),
    "vital-signs": ("Pulse, breathing, oxygen, sedation and agitation", (test_vital_limits,)),
    "observation": (
        "When readings are taken, and what is missing",
        (test_observations, test_vitals, test_signal, test_quiet),
    ),
    "complaints": ("Complaints and side effects", (test_symptoms, test_stopping)),
    "before-the-dose": ("Before the dose", (test_direction, test_readiness, test_second_check)),
    "giving": ("Giving the dose", (test_rate, test_infusion, test_portions)),
    "leaving": ("Recovery and leaving", (test_leaving, test_recovery_scores)),
    "papers": (
        "Prescriptions taken home, and the scheme’s form",
        (test_prescription, test_supplying, test_scheme_form),
    ),
    "board": ("The board of the day", (test_board, test_phases, test_waiting_for)),
    "register": ("Medicines and their register", (test_drawing, test_counting, test_stock)),
}


def tables_of(module: object) -> tuple[SafetyTable, ...]:
    """The tables of one module of tests, in its order."""
    return tuple(one for one in vars(module).values() if isinstance(one, SafetyTable))


def page(title: str, modules: Sequence[object]) -> str:
    """One document."""
    lead = "Each row is a case that a test runs: what is given, and what holds. Written by `make fix`."
    tables = [table.markdown() for module in modules for table in tables_of(module)]
    return "\n\n".join([f"# {title}", lead, *tables]) + "\n"


RULE_DOCUMENTS: Mapping[str, Callable[[], str]] = {
    f"docs/safety/{name}.md": partial(page, title, modules) for name, (title, modules) in FAMILIES.items()
}
