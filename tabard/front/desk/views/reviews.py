"""What is held: whoever may looks at it, lets it go out or gives it back, with a reason."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tabard.front.desk import held
from tabard.front.desk.attempts import attempt
from tabard.front.desk.review_forms import OverrideForm, ReasonForm
from tabard.front.desk.views.writing import go_on_asking
from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.voice.posts import access, actions
from tabard.voice.posts.models import Review, ReviewState

ON_A_PAGE = 20
ReviewView = Callable[[OfficerRequest, Review], HttpResponse]
WITHDRAW = "withdraw"
"""Before the name of the reason for taking it back: another reason stands on the same page."""


@require_safe
@officer_required
def index(request: OfficerRequest) -> HttpResponse:
    """What waits for this officer, by time left, and what they wait for themselves."""
    now = timezone.now()
    queue = access.review_queue(request.officer, now)
    shown = {
        "queue": held.rows(queue[:ON_A_PAGE], request.officer, now),
        "count": queue.count(),
        "own": [held.row(review, now) for review in held.asked_by(request.officer)[:ON_A_PAGE]],
    }
    return render(request, "desk/reviews.html", shown)


def _about_review(view: ReviewView) -> Callable[..., HttpResponseBase]:
    """Who could have decided it, and comes second, is told so."""

    @officer_required
    @wraps(view)
    def found(request: OfficerRequest, pk: int) -> HttpResponse:
        try:
            review = access.review_to_see(officer=request.officer, pk=pk, now=timezone.now())
        except access.DecidedMeanwhile as decided:
            messages.error(request, str(decided))
            return redirect("desk:reviews")
        return view(request, review)

    return found


def _deciding(view: ReviewView) -> Callable[..., HttpResponseBase]:
    """What a form of the review's page sends: opened or reloaded, its address leads to that page."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @_about_review
    @wraps(view)
    def sent(request: OfficerRequest, review: Review) -> HttpResponse:
        return view(request, review) if request.method == "POST" else redirect("desk:review", pk=review.pk)

    return sent


@require_safe
@_about_review
def review(request: OfficerRequest, review: Review) -> HttpResponse:
    return _page(request, review)


def _page(
    request: OfficerRequest, review: Review, *, form: ReasonForm | None = None, withdraw_form: ReasonForm | None = None
) -> HttpResponse:
    now, officer = timezone.now(), request.officer
    is_waiting = review.state == ReviewState.WAITING
    shown = {
        "row": held.looked_at(review, now) if is_waiting else held.row(review, now),
        "may_decide": is_waiting and access.reviewers_of(review, now).filter(pk=officer.pk).exists(),
        "may_change": is_waiting and access.changeable_by(officer, now)(review),
        "may_withdraw": is_waiting and access.may_withdraw(review, officer, now),
        "gives_up": is_waiting and access.gives_up_decision(review, officer, now),
        "is_own": access.is_own(review, officer),
        "is_waiting": is_waiting,
        "form": form or _decision_form(review),
        "withdraw_form": withdraw_form or _withdraw_form(),
    }
    return render(request, "desk/review.html", shown)


def _decision_form(review: Review, data: Any = None) -> ReasonForm:
    """Of an override every decision wants a reason, of all else only giving it back."""
    return ReasonForm(data, why="" if review.is_override else _("If you give it back: why?"))


def _withdraw_form(data: Any = None) -> ReasonForm:
    return ReasonForm(data, why=_("Why do you take it back?"), prefix=WITHDRAW)


@_deciding
def approve(request: OfficerRequest, found: Review) -> HttpResponse:
    now, by = timezone.now(), request.officer
    fingerprint, reason = request.POST.get("fingerprint", "")[:64], request.POST.get("reason", "")
    if found.is_override and not reason.strip():
        return _page(request, found, form=_decision_form(found, {"reason": ""}))
    refusal = attempt(
        request,
        lambda: actions.approve_review(review=found, by=by, fingerprint=fingerprint, reason=reason, now=now),
        said=_("Approved. Its author is told."),
    )
    return redirect("desk:review", pk=found.pk) if refusal else redirect("desk:reviews")


@_deciding
def send_back(request: OfficerRequest, found: Review) -> HttpResponse:
    now, by = timezone.now(), request.officer
    form = _decision_form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    refusal = attempt(
        request,
        lambda: actions.return_review(review=found, by=by, reason=form.cleaned_data["reason"], now=now),
        said=_("Given back. Its author reads your reason."),
    )
    return redirect("desk:review", pk=found.pk) if refusal else redirect("desk:reviews")


@_deciding
def withdraw(request: OfficerRequest, found: Review) -> HttpResponse:
    """Whoever asked or wrote it need not say why."""
    now, by = timezone.now(), request.officer
    form = _withdraw_form(request.POST)
    if not access.is_own(found, by) and not form.is_valid():
        return _page(request, found, withdraw_form=form)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    refusal = attempt(
        request,
        lambda: actions.withdraw_review(review=found, by=by, reason=reason, now=now),
        said=_("The change is dropped. The post stays as it is.")
        if found.is_edit
        else _("Nobody looks at it any more. It is a draft again."),
    )
    return redirect("desk:review", pk=found.pk) if refusal else redirect("desk:post", pk=found.post_id)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def ask_override(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask a sergeant to let go out what the guidelines refuse. Opened or reloaded, the address leads to the draft."""
    now, by = timezone.now(), request.officer
    post = access.post_to_change(officer=by, pk=pk, now=now)
    if request.method != "POST":
        return redirect("desk:go_on", pk=pk)
    form = OverrideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why it should go out all the same."))
        return go_on_asking(request, post, form, now)
    attempt(
        request,
        lambda: actions.ask_override(post=post, by=by, reason=form.cleaned_data["reason_asked"], now=now),
        said=_("A sergeant is asked, and reads your reason."),
    )
    return redirect("desk:post", pk=pk)
