"""Writing a post, and going on with a draft."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tabard.front.desk import shown, slots
from tabard.front.desk.forms import WriteForm
from tabard.front.desk.picture_forms import ANOTHER
from tabard.front.desk.sentences import sentence
from tabard.front.desk.teams import Desk, choose, desk_of
from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.voice.posts import access, actions, questions
from tabard.voice.posts.access import NotPosted, NotTheirVoice
from tabard.voice.posts.models import Post, Series, State
from tabard.voice.posts.wording import PostRefused


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def write(request: OfficerRequest) -> HttpResponse:
    """A new post, or the next one of a thread: `?reply_to=12`."""
    return _write(request, post=None, now=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def go_on(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change a draft, a scheduled or a held post."""
    now = timezone.now()
    post = access.post_to_change(officer=request.officer, pk=pk, now=now)
    if post.state not in {State.DRAFT, State.SCHEDULED, State.HELD}:
        return redirect("desk:post", pk=post.pk)
    return _write(request, post=post, now=now)


def _write(request: OfficerRequest, *, post: Post | None, now: datetime) -> HttpResponse:
    desk = desk_of(request.officer, request.session, now)
    if desk.team is None:
        return redirect("desk:start")
    if request.method != "POST":
        form = _opened_form(request, desk, post, now)
        return render(request, "desk/write.html", {"form": form, "post": post})
    teams = [post.team] if post else desk.teams
    taken = slots.take_in(request.POST, request.FILES, officer=request.officer, now=now)
    form = WriteForm(taken.data, officer=request.officer, teams=teams, now=now, post=post, refused=taken.refused)
    if form.is_valid() and form.act not in {"preview", ANOTHER}:
        try:
            with questions.kept(request.user, now):
                kept = _keep(form, post=post, now=now)
        except (PostRefused, NotPosted, NotTheirVoice) as refusal:
            form.add_error(None, sentence(refusal))
        else:
            choose(kept.team, request.session)
            return _tell(request, form.act, kept)
    preview = shown.preview(form) if form.is_valid() and form.act != ANOTHER else None
    return render(request, "desk/write.html", {"form": form, "post": post, "preview": preview})


def _opened_form(request: OfficerRequest, desk: Desk, post: Post | None, now: datetime) -> WriteForm:
    teams = [post.team] if post else desk.teams
    initial: dict[str, object] = {}
    if post is None and desk.team is not None:
        initial |= {"team": desk.team.pk, "speaks_as": Post.objects.last_voice_of(request.officer)}
        under = _post_above(request, now)
        if under is not None:
            teams = [team for team in desk.teams if team.pk == under.team_id]
            initial |= {"reply_to": under.pk, "team": under.team_id}
    return WriteForm(officer=request.officer, teams=teams, now=now, post=post, initial=initial)


def _post_above(request: OfficerRequest, now: datetime) -> Post | None:
    asked = request.GET.get("reply_to", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
        return None
    return access.on_desk_of(request.officer, now).public().filter(pk=int(asked)).first()


def _keep(form: WriteForm, *, post: Post | None, now: datetime) -> Post:
    """Save what was typed, then do what the button said. What the last step refuses stays as a draft."""
    by, team = form.officer, form.chosen_team
    words = form.words(_series(form, now))
    if post is None:
        post = actions.save_draft(team=team, by=by, words=words, now=now, token=form.cleaned_data["token"])
    else:
        actions.change_draft(post=post, by=by, words=words, now=now)
    if form.act == "publish":
        actions.publish_post(post=post, by=by, now=now)
    elif form.act == "schedule" and post.state != State.PUBLISHED:
        actions.schedule_post(post=post, by=by, publish_at=form.cleaned_data["publish_at"], now=now)
    return post


def _series(form: WriteForm, now: datetime) -> Series | None:
    name = form.cleaned_data["new_series"].strip()
    if name:
        return actions.start_series(team=form.chosen_team, by=form.officer, name=name, now=now)
    return Series.objects.filter(pk=form.cleaned_data["series"] or 0).first()


def _tell(request: OfficerRequest, act: str, post: Post) -> HttpResponse:
    messages.success(request, shown.sent(post) if act in {"publish", "schedule"} else _("Your words are kept."))
    return redirect("desk:post", pk=post.pk)
