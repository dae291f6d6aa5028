"""What an officer tries at the desk: it is done and said so, or refused and they are told why."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.forms import Form
from django.utils import timezone

from tabard.front.desk.sentences import sentence
from tabard.people.teams.access import OfficerRequest
from tabard.voice.posts import questions
from tabard.voice.posts.access import NotPosted, NotTheirVoice, NotTheReviewer
from tabard.voice.posts.wording import PostRefused

T = TypeVar("T")


def attempt(
    request: OfficerRequest,
    act: Callable[[], T],
    *,
    said: str | Callable[[T], str],
    form: Form | None = None,
    why: Callable[[Exception], str] = sentence,
) -> Exception | None:
    """Call `act`, outside every transaction, and have the next page say what became of it: what is `said` when it is
    done, or `why` it was refused, which a `form` says instead if there is one. Returns the refusal. What the author was
    asked is remembered."""
    try:
        with questions.kept(request.user, timezone.now()):
            done = act()
    except (PostRefused, NotPosted, NotTheirVoice, NotTheReviewer) as refusal:
        if form is None:
            messages.error(request, why(refusal))
        else:
            form.add_error(None, why(refusal))
        return refusal
    messages.success(request, said if isinstance(said, str) else said(done))
    return None
