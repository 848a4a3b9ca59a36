"""The published price chain, reproduced from the prices in the protocol: what follows, and what is only assumed."""

from fractions import Fraction

import pytest

from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.quantity import Dose
from tests.rules.protocol.shipped import clinic

pytestmark = pytest.mark.pathway("F35")

FEES = clinic("F").fees
INFUSION = FEES.price("infusion").amount
ORAL_MONTH = FEES.price("oral").amount
SPRAY = FEES.price("esketamine")
FOUR_WEEKS = 4
# Published by NICE for esketamine, in GBP for a QALY; the clinic divides it by ten for ketamine.
ESKETAMINE_QALY = (64_554, 72_158)
NHS_THRESHOLD = 30_000


def drug_price(dose: str) -> Money:
    return next(drug.amount for drug in SPRAY.drug if drug.dose == Dose.parse(dose))


def test_an_esketamine_dose_costs_the_drug_and_the_clinics_fee() -> None:
    assert drug_price("56 mg") == Money.parse("326 GBP")
    assert drug_price("84 mg") == Money.parse("489 GBP")
    assert SPRAY.amount == INFUSION == Money.parse("225 GBP")
    assert SPRAY.for_dose(Dose.parse("84 mg")) == Money.parse("714 GBP")


def test_four_weeks_of_the_esketamine_drug_alone() -> None:
    assert drug_price("84 mg") * FOUR_WEEKS == Money.parse("1956 GBP")


def test_four_weeks_of_ketamine_with_everything_around_it() -> None:
    assert Money.parse("285 GBP") == INFUSION + ORAL_MONTH
    assert ORAL_MONTH.pence == Money.parse("15 GBP").pence * FOUR_WEEKS


def test_ketamine_with_a_monthly_infusion_and_weekly_oral_doses_costs_71_a_week() -> None:
    assert Fraction((INFUSION + ORAL_MONTH).pence, FOUR_WEEKS) == Money.parse("71.25 GBP").pence


def test_a_vial_for_about_seven_patients_is_about_a_pound_a_dose() -> None:
    vial = clinic("F").treatment("intravenous").products[0]
    assert vial.price == Money.parse("7 GBP")
    assert Fraction(vial.price.pence, 7) == Money.parse("1 GBP").pence
    # The label says one vial, one patient: the arithmetic is the document's, the practice is not this protocol's.
    assert not clinic("F").pharmacy.vial_sharing.allowed


def test_the_tenth_is_a_ratio_of_costs_and_an_assumption_about_effect() -> None:
    weekly_ketamine = Fraction((INFUSION + ORAL_MONTH).pence, FOUR_WEEKS)
    ratio = weekly_ketamine / SPRAY.for_dose(Dose.parse("84 mg")).pence
    assert round(float(ratio), 4) == 0.0998
    # The printed 6,455 to 7,216 is a tenth of another drug's figure, rounded. It holds only if both drugs work equally
    # well, which no figure here shows: it is the document's assumption and must be printed as one.
    assert tuple(round(cost / 10) for cost in ESKETAMINE_QALY) == (6_455, 7_216)
    assert tuple(round(cost * ratio) for cost in ESKETAMINE_QALY) == (6_442, 7_201)
    assert ESKETAMINE_QALY[0] > NHS_THRESHOLD


def test_the_patient_reads_that_the_tenth_is_assumed() -> None:
    body = " ".join(clinic("F").information_on("worth-its-price").paragraphs)
    for figure in ("64,554 to 72,158", "6,455 to 7,216", "30,000", "714", "1,956", "285", "71"):
        assert f"{figure} GBP" in body
    assert "That is an assumption, not a result." in body
