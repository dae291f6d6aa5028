"""Reasons that stand in the record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tabard.voice.posts.models import LONGEST_REASON, Retention


class ReasonForm(forms.Form):
    """Of whoever decides; `why` asks for it in other words."""

    reason = forms.CharField(
        label=_("Your reason"),
        help_text=_("Its author reads it, and it stays in the record under your name."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give your reason in a sentence.")},
    )

    def __init__(self, data: Any = None, *, why: str = "", prefix: str | None = None) -> None:
        super().__init__(data, prefix=prefix)
        if why:
            self.fields["reason"].label = why


class OverrideForm(forms.Form):
    """Of an author who wants something to go out that the guidelines refuse."""

    reason_asked = forms.CharField(
        label=_("Why should it go out all the same?"),
        help_text=_("A sergeant reads this, and it stays in the record."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give your reason in a sentence.")},
    )


class RetentionForm(forms.Form):
    retention = forms.ChoiceField(
        label=_("How long its words are kept"),
        help_text=_("From the day of publication. Then they are erased here; that there was a post stays known."),
        choices=Retention.choices,
    )
