"""A whole page read back: its title, headings and forms, and everything that may not stand in one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.rooms.design.pages import Piece

BEFORE_CONTENT = {"button", "submit", "image", "reset"}


@dataclass
class Control:
    """One control of a form: what it posts, and what can be chosen."""

    kind: str
    name: str
    value: str = ""
    ticked: bool = False
    choices: list[str] = field(default_factory=list)
    inputmode: str = ""


@dataclass
class Form:
    """One form of a page."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether anything can be filled in or chosen."""
        return any(control.kind not in {"hidden", *BEFORE_CONTENT} for control in self.controls)

    def filled_in(self, texts: str = "In words.") -> dict[str, list[str]]:
        """What a browser posts when somebody fills in everything in some plausible way."""
        data: dict[str, list[str]] = {}
        for control in self.controls:
            if control.name and control.kind not in BEFORE_CONTENT:
                _fill(data, control, texts)
        return data


def _fill(data: dict[str, list[str]], control: Control, texts: str) -> None:
    if control.kind == "radio":
        data.setdefault(control.name, [control.value])
    elif control.kind == "checkbox":
        data.setdefault(control.name, []).append(control.value)
    elif control.kind == "select":
        data[control.name] = [next((one for one in control.choices if one), "")]
    elif control.kind == "hidden" or control.value:
        data.setdefault(control.name, []).append(control.value)
    elif control.inputmode in {"numeric", "decimal"}:
        data[control.name] = ["12"]
    elif control.kind != "file":
        data[control.name] = ["somebody@home.example" if control.kind == "email" else texts]


class Page(Piece):
    """One answer of the server that is a page."""

    def __init__(self, html: str) -> None:
        self.title, self.lang, self.headings = "", "", list[str]()
        self.forms, self.summary = list[Form](), list[str]()
        self.addresses, self.inline = list[str](), 0
        self._textarea: Control | None = None
        self._select: Control | None = None
        self._outside: dict[str, list[Control]] = {}
        self._form_ids: dict[str, Form] = {}
        super().__init__(html)
        for name, controls in self._outside.items():
            if name in self._form_ids:
                self._form_ids[name].controls += controls

    @property
    def posted(self) -> Sequence[Form]:
        """The forms that change something, but for the furniture of every page."""
        return [form for form in self.forms if form.method == "post" and form.action != "/sign-out/"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        given = {name: value or "" for name, value in attrs}
        self.addresses += [given[name] for name in ("src", "href", "action", "srcset", "poster") if name in given]
        if tag == "html":
            self.lang = given.get("lang", "")
        elif tag == "h1":
            self.headings.append("")
        elif tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.inline += 1
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
            self._form_ids[given.get("id", "")] = self.forms[-1]
        elif tag in {"input", "button", "textarea", "select"}:
            self._control(tag, given, bool("checked" in given))
        elif tag == "option" and self._select is not None:
            self._select.choices.append(given.get("value", ""))
        if tag == "a" and any("error-summary" in name for name in self._open_classes()):
            self.summary.append(given.get("href", ""))
        self._note_classes(tag, given)

    def _control(self, tag: str, given: Mapping[str, str], ticked: bool) -> None:
        kind = given.get("type", "submit" if tag == "button" else "text") if tag in {"input", "button"} else tag
        control = Control(kind, given.get("name", ""), given.get("value", ""), ticked, [], given.get("inputmode", ""))
        if "form" in given:
            self._outside.setdefault(given["form"], []).append(control)
        elif "form" in self.open:
            self.forms[-1].controls.append(control)
        self._textarea = control if tag == "textarea" else self._textarea
        self._select = control if tag == "select" else self._select

    def _note_classes(self, tag: str, given: Mapping[str, str]) -> None:
        self._classes: list[tuple[str, str]] = getattr(self, "_classes", [])
        if tag in self.open[-1:]:
            self._classes = [*self._classes[: len(self.open) - 1], (tag, given.get("class", ""))]

    def _open_classes(self) -> list[str]:
        return [classes for _, classes in getattr(self, "_classes", [])[: len(self.open)]]

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if tag == "textarea":
            self._textarea = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        inside = self.open[-1] if self.open else ""
        if inside == "title" and "svg" not in self.open:
            self.title += data
        elif inside == "textarea" and self._textarea is not None:
            self._textarea.value += data
        if "h1" in self.open:
            self.headings[-1] += data

    @property
    def strangers(self) -> list[str]:
        """Addresses that lead away from this house by themselves."""
        hosts = (urlsplit(address) for address in self.addresses)
        return [parts.geturl() for parts in hosts if parts.netloc and parts.scheme in {"http", "https", ""}]


CSRF = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')


def without_tokens(html: str) -> str:
    """A page as it is apart from the token that differs each time."""
    return CSRF.sub(r"\1", html)
