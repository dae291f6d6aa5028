"""The forms for writing, editing, retracting and timing a post."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tabard.front.desk.languages import language_choices
from tabard.front.desk.picture_forms import ANOTHER, PicturesForm
from tabard.front.desk.said_forms import SaidForm, said_at_first
from tabard.front.desk.sentences import sentence
from tabard.people.teams.models import Officer, Team
from tabard.plant.design.fields import TextArea, moment_field
from tabard.voice.posts.access import on_desk_of
from tabard.voice.posts.actions import PostTimeIsPast
from tabard.voice.posts.models import LONGEST_NOTICE, LONGEST_REASON, LONGEST_TEXT, Audience, Post, Series, Voice
from tabard.voice.posts.wording import TextIsEmpty, TextTooLong, Words, checked_language, poll_of

ACTS = {"publish", "draft", "schedule", "preview", ANOTHER}
UNFINISHED = {"draft", ANOTHER}


class WriteForm(SaidForm, PicturesForm):
    """A post to be. `do`, from the button, says whether it is published, kept, timed or looked at, or is to have room
    for another picture. `saved_at` is that of the draft with which the page was opened."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False)
    saved_at = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    team = forms.TypedChoiceField(
        label=_("For which team?"),
        coerce=int,
        error_messages={
            "invalid_choice": _("You are not posted to this team now. Choose another: your words stay here.")
        },
    )
    text = TextArea(
        label=_("What do you want to say?"),
        help_text=_("Plain words. Links, #hashtags and @handles become links."),
        error_messages={"required": _("Write what you want to say.")},
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-most": LONGEST_TEXT}),
    )
    speaks_as = forms.ChoiceField(
        label=_("Who speaks?"),
        help_text=_(
            "If the team speaks, residents see only the team. In your own name, they see your name and your face, and "
            "the post stands on your page."
        ),
        widget=forms.RadioSelect,
        initial=Voice.TEAM,
    )
    content_notice = forms.CharField(
        label=_("Content notice"),
        help_text=_("Shown first, with the text folded away: “A death”, “Flashing pictures”."),
        max_length=LONGEST_NOTICE,
        required=False,
    )
    language = forms.ChoiceField(label=_("Language of the text"))
    series = forms.TypedChoiceField(label=_("Series"), coerce=int, empty_value=None, required=False)
    new_series = forms.CharField(label=_("Or begin a series named"), max_length=100, required=False)
    publish_at = moment_field(label=_("Publish on this day, at this time"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        officer: Officer,
        teams: list[Team],
        now: datetime,
        post: Post | None = None,
        refused: dict[str, str] | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        start = {"token": uuid.uuid4().hex, "language": checked_language(""), **_initial(post), **(initial or {})}
        super().__init__(data, officer=officer, post=post, refused=refused, initial=start)
        self.now = now
        self._teams = {team.pk: team for team in teams}
        self.fields["text"].required = self.act not in UNFINISHED
        self._add_choices(teams)

    def _add_choices(self, teams: list[Team]) -> None:
        self._choice("team").choices = [(team.pk, team.name) for team in teams]
        if len(teams) == 1:
            self.fields["team"].widget = forms.HiddenInput()
            self.initial["team"] = teams[0].pk
        team_name = teams[0].name if len(teams) == 1 else _("The team")
        self._choice("speaks_as").choices = [(Voice.TEAM, team_name), (Voice.OFFICER, self.officer)]
        if self.post and self.post.officer_id not in {None, self.officer.pk}:
            self._choice("speaks_as").choices = [(Voice.TEAM, team_name)]
        self._choice("language").choices = language_choices(self.officer)
        if self.post and self.post.language not in dict(self._language_codes()):
            self._choice("language").choices = [
                (self.post.language, self.post.language),
                *language_choices(self.officer),
            ]
        named = list(Series.objects.filter(team__in=teams).order_by("name", "pk"))
        self._has_series = bool(named)
        self._choice("series").choices = [("", _("None")), *((series.pk, series.name) for series in named)]

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        return field

    def _language_codes(self) -> list[tuple[str, str]]:
        return [pair for _group, pairs in language_choices(self.officer) for pair in pairs]

    # -- what was typed ------------------------------------------------------------------------------------------------

    @property
    def act(self) -> str:
        given = str(self.data.get("do", ""))
        return given if given in ACTS else "preview"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text = cleaned.get("text", "")
        if not text.strip() and self.act not in UNFINISHED and "text" not in self.errors:
            self.add_error("text", sentence(TextIsEmpty()))
        if len(text.strip()) > LONGEST_TEXT:
            self.add_error("text", sentence(TextTooLong(len(text.strip()))))
        if self.act == "schedule" and "publish_at" not in self.errors:
            self._check_time(cleaned.get("publish_at"))
        return cleaned

    def clean_reply_to(self) -> int | None:
        pk: int | None = self.cleaned_data["reply_to"]
        if pk is not None and self.thread_under(pk) is None:
            raise forms.ValidationError(_("The post that this goes on after is no longer public."))
        return pk

    def clean_saved_at(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["saved_at"])
        except ValueError:
            return None

    def thread_under(self, pk: int | None) -> Post | None:
        return on_desk_of(self.officer, self.now).public().filter(pk=pk).first() if pk else None

    def _check_time(self, publish_at: datetime | None) -> None:
        if publish_at is None:
            self.add_error("publish_at", _("Choose the day and the time."))
        elif publish_at <= self.now:
            self.add_error("publish_at", sentence(PostTimeIsPast()))

    # -- what becomes of it --------------------------------------------------------------------------------------------

    @property
    def chosen_team(self) -> Team:
        return self._teams[self.cleaned_data["team"]]

    def words(self, series: Series | None) -> Words:
        typed = self.cleaned_data
        return Words(
            text=typed["text"],
            speaks_as=Voice(typed["speaks_as"]),
            content_notice=typed["content_notice"],
            language=typed["language"],
            pictures=self.pictures,
            reply_to=self.thread_under(typed["reply_to"]),
            series=series,
            said=self.said,
            **_kept_of(self.post),
        )

    # -- how it is shown -----------------------------------------------------------------------------------------------

    @property
    def has_more(self) -> bool:
        """Whether the fold with the rarer choices should be open."""
        names = ("content_notice", "series", "new_series")
        return self.case.is_made or any(self[name].value() or self[name].errors for name in names)

    @property
    def has_series(self) -> bool:
        return self._has_series

    @property
    def under(self) -> Post | None:
        """The post that this one goes on after."""
        value = self["reply_to"].value()
        return self.thread_under(int(value)) if str(value or "").isdecimal() else None


def _kept_of(post: Post | None) -> dict[str, Any]:
    """What an app chose for a draft, and the desk has no field for."""
    if post is None:
        return {}
    return {"answers": post.answers, "audience": Audience(post.audience), "poll": poll_of(post)}


def _initial(post: Post | None) -> dict[str, Any]:
    if post is None:
        return {}
    return {
        "team": post.team_id,
        "text": post.text,
        "speaks_as": post.speaks_as,
        "content_notice": post.content_notice,
        "language": post.language,
        "series": post.series_id,
        "reply_to": post.reply_to_id if post.reply_to and post.reply_to.is_public else None,
        "publish_at": post.publish_at,
        "saved_at": post.saved_at.isoformat(),
        **said_at_first(post),
    }


class EditForm(SaidForm, PicturesForm):
    """Other words and pictures for a published post."""

    text = TextArea(
        label=_("Text"),
        help_text=_("The former words stay readable in the post’s history."),
        widget=forms.Textarea(attrs={"rows": 8, "data-most": LONGEST_TEXT}),
        error_messages={"required": _("A published post keeps at least a word. To take it away, retract it.")},
    )
    content_notice = forms.CharField(label=_("Content notice"), max_length=LONGEST_NOTICE, required=False)
    language = forms.ChoiceField(label=_("Language of the text"))

    def __init__(
        self,
        data: Any = None,
        *,
        officer: Officer,
        post: Post,
        refused: dict[str, str] | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        words = {"text": post.text, "content_notice": post.content_notice, "language": post.language}
        start = {**words, **said_at_first(post), **(initial or {})}
        super().__init__(data, officer=officer, post=post, refused=refused, initial=start)
        choices: list[Any] = list(language_choices(officer))
        if post.language not in {code for _group, pairs in choices for code, _name in pairs}:
            choices.insert(0, (post.language, post.language))
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = choices

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("text", "content_notice", "language")}

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > LONGEST_TEXT:
            raise forms.ValidationError(sentence(TextTooLong(len(text))))
        return text


class RetractForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you take it back?"),
        help_text=_("Residents who open the post read this reason in its place."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason: residents read it in place of the post.")},
    )


class TimeForm(forms.Form):
    publish_at = moment_field(
        label=_("Publish on this day, at this time"), error_messages={"required": _("Choose the day and the time.")}
    )

    def clean_publish_at(self) -> datetime:
        publish_at: datetime = self.cleaned_data["publish_at"]
        if publish_at <= timezone.now():
            raise forms.ValidationError(sentence(PostTimeIsPast()))
        return publish_at
