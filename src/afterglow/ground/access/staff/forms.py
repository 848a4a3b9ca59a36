"""Inviting somebody, and changing what they are at the clinic."""

from __future__ import annotations

from afterglow.ground.access.roles import STAFF_ROLES, Role
from afterglow.ground.design.forms import Choice, EmailField, Form, ManyField, TextField

_ROLES = tuple(Choice(role.value, role.value[0].upper() + role.value[1:]) for role in Role if role in STAFF_ROLES)


class RolesForm(Form):
    """What somebody is at the clinic, and how they sign."""

    roles = ManyField("Roles", _ROLES, hint="What each may do stands in the role table.")
    title = TextField("How they sign", hint="Such as: consultant psychiatrist", most=100)
    registration = TextField(
        "Professional registration", hint="Printed on directions and letters.", most=50, required=False
    )

    @property
    def chosen_roles(self) -> tuple[Role, ...]:
        """The roles ticked."""
        return tuple(Role(value) for value in self.cleaned_data["roles"])


class InviteForm(RolesForm):
    """Somebody new."""

    name = TextField("Name", most=200)
    email = EmailField("E-mail address", hint="Their own, not a shared one: it is how they sign in.")

    field_order = ("name", "email", "roles", "title", "registration")
