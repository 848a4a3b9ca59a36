"""The Jinja2 environment every page is rendered by."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from jinja2 import BaseLoader, ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from afterglow.ground.design.filters import FILTERS
from afterglow.ground.design.forms import form_problems
from afterglow.ground.design.icons import icon
from afterglow.ground.design.rendering import view_of


class Unknown(ChainableUndefined):
    """A name nobody gave may be asked about (``if name``) but never shown: a blank could pass for a value.

    Two kinds of nothing stay blank: an ``if`` without ``else``, and a missing entry of a mapping, as the nhsuk
    macros take their options in one.
    """

    def _refuse_unless_option(self) -> None:
        no_else = self._undefined_name is None
        if not no_else and not isinstance(self._undefined_obj, dict):
            self._fail_with_undefined_error()

    def __str__(self) -> str:
        self._refuse_unless_option()
        return ""

    def __html__(self) -> str:
        return str(self)

    def __iter__(self) -> Any:
        self._refuse_unless_option()
        return iter(())

    def __len__(self) -> int:
        self._refuse_unless_option()
        return 0


def environment(**options: Any) -> Environment:
    """Build the environment from the options of Django's Jinja2 backend. Named in ``settings.TEMPLATES``."""
    own: BaseLoader = options.pop("loader")
    options |= {"undefined": Unknown, "trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    made = Environment(loader=ChoiceLoader([own, PackageLoader("nhsuk_frontend_jinja")]), **options)  # noqa: S701
    made.filters.update(FILTERS)
    made.globals.update(
        url=url,
        url_if_named=url_if_named,
        static=cache(static),
        icon=icon,
        view_of=view_of,
        form_problems=form_problems,
    )
    return made


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page. Raises NoReverseMatch."""
    return reverse(name, args=args, kwargs=kwargs)


@cache
def url_if_named(name: str) -> str:
    """The address of a page without arguments; empty where this site has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
