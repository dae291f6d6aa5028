"""An officer's service: account, role, postings, hand-over, leaving."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tabard.people.accounts import actions as accounts
from tabard.people.accounts.access import SignedInRequest, lead_required
from tabard.people.teams import access, actions
from tabard.people.teams.forms import AccountForm, HeirForm, PostingForm, RoleForm
from tabard.people.teams.guided import WordsStopped, asking
from tabard.people.teams.models import Officer, Team
from tabard.people.teams.views.officers import show_officer


@require_POST
@lead_required
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Invite an officer who has no account; send the link once more to one who has not used it."""
    officer, now = access.officer_to_manage(pk), timezone.now()
    if officer.user is not None:
        if officer.user.is_active and officer.user.is_invited:
            accounts.invite_again(user=officer.user, now=now, by=request.user)
            messages.success(request, _("The invitation is on its way again."))
        return redirect("teams:officer", pk=pk)
    form = AccountForm(request.POST, prefix="account")
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.invite(officer=officer, email=given["email"], role=given["role"], now=now, by=request.user)
        except accounts.EmailTaken:
            form.add_error("email", _("Somebody signs in with this address already."))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("teams:officer", pk=pk)
    return show_officer(request, officer, account=form)


@require_POST
@lead_required
def change_role(request: SignedInRequest, pk: int) -> HttpResponse:
    officer, form = access.officer_to_manage(pk), RoleForm(request.POST)
    if officer.user is not None and form.is_valid():
        try:
            accounts.change_role(user=officer.user, role=form.cleaned_data["role"], now=timezone.now(), by=request.user)
        except accounts.LastLead:
            messages.error(request, _("There must be a digital lead. Give the role to somebody else first."))
        else:
            messages.success(request, _("The role is changed."))
    return redirect("teams:officer", pk=pk)


@require_POST
@lead_required
def reset_second_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    """For someone who lost their phone. Not for oneself: whoever holds a lead's open desk could bar the lead."""
    officer = access.officer_to_manage(pk)
    if officer.user is not None and officer.user != request.user:
        accounts.remove_second_factors(user=officer.user, now=timezone.now(), by=request.user)
        messages.success(
            request, _("They and their apps are signed out. A second factor is set up anew when they come back.")
        )
    return redirect("teams:officer", pk=pk)


@require_POST
@lead_required
def post(request: SignedInRequest, pk: int) -> HttpResponse:
    officer = access.officer_to_manage(pk)
    form = PostingForm(request.POST, officer=officer, prefix="posting")
    if form.is_valid():
        given = form.cleaned_data
        try:
            with asking():
                actions.post_officer(
                    officer=officer, team=given["team"], role=given["role"], now=timezone.now(), by=request.user
                )
        except WordsStopped as stopped:
            form.add_error("role", str(stopped))
        except actions.AlreadyPosted:
            form.add_error("team", _("They serve in this team already."))
        else:
            messages.success(request, _("They serve in %(team)s from now on.") % {"team": given["team"]})
            return redirect("teams:officer", pk=pk)
    return show_officer(request, officer, posting=form)


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def end_posting(request: SignedInRequest, pk: int) -> HttpResponse:
    """After one question, which says what residents will see."""
    posting = access.posting_to_manage(pk)
    if request.method != "POST":
        return render(request, "teams/end_posting.html", {"posting": posting})
    try:
        actions.end_posting(posting=posting, now=timezone.now(), by=request.user)
    except actions.PostingAlreadyEnded:
        messages.error(request, _("This posting had ended before."))
    else:
        messages.success(request, _("The posting is ended. They can no longer speak for the team."))
    return redirect("teams:officer", pk=posting.officer_id)


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose who takes over, see what would pass on, and only then do it."""
    officer, now = access.officer_to_manage(pk), timezone.now()
    asked = request.POST if request.method == "POST" else request.GET if "to" in request.GET else None
    form = HeirForm(
        asked,
        teams=list(Team.objects.filter(force=officer.force_id).by_name()),
        officers=list(Officer.objects.filter(force=officer.force_id).serving(now).exclude(pk=pk).by_name()),
    )
    if not form.is_valid():
        return render(request, "teams/hand_over.html", {"form": form, "officer": officer})
    heir = form.heir()
    if request.method == "POST":
        actions.hand_over(officer=officer, to=heir, now=now, by=request.user)
        messages.success(request, _("Handed over to %(heir)s.") % {"heir": heir})
        return redirect("teams:officer", pk=pk)
    shown = {
        "officer": officer,
        "heir": heir,
        "to": form.cleaned_data["to"],
        "holdings": actions.preview_hand_over(officer=officer, to=heir, now=now),
        "postings": officer.postings.not_ended_at(now).select_related("team").order_by("pk"),
    }
    return render(request, "teams/hand_over_preview.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def dismiss(request: SignedInRequest, pk: int) -> HttpResponse:
    """End every posting and shut the account, after one question."""
    officer = access.officer_to_manage(pk)
    if request.method != "POST":
        return render(request, "teams/dismiss.html", {"officer": officer})
    try:
        actions.dismiss_officer(officer=officer, now=timezone.now(), by=request.user)
    except accounts.LastLead:
        messages.error(request, _("There must be a digital lead. Give the role to somebody else first."))
    else:
        messages.success(request, _("All postings are ended and the account is shut."))
    return redirect("teams:officer", pk=pk)


@require_POST
@lead_required
def reactivate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open the account of somebody who came back; they still need a posting."""
    officer = access.officer_to_manage(pk)
    if officer.user is not None and not officer.user.is_active:
        accounts.reactivate_user(user=officer.user, now=timezone.now(), by=request.user)
        messages.success(request, _("The account is open again."))
    return redirect("teams:officer", pk=pk)
