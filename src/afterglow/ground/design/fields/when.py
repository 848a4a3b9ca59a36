"""Fields for days and moments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms

from afterglow.ground.design import words
from afterglow.ground.design.fields.worded import ReadableField, WordedField

_PARTS = ("day", "month", "year")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
_SPELLINGS = (
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d/%m/%Y %H:%M",
    "%d %B %Y %H:%M",
    "%d %b %Y %H:%M",
)

Typed = tuple[str, str, str]


class DayBoxes(forms.Widget):
    """Three boxes: what was typed in each of them, kept apart."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        """The three texts as typed."""
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip() for part in _PARTS)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether none of the boxes was sent."""
        return not any(f"{name}_{part}" in data for part in _PARTS)


class DayField(WordedField):
    """A day in three boxes; the month may be typed as a number or by its name."""

    kind: ClassVar[str] = "day"
    inputmode: ClassVar[str] = "numeric"
    widget = DayBoxes

    def __init__(self, label: str, *, earliest: date = _EARLIEST, latest: date = _LATEST, **given: Any) -> None:
        super().__init__(label, **given)
        self.earliest, self.latest = earliest, latest

    def clean(self, value: Any) -> date | None:
        """The day; None for three empty boxes. Raises ValidationError."""
        typed = self.prepare_value(value)
        if not any(typed):
            if self.required:
                raise self.wrong(self.missing)
            return None
        absent = [f"a {part}" for part, text in zip(_PARTS, typed, strict=True) if not text]
        if absent:
            raise self.wrong(f"{self.label_text} must include {' and '.join(absent)}")
        found = self._read(typed)
        if not self.earliest <= found <= self.latest:
            raise self.wrong(f"{self.label_text} must be {words.day(self.earliest)} to {words.day(self.latest)}")
        return found

    def prepare_value(self, value: Any) -> Typed:
        """The three texts to show in the boxes."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        return value if isinstance(value, tuple) else ("", "", "")

    def _read(self, typed: Typed) -> date:
        day, month, year = typed
        numbers = (day, _month_number(month), year)
        plain = all(text.isascii() and text.isdigit() and len(text) <= 4 for text in numbers)
        try:
            return date(*(int(numbers[place]) for place in (2, 1, 0))) if plain else self._unreal()
        except ValueError:
            return self._unreal()

    def _unreal(self) -> date:
        raise self.wrong(f"{self.label_text} must be a real date, such as 4 3 1981")


class MomentField(ReadableField):
    """A day and a time in the clinic's zone, in one native control; given as an aware moment in UTC.

    A time that the clocks skip is refused. Of a time that comes twice, the first is meant.
    """

    input_type: ClassVar[str] = "datetime-local"
    most = 40
    zone: ZoneInfo | None = None
    """Set by the form."""

    def to_python(self, value: Any) -> datetime | None:
        """The moment; None for nothing."""
        text = str(super().to_python(value)).replace(",", "")
        if not text:
            return None
        local = self._read(text)
        moment = local.replace(tzinfo=self._known_zone()).astimezone(UTC)
        if moment.astimezone(self._known_zone()).replace(tzinfo=None) != local:
            later = local + timedelta(hours=1)
            raise self.wrong(
                f"{local:%H:%M} did not exist that night: the clocks went forward. Enter {later:%H:%M} or later"
            )
        return moment

    def prepare_value(self, value: Any) -> Any:
        """A moment as the native control wants it; anything typed as it is."""
        return value.astimezone(self._known_zone()).strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value

    def attributes(self) -> dict[str, str | int]:
        """No longest text: the native control has none."""
        return {"type": self.input_type, "autocomplete": self.autocomplete}

    def _read(self, text: str) -> datetime:
        for spelling in _SPELLINGS:
            try:
                found = datetime.strptime(text, spelling)  # noqa: DTZ007  # the zone is the clinic's, joined by the caller
            except ValueError:
                continue
            if _EARLIEST <= found.date() <= _LATEST:
                return found.replace(second=0)
        raise self.wrong(f"{self.label_text} must be a day and a time, such as 11 June 2026 14:32")

    def _known_zone(self) -> ZoneInfo:
        if self.zone is None:
            raise TypeError("A form with a MomentField needs the clinic's zone.")
        return self.zone


def _month_number(text: str) -> str:
    start = text.lower()[:3]
    return str(_MONTHS.index(start) + 1) if start in _MONTHS else text
