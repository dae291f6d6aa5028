"""Form fields whose words are ours."""

from django import forms
from django.utils.translation import gettext_lazy

NO_EMAIL = gettext_lazy("Write an e-mail address, such as name@example.com.")


class EmailField(forms.EmailField):
    default_error_messages = {"invalid": NO_EMAIL}
