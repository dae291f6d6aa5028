"""The posts of the officer's teams: lists, one post with where it arrived, and what can be done with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.front.desk import held, shown, slots
from tabard.front.desk.arrivals import arrivals
from tabard.front.desk.attempts import attempt
from tabard.front.desk.findings import answerable, told
from tabard.front.desk.forms import EditForm, RetractForm, TimeForm
from tabard.front.desk.review_forms import OverrideForm, RetentionForm
from tabard.front.desk.teams import desk_of
from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.plant.delivery.actions import retry_dead
from tabard.voice.guidelines.verdicts import Verdict
from tabard.voice.posts import access, actions
from tabard.voice.posts.actions import DraftAsks, DraftRefused, Edited
from tabard.voice.posts.checking import check_edit, words_of
from tabard.voice.posts.models import Post, PostQuerySet, Retention, State

ON_A_PAGE = 20
MOST_OPEN = 200
DATED = {State.PUBLISHED, State.RETRACTED}
SETTLING = timedelta(seconds=30)
ORDERS: dict[State, Callable[[PostQuerySet], PostQuerySet]] = {
    State.PUBLISHED: PostQuerySet.newest_first,
    State.SCHEDULED: PostQuerySet.soonest_first,
    State.DRAFT: PostQuerySet.latest_saved_first,
    State.HELD: PostQuerySet.latest_saved_first,
    State.RETRACTED: PostQuerySet.newest_first,
}


@require_safe
@officer_required
def index(request: OfficerRequest) -> HttpResponse:
    """The posts of the chosen team in one state: `?state=scheduled`, `?before=12`."""
    now = timezone.now()
    desk = desk_of(request.officer, request.session, now)
    if desk.team is None:
        return redirect("desk:start")
    asked = request.GET.get("state", "")
    state = State(asked) if asked in ORDERS else State.PUBLISHED
    posts = access.on_desk_of(request.officer, now).by_team(desk.team).in_state(state).for_lists()
    context: dict[str, Any]
    if state not in DATED:
        context = {"posts": ORDERS[state](posts)[:MOST_OPEN], "older": None}
    else:
        found = list(ORDERS[state](_after(request, posts))[: ON_A_PAGE + 1])
        older = found[ON_A_PAGE - 1].pk if len(found) > ON_A_PAGE else None
        context = {"posts": found[:ON_A_PAGE], "older": older}
    return render(request, "desk/posts.html", {"desk": desk, "state": state, **context})


def _after(request: OfficerRequest, posts: PostQuerySet) -> PostQuerySet:
    before = request.GET.get("before", "")
    if not (before.isascii() and before.isdecimal() and len(before) < 19):
        return posts
    last_seen = posts.filter(pk=int(before)).first()
    return posts.older_than(last_seen) if last_seen else posts


@require_safe
@officer_required
def post(request: OfficerRequest, pk: int) -> HttpResponse:
    """One post: as it is shown, where it arrived, what it said before, and what can be done with it."""
    now = timezone.now()
    post = access.post_on_desk(officer=request.officer, pk=pk, now=now)
    arrived = arrivals(post.pk) if post.published_at else []
    is_new = post.published_at is not None and now - post.published_at < SETTLING
    context: dict[str, Any] = {
        "post": post,
        "shown": shown.published(post),
        "may_change": access.may_change(post, request.officer),
        "arrivals": arrived,
        "has_stuck": any(arrival.dead for arrival in arrived),
        "is_under_way": is_new or any(arrival.waiting for arrival in arrived),
        "retention_form": RetentionForm(initial={"retention": post.retention}),
        "gives_up": held.gives_up(post, request.officer, now),
        "on_hold": post.is_on_hold(),
        "waiting": access.reviews_to_see(request.officer, now).waiting().filter(post=post).first(),
        "versions": post.versions.select_related("officer").order_by("-number"),
    }
    if post.state == State.SCHEDULED:
        context["time_form"] = TimeForm(initial={"publish_at": post.publish_at})
    return render(request, "desk/post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Other words and pictures for a published post; `?version=2` begins with the words of an earlier version."""
    now = timezone.now()
    post = access.post_to_change(officer=request.officer, pk=pk, now=now)
    if post.state != State.PUBLISHED:
        return redirect("desk:post", pk=post.pk)
    form = _edit_form(request, post, now)
    if request.method == "POST" and request.POST.get("do") == "override":
        return _ask_exception(request, post, form, now)
    refusal: Exception | None = None
    if form.is_valid() and not form.asks_for_another:
        by, pictures, said = request.officer, form.pictures, form.said
        refusal = attempt(
            request,
            lambda: actions.edit_post(post=post, by=by, pictures=pictures, said=said, now=now, **form.words),
            said=_told,
            form=form,
        )
        if refusal is None:
            return redirect("desk:post", pk=post.pk)
    exception = OverrideForm() if isinstance(refusal, DraftRefused) else None
    verdict = refusal.verdict if isinstance(refusal, DraftRefused | DraftAsks) else None
    return _edit_page(request, post, form, verdict, exception)


def _edit_page(
    request: OfficerRequest, post: Post, form: EditForm, verdict: Verdict | None, exception: OverrideForm | None
) -> HttpResponse:
    shown = {"form": form, "post": post, "override_form": exception, **answerable(form.said, verdict)}
    return render(request, "desk/edit.html", shown)


def _ask_exception(request: OfficerRequest, post: Post, form: EditForm, now: datetime) -> HttpResponse:
    """Ask a sergeant for the edit that was refused, which is typed once."""
    exception = OverrideForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, post, form, None, exception)
    typed = form.words
    words = replace(
        words_of(post),
        text=typed["text"],
        content_notice=typed["content_notice"],
        language=typed["language"],
        pictures=form.pictures,
        said=form.said,
    )
    if exception.is_valid():
        by, reason = request.officer, exception.cleaned_data["reason_asked"]
        refusal = attempt(
            request,
            lambda: actions.ask_edit_override(post=post, by=by, words=words, reason=reason, now=now),
            said=_("A sergeant is asked, and reads your reason."),
            form=form,
        )
        if refusal is None:
            return redirect("desk:post", pk=post.pk)
    return _edit_page(request, post, form, check_edit(post, words, now).verdict, exception)


def _told(edited: Edited) -> str:
    told = {
        Edited.NOTHING: _("Nothing was changed."),
        Edited.DONE: _("Changed. The former words stay readable."),
        Edited.WAITS: _("A sergeant looks at this change first. Until then the post stays as it is."),
    }
    return told[edited]


def _edit_form(request: OfficerRequest, post: Post, now: datetime) -> EditForm:
    if request.method != "POST":
        return EditForm(officer=request.officer, post=post, initial=_earlier(request, post))
    taken = slots.take_in(request.POST, request.FILES, officer=request.officer, now=now)
    return EditForm(taken.data, officer=request.officer, post=post, refused=taken.refused)


def _earlier(request: OfficerRequest, post: Post) -> dict[str, str]:
    number = request.GET.get("version", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 9):
        return {}
    version = post.versions.filter(number=int(number)).first()
    if version is None:
        return {}
    return {"text": version.text, "content_notice": version.content_notice, "language": version.language}


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def retract(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a post back, with the reason that its page then gives."""
    now = timezone.now()
    post = access.post_on_desk(officer=request.officer, pk=pk, now=now)
    if post.state != State.PUBLISHED:
        return redirect("desk:post", pk=post.pk)
    form = RetractForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, reason = request.officer, form.cleaned_data["reason"]
        refusal = attempt(
            request,
            lambda: actions.retract_post(post=post, by=by, reason=reason, now=now),
            said=_("Taken back. Its page now gives your reason, and its pictures are gone."),
            form=form,
        )
        if refusal is None:
            return redirect("desk:post", pk=post.pk)
    return render(request, "desk/retract.html", {"form": form, "post": post, "shown": shown.published(post)})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def discard(request: OfficerRequest, pk: int) -> HttpResponse:
    """Throw a draft away, once it was asked whether that is meant."""
    now = timezone.now()
    post = access.post_to_change(officer=request.officer, pk=pk, now=now)
    if post.state != State.DRAFT:
        return redirect("desk:post", pk=post.pk)
    if request.method != "POST":
        return render(request, "desk/discard.html", {"post": post, "shown": shown.published(post)})
    refusal = attempt(
        request,
        lambda: actions.discard_draft(post=post, by=request.officer, now=now),
        said=_("The draft is gone."),
    )
    return redirect("desk:post", pk=pk) if refusal else redirect("desk:start")


@require_POST
@officer_required
def publish_now(request: OfficerRequest, pk: int) -> HttpResponse:
    """A draft as it stands, or a scheduled post before its time."""
    now = timezone.now()
    post = access.post_to_change(officer=request.officer, pk=pk, now=now)
    refusal = attempt(
        request,
        lambda: actions.publish_post(post=post, by=request.officer, now=now),
        said=lambda _done: shown.sent(post),
        why=told,
    )
    return redirect("desk:go_on" if isinstance(refusal, DraftRefused | DraftAsks) else "desk:post", pk=post.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def change_time(request: OfficerRequest, pk: int) -> HttpResponse:
    """Opened or reloaded, the address leads to the post, which has the form."""
    now = timezone.now()
    post = access.post_to_change(officer=request.officer, pk=pk, now=now)
    if request.method != "POST":
        return redirect("desk:post", pk=post.pk)
    form = TimeForm(request.POST)
    if form.is_valid():
        by, publish_at = request.officer, form.cleaned_data["publish_at"]
        refusal = attempt(
            request,
            lambda: actions.schedule_post(post=post, by=by, publish_at=publish_at, now=now),
            said=_("It has its new time."),
            form=form,
        )
        if refusal is None:
            return redirect("desk:post", pk=post.pk)
    return render(request, "desk/time.html", {"form": form, "post": post})


@require_POST
@officer_required
def unschedule(request: OfficerRequest, pk: int) -> HttpResponse:
    """Back to a draft: undone by giving it a time again."""
    now = timezone.now()
    post = access.post_on_desk(officer=request.officer, pk=pk, now=now)
    attempt(
        request,
        lambda: actions.unschedule_post(post=post, by=request.officer, now=now),
        said=_("It is a draft again and will not be published by itself."),
    )
    return redirect("desk:start")


@require_POST
@officer_required
def retry(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send again what was given up."""
    now = timezone.now()
    post = access.post_on_desk(officer=request.officer, pk=pk, now=now)
    retry_dead(about=f"post:{post.pk}", subject=post, by=request.user, now=now)
    messages.success(request, _("We try again now. Look at this page in a minute."))
    return redirect("desk:post", pk=post.pk)


@require_POST
@officer_required
def keep_for(request: OfficerRequest, pk: int) -> HttpResponse:
    """How long the words of a post are kept."""
    now = timezone.now()
    post = access.post_on_desk(officer=request.officer, pk=pk, now=now)
    form = RetentionForm(request.POST)
    if form.is_valid():
        by, retention = request.officer, Retention(form.cleaned_data["retention"])
        attempt(
            request,
            lambda: actions.keep_post_for(post=post, by=by, retention=retention, now=now),
            said=_("Its words are kept: %(how_long)s.") % {"how_long": retention.label.lower()},
        )
    return redirect("desk:post", pk=post.pk)
