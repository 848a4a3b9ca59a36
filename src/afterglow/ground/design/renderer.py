"""Forms that a library renders by themselves come out as our own."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import BaseRenderer
from django.template.loader import get_template


class FormRenderer(BaseRenderer):
    """Named in ``settings.FORM_RENDERER``. Django's own form templates are not to be found by it."""

    form_template_name = "design/forms/form.html"
    field_template_name = "design/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """A template of our Jinja2 environment. Raises TemplateDoesNotExist."""
        return get_template(template_name, using="jinja2")
