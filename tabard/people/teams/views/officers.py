"""Officers: the list, adding, describing; and what an officer says of themselves."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tabard.people.accounts.access import SignedInRequest, lead_required
from tabard.people.accounts.actions import EmailTaken
from tabard.people.accounts.models import User
from tabard.people.teams import access, actions
from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.people.teams.forms import AccountForm, AddOfficerForm, OfficerForm, PostingForm, ProfileForm, RoleForm
from tabard.people.teams.guided import WordsStopped, asking
from tabard.people.teams.models import Officer, Posting

ON_A_PAGE = 50


@require_safe
@lead_required
def people(request: SignedInRequest) -> HttpResponse:
    """Everyone, by name; `q` finds by name, number or handle."""
    query = request.GET.get("q", "").strip()
    officers = Officer.objects.with_faces().select_related("user").with_teams(timezone.now()).by_name()
    if query:
        officers = officers.matching(query)
    page = Paginator(officers, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "teams/people.html", {"page": page, "query": query})


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def add_officer(request: SignedInRequest) -> HttpResponse:
    form = AddOfficerForm(request.POST or None)
    if form.is_valid():
        officer = _added(form, request.user)
        if officer is not None:
            return redirect("teams:officer", pk=officer.pk)
    return render(request, "teams/add_officer.html", {"form": form})


def _added(form: AddOfficerForm, by: User) -> Officer | None:
    """The new officer, posted and invited as asked; None, with the reason in the form, and nothing was kept."""
    given, now = form.cleaned_data, timezone.now()
    who = {name: given[name] for name in ("force", "name", "number", "rank", "handle")}
    try:
        with asking(), transaction.atomic():
            officer = actions.add_officer(**who, now=now, by=by)
            if given["team"]:
                actions.post_officer(officer=officer, team=given["team"], now=now, by=by)
            if given["email"]:
                actions.invite(officer=officer, email=given["email"], role=given["role"], now=now, by=by)
    except WordsStopped as stopped:
        form.add_error(None, str(stopped))
    except actions.NumberTaken:
        form.add_error("number", _("Another officer has this number."))
    except actions.HandleTaken as refusal:
        form.add_error("handle", str(refusal))
    except EmailTaken:
        form.add_error("email", _("Somebody signs in with this address already."))
    else:
        return officer
    return None


@require_safe
@lead_required
def officer(request: SignedInRequest, pk: int) -> HttpResponse:
    return show_officer(request, access.officer_to_manage(pk))


def show_officer(
    request: HttpRequest, shown: Officer, *, posting: PostingForm | None = None, account: AccountForm | None = None
) -> HttpResponse:
    """The officer's page for the lead; a form that was refused comes with its errors."""
    now = timezone.now()
    postings = Posting.objects.filter(officer=shown).select_related("team__handle").order_by("-active_from", "-pk")
    return render(
        request,
        "teams/officer.html",
        {
            "officer": shown,
            "current": [each for each in postings if each.active_to is None or each.active_to > now],
            "former": [each for each in postings if each.active_to is not None and each.active_to <= now],
            "posting_form": posting or PostingForm(officer=shown, prefix="posting"),
            "account_form": account or AccountForm(prefix="account"),
            "role_form": RoleForm(initial={"role": shown.user.role}) if shown.user else None,
            "form": posting or account,
        },
        status=422 if posting or account else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def edit_officer(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = access.officer_to_manage(pk)
    form = OfficerForm(request, officer=shown, by=request.user, now=timezone.now())
    if form.is_valid() and _changed(shown, form, request.user):
        messages.success(request, _("Saved."))
        return redirect("teams:officer", pk=pk)
    return render(request, "teams/edit_officer.html", {"form": form, "officer": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def me(request: OfficerRequest) -> HttpResponseBase:
    """What the officer shows the public of themselves."""
    form = ProfileForm(request, officer=request.officer, by=request.user, now=timezone.now())
    if form.is_valid() and _changed(request.officer, form, request.user):
        messages.success(request, _("Saved. The public sees it now."))
        return redirect("teams:me")
    return render(request, "teams/me.html", {"form": form, "officer": request.officer})


def _changed(shown: Officer, form: ProfileForm, by: User) -> bool:
    """Whether all was saved; what was refused stands in the form."""
    given = form.cleaned_data
    names = ("name", "number", "rank", "is_name_public", "bio", "languages")
    fields: dict[str, Any] = {name: given[name] for name in names if name in given}
    fields |= {"picture": form.portrait(), "contact": form.contact()}
    try:
        with asking():
            actions.change_officer(officer=shown, now=timezone.now(), by=by, **fields)
    except WordsStopped as stopped:
        form.add_error(None, str(stopped))
    except actions.NumberTaken:
        form.add_error("number", _("Another officer has this number."))
    return form.is_valid()
