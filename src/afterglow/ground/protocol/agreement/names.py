"""Names that one table uses and another must know."""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.ground.protocol.agreement.disagreement import Disagreement, Path
from afterglow.ground.protocol.families import families
from afterglow.ground.protocol.schema.protocol import Protocol


def first_information_exists(protocol: Protocol) -> Iterator[Disagreement]:
    """What is shown before all other information is one of the texts."""
    codes = [text.code for text in protocol.information]
    if protocol.consent.shown_first not in codes:
        words = f"There is no information with the code “{protocol.consent.shown_first}”."
        yield Disagreement(("consent", "shown_first"), words, f'shown_first = "{codes[0]}"' if codes else "")


def priced_treatments_exist(protocol: Protocol) -> Iterator[Disagreement]:
    """A price belongs to a treatment of the clinic, and a drug price to one of its doses."""
    doses = {treatment.code: treatment.doses for treatment in protocol.treatments}
    for place, price in enumerate(protocol.fees.prices):
        path: Path = ("fees", "prices", place)
        if price.treatment is not None and price.treatment not in doses:
            words = f"No treatment has the code “{price.treatment}”."
            yield Disagreement((*path, "treatment"), words, f'treatment = "{protocol.treatments[0].code}"')
            continue
        for entry, drug in enumerate(price.drug):
            if drug.dose not in doses.get(price.treatment or "", ()):
                yield Disagreement((*path, "drug", entry), f"The treatment is not given as {drug.dose}.")


def families_are_known(protocol: Protocol) -> Iterator[Disagreement]:
    """A family of medicines is one that medicines are known for."""
    named: list[tuple[Path, str]] = [
        (("assessment", "interactions", place, "family"), interaction.family)
        for place, interaction in enumerate(protocol.assessment.interactions)
    ]
    for place, treatment in enumerate(protocol.treatments):
        together = treatment.together_with.families if treatment.together_with else ()
        named += [(("treatments", place, "together_with", "families"), family) for family in together]
    for path, family in named:
        if family not in families():
            yield Disagreement(path, f"No family of medicines has the code “{family}”.", '"benzodiazepine"')


def primary_is_asked(protocol: Protocol) -> Iterator[Disagreement]:
    """The main questionnaire is asked at some moment."""
    asked = [entry.instrument for entry in protocol.outcomes.asked]
    if protocol.outcomes.primary not in asked:
        words = f"“{protocol.outcomes.primary}” is the main questionnaire but is never asked."
        yield Disagreement(("outcomes", "primary"), words, f'primary = "{asked[0]}"' if asked else "")


def named_groups_exist(protocol: Protocol) -> Iterator[Disagreement]:
    """A group whose members are left out is one the clinic has."""
    kinds = {group.kind for group in protocol.groups}
    for place, group in enumerate(protocol.groups):
        for kind in group.closed_to.members_of if group.closed_to else ():
            if kind not in kinds:
                yield Disagreement(("groups", place, "closed_to", "members_of"), f"There is no {kind} group.")
