"""What a patient types to ask a sitter, and what the sitter answers."""

from __future__ import annotations

from afterglow.ground.design.forms import EmailField, Form, HiddenField, PhoneField


class AskSitterForm(Form):
    """Where the sitter is reached: one of the two is enough."""

    phone = PhoneField("Their mobile number", required=False)
    email = EmailField("Or their e-mail address", required=False)

    def clean(self) -> dict[str, object]:
        """One of the two is there."""
        given: dict[str, object] = super().clean() or {}
        if not self.errors and not (given.get("phone") or given.get("email")):
            self.add_error("phone", "Enter a mobile number or an e-mail address")
        return given

    @property
    def address(self) -> str:
        """Where the link goes."""
        return str(self.cleaned_data["phone"] or self.cleaned_data["email"])


class SitterForm(Form):
    """Which of the two buttons was pressed."""

    answer = HiddenField("")

    def clean_answer(self) -> bool:
        """Whether the sitter comes."""
        if self.cleaned_data["answer"] not in ("coming", "not-coming"):
            raise self.fields["answer"].wrong("Choose one of the two buttons")  # type: ignore[attr-defined]
        return bool(self.cleaned_data["answer"] == "coming")
