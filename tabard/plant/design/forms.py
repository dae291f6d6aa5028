"""How Django's forms come out as our components: name this in `FORM_RENDERER`.

With it `{{ form }}`, `{{ field.as_field_group }}` and `{% include "design/components/field.html" with field=form.name %}`
all give label, hint, error and control the GOV.UK way; widgets get their looks from templates/django/forms/widgets.
"""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Every form of the house, other people's applications included."""

    form_template_name = "design/components/form.html"
    field_template_name = "design/components/field.html"
