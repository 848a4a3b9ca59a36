"""Which families a medicine belongs to, as people write it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from afterglow.care.assessment.rules.brand_names import BRANDS
from afterglow.care.assessment.rules.medicines import (
    Taken,
    daily_dose,
    diazepam_equivalent,
    families_taken,
    spelling_findings,
)
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.families import families_of


@pytest.mark.parametrize(
    ("written", "families"),
    [
        ("diazepam", {"benzodiazepine"}),
        ("Diazepam 2 mg tablets", {"benzodiazepine"}),
        ("VALIUM", {"benzodiazepine"}),
        ("Valium (from a friend)", {"benzodiazepine"}),
        ("Zimovane 7.5 mg", {"z-drug"}),
        ("Venlafaxine MR", {"snri", "venlafaxine-or-duloxetine"}),
        ("Efexor XL", {"snri", "venlafaxine-or-duloxetine"}),
        ("Cymbalta", {"snri", "venlafaxine-or-duloxetine"}),
        ("Prozac", {"ssri"}),
        ("co-codamol 30/500", {"opioid", "simple-painkiller"}),
        ("Co codamol", {"opioid", "simple-painkiller"}),
        ("Nurofen", {"simple-painkiller"}),
        ("Nurofen Plus", {"opioid", "simple-painkiller"}),
        ("MST Continus", {"opioid"}),
        ("Lyrica", {"gabapentinoid"}),
        ("Lamictal", {"lamotrigine"}),
        ("Nardil", {"maoi"}),
        ("Elvanse 50 mg", {"stimulant"}),
        ("Concerta XL", {"stimulant"}),
        ("Tegretol", {"enzyme-inducer"}),
        ("St John’s Wort", {"enzyme-inducer"}),
        ("st johns wort", {"enzyme-inducer"}),
        ("Klaricid", {"strong-cyp3a4-inhibitor"}),
        ("grapefruit", {"strong-cyp3a4-inhibitor"}),
        ("thyroxine 100 micrograms", {"thyroid-hormone"}),
        ("Flixonase", {"nasal-decongestant-or-steroid"}),
        ("Sudafed", {"nasal-decongestant-or-steroid"}),
        ("Piriton", {"sedating-antihistamine"}),
        ("Uniphyllin Continus", {"theophylline"}),
        ("Adepend", {"naltrexone"}),
        ("lithium carbonate", set()),
        ("ramipril", set()),
        ("Fluticasone inhaler", set()),
    ],
)
@pytest.mark.pathway("F18")
def test_families_by_generic_and_brand_name(written: str, families: set[str]) -> None:
    assert set(families_taken(Taken(written))) == families


def test_every_brand_stands_for_a_medicine_that_some_rule_knows() -> None:
    for brand, generics in BRANDS.items():
        assert all(families_of(generic) for generic in generics), brand


def test_a_family_chosen_by_hand_counts_too() -> None:
    assert families_taken(Taken("a tablet from abroad", family="benzodiazepine")) == ("benzodiazepine",)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("diazapam", "diazepam"),
        ("lorazapam 1 mg", "lorazepam"),
        ("venlafaxin", "venlafaxine"),
        ("zopiclon", "zopiclone"),
        ("diazepam", None),
        ("ramipril", None),
        ("lithium", None),
        ("vitamin D", None),
        ("", None),
    ],
)
def test_a_slip_of_the_pen_never_looks_like_a_medicine_without_interactions(written: str, meant: str | None) -> None:
    found = spelling_findings([Taken(written)])
    assert [one.words for one in found] == (
        [f"“{written}” is not known here. Was {meant} meant? Check it against the box."] if meant else []
    )


@pytest.mark.parametrize(
    ("words", "daily"),
    [
        ("2 mg daily", "2 mg"),
        ("2mg at night", "2 mg"),
        ("5 mg twice daily", "10 mg"),
        ("5 mg bd", "10 mg"),
        ("0.5 mg three times a day", "1.5 mg"),
        ("500 micrograms qds", "2 mg"),
        ("7.5 mg nocte", "7.5 mg"),
        ("2 mg", None),
        ("2 mg as needed, up to twice daily", None),
        ("2 to 5 mg daily", None),
        ("2-5 mg daily", None),
        ("2 mg in the morning and 5 mg at night", None),
        ("2 mg in the morning and at night", None),
        ("5 mg twice a week", None),
        ("one tablet daily", None),
        ("", None),
    ],
)
def test_the_amount_a_day_only_where_it_is_said_plainly(words: str, daily: str | None) -> None:
    assert daily_dose(words) == (Dose.parse(daily) if daily else None)


@pytest.mark.parametrize(
    ("name", "dose", "milligrams"),
    [
        ("diazepam", "5 mg daily", 5),
        ("alprazolam", "0.25 mg daily", 5),
        ("clobazam", "10 mg daily", 5),
        ("clonazepam", "0.25 mg daily", 5),
        ("lorazepam", "0.5 mg daily", 5),
        ("lormetazepam", "0.5 mg at night", 5),
        ("nitrazepam", "5 mg at night", 5),
        ("oxazepam", "10 mg daily", 5),
        ("temazepam", "10 mg at night", 5),
        ("chlordiazepoxide", "12.5 mg daily", 5),
        ("Ativan", "1 mg twice daily", 20),
        ("diazepam", "2 mg", None),
        ("midazolam", "10 mg daily", None),
        ("zopiclone", "7.5 mg at night", None),
    ],
)
def test_equivalents_of_diazepam(name: str, dose: str, milligrams: int | None) -> None:
    """The British National Formulary's table: each of these is like 5 mg of diazepam."""
    amount = diazepam_equivalent(Taken(name, dose))
    assert amount == (None if milligrams is None else Fraction(milligrams))
    assert diazepam_equivalent(Taken(name, dose, as_needed=True)) is None
