"""The forms for what people in the fediverse answer, and for the servers that the force keeps out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tabard.gateways.activitypub.block_lists import LONGEST_COMMENT, checked_host
from tabard.voice.network.actions.keeping_out import LONGEST_REASON, LONGEST_REPORT, HostRule
from tabard.voice.network.models import HostBlock, ReplyPolicy

LARGEST_LIST = 1_000_000

POLICIES = [
    (ReplyPolicy.FOLLOWERS, _("Followers at once, others when you have looked")),
    (ReplyPolicy.ALL, _("Everybody at once: you take away what does not belong")),
    (ReplyPolicy.NONE, _("Nobody before you have looked")),
]
SEVERITIES = [
    (HostBlock.Severity.SUSPEND, _("Shut it out: nothing comes in, nothing goes there, and follows end")),
    (HostBlock.Severity.SILENCE, _("Hold what it sends until a team has looked")),
]


class HideForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_(
            "One line for your colleagues and the record, as “insults” or “names a child”. Residents do not see it."
        ),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say in a word or two why.")},
    )


class ReportForm(forms.Form):
    words = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what is wrong: whoever looks at it reads only this and the answer.")},
    )
    is_forwarded = forms.BooleanField(
        label=_("Tell the people who run its server, too"),
        help_text=_("They see the words and the answer, and that this server asks; not your name."),
        required=False,
    )


class PolicyForm(forms.Form):
    """Whose answers stand at once: under what the team says, and under what the officer says in their own name."""

    team = forms.ChoiceField(choices=POLICIES, widget=forms.RadioSelect)
    own = forms.ChoiceField(label=_("Under what you say in your own name"), choices=POLICIES, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, team_name: str, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        self.fields["team"].label = _("Under what %(team)s says") % {"team": team_name}


class HostForm(forms.Form):
    """One server to keep out."""

    host = forms.CharField(
        label=_("Server"),
        help_text=_("What its people’s handles end with, as far.example. All servers below it are meant, too."),
        max_length=300,
        error_messages={"required": _("Name the server, as far.example.")},
    )
    severity = forms.ChoiceField(
        label=_("What shall happen?"), choices=SEVERITIES, widget=forms.RadioSelect, initial=HostBlock.Severity.SUSPEND
    )
    comment = forms.CharField(label=_("Why"), max_length=LONGEST_COMMENT, required=False)

    def clean_host(self) -> str:
        typed: str = self.cleaned_data["host"].strip().rpartition("@")[2]
        typed = typed.removeprefix("https://").removeprefix("http://").partition("/")[0]
        try:
            return checked_host(typed)
        except ValueError:
            raise forms.ValidationError(_("This is no server’s name. Type it as far.example.")) from None

    def rule(self) -> HostRule:
        typed = self.cleaned_data
        return HostRule(host=typed["host"], severity=typed["severity"], public_comment=typed["comment"])


class ListForm(forms.Form):
    """A list of servers in Mastodon's CSV format."""

    file = forms.FileField(
        label=_("A list from another server"),
        help_text=_(
            "A CSV file as Mastodon exports it (domain_blocks.csv), or the names of servers, one on each line."
        ),
        error_messages={"required": _("Choose the file.")},
    )

    def clean_file(self) -> str:
        given = self.cleaned_data["file"]
        if given.size > LARGEST_LIST:
            raise forms.ValidationError(
                _("The file is too large. Whoever runs the server can read it with tabard import-blocks.")
            )
        try:
            text: str = given.read().decode("utf-8")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is no text in UTF-8.")) from None
        if "\x00" in text:
            raise forms.ValidationError(_("The file is no list of servers."))
        return text
