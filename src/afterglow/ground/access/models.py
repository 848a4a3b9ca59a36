"""Clinics, accounts and memberships, and what every table above ground is made of."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from afterglow.ground.access.inserting import QuicklyInserted
from afterglow.ground.access.roles import Role
from afterglow.ground.audit import trail

M = TypeVar("M", bound="ClinicRecord")


def new_ref() -> str:
    """A fresh unguessable name of 128 bits for a URL."""
    return secrets.token_urlsafe(16)


class Clinic(models.Model):
    """One clinic on this installation. Its ways are in its protocol, not here."""

    ref = models.CharField(max_length=22, unique=True, default=new_ref, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    time_zone = models.CharField(max_length=64, default="Europe/London")

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> Account:
        """An account for one mailbox. Without a password it signs in by passkey or code only."""
        account = self.model(email=self.normalize_email(email).lower(), **extra)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One mailbox that can sign in. It may belong to staff, to patients, or to both."""

    ref = models.CharField(max_length=22, unique=True, default=new_ref, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    pin = models.CharField(max_length=128, blank=True)
    """A hash; asked for in place when a second person signs beside the first."""
    pin_failures = models.PositiveSmallIntegerField(default=0)
    pin_locked_until = models.DateTimeField(null=True, blank=True)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email


class ClinicQuerySet(models.QuerySet[M]):
    """Reads as usual. Writes go row by row, so that the trail names each of them."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Insert many rows at once, each noted in the open trail."""
        made = super().bulk_create(objs, *args, **kwargs)
        for row in made:
            trail.note(row, row.clinic_id, row.written_fields())
        return made

    def update(self, **_: Any) -> NoReturn:
        """Refused: change rows one by one with ``save``."""
        raise trail.OutsideAction("update() would leave no name behind: save each row in an action")

    def delete(self) -> NoReturn:
        """Refused: nothing in the record is deleted."""
        raise trail.OutsideAction("nothing in the record is deleted")


class ClinicRecord(QuicklyInserted):
    """Anything a clinic keeps. ``ref`` stands for it in URLs; saving it outside an action is refused."""

    ref = models.CharField(max_length=22, unique=True, default=new_ref, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[Any]] = ClinicQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save and note it in the open trail. Raises OutsideAction or StrangersRecord."""
        super().save(*args, **kwargs)
        trail.note(self, self.clinic_id, self.written_fields(kwargs.get("update_fields")))

    def insert_once(self) -> bool:
        """Insert and note it, unless it is there already: then False. Raises OutsideAction or StrangersRecord."""
        inserted = super().insert_once()
        if inserted:
            trail.note(self, self.clinic_id, self.written_fields())
        return inserted

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refused: nothing in the record is deleted."""
        raise trail.OutsideAction("nothing in the record is deleted")

    def written_fields(self, only: Iterable[str] | None = None) -> tuple[str, ...]:
        """The names of the columns a save wrote."""
        return tuple(only) if only else tuple(field.attname for field in self._meta.concrete_fields)


class Entry(ClinicRecord):
    """Something that was said, seen or done: never changed, corrected only by a new entry.

    It has an author and two times: when it happened, and when it was written down.
    """

    append_only: ClassVar[bool] = True

    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    author = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=200)
    """Who it was in words, with their role: it must stay readable when the account is gone."""

    class Meta:
        abstract = True


class Membership(ClinicRecord):
    """Somebody's place in a clinic's staff."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=32, choices=[(role.value, role.value) for role in Role])
    title = models.CharField(max_length=100, blank=True)
    """How they sign, such as ``consultant psychiatrist``."""
    registration = models.CharField(max_length=50, blank=True)
    """Their professional registration, printed on directions and letters."""
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "account", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="one_membership_for_each_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}, {self.role}"


class ProtocolActivation(ClinicRecord):
    """A version of the clinic's protocol as it was put into use: its exact text and hash."""

    append_only: ClassVar[bool] = True

    version = models.DateField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    activated_at = models.DateTimeField()
    activated_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "version"], name="one_activation_for_each_version")]

    def __str__(self) -> str:
        return f"{self.clinic_id} {self.version}"


class Countersignature(ClinicRecord):
    """A second person's proof, given in place: good for one entry, once, for two minutes."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    entry_sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.entry_sha256[:8]}"


class Installation(models.Model):
    """This installation: whether its people are invented, and how far its clock was moved. One row."""

    demo = models.BooleanField(default=False)
    """Set when the database is made, never afterwards."""
    clock_offset = models.DurationField(null=True)

    def __str__(self) -> str:
        return "demo" if self.demo else "live"

    @classmethod
    def this(cls) -> Installation:
        """The one row; a live installation where nobody has said otherwise."""
        return cls.objects.first() or cls()
