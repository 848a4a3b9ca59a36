"""Online meetings of Microsoft Teams, through Microsoft Graph.

Written from its public documentation: `onlineMeeting: createOrGet` and `Update onlineMeeting` (v1.0), `Get access
without a user`, `Error responses`, `Throttling guidance`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, unquote, urlencode, urlsplit

from afterglow.ground.gateways.meetings.meeting import OnlineMeeting, Throttled, Wanted
from afterglow.ground.gateways.meetings.transport import Answer, Question, Transport, over_network
from afterglow.ground.gateways.message import TryAgain, WillNotTake

_WAIT_UNLESS_SAID: Final = timedelta(seconds=30)
"""How long to wait where the service asks for patience without saying how much (default)."""
_LONGEST_WAIT: Final = timedelta(hours=6)

_BEHIND_THE_DOOR: Final = {
    # The organiser alone walks in; everybody else knocks and is let in, colleagues who do not lead the group too (L9).
    "lobbyBypassSettings": {"scope": "organizer", "isDialInBypassEnabled": False},
    "allowedPresenters": "organization",
    # What is said stays in the group (L6).
    "recordAutomatically": False,
    "allowRecording": False,
    "allowTranscription": False,
}


@dataclass
class GraphMeetings:
    """Makes meetings in the name of one user of the clinic's tenant, the ``organiser`` (an object id).

    The application needs OnlineMeetings.ReadWrite.All and an application access policy for that user. Facilitators
    open the meeting signed in as that user: nobody else passes its lobby.
    """

    tenant: str
    client: str
    secret: str = field(repr=False)
    organiser: str
    login: str = "https://login.microsoftonline.com"
    graph: str = "https://graph.microsoft.com"
    ask: Transport = over_network
    _token: str = field(default="", init=False, repr=False)

    @classmethod
    def from_url(cls, url: str) -> GraphMeetings:
        """Read ``graph://client:secret@tenant/organiser``. Raises ValueError for anything else."""
        parts = urlsplit(url)
        organiser = parts.path.strip("/")
        if parts.scheme != "graph" or not (parts.hostname and parts.username and parts.password and organiser):
            raise ValueError("Write the service for online meetings as in “graph://client:secret@tenant/organiser”.")
        return cls(parts.hostname, unquote(parts.username), unquote(parts.password), organiser)

    def create_or_get(self, wanted: Wanted) -> OnlineMeeting:
        """Make a meeting, or find the one made before, and see to its time and its door.

        One made before for another time is put on this one: `createOrGet` hands it back as it was. Its link is handed
        back only once it stands there, nobody but the organiser can walk in, and nothing is recorded.
        """
        made = self._asked("POST", "createOrGet", _written(wanted))
        number, link = made.get("id"), made.get("joinWebUrl")
        if not isinstance(number, str) or not isinstance(link, str) or urlsplit(link).scheme not in ("https", "http"):
            raise TryAgain("The service answered without a link.")
        self._asked("PATCH", quote(number, safe=""), {**_when(wanted), **_BEHIND_THE_DOOR})
        return OnlineMeeting(number, link)

    def _asked(self, method: str, path: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
        """Ask, with a fresh token where the one we had is no longer good."""
        known = bool(self._token)
        answer = self._with_token(method, path, content)
        if answer.status == 401 and known:
            self._token = ""
            answer = self._with_token(method, path, content)
        if answer.status not in (200, 201):
            raise _refusal(answer)
        return _read(answer)

    def _with_token(self, method: str, path: str, content: Mapping[str, Any]) -> Answer:
        self._token = self._token or self._fresh_token()
        url = f"{self.graph}/v1.0/users/{quote(self.organiser, safe='')}/onlineMeetings/{path}"
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        return self.ask(Question(method, url, headers, json.dumps(content).encode()))

    def _fresh_token(self) -> str:
        content = {
            "client_id": self.client,
            "scope": "https://graph.microsoft.com/.default",
            "client_secret": self.secret,
            "grant_type": "client_credentials",
        }
        url = f"{self.login}/{quote(self.tenant, safe='')}/oauth2/v2.0/token"
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.ask(Question("POST", url, headers, urlencode(content).encode()))
        if answer.status != 200:
            raise _refusal(answer)
        token = _read(answer).get("access_token")
        if not isinstance(token, str) or not token:
            raise TryAgain("The service answered without a token.")
        return token


def _written(wanted: Wanted) -> dict[str, str]:
    return {"externalId": wanted.external_id, "subject": wanted.subject, **_when(wanted)}


def _when(wanted: Wanted) -> dict[str, str]:
    """Both together: the service takes neither alone."""
    return {"startDateTime": _utc(wanted.starts_at), "endDateTime": _utc(wanted.ends_at)}


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _refusal(answer: Answer) -> TryAgain | WillNotTake:
    """What an answer other than yes means: our question was wrong for good, or it may be asked again.

    A refused application, policy or organiser is put right in the tenant's settings; the same question then passes.
    """
    words = f"{answer.status} {_code(answer)}".strip()
    if answer.status == 429 or (answer.status in (503, 509) and "retry-after" in answer.headers):
        return Throttled(words, _wait(answer))
    ours = answer.status in (400, 405, 409, 413, 415, 422) and _is_graphs(answer)
    return WillNotTake(words) if ours else TryAgain(words)


def _wait(answer: Answer) -> timedelta:
    said = answer.headers.get("retry-after", "")
    return min(timedelta(seconds=int(said)), _LONGEST_WAIT) if said.isascii() and said.isdigit() else _WAIT_UNLESS_SAID


def _is_graphs(answer: Answer) -> bool:
    """Whether Graph itself refused: its error is an object; that of the token service is a word."""
    return isinstance(_read(answer).get("error"), dict)


def _code(answer: Answer) -> str:
    """The code of an error. Its message is for developers, may change at any time, and is not shown."""
    error = _read(answer).get("error")
    code = error.get("code") if isinstance(error, dict) else error
    return code[:60] if isinstance(code, str) else ""


def _read(answer: Answer) -> Mapping[str, Any]:
    try:
        content = json.loads(answer.body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
