"""The base of every form, and the way a view shows one.

A form reads shape only: it never saves and never decides. Errors are sentences beside the field and, in the
same words, in the summary on top; what was typed stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from afterglow.ground.design.fields.choice import Choice, ChoiceField, ManyField, TickField, YesNoField
from afterglow.ground.design.fields.file import FileField
from afterglow.ground.design.fields.number import BloodPressureField, MoneyField, QuantityField, WholeNumberField
from afterglow.ground.design.fields.text import (
    EmailField,
    HiddenField,
    LongTextField,
    NhsNumberField,
    PhoneField,
    SecretField,
    TextField,
)
from afterglow.ground.design.fields.when import DayField, MomentField
from afterglow.ground.design.rendering import view_of
from afterglow.ground.kernel.finding import Finding

__all__ = [
    "BloodPressureField",
    "Choice",
    "ChoiceField",
    "DayField",
    "EmailField",
    "FileField",
    "Form",
    "HiddenField",
    "LongTextField",
    "ManyField",
    "MomentField",
    "MoneyField",
    "NhsNumberField",
    "PhoneField",
    "Problem",
    "QuantityField",
    "SecretField",
    "TextField",
    "TickField",
    "WholeNumberField",
    "YesNoField",
    "form_problems",
    "render_form",
]


class Form(forms.Form):
    """A form in the clinic's zone."""

    use_required_attribute = False

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        *,
        zone: ZoneInfo | None = None,
        initial: Mapping[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}), prefix=prefix, label_suffix="")  # type: ignore[arg-type]
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.zone = zone

    @classmethod
    def of(cls, request: HttpRequest, **given: Any) -> Self:
        """The form of this request: bound to what was sent by POST, in the zone of the request's clinic."""
        sent = request.method == "POST"
        clinic = getattr(request, "clinic", None)
        zone = ZoneInfo(clinic.time_zone if clinic else settings.TIME_ZONE)
        return cls(request.POST if sent else None, request.FILES if sent else None, zone=zone, **given)

    def offer_choices(self, name: str, choices: Iterable[Choice]) -> None:
        """Say what can be chosen in a field, where that is known only now. Raises TypeError for any other field."""
        field = self.fields[name]
        if not isinstance(field, ChoiceField | ManyField):
            raise TypeError(f"Nothing is chosen in “{name}”.")
        field.choices = tuple(choices)


@dataclass(frozen=True)
class Problem:
    """One line of the summary: the words beside the field, and the id of its first control."""

    words: str
    target: str = ""


def form_problems(form: BaseForm) -> tuple[Problem, ...]:
    """Everything wrong with a form, in the order of its fields."""
    return tuple(_problems(form)) if form.is_bound else ()


def _problems(form: BaseForm) -> Iterator[Problem]:
    for words in form.non_field_errors():
        yield Problem(str(words))
    for bound in form:
        for words in bound.errors:
            yield Problem(str(words), "" if bound.is_hidden else view_of(bound).first_id)


def render_form(
    request: HttpRequest, template: str, form: BaseForm, *, refused: Sequence[Finding] = (), **context: Any
) -> HttpResponse:
    """Show a page with a form: status 422 when what was sent is wrong, or when a rule ``refused`` it.

    The template finds ``form``, ``refused`` and ``problem`` (whether anything is wrong) beside its own context.
    """
    problem = bool(refused) or (form.is_bound and not form.is_valid())
    page = {**context, "form": form, "refused": refused, "problem": problem}
    return render(request, template, page, status=422 if problem else 200)
