"""Fields for amounts: each is read into its own type, and never through a float."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Generic, TypeVar

from afterglow.ground.design.fields.worded import ReadableField
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.quantity import Pressure, Quantity, QuantityError

Q = TypeVar("Q", bound=Quantity)

_SUM = re.compile(r"£?\s*(?P<pounds>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7})(?:\.(?P<pence>[0-9]{2}))?")
_BLOOD_PRESSURE = re.compile(r"([0-9]{2,3})\s*/\s*([0-9]{2,3})")
_WHOLE = re.compile(r"[0-9]{1,9}")
_DECIMAL = re.compile(r"(?P<number>[0-9]{1,9}(?:[.,][0-9]{1,9})?)\s*(?P<unit>\S*)")


class WholeNumberField(ReadableField):
    """A whole number from ``least`` to ``greatest``, with its unit beside the box."""

    inputmode: ClassVar[str] = "numeric"
    most = 20

    def __init__(self, label: str, *, least: int, greatest: int, unit: str = "", **given: Any) -> None:
        super().__init__(label, **{"width": 5, **given})
        self.least, self.greatest, self.unit = least, greatest, unit

    def to_python(self, value: Any) -> int | None:
        """The number; None for nothing."""
        text = str(super().to_python(value))
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            raise self.wrong(f"Enter {self.named} as a whole number, such as {(self.least + self.greatest) // 2}")
        if not self.least <= int(text) <= self.greatest:
            raise self.wrong(f"{self.label_text} must be {self.least} to {self.greatest}")
        return int(text)


class QuantityField(ReadableField, Generic[Q]):
    """A quantity typed in the unit shown, or with any unit its type knows: ``QuantityField(Weight, "Weight")``."""

    inputmode: ClassVar[str] = "decimal"
    most = 30

    def __init__(
        self, quantity: type[Q], label: str, *, least: Q | None = None, greatest: Q | None = None, **given: Any
    ) -> None:
        super().__init__(label, **{"width": 5, **given})
        self.quantity, self.least, self.greatest = quantity, least, greatest
        self.unit, self.per_unit = next(iter(quantity.written.items()))

    def to_python(self, value: Any) -> Q | None:
        """The quantity; None for nothing."""
        text = str(super().to_python(value))
        if not text:
            return None
        amount = self._read(text)
        if (self.least and amount < self.least) or (self.greatest and self.greatest < amount):
            raise self.wrong(f"{self.label_text} must be {self._range()}")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """The bare number of a quantity; anything typed as it is."""
        return str(value.number) if isinstance(value, Quantity) else value

    def _read(self, text: str) -> Q:
        match = _DECIMAL.fullmatch(text)
        if match is None or (match["unit"] and match["unit"] not in self.quantity.written):
            raise self.wrong(f"Enter {self.named} in {self.unit}, such as {self.quantity.example.split()[0]}")
        try:
            return self.quantity.of(match["number"].replace(",", "."), match["unit"] or None)
        except QuantityError:
            raise self.wrong(self._too_fine()) from None

    def _too_fine(self) -> str:
        places = len(str(self.per_unit)) - 1
        if places == 0:
            return f"Enter {self.named} as a whole number of {self.unit}"
        figures = "1 figure" if places == 1 else f"{places} figures"
        return f"Enter {self.named} in {self.unit} with at most {figures} after the point"

    def _range(self) -> str:
        if self.least and self.greatest:
            return f"{self.least.number} to {self.greatest}"
        return f"{self.least} or more" if self.least else f"{self.greatest} or less"


class MoneyField(ReadableField):
    """A sum in pounds, ``225`` or ``£1,225.50``; kept in whole pence."""

    inputmode: ClassVar[str] = "decimal"
    unit = "£"
    most = 20

    def __init__(self, label: str, **given: Any) -> None:
        super().__init__(label, **{"width": 8, **given})

    def to_python(self, value: Any) -> Money | None:
        """The sum; None for nothing."""
        text = str(super().to_python(value))
        match = _SUM.fullmatch(text)
        if text and match is None:
            raise self.wrong(f"Enter {self.named} in pounds, such as 225 or 10.50")
        if match is None:
            return None
        return Money(int(match["pounds"].replace(",", "")) * 100 + int(match["pence"] or 0))

    def prepare_value(self, value: Any) -> Any:
        """A stored sum without its sign; anything typed as it is."""
        return str(value).lstrip("£") if isinstance(value, Money) else value


class BloodPressureField(ReadableField):
    """A blood pressure typed as one value, ``120/80``; given as (systolic, diastolic)."""

    unit = "mmHg"
    inputmode: ClassVar[str] = "text"
    most = 20

    def __init__(self, label: str = "BP", **given: Any) -> None:
        super().__init__(label, **{"width": 8, **given})

    def to_python(self, value: Any) -> tuple[Pressure, Pressure] | None:
        """Both pressures; None for nothing."""
        text = str(super().to_python(value))
        if not text:
            return None
        match = _BLOOD_PRESSURE.fullmatch(text)
        if match is None:
            raise self.wrong(f"Enter {self.named} as two numbers, such as 120/80")
        systolic, diastolic = Pressure(int(match[1])), Pressure(int(match[2]))
        if systolic <= diastolic:
            raise self.wrong(f"Enter {self.named} with the higher number first, such as 120/80")
        return systolic, diastolic

    def prepare_value(self, value: Any) -> Any:
        """Both numbers of a stored pressure; anything typed as it is."""
        return f"{value[0].number}/{value[1].number}" if isinstance(value, tuple) else value
