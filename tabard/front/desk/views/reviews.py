"""What is held: whoever may looks at it, lets it go out or gives it back, with a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tabard.front.desk import held
from tabard.front.desk.attempts import attempt
from tabard.front.desk.review_forms import OverrideForm, ReasonForm
from tabard.front.desk.views.writing import go_on_asking
from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.voice.posts import access, actions
from tabard.voice.posts.models import Review, ReviewState

ON_A_PAGE = 20
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
        "own": held.rows(held.asked_by(request.officer)[:ON_A_PAGE], request.officer, now),
    }
    return render(request, "desk/reviews.html", shown)


@require_safe
@officer_required
def review(request: OfficerRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    return _page(request, access.review_to_see(officer=request.officer, pk=pk, now=now))


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


@require_POST
@officer_required
def approve(request: OfficerRequest, pk: int) -> HttpResponse:
    now, by = timezone.now(), request.officer
    found = access.review_to_see(officer=by, pk=pk, now=now)
    fingerprint, reason = request.POST.get("fingerprint", "")[:64], request.POST.get("reason", "")
    if found.is_override and not reason.strip():
        return _page(request, found, form=_decision_form(found, {"reason": ""}))
    refusal = attempt(
        request,
        lambda: actions.approve_review(review=found, by=by, fingerprint=fingerprint, reason=reason, now=now),
        said=_("Approved. Its author is told."),
    )
    return redirect("desk:review", pk=pk) if refusal else redirect("desk:reviews")


@require_POST
@officer_required
def send_back(request: OfficerRequest, pk: int) -> HttpResponse:
    now, by = timezone.now(), request.officer
    found = access.review_to_see(officer=by, pk=pk, now=now)
    form = _decision_form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    refusal = attempt(
        request,
        lambda: actions.return_review(review=found, by=by, reason=form.cleaned_data["reason"], now=now),
        said=_("Given back. Its author reads your reason."),
    )
    return redirect("desk:review", pk=pk) if refusal else redirect("desk:reviews")


@require_POST
@officer_required
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Whoever asked or wrote it need not say why."""
    now, by = timezone.now(), request.officer
    found = access.review_to_see(officer=by, pk=pk, now=now)
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
    return redirect("desk:review", pk=pk) if refusal else redirect("desk:post", pk=found.post_id)


@require_POST
@officer_required
def ask_override(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask a sergeant to let go out what the guidelines refuse."""
    now, by = timezone.now(), request.officer
    post = access.post_to_change(officer=by, pk=pk, now=now)
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
