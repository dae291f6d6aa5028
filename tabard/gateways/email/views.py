"""Following by e-mail, from the form to the last stop link; and the outbox, for the digital lead.

No page here sets a cookie or needs one. What a request may do is decided by the word in its address alone (a signed or
random one that only a mailbox has seen), so no other site can borrow a visitor's rights, and the pages are exempt from
the CSRF token. Links are opened by mail scanners too, so opening one changes nothing: a button does.
"""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tabard.gateways.email import access, folder, limits
from tabard.gateways.email.forms import FollowForm, FrequencyForm
from tabard.people.accounts.access import lead_required
from tabard.plant.design.secret_addresses import private
from tabard.voice.follows import access as follows_access
from tabard.voice.follows import actions as follows
from tabard.voice.follows.models import Follow, Follower

MAILS_ON_A_PAGE = 50
DONE = {"frequency", "stopped", "all", "again"}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """`?place=<slug>` or `?actor=<handle>` says whom. The answer is the same whoever follows or has stopped what."""
    place, actor = request.GET.get("place", ""), request.GET.get("actor", "")
    if not place and not actor:
        return render(request, "email/whom.html")
    target = access.target_to_follow(place=place, actor=actor, now=now())
    form = FollowForm(request.POST if request.method == "POST" else None)
    page = {"form": form, "target": target, "is_too_often": False}
    if not form.is_valid():
        return render(request, "email/follow.html", page, status=422 if form.is_bound else 200)
    if not limits.may_ask(request.META.get("REMOTE_ADDR", ""), now=now()):
        return render(request, "email/follow.html", {**page, "is_too_often": True}, status=429)
    follows.ask_to_follow(
        channel=Follower.Channel.EMAIL,
        address=form.cleaned_data["address"],
        target=target,
        frequency=form.cleaned_data["frequency"],
        language=get_language() or "en-gb",
        now=now(),
    )
    return redirect("email:asked")


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "email/asked.html")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, word: str) -> HttpResponse:
    try:
        found = follows_access.follow_to_confirm(word=word, now=now())
        if request.method == "POST":
            follows.confirm_follow(follow=found, now=now())
            return render(request, "email/confirmed.html", {"follow": found, "target": found.target})
    except (follows_access.ConfirmationExpired, follows.FollowHasEnded):
        return render(request, "email/no_confirmation.html", {"is_expired": True}, status=410)
    except follows_access.ConfirmationForged:
        return render(request, "email/no_confirmation.html", {"is_expired": False}, status=404)
    return render(request, "email/confirm.html", {"follow": found, "target": found.target})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """What one follower follows, how often, and how to stop it."""
    try:
        follower = follows_access.follower_by_token(token)
    except Http404:
        return render(request, "email/nobody.html", status=404)
    if request.method == "POST":
        done = _change(request, follower)
        return redirect(f"{reverse('email:mine', args=[token])}?done={done}")
    live = Follow.objects.live().with_targets().filter(follower=follower, confirmed_at__isnull=False).order_by("pk")
    rows = [
        {
            "follow": each,
            "form": FrequencyForm(initial={"frequency": each.frequency}, auto_id=f"id_{each.pk}_%s"),
        }
        for each in live
    ]
    done = request.GET.get("done", "")
    return render(
        request, "email/mine.html", {"follower": follower, "rows": rows, "done": done if done in DONE else ""}
    )


def _change(request: HttpRequest, follower: Follower) -> str:
    """Do what the pressed button says and return its word for the page that follows."""
    if "stop_all" in request.POST:
        follows.stop_all(follower=follower, reason=Follower.StopReason.ASKED, now=now())
        return "all"
    if "again" in request.POST:
        follows.allow_again(follower=follower)
        return "again"
    pressed = request.POST.get("stop") or request.POST.get("save") or ""
    if not pressed.isascii() or not pressed.isdigit() or len(pressed) > 18:
        raise Http404
    chosen = follows_access.follow_of(follower, int(pressed))
    if "stop" in request.POST:
        follows.stop_follow(follow=chosen, now=now())
        return "stopped"
    form = FrequencyForm(request.POST)
    if not form.is_valid():
        raise Http404
    follows.change_frequency(follow=chosen, frequency=form.cleaned_data["frequency"], now=now())
    return "frequency"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str, scope: str) -> HttpResponse:
    """The one-click address of RFC 8058: a POST stops at once, with no cookie, no redirect, and no question.

    A GET shows the button. A token that is unknown gets the same answer: there is nothing left to stop.
    """
    try:
        follower: Follower | None = follows_access.follower_by_token(token)
    except Http404:
        follower = None
    is_done = request.method == "POST"
    if is_done and follower is not None:
        if scope == "never":
            follows.stop_all(follower=follower, reason=Follower.StopReason.NEVER, now=now())
        else:
            moment = now()
            for each in access.follows_to_stop(follower=follower, scope=scope, now=moment):
                follows.stop_follow(follow=each, now=moment)
    page = {"is_done": is_done, "is_never": scope == "never", "mine_url": reverse("email:mine", args=[token])}
    return render(request, "email/stop.html", page)


@never_cache
@lead_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What lies in the folder, newest first."""
    page = Paginator(folder.names(), MAILS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "email/outbox.html", {"page": page, "mails": [folder.read(name) for name in page]})


@never_cache
@lead_required
@require_safe
def outbox_mail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "email/outbox_mail.html", {"mail": _mail(name)})


@never_cache
@csp(  # type: ignore[arg-type]  # its types know no view with arguments
    {"default-src": [NONE], "img-src": [SELF], "style-src": [UNSAFE_INLINE], "sandbox": ["allow-popups"]}
)
@lead_required
@require_safe
def outbox_html(_request: HttpRequest, name: str) -> HttpResponse:
    """The mail as a mail program would show it, in a sandbox: it runs nothing and loads nothing from elsewhere."""
    return HttpResponse(_mail(name).html)


def _mail(name: str) -> folder.Mail:
    try:
        return folder.read(name)
    except folder.NoSuchMail as error:
        raise Http404 from error
