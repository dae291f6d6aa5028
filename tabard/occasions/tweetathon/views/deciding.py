"""The organiser's pages about the forces that register."""

import io

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.occasions.tweetathon import access
from tabard.occasions.tweetathon.actions import registrations
from tabard.occasions.tweetathon.desk_forms import ReasonForm
from tabard.occasions.tweetathon.domains import is_official
from tabard.occasions.tweetathon.export import write_accounts, write_registrations
from tabard.occasions.tweetathon.models import Registration, RegistrationState
from tabard.occasions.tweetathon.pages import accounts_shown, summary_of
from tabard.occasions.tweetathon.wording import WordsRefused, mixes_scripts
from tabard.people.accounts.access import SignedInRequest, second_factor_required

DECIDED_ON_A_PAGE = 500


@require_safe
@second_factor_required
def tweetathon(request: SignedInRequest, slug: str) -> HttpResponse:
    """All of one tweetathon: what waits first."""
    now = timezone.now()
    found = access.tweetathon_to_organise(user=request.user, slug=slug, now=now)
    confirmed = Registration.objects.of(found).confirmed()
    unconfirmed = Registration.objects.of(found).filter(state=RegistrationState.ASKED).count()
    context = {
        "tweetathon": found,
        "phase": found.phase(now).value,
        "waiting": confirmed.filter(state=RegistrationState.WAITING).newest_first(),
        "accepted": confirmed.accepted().by_country()[:DECIDED_ON_A_PAGE],
        "refused": confirmed.filter(state=RegistrationState.REFUSED).newest_first()[:DECIDED_ON_A_PAGE],
        "unconfirmed": unconfirmed,
    }
    return render(request, "tweetathon/desk/tweetathon.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_required
def registration(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One registration in full. Posted, it is refused, for the reason in the form."""
    now = timezone.now()
    found = access.registration_to_decide(user=request.user, slug=slug, pk=pk, now=now)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            registrations.refuse_registration(
                registration=found, reason=form.cleaned_data["reason"], by=request.user, now=now
            )
        except WordsRefused as refusal:
            form.refuse(refusal)
        except registrations.MoveNotAllowed:
            messages.error(request, _("It has been decided or withdrawn meanwhile. Look at it as it is now."))
            return redirect("tweetathon:organise_one", slug=slug)
        else:
            messages.success(request, _("Refused. The force is told why by e-mail."))
            return redirect("tweetathon:organise_one", slug=slug)
    context = {
        "form": form,
        "tweetathon": found.tweetathon,
        "registration": found,
        "rows": summary_of(found),
        "accounts": accounts_shown(found),
        "is_official": is_official(found.domain, found.tweetathon.suffixes),
        "is_mixed": mixes_scripts(found.name),
        "like": Registration.objects.like(found).newest_first(),
    }
    return render(request, "tweetathon/desk/registration.html", context)


@require_POST
@second_factor_required
def accept(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.registration_to_decide(user=request.user, slug=slug, pk=pk, now=now)
    try:
        registrations.accept_registration(registration=found, by=request.user, now=now)
    except registrations.MoveNotAllowed:
        messages.error(request, _("It has been decided or withdrawn meanwhile. Look at it as it is now."))
    else:
        messages.success(request, _("%(force)s takes part, and is told so by e-mail.") % {"force": found.name})
    return redirect("tweetathon:organise_one", slug=slug)


@require_safe
@second_factor_required
def export(request: SignedInRequest, slug: str) -> HttpResponse:
    """All that forces said of themselves. Who took names and addresses away stands in the audit chain."""
    now, file = timezone.now(), io.StringIO(newline="")
    found = access.tweetathon_to_organise(user=request.user, slug=slug, now=now)
    write_registrations(Registration.objects.of(found).live().confirmed().by_country(), file)
    registrations.note_export(tweetathon=found, by=request.user, now=now)
    return _table(file, f"{found.slug}-registrations.csv", "utf-8-sig")


@require_safe
@second_factor_required
def export_accounts(request: SignedInRequest, slug: str) -> HttpResponse:
    """Of whom the posts are counted under the force's name: what forces agreed to be shown with."""
    file = io.StringIO(newline="")
    found = access.tweetathon_to_organise(user=request.user, slug=slug, now=timezone.now())
    write_accounts(Registration.objects.of(found).named().by_country(), file)
    return _table(file, f"{found.slug}-accounts.csv", "utf-8")


def _table(file: io.StringIO, name: str, encoding: str) -> HttpResponse:
    response = HttpResponse(file.getvalue().encode(encoding), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
