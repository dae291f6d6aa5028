"""For the digital lead: how long words are kept, and what must not be deleted meanwhile."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tabard.front.desk.record_forms import HoldForm, ReleaseForm
from tabard.front.desk.sentences import sentence
from tabard.people.accounts.access import SignedInRequest, lead_required
from tabard.voice.posts import access, actions
from tabard.voice.posts.models import LegalHold, Post
from tabard.voice.posts.wording import PostRefused

SOON = timedelta(days=30)
SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def records(request: SignedInRequest) -> HttpResponse:
    """All that is kept by holds, what is erased soon, and a form for another hold."""
    form, now = HoldForm(request.POST if request.method == "POST" else None), timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            hold = actions.place_hold(posts=form.posts, by=request.user, reason=reason, now=now)
        except PostRefused as refusal:
            form.add_error(None, sentence(refusal))
        else:
            count = hold.posts.count()
            told = ngettext("%(n)s post is kept from now on.", "%(n)s posts are kept from now on.", count)
            messages.success(request, told % {"n": count})
            return redirect("desk:records")
    holds = LegalHold.objects.for_lists().newest_first()
    context = {
        "form": form,
        "open_holds": [(hold, ReleaseForm(prefix=f"hold-{hold.pk}")) for hold in holds.open()],
        "released_holds": holds.exclude(released_at=None)[:SHOWN],
        "soon_count": Post.objects.expired(now + SOON).count(),
        "erased_count": Post.objects.filter(erased_at__gte=now - SOON).count(),
    }
    return render(request, "desk/records.html", context)


@require_POST
@lead_required
def release_hold(request: SignedInRequest, pk: int) -> HttpResponse:
    hold = access.hold_to_release(pk)
    form = ReleaseForm(request.POST, prefix=f"hold-{pk}")
    if not form.is_valid():
        messages.error(request, _("Give your reason in a sentence."))
        return redirect("desk:records")
    try:
        reason = form.cleaned_data["reason"]
        actions.release_hold(hold=hold, by=request.user, reason=reason, now=timezone.now())
    except PostRefused as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Released. What is older than its time is erased within the hour."))
    return redirect("desk:records")
