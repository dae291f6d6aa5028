"""What a person is asked when an app wants to be let in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tabard.people.teams.models import Officer, Team


class LetInForm(forms.Form):
    voice = forms.ChoiceField(
        label=_("Let it speak"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose as whom it speaks.")},
    )

    def __init__(self, *args: object, voices: list[Officer | Team], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.voices = {voice.handle.name: voice for voice in voices}
        field = self.fields["voice"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(handle, _said(voice, handle)) for handle, voice in self.voices.items()]

    @property
    def chosen(self) -> Officer | Team:
        return self.voices[self.cleaned_data["voice"]]


def _said(voice: Officer | Team, handle: str) -> str:
    if isinstance(voice, Team):
        return _("as the team %(name)s, @%(handle)s") % {"name": voice.name, "handle": handle}
    return _("as me, @%(handle)s") % {"handle": handle}
