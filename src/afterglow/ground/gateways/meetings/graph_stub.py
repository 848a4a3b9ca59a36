"""A tenant of Microsoft Graph that makes no meetings: it answers as the public documentation says, and remembers.

`Tenant.answer` is the service as a function, which a demo asks directly; `GraphStub` serves it over HTTP.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from afterglow.ground.gateways.loopback import LoopbackServer
from afterglow.ground.gateways.meetings.transport import Answer, Question

LOGIN, GRAPH = "https://login.graph-stub.example", "https://graph-stub.example"


@dataclass
class Tenant:
    """One tenant with one application and one organiser whom a policy lets it act for.

    ``answers`` are given to the next questions before any is taken. ``kept`` holds the meetings by their number.
    """

    name: str = "larkfield.example"
    client: str = "afterglow"
    secret: str = "stub"  # noqa: S105  # opens nothing
    organisers: frozenset[str] = frozenset({"organiser"})
    join: str = "https://meetings.example/join"
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    tokens: int = 0

    def answer(self, question: Question) -> Answer:
        """What the service says to a question."""
        self.asked.append(question)
        if self.answers:
            return self.answers.pop(0)
        path = [unquote(part) for part in urlsplit(question.url).path.strip("/").split("/")]
        match path:
            case [tenant, "oauth2", "v2.0", "token"] if question.method == "POST":
                return self._token(tenant, parse_qs(question.body.decode()))
            case ["v1.0", "users", user, "onlineMeetings", last]:
                return self._meetings(question, user, last)
        return refusal(404, "ResourceNotFound")

    def forget_token(self) -> None:
        """Let the token that is in use expire."""
        self.tokens += 1

    def _token(self, tenant: str, form: Mapping[str, list[str]]) -> Answer:
        given = {name: values[0] for name, values in form.items()}
        if tenant != self.name or given.get("grant_type") != "client_credentials":
            return _json(400, {"error": "invalid_request", "error_description": "AADSTS90002", "error_codes": [90002]})
        if given.get("scope") != "https://graph.microsoft.com/.default":
            return _json(
                400, {"error": "invalid_scope", "error_description": "AADSTS1002012", "error_codes": [1002012]}
            )
        if (given.get("client_id"), given.get("client_secret")) != (self.client, self.secret):
            said = {"error": "invalid_client", "error_description": "AADSTS7000215", "error_codes": [7000215]}
            return _json(401, said)
        token = {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": self._good_token}
        return _json(200, token)

    @property
    def _good_token(self) -> str:
        return f"stub-token-{self.tokens}"

    def _meetings(self, question: Question, user: str, last: str) -> Answer:
        if question.headers.get("Authorization") != f"Bearer {self._good_token}":
            return refusal(401, "InvalidAuthenticationToken")
        if user not in self.organisers:
            return refusal(403, "Forbidden")
        try:
            content = json.loads(question.body)
        except ValueError:
            return refusal(400, "BadRequest")
        if question.method == "POST" and last == "createOrGet":
            return self._create_or_get(user, content)
        if question.method == "PATCH":
            return self._update(last, content)
        return refusal(405, "MethodNotAllowed")

    def _create_or_get(self, user: str, content: Mapping[str, Any]) -> Answer:
        if not content.get("externalId") or not _in_order(content):
            return refusal(400, "BadRequest")
        number = hashlib.sha256(f"{self.name} {user} {content['externalId']}".encode()).hexdigest()[:32]
        if number in self.kept:
            return _json(200, self.kept[number])
        known = {key: content.get(key) for key in ("externalId", "subject", "startDateTime", "endDateTime")}
        usual = {"lobbyBypassSettings": {"scope": "everyone", "isDialInBypassEnabled": False}, "allowRecording": True}
        self.kept[number] = {"id": number, "joinWebUrl": f"{self.join}/{number}/", **usual, **known}
        return _json(201, self.kept[number])

    def _update(self, number: str, content: Mapping[str, Any]) -> Answer:
        if number not in self.kept:
            return refusal(404, "NotFound")
        if {"startDateTime", "endDateTime"} & content.keys() and not _in_order(content):
            return refusal(400, "BadRequest")
        self.kept[number] |= content
        return _json(200, self.kept[number])


def refusal(status: int, code: str, **headers: str) -> Answer:
    """An error as Graph writes it; ``retry_after`` becomes the header of that name."""
    inner = {"request-id": "stub", "date": "2026-01-01T00:00:00"}
    answer = _json(status, {"error": {"code": code, "message": "For developers.", "innerError": inner}})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {**answer.headers, **named}, answer.body)


class GraphStub(LoopbackServer):
    """Serves a tenant on a free port of the loopback, token service and Graph side by side."""

    def __init__(self, tenant: Tenant) -> None:
        super().__init__(_Conversation)
        self.tenant = tenant


class _Conversation(BaseHTTPRequestHandler):
    server: GraphStub

    def do_POST(self) -> None:
        """A question for a token, or for a meeting."""
        self._answer()

    def do_PATCH(self) -> None:
        """A change to a meeting."""
        self._answer()

    def log_message(self, *_: Any) -> None:
        """Say nothing on the terminal."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = self.server.tenant.answer(Question(self.command, self.path, dict(self.headers), body))
        self.send_response(answer.status)
        for name, value in {**answer.headers, "Content-Length": str(len(answer.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)


def _in_order(content: Mapping[str, Any]) -> bool:
    try:
        start, end = (datetime.fromisoformat(content[name]) for name in ("startDateTime", "endDateTime"))
    except (KeyError, TypeError, ValueError):
        return False
    return start < end


def _json(status: int, content: Mapping[str, Any]) -> Answer:
    return Answer(status, {"content-type": "application/json"}, json.dumps(content).encode())
