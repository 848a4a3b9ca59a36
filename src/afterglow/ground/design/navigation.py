"""The places a page can lead to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NavigationItem:
    """One place in a list of places. ``state`` is a short word beside it, ``icon`` the state's shape."""

    label: str
    url: str
    current: bool = False
    state: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Pages:
    """A long list in parts: this one, how many there are, and the address of any of them."""

    current: int
    last: int
    address: str = "?page="

    @property
    def earlier(self) -> str:
        """Address of the part before this; empty on the first."""
        return f"{self.address}{self.current - 1}" if self.current > 1 else ""

    @property
    def later(self) -> str:
        """Address of the part after this; empty on the last."""
        return f"{self.address}{self.current + 1}" if self.current < self.last else ""
