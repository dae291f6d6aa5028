"""What a resident fills in to follow by e-mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tabard.plant.design.fields import MailboxField
from tabard.voice.follows.models import Follow

FREQUENCIES = [
    (Follow.Frequency.NOW, _("At once, each post as it appears")),
    (Follow.Frequency.DAILY, _("Once a day, in the afternoon, if there was anything")),
    (Follow.Frequency.WEEKLY, _("Once a week, on Friday, if there was anything")),
]


class FollowForm(forms.Form):
    address = MailboxField(
        label=_("Your e-mail address"),
        help_text=_("We use it for these mails and nothing else. You can stop with one click in any of them."),
    )
    frequency = forms.ChoiceField(
        label=_("How often?"),
        choices=FREQUENCIES,
        initial=Follow.Frequency.NOW,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often you want to hear from us.")},
    )


class FrequencyForm(forms.Form):
    """One follow's frequency on its holder's own page."""

    frequency = forms.ChoiceField(label=_("How often?"), choices=FREQUENCIES, widget=forms.RadioSelect)
