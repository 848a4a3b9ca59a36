"""What each field takes, and the sentence it answers with when it does not."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import assume, given
from hypothesis import strategies as st

from afterglow.ground.design.fields.worded import in_sentence
from afterglow.ground.design.forms import (
    BloodPressureField,
    Choice,
    ChoiceField,
    DayField,
    EmailField,
    FileField,
    LongTextField,
    ManyField,
    MomentField,
    MoneyField,
    NhsNumberField,
    PhoneField,
    QuantityField,
    TextField,
    TickField,
    WholeNumberField,
    YesNoField,
)
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.quantity import Dose, Height, Pressure, Weight

LONDON = ZoneInfo("Europe/London")
WEIGHT = QuantityField(Weight, "Weight", least=Weight.of(20), greatest=Weight.of(300))
MOMENT = MomentField("Taken at")
MOMENT.zone = LONDON
ROUTES = (Choice("iv", "Into a vein"), Choice("im", "Into a muscle"))


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (TextField("Surname"), "  O’Neill   Smith ", "O’Neill Smith"),
        (TextField("Name"), "Nguyễn Thị Minh Khai", "Nguyễn Thị Minh Khai"),
        (LongTextField("Reason"), "one\r\ntwo\n", "one\ntwo"),
        (EmailField(), "Maya.Osei@Larkfield.example ", "maya.osei@larkfield.example"),
        (PhoneField(), "01632 960142", "+441632960142"),
        (PhoneField(), "07700 900318", "+447700900318"),
        (PhoneField(), "+44 (0)20 7946 0018", "+442079460018"),
        (NhsNumberField(), "999 000 1014", "9990001014"),
        (WholeNumberField("HR", least=20, greatest=250), " 96 ", 96),
        (WEIGHT, "70", Weight.of(70)),
        (WEIGHT, "70.5 kg", Weight.of("70.5")),
        (WEIGHT, "70,5", Weight.of("70.5")),
        (WEIGHT, "70500 g", Weight.of("70.5")),
        (QuantityField(Dose, "Dose"), "0.5mg", Dose(500)),
        (MoneyField("Fee"), "£1,225.50", Money(122_550)),
        (MoneyField("Fee"), "225", Money(22_500)),
        (BloodPressureField(), "120 / 80", (Pressure(120), Pressure(80))),
        (DayField("Date of birth"), ("4", "3", "1981"), date(1981, 3, 4)),
        (DayField("Date of birth"), ("04", "March", "1981"), date(1981, 3, 4)),
        (DayField("Date of birth", required=False), ("", "", ""), None),
        (MOMENT, "2026-06-11T14:32", datetime(2026, 6, 11, 13, 32, tzinfo=UTC)),
        (MOMENT, "11 June 2026, 14:32", datetime(2026, 6, 11, 13, 32, tzinfo=UTC)),
        (MOMENT, "11/06/2026 14:32", datetime(2026, 6, 11, 13, 32, tzinfo=UTC)),
        (MOMENT, "2026-10-25T01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (YesNoField("Fasting?"), "yes", True),
        (YesNoField("Fasting?"), "no", False),
        (YesNoField("Fasting?", required=False), None, None),
        (ChoiceField("Route", ROUTES), "im", "im"),
        (ManyField("Routes", ROUTES), ("im", "iv"), ("iv", "im")),
        (ManyField("Routes", ROUTES, required=False), (), ()),
        (TickField("I agree"), True, True),
        (TickField("Remind me", required=False), False, False),
        (FileField("Bundle"), SimpleUploadedFile("a.json", b"{}"), b"{}"),
    ],
)
def test_a_field_reads_what_people_type(field: forms.Field, typed: Any, value: Any) -> None:
    assert field.clean(typed) == value


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (TextField("Surname"), "", "Enter surname"),
        (TextField("Surname", missing="Enter your surname"), "  ", "Enter your surname"),
        (TextField("Surname", most=5), "Featherstone", "Surname must be 5 characters or fewer"),
        (TextField("Surname"), "a\x00b", "Surname contains characters that cannot be read. Type it again"),
        (LongTextField("Reason"), "a\ud800b", "Reason contains characters that cannot be read. Type it again"),
        (LongTextField("Reason"), "x" * 5_001, "Reason must be 5,000 characters or fewer"),
        (EmailField(), "maya at larkfield", "Enter e-mail address like name@clinic.example"),
        (PhoneField(), "12", "Enter phone number such as 01632 960142 or +44 7700 900318"),
        (PhoneField(), "call me", "Enter phone number such as 01632 960142 or +44 7700 900318"),
        (NhsNumberField(), "999", "An NHS number has 10 digits, such as 999 000 1014."),
        (WholeNumberField("HR", least=20, greatest=250), "fast", "Enter HR as a whole number, such as 135"),
        (WholeNumberField("HR", least=20, greatest=250), "0", "HR must be 20 to 250"),
        (WholeNumberField("HR", least=20, greatest=250), "٩٦", "Enter HR as a whole number, such as 135"),
        (WEIGHT, "seventy", "Enter weight in kg, such as 70"),
        (WEIGHT, "11 stone", "Enter weight in kg, such as 70"),
        (WEIGHT, "-70", "Enter weight in kg, such as 70"),
        (WEIGHT, "1e2", "Enter weight in kg, such as 70"),
        (WEIGHT, "7", "Weight must be 20 to 300\u00a0kg"),
        (WEIGHT, "700", "Weight must be 20 to 300\u00a0kg"),
        (WEIGHT, "70.12345", "Enter weight in kg with at most 3 figures after the point"),
        (QuantityField(Height, "Height"), "170.25", "Enter height in cm with at most 1 figure after the point"),
        (QuantityField(Pressure, "Limit"), "140.5", "Enter limit as a whole number of mmHg"),
        (QuantityField(Dose, "Dose"), "35 mL", "Enter dose in mg, such as 35"),
        (MoneyField("Fee"), "12.5", "Enter fee in pounds, such as 225 or 10.50"),
        (MoneyField("Fee"), "-5", "Enter fee in pounds, such as 225 or 10.50"),
        (BloodPressureField(), "162/9", "Enter BP as two numbers, such as 120/80"),
        (BloodPressureField(), "120", "Enter BP as two numbers, such as 120/80"),
        (BloodPressureField(), "80/120", "Enter BP with the higher number first, such as 120/80"),
        (DayField("Date of birth"), ("", "", ""), "Enter date of birth"),
        (DayField("Date of birth"), ("4", "", ""), "Date of birth must include a month and a year"),
        (DayField("Date of birth"), ("31", "2", "2020"), "Date of birth must be a real date, such as 4 3 1981"),
        (DayField("Date of birth"), ("٤", "3", "1981"), "Date of birth must be a real date, such as 4 3 1981"),
        (DayField("Date of birth"), ("4", "3", "81"), "Date of birth must be 1 January 1900 to 31 December 2199"),
        (MOMENT, "yesterday", "Taken at must be a day and a time, such as 11 June 2026 14:32"),
        (MOMENT, "0001-01-01T00:00", "Taken at must be a day and a time, such as 11 June 2026 14:32"),
        (
            MOMENT,
            "2026-03-29T01:30",
            "01:30 did not exist that night: the clocks went forward. Enter 02:30 or later",
        ),
        (YesNoField("Could you be pregnant?"), None, "Answer “Could you be pregnant?”"),
        (YesNoField("Fasting"), None, "Choose fasting"),
        (ChoiceField("Route", ROUTES), "", "Choose route"),
        (ChoiceField("Route", ROUTES), "oral", "Choose one of the answers shown for “Route”"),
        (ManyField("Routes", ROUTES), (), "Choose routes"),
        (ManyField("Routes", ROUTES), ("iv", "oral"), "Choose from the answers shown for “Routes”"),
        (TickField("I agree"), False, "Tick “I agree”"),
        (FileField("Bundle"), None, "Choose bundle"),
        (FileField("Bundle"), SimpleUploadedFile("a.json", b""), "Bundle is empty. Choose another file"),
        (FileField("Bundle"), SimpleUploadedFile("a", b"x" * 2_000_001), "Bundle must be smaller than 2\u00a0MB"),
    ],
)
def test_a_field_answers_in_a_sentence_that_names_it(field: forms.Field, typed: Any, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [sentence]


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Date of birth", "date of birth"),
        ("NHS number", "NHS number"),
        ("SpO₂", "SpO₂"),
        ("BP", "BP"),
        ("GP’s name", "GP’s name"),
        ("A", "A"),
    ],
)
def test_a_label_keeps_its_capitals_only_where_they_are_part_of_the_word(label: str, inside: str) -> None:
    assert in_sentence(label) == inside


@given(units=st.integers(20_000, 300_000))
def test_a_weight_shown_and_typed_back_is_the_same_weight(units: int) -> None:
    assert WEIGHT.clean(WEIGHT.prepare_value(Weight(units))) == Weight(units)


@given(pence=st.integers(0, 999_999_999))
def test_a_sum_shown_and_typed_back_is_the_same_sum(pence: int) -> None:
    field = MoneyField("Fee")
    assert field.clean(field.prepare_value(Money(pence))) == Money(pence)


@given(day=st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_shown_and_typed_back_is_the_same_day(day: date) -> None:
    field = DayField("Day")
    assert field.clean(field.prepare_value(day)) == day


@given(minutes=st.integers(0, 50_000_000))
def test_a_moment_shown_and_typed_back_is_the_same_minute_outside_the_doubled_hour(minutes: int) -> None:
    minute = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assume(not minute.astimezone(LONDON).fold)
    assert MOMENT.clean(MOMENT.prepare_value(minute)) == minute


@given(typed=st.text(max_size=60))
@pytest.mark.parametrize(
    "field",
    [WEIGHT, MOMENT, MoneyField("Fee"), BloodPressureField(), PhoneField(), EmailField(), NhsNumberField()],
    ids=lambda field: type(field).__name__,
)
def test_no_text_breaks_a_field(field: forms.Field, typed: str) -> None:
    with suppress(ValidationError):
        field.clean(typed)


@given(parts=st.tuples(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8)))
def test_no_text_breaks_the_three_boxes(parts: tuple[str, str, str]) -> None:
    with suppress(ValidationError):
        DayField("Day").clean(parts)


def test_a_moment_asks_for_the_zone_of_its_clinic() -> None:
    with pytest.raises(TypeError, match="zone"):
        MomentField("Taken at").clean("2026-06-11T14:32")
