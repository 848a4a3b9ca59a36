"""A least and a most, both included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.kernel.between import Between


@given(least=st.integers(), most=st.integers(), value=st.integers())
def test_it_holds_what_lies_between_its_ends(least: int, most: int, value: int) -> None:
    if most < least:
        with pytest.raises(ValueError, match="smaller end"):
            Between(least, most)
    else:
        assert Between(least, most).holds(value) == (value in range(least, most + 1))
