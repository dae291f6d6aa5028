"""Writing a post, and going on with a draft."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tabard.front.desk import held, shown, slots
from tabard.front.desk.findings import answerable, told
from tabard.front.desk.forms import WriteForm
from tabard.front.desk.picture_forms import ANOTHER
from tabard.front.desk.review_forms import OverrideForm
from tabard.front.desk.sentences import sentence
from tabard.front.desk.teams import Desk, choose, desk_of
from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.voice.guidelines.checking.findings import Decision
from tabard.voice.posts import access, actions, questions
from tabard.voice.posts.access import NotPosted, NotTheirVoice
from tabard.voice.posts.actions import DraftHasChanged
from tabard.voice.posts.checking import DraftAsks, DraftRefused, check_post
from tabard.voice.posts.models import Post, Series, State
from tabard.voice.posts.wording import PostRefused

SENDING = {"publish", "schedule"}


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
    opened: dict[str, object] = {"post": post, "gives_up": held.gives_up(post, request.officer, now)}
    if request.method != "POST":
        form = _opened_form(request, desk, post, now)
        return render(request, "desk/write.html", {"form": form, **opened, **_found(form, post, now)})
    teams = [post.team] if post else desk.teams
    taken = slots.take_in(request.POST, request.FILES, officer=request.officer, now=now)
    form = WriteForm(taken.data, officer=request.officer, teams=teams, now=now, post=post, refused=taken.refused)
    found = answerable(form.said)
    if form.is_valid() and form.act not in {"preview", ANOTHER}:
        try:
            with questions.kept(request.user, now):
                kept = _keep_words(form, post=post, now=now)
        except (PostRefused, NotPosted, NotTheirVoice) as refusal:
            form.add_error(None, sentence(refusal))
            if isinstance(refusal, DraftRefused | DraftAsks):
                found = answerable(form.said, refusal.verdict)
            if post and isinstance(refusal, DraftHasChanged):  # sent again, it is meant so
                taken.data["saved_at"] = post.saved_at.isoformat()
                opened["changed"] = shown.published(post)
        else:
            choose(kept.team, request.session)
            return _send(request, form, kept, now)
    preview = shown.preview(form) if form.is_valid() and form.act != ANOTHER else None
    return render(request, "desk/write.html", {"form": form, **opened, "preview": preview, **found})


def _found(form: WriteForm, post: Post | None, now: datetime) -> dict[str, object]:
    """What the guidelines say of a draft as it is kept, and where they refuse it, a way to ask for an exception."""
    if post is None or not post.text:
        return {}
    verdict = check_post(post, now).verdict
    override = OverrideForm() if verdict.decision == Decision.REFUSE and post.state != State.HELD else None
    return {**answerable(form.said, verdict), "override_form": override}


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


def _keep_words(form: WriteForm, *, post: Post | None, now: datetime) -> Post:
    """What was typed is kept first, whatever becomes of it."""
    by, words = form.officer, form.words(_series(form, now))
    if post is None:
        token = form.cleaned_data["token"]
        return actions.save_draft(team=form.chosen_team, by=by, words=words, now=now, token=token)
    actions.change_draft(post=post, by=by, words=words, now=now, saved_at=form.cleaned_data["saved_at"])
    return post


def _send(request: OfficerRequest, form: WriteForm, post: Post, now: datetime) -> HttpResponse:
    """Do what the button said. What is refused, or asked about, is on the page on which the draft is gone on with."""
    try:
        with questions.kept(request.user, now):
            _publish(form, post, now)
    except (PostRefused, NotPosted, NotTheirVoice) as refusal:
        messages.error(request, told(refusal))
        return redirect("desk:go_on", pk=post.pk)
    messages.success(request, shown.sent(post) if form.act in SENDING else _("Your words are kept."))
    return redirect("desk:post", pk=post.pk)


def _publish(form: WriteForm, post: Post, now: datetime) -> None:
    if form.act == "publish":
        actions.publish_post(post=post, by=form.officer, now=now)
    elif form.act == "schedule" and post.state != State.PUBLISHED:
        actions.schedule_post(post=post, by=form.officer, publish_at=form.cleaned_data["publish_at"], now=now)


def _series(form: WriteForm, now: datetime) -> Series | None:
    name = form.cleaned_data["new_series"].strip()
    if name:
        return actions.start_series(team=form.chosen_team, by=form.officer, name=name, now=now)
    return Series.objects.filter(pk=form.cleaned_data["series"] or 0).first()
