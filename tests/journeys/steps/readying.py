"""The day before: the patient answers a few questions on the phone, by a link, signed in nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from tests.journeys.visitor import Visitor


def answers_day_before_check(phone: Visitor, *, otherwise: Mapping[str, str] | None = None) -> list[str]:
    """Answer every question, one a page: the answer that raises nothing, or what ``otherwise`` says.

    ``otherwise`` goes by the start of a question. Returns the titles of the pages that told what follows.
    """
    told: list[str] = []
    while "/readiness/end/" not in phone.path:
        if phone.path.endswith("/answered/"):
            told.append(phone.text)
            phone.presses("Go on", exact=True)
            continue
        ask = phone.page.locator("h1").inner_text()
        answer = next((one for start, one in (otherwise or {}).items() if ask.startswith(start)), "")
        phone.chooses(ask, answer or harmless(ask))
        phone.presses("Continue")
    return told


_YES = (
    "Can you keep to the times",
    "Did you keep to the times",
    "Does an adult take you home",
    "Does your sitter come",
)


def harmless(ask: str) -> str:
    """The answer that raises nothing."""
    return "Yes" if ask.startswith(_YES) else "No"
