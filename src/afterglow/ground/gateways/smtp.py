"""E-mail by SMTP."""

from __future__ import annotations

import hashlib
import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr
from urllib.parse import parse_qs, unquote, urlsplit

from afterglow.ground.gateways.message import Letter, TryAgain, WillNotTake

_OURS = {530, 534, 535, 538}
"""Refused because this installation has not proved who it is: mending the settings lets the same message through."""

_METHOD = re.compile(r"^METHOD:(\w+)\r?$", re.MULTILINE)

_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


@dataclass(frozen=True)
class SmtpMail:
    """Sends through one server. ``secure`` is ``tls`` (from the first byte), ``starttls`` or ``never``."""

    host: str
    port: int
    sender: str
    sender_name: str = "Afterglow"
    user: str = ""
    password: str = ""
    secure: str = "starttls"
    timeout_seconds: float = 20

    @classmethod
    def from_url(cls, url: str) -> SmtpMail:
        """Read ``smtp://user:password@host:port?from=clinic@host.example``; ``smtps`` for TLS from the first byte.

        ``smtp+plain`` has no encryption: for a server on the same machine. Raises ValueError for anything else.
        """
        parts = urlsplit(url)
        sender = parse_qs(parts.query).get("from", [""])[0]
        if parts.scheme not in _PORTS or not parts.hostname or "@" not in sender:
            raise ValueError("Write the mail server as in “smtp://user:password@host:587?from=clinic@host.example”.")
        return cls(
            host=parts.hostname,
            port=parts.port or _PORTS[parts.scheme],
            sender=sender,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            secure={"smtp": "starttls", "smtps": "tls", "smtp+plain": "never"}[parts.scheme],
        )

    def send(self, letter: Letter) -> None:
        """Hand it to the server. Raises TryAgain or WillNotTake."""
        try:
            message = self._written(letter)
        except ValueError as wrong:
            raise WillNotTake(str(wrong)) from None
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            code, words = next(iter(refused.recipients.values()))
            raise _answered(code, words) from None
        except smtplib.SMTPResponseException as refused:
            raise _answered(refused.smtp_code, refused.smtp_error) from None
        except (OSError, smtplib.SMTPException) as error:
            raise TryAgain(f"{type(error).__name__}: {error}") from None

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.secure == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout_seconds, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout_seconds)
        try:
            if self.secure == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _written(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = formataddr((self.sender_name, self.sender))
        message["To"] = letter.address
        message["Subject"] = letter.subject
        name = hashlib.sha256(letter.reference.encode()).hexdigest()[:40]
        message["Message-ID"] = f"<{name}@{self.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        if letter.calendar:
            _bring_along(message, letter.calendar)
        return message


def _bring_along(message: EmailMessage, calendar: str) -> None:
    """Add an invitation as mail programs recognise it: another way to read the same message (RFC 6047)."""
    method = _METHOD.search(calendar)
    if method is None:
        raise ValueError("An invitation says whether it asks or takes back.")
    message.add_alternative(
        calendar, subtype="calendar", params={"method": method[1], "component": "VEVENT"}, filename="appointment.ics"
    )


def _answered(code: int, words: bytes | str) -> TryAgain | WillNotTake:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return (WillNotTake if 500 <= code < 600 and code not in _OURS else TryAgain)(f"{code} {said}")
