"""An officer reads the guideline, and says so once for each version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.voice.guidelines.actions import acknowledge_guideline
from tabard.voice.guidelines.models import Guideline
from tabard.voice.guidelines.shown import sentences_of
from tabard.voice.guidelines.verdicts import current_rulebook


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def read_guideline(request: OfficerRequest) -> HttpResponse:
    """What is acknowledged is the version that was read: another may have been adopted meanwhile."""
    guideline = Guideline.objects.current()
    if guideline is None:
        return redirect("desk:start")
    if request.method == "POST":
        if request.POST.get("number") == str(guideline.number):
            acknowledge_guideline(guideline=guideline, by=request.user, now=timezone.now())
            messages.success(request, _("Thank you. You are asked again when it changes."))
            return redirect("desk:start")
        messages.error(request, _("The guideline has changed while you read. This is how it is now."))
    shown = {
        "guideline": guideline,
        "sentences": sentences_of(guideline, current_rulebook()),
        "is_unread": Guideline.objects.unread_by(request.user) is not None,
    }
    return render(request, "desk/guideline.html", shown)
