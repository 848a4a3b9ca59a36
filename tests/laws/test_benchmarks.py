"""A benchmark's own words cannot say that its bars hold: the runner compares."""

import pytest

from bench.run import HERE, holds, names


@pytest.mark.parametrize(
    ("rate", "seconds", "expected"),
    [(4, 3, True), (3.9, 3, False), (4, 3.1, False), (40, 0, True)],
)
def test_a_bar_holds_only_when_its_figure_reaches_it(rate: float, seconds: float, expected: bool) -> None:
    bars = {"rate": {"at_least": 4}, "first_page_s": {"at_most": 3}}
    assert holds({"figures": {"first_page_s": seconds}, "ratios": {"rate": rate}, "bars": bars}) is expected


def test_a_bar_without_a_figure_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        holds({"figures": {}, "ratios": {}, "bars": {"p99_ms": {"at_most": 60}}})


def test_every_benchmark_can_be_run() -> None:
    assert [name for name in names() if "def main()" not in (HERE / f"{name}.py").read_text()] == []
