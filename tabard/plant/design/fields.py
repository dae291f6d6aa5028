"""Form fields whose words are ours."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from tabard.lib.mail.addresses import AddressRefused, Flaw, canonical_address

NO_EMAIL = gettext_lazy("Write an e-mail address, such as name@example.com.")
MINUTE = "%Y-%m-%dT%H:%M"
FLAWS = {
    Flaw.EMPTY: gettext_lazy("Enter your e-mail address."),
    Flaw.TOO_LONG: gettext_lazy(
        "This address is too long: an e-mail address has at most 254 characters, 64 before the @."
    ),
    Flaw.CONTROL: gettext_lazy("An e-mail address is one line, without control characters."),
    Flaw.NO_AT: gettext_lazy("An e-mail address has an @ in it, like name@example.com."),
    Flaw.LOCAL: gettext_lazy(
        "What stands before the @ is no name of a mailbox. Enter one address only, like name@example.com."
    ),
    Flaw.LOCAL_NOT_ASCII: gettext_lazy(
        "We can write only to addresses whose part before the @ has the letters a to z, digits and signs. "
        "If you have another address, enter that."
    ),
    Flaw.DOMAIN: gettext_lazy(
        "What stands after the @ is no name of a mail provider. It should look like example.com."
    ),
}


class EmailField(forms.EmailField):
    default_error_messages = {"invalid": NO_EMAIL}


class MailboxField(forms.CharField):
    """An address that mail is sent to, in its canonical spelling; what is wrong with another is told."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    default_error_messages = {"required": FLAWS[Flaw.EMPTY], "max_length": FLAWS[Flaw.TOO_LONG]}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=1000, strip=False, **options)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return canonical_address(typed)
        except AddressRefused as error:
            raise forms.ValidationError(FLAWS[error.flaw], code=error.flaw.name.lower()) from error


class TextArea(forms.CharField):
    """Words as typed: line ends of a browser are two characters, and are counted as one."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


def moment_field(**more: Any) -> forms.DateTimeField:
    """A day and a time of the force's own time zone; a time that the clocks skip is refused."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE)
    return forms.DateTimeField(widget=widget, input_formats=[MINUTE, f"{MINUTE}:%S"], **more)


def day_field(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)
