"""Forms of the digital lead for legal holds."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tabard.people.teams.models import Officer
from tabard.voice.posts.models import LONGEST_REASON, Post, PostQuerySet
from tabard.voice.posts.records import NoSuchAuthor, all_of_days, author_called, posts_between

POST = re.compile(r"(?:.*/)?([0-9]{1,18})/?\s*")


class DayInput(forms.DateInput):
    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class HoldForm(forms.Form):
    """Which posts: one, or all that anything happened to on some days, perhaps of one author."""

    post = forms.CharField(
        label=_("One post"),
        help_text=_("Its number or its address. Leave it empty to keep all posts of some days."),
        max_length=500,
        required=False,
    )
    first = forms.DateField(label=_("Or all, from this day"), required=False, widget=DayInput)
    last = forms.DateField(label=_("To this day, included"), required=False, widget=DayInput)
    author = forms.CharField(
        label=_("Of one author"),
        help_text=_("An officer’s number, handle, e-mail address or name. Leave it empty for everybody."),
        max_length=254,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why it must be kept"),
        help_text=_("Name the inquest, the case or the request. It stays in the record under your name."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give your reason in a sentence.")},
    )

    def clean_post(self) -> int | None:
        typed = self.cleaned_data["post"].strip()
        found = POST.fullmatch(typed)
        if typed and found is None:
            raise forms.ValidationError(gettext("Give the post’s number, or its address as the browser shows it."))
        return int(found[1]) if found else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        post, first, last = (cleaned.get(name) for name in ("post", "first", "last"))
        if not self.errors and post is None and (first is None or last is None):
            self.add_error("first", gettext("Give a post, or the first and the last day."))
        if first and last and last < first:
            self.add_error("last", gettext("The last day is before the first."))
        return cleaned

    def clean_author(self) -> Officer | None:
        typed = self.cleaned_data["author"]
        try:
            return author_called(typed) if typed else None
        except NoSuchAuthor as nobody:
            raise forms.ValidationError(str(nobody)) from None

    @property
    def posts(self) -> PostQuerySet:
        chosen = self.cleaned_data
        if chosen["post"] is not None:
            return Post.objects.filter(pk=chosen["post"])
        authors = [chosen["author"]] if chosen["author"] else []
        return posts_between(*all_of_days(chosen["first"], chosen["last"]), authors)


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it can go now"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Give your reason in a sentence.")},
    )
