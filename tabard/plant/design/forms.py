"""How Django's forms come out as our components: `FORM_RENDERER` names this.

`{{ form }}`, `{{ field.as_field_group }}` and an include of design/components/field.html with field=form.name all give
label, hint, error and control the GOV.UK way; widgets get their looks from templates/django/forms/widgets.
"""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Every form of the house, other people's applications included."""

    form_template_name = "design/components/form.html"
    field_template_name = "design/components/field.html"
