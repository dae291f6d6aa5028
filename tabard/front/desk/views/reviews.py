"""What is held: whoever may looks at it, lets it go out or gives it back, with a reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tabard.front.desk import held
from tabard.front.desk.review_forms import OverrideForm, ReasonForm
from tabard.front.desk.sentences import sentence
from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.voice.posts import access, actions
from tabard.voice.posts.models import Review, ReviewKind, ReviewState
from tabard.voice.posts.wording import PostRefused

ON_A_PAGE = 20


@require_safe
@officer_required
def index(request: OfficerRequest) -> HttpResponse:
    """What waits for this officer, by time left, and what they wait for themselves."""
    now = timezone.now()
    queue = access.review_queue(request.officer, now)
    shown = {
        "queue": held.rows(queue[:ON_A_PAGE], now),
        "count": queue.count(),
        "own": held.rows(held.asked_by(request.officer)[:ON_A_PAGE], now),
    }
    return render(request, "desk/reviews.html", shown)


@require_safe
@officer_required
def review(request: OfficerRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    return _page(request, access.review_to_see(officer=request.officer, pk=pk, now=now), ReasonForm())


def _page(request: OfficerRequest, review: Review, form: ReasonForm) -> HttpResponse:
    now = timezone.now()
    is_waiting = review.state == ReviewState.WAITING
    shown = {
        "row": held.looked_at(review, now) if is_waiting else held.row(review, now),
        "may_decide": is_waiting and access.reviewers_of(review, now).filter(pk=request.officer.pk).exists(),
        "may_change": access.is_posted(request.officer, review.post.team, now)
        and access.may_change(review.post, request.officer),
        "is_waiting": is_waiting,
        "form": form,
    }
    return render(request, "desk/review.html", shown)


@require_POST
@officer_required
def approve(request: OfficerRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.review_to_see(officer=request.officer, pk=pk, now=now)
    fingerprint, reason = request.POST.get("fingerprint", "")[:64], request.POST.get("reason", "")
    if found.kind == ReviewKind.OVERRIDE and not reason.strip():
        form = ReasonForm({"reason": ""})
        form.is_valid()
        return _page(request, found, form)
    try:
        actions.approve_review(review=found, by=request.officer, fingerprint=fingerprint, reason=reason, now=now)
    except (PostRefused, PermissionDenied) as refusal:
        messages.error(request, sentence(refusal))
        return redirect("desk:review", pk=pk)
    messages.success(request, _("Approved. Its author is told."))
    return redirect("desk:reviews")


@require_POST
@officer_required
def send_back(request: OfficerRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.review_to_see(officer=request.officer, pk=pk, now=now)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        actions.return_review(review=found, by=request.officer, reason=form.cleaned_data["reason"], now=now)
    except (PostRefused, PermissionDenied) as refusal:
        messages.error(request, sentence(refusal))
        return redirect("desk:review", pk=pk)
    messages.success(request, _("Given back. Its author reads your reason."))
    return redirect("desk:reviews")


@require_POST
@officer_required
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.review_to_see(officer=request.officer, pk=pk, now=now)
    try:
        actions.withdraw_review(review=found, by=request.officer, now=now)
    except (PostRefused, PermissionDenied) as refusal:
        messages.error(request, sentence(refusal))
        return redirect("desk:review", pk=pk)
    messages.success(request, _("Nobody looks at it any more. It is a draft again."))
    return redirect("desk:post", pk=found.post_id)


@require_POST
@officer_required
def ask_override(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask a sergeant to let go out what the guidelines refuse."""
    now = timezone.now()
    post = access.post_to_change(officer=request.officer, pk=pk, now=now)
    form = OverrideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why it should go out all the same."))
        return redirect("desk:post", pk=pk)
    try:
        actions.ask_override(post=post, by=request.officer, reason=form.cleaned_data["reason_asked"], now=now)
    except (PostRefused, PermissionDenied) as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("A sergeant is asked, and reads your reason."))
    return redirect("desk:post", pk=pk)
