"""What a resident fills in to follow by e-mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tabard.lib.mail.addresses import AddressRefused, Flaw, canonical_address
from tabard.voice.follows.models import Follow

FLAWS = {
    Flaw.EMPTY: _("Enter your e-mail address."),
    Flaw.TOO_LONG: _("This address is too long: an e-mail address has at most 254 characters, 64 before the @."),
    Flaw.CONTROL: _("An e-mail address is one line, without control characters."),
    Flaw.NO_AT: _("An e-mail address has an @ in it, like name@example.com."),
    Flaw.LOCAL: _("What stands before the @ is no name of a mailbox. Enter one address only, like name@example.com."),
    Flaw.LOCAL_NOT_ASCII: _(
        "We can write only to addresses whose part before the @ has the letters a to z, digits and signs. "
        "If you have another address, enter that."
    ),
    Flaw.DOMAIN: _("What stands after the @ is no name of a mail provider. It should look like example.com."),
}

FREQUENCIES = [
    (Follow.Frequency.NOW, _("At once, each post as it appears")),
    (Follow.Frequency.DAILY, _("Once a day, in the afternoon, if there was anything")),
    (Follow.Frequency.WEEKLY, _("Once a week, on Friday, if there was anything")),
]


class FollowForm(forms.Form):
    address = forms.CharField(
        label=_("Your e-mail address"),
        max_length=1000,
        help_text=_("We use it for these mails and nothing else. You can stop with one click in any of them."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": FLAWS[Flaw.EMPTY], "max_length": FLAWS[Flaw.TOO_LONG]},
        strip=False,
    )
    frequency = forms.ChoiceField(
        label=_("How often?"),
        choices=FREQUENCIES,
        initial=Follow.Frequency.NOW,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often you want to hear from us.")},
    )

    def clean_address(self) -> str:
        """In its canonical spelling."""
        try:
            return canonical_address(self.cleaned_data["address"])
        except AddressRefused as error:
            raise forms.ValidationError(FLAWS[error.flaw], code=error.flaw.name.lower()) from error


class FrequencyForm(forms.Form):
    """One follow's frequency on its holder's own page."""

    frequency = forms.ChoiceField(label=_("How often?"), choices=FREQUENCIES, widget=forms.RadioSelect)
