"""What is known of a medicine and the treatment together."""

from __future__ import annotations

import pytest

from afterglow.care.assessment.rules.interactions import (
    benzodiazepine_findings,
    interaction_findings,
    together_findings,
)
from afterglow.care.assessment.rules.medicines import Taken
from afterglow.ground.kernel.finding import Severity
from afterglow.ground.protocol.schema.treatments import Route
from tests.rules.larkfield import LARKFIELD

ASSESSMENT = LARKFIELD.assessment
INFO, CAUTION = Severity.INFO, Severity.CAUTION


@pytest.mark.parametrize(
    ("medicine", "family", "severity", "says"),
    [
        ("diazepam", "benzodiazepine", CAUTION, "does not stop suddenly"),
        ("zopiclone", "z-drug", CAUTION, "Do not stop a daily tablet suddenly"),
        ("venlafaxine", "venlafaxine-or-duloxetine", INFO, "Do not stop it"),
        ("duloxetine", "venlafaxine-or-duloxetine", INFO, "Do not stop it"),
        ("morphine", "opioid", INFO, "It adds to sedation"),
        ("morphine", "opioid", INFO, "Go on taking it"),
        ("ibuprofen", "simple-painkiller", INFO, "Go on taking it"),
        ("paracetamol", "simple-painkiller", INFO, "Go on taking it"),
        ("pregabalin", "gabapentinoid", INFO, "Adds to sedation"),
        ("promethazine", "sedating-antihistamine", INFO, "Adds to sedation"),
        ("lamotrigine", "lamotrigine", INFO, "Do not stop it"),
        ("phenelzine", "maoi", CAUTION, "Blood pressure may rise"),
        ("methylphenidate", "stimulant", CAUTION, "Blood pressure may rise"),
        ("theophylline", "theophylline", CAUTION, "seizure"),
        ("levothyroxine", "thyroid-hormone", INFO, "thyroid tests"),
        ("naltrexone", "naltrexone", INFO, "May weaken the effect"),
    ],
)
@pytest.mark.pathway("F18")
def test_what_is_known_of_a_family(medicine: str, family: str, severity: Severity, says: str) -> None:
    (finding,) = interaction_findings([Taken(medicine)], ASSESSMENT, "intravenous")
    assert (finding.code, finding.severity) == (f"interaction-{family}", severity)
    assert finding.words.startswith(f"{medicine}: ")
    assert says in finding.words


@pytest.mark.parametrize(
    ("medicine", "route", "codes"),
    [
        ("clarithromycin", "oral", ["interaction-strong-cyp3a4-inhibitor"]),
        ("clarithromycin", "intravenous", []),
        ("rifampicin", "oral", ["interaction-enzyme-inducer"]),
        ("rifampicin", "nasal", []),
        ("Flixonase", "nasal", ["interaction-nasal-decongestant-or-steroid"]),
        ("Flixonase", "intravenous", []),
        ("lithium", "intravenous", []),
        ("co-codamol", "intravenous", ["interaction-opioid", "interaction-simple-painkiller"]),
    ],
)
def test_some_hold_for_one_route_only(medicine: str, route: Route, codes: list[str]) -> None:
    assert [one.code for one in interaction_findings([Taken(medicine)], ASSESSMENT, route)] == codes


def test_before_a_route_is_chosen_all_are_shown_and_say_for_which() -> None:
    (finding,) = interaction_findings([Taken("clarithromycin")], ASSESSMENT)
    assert finding.words.startswith("clarithromycin (with an oral dose): ")
    (finding,) = interaction_findings([Taken("clarithromycin")], ASSESSMENT, "oral")
    assert finding.words.startswith("clarithromycin: ")


def test_no_interaction_is_ever_a_stop() -> None:
    everything = [Taken(name) for name in ("Valium", "Zimovane", "Nardil", "Ritalin", "MST", "Klaricid")]
    assert all(one.severity is not Severity.STOP for one in interaction_findings(everything, ASSESSMENT))


@pytest.mark.parametrize(
    ("taken", "shown"),
    [
        ([], None),
        ([Taken("diazepam", "8 mg daily")], None),
        ([Taken("diazepam", "8.5 mg daily")], "8.5"),
        ([Taken("diazepam", "5 mg daily"), Taken("temazepam", "10 mg at night")], "10"),
        ([Taken("clobazam", "25 mg daily")], "12.5"),
        ([Taken("chlordiazepoxide", "50 mg daily"), Taken("diazepam", "0.25 mg daily")], "20.2"),
        ([Taken("chlordiazepoxide", "40 mg daily"), Taken("clonazepam", "0.1 mg daily")], "18"),
        ([Taken("diazepam", "20 mg", as_needed=True)], None),
        ([Taken("zopiclone", "7.5 mg at night")], None),
        ([Taken("Ativan", "1 mg bd"), Taken("midazolam", "sometimes")], "20"),
    ],
)
@pytest.mark.pathway("F18")
def test_a_daily_benzodiazepine_is_counted_in_diazepam(taken: list[Taken], shown: str | None) -> None:
    found = benzodiazepine_findings(taken)
    if shown is None:
        assert found == ()
        return
    (finding,) = found
    assert finding.severity is CAUTION
    assert f"are like {shown}\u00a0mg of diazepam" in finding.words
    assert "Not to be stopped suddenly" in finding.words
    assert ("not counted: midazolam" in finding.how) is (taken[-1].name == "midazolam")


@pytest.mark.parametrize(
    ("medicines", "missing"),
    [([], True), (["lithium"], True), (["sertraline"], False), (["Efexor"], False), (["mirtazapine"], True)],
)
@pytest.mark.pathway("F2")
def test_the_sprays_licence_asks_for_an_ssri_or_snri_beside_it(medicines: list[str], missing: bool) -> None:
    taken = [Taken(name) for name in medicines]
    found = together_findings(taken, LARKFIELD.treatment("nasal"))
    assert [one.code for one in found] == (["taken-without-antidepressant"] if missing else [])
    assert together_findings(taken, LARKFIELD.treatment("intravenous")) == ()
