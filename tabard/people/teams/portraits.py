"""Pictures of officers and teams in a form.

A browser sends a file once. So that it is not lost when something else in the form is wrong, it is taken in at once;
the form then carries a signed word for it, which only the person who sent it can use.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tabard.people.accounts.models import User
from tabard.plant.media.actions import PictureRefused, add_picture
from tabard.plant.media.models import MOST_ALT, Picture

SALT = "teams.portrait"


class PortraitForm(forms.Form):
    """A new picture, its description, and the word for a picture that came before."""

    picture = forms.FileField(
        label=gettext_lazy("New picture"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or WebP; of people: faces, on a plain background."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt = forms.CharField(
        label=gettext_lazy("What the picture shows"),
        required=False,
        max_length=MOST_ALT,
        help_text=gettext_lazy("For those who cannot see it, such as: smiling, in uniform, short grey hair."),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, *, present: Picture | None, by: User, now: datetime, initial: Any) -> None:
        """`present` is the picture that is shown now."""
        data, self._refused = _taken_in(request, by=by, now=now) if request.method == "POST" else (None, "")
        super().__init__(data, initial=initial)
        self._present = present
        self._kept = _opened(data.get("kept") or "", by=by) if data else None
        if self._kept:
            self.fields["picture"].help_text = _("Your new picture is here already: you need not choose it again.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        alt = cleaned.get("alt", "").strip()
        if self._refused:
            self.add_error("picture", self._refused)
        elif cleaned.get("kept") and self._kept is None:
            self.add_error("picture", _("The picture is no longer here. Choose it again."))
        elif self._kept and not alt and "alt" not in self.errors:
            self.add_error("alt", _("Say in a sentence what the picture shows, for those who cannot see it."))
        elif alt and not self._kept and not self._present:
            self.add_error("picture", _("Choose the picture that you described."))
        return cleaned

    def portrait(self) -> Picture | None:
        """The picture to show from now on, with the description that it is to have in memory; ask a valid form."""
        picture, alt = self._kept or self._present, self.cleaned_data["alt"].strip()
        if self.cleaned_data.get("remove_picture") and not self._kept:
            return None
        if picture and alt:
            picture.alt = alt
        return picture


def _taken_in(request: HttpRequest, *, by: User, now: datetime) -> tuple[Any, str]:
    """What was sent, with a word for the file that came; and why it was refused, or nothing."""
    data, file = request.POST.copy(), request.FILES.get("picture")
    if file is None:
        return data, ""
    try:
        picture = add_picture(file=file, alt=data.get("alt", "").strip()[:MOST_ALT] or _("A face"), by=by, now=now)
    except PictureRefused as refused:
        return data, refused.reason
    data["kept"] = signing.dumps([by.pk, picture.pk], salt=SALT)
    return data, ""


def _opened(word: str, *, by: User) -> Picture | None:
    """The picture that `word` was given for, unless it is gone, shown somewhere already, or somebody else's."""
    try:
        user_pk, picture_pk = signing.loads(word, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if user_pk != by.pk:
        return None
    return Picture.objects.kept().filter(pk=picture_pk).unattached().first()
