"""A post as residents will see it, for the desk's own pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tabard.front.desk.forms import WriteForm
from tabard.lib.text import Html, to_html
from tabard.people.teams.models import Handle
from tabard.plant.media.models import Picture
from tabard.voice.posts.models import Post, State


@dataclass(frozen=True)
class Shown:
    speaker: str
    html: Html
    language: str
    content_notice: str = ""
    pictures: Sequence[Picture] = ()


def text_html(text: str) -> Html:
    """Mentions link to those of our own actors that exist."""
    return to_html(text, handles=Handle.objects.mentioned_in([text]))


def published(post: Post) -> Shown:
    return Shown(
        speaker=str(post.speaker),
        html=text_html(post.text),
        language=post.language,
        content_notice=post.content_notice,
        pictures=[place.picture for place in post.pictures.all()],
    )


def preview(form: WriteForm) -> Shown:
    """Of a form that is valid. Descriptions are shown as they stand in the form."""
    typed = form.cleaned_data
    speaker = form.officer if typed["speaks_as"] == "officer" else form.chosen_team
    return Shown(str(speaker), text_html(typed["text"]), typed["language"], typed["content_notice"], form.pictures)


def sent(post: Post) -> str:
    """What became of a post that was to go out."""
    if post.state == State.HELD:
        return _("A sergeant looks at this first. It goes out once it is approved.")
    if post.state == State.SCHEDULED and post.publish_at:
        when = date_format(timezone.localtime(post.publish_at), "D j M, H:i")
        return _("It will be published on %(when)s.") % {"when": when}
    return _("Published. This page shows where it arrives.")
