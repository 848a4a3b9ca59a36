"""Treatment is one part of a wider plan: what stands beside it."""

from __future__ import annotations

import pytest

from afterglow.care.course.rules.wider_plan import Beside, wider_plan

NONE = ("None is recorded.",)
GROUP = ("Integration group", "Recommended, never required.")


@pytest.mark.pathway("N11")
@pytest.mark.parametrize(
    ("medicines", "therapy", "groups", "shown"),
    [
        ((), (), (), (("Medicines", NONE), ("Therapy elsewhere", NONE))),
        (
            ("Sertraline 150 mg daily", "Lithium"),
            ("Ruth Lind, Elm Practice",),
            (),
            (
                ("Medicines", ("Sertraline 150 mg daily", "Lithium")),
                ("Therapy elsewhere", ("Ruth Lind, Elm Practice",)),
            ),
        ),
        (
            (),
            (),
            (GROUP,),
            (
                ("Medicines", NONE),
                ("Therapy elsewhere", NONE),
                ("Groups", ("Integration group. Recommended, never required.",)),
            ),
        ),
    ],
)
def test_what_goes_on_beside_the_treatment(
    medicines: tuple[str, ...],
    therapy: tuple[str, ...],
    groups: tuple[tuple[str, str], ...],
    shown: tuple[tuple[str, tuple[str, ...]], ...],
) -> None:
    assert wider_plan(medicines, therapy, groups) == tuple(Beside(title, lines) for title, lines in shown)
