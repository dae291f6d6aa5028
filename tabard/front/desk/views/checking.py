"""What the guidelines say of a draft while it is being written. Nothing is kept."""

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from tabard.front.desk.findings import shown_findings, summary
from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.voice.guidelines.checking.findings import Draft
from tabard.voice.guidelines.verdicts import verdict_on
from tabard.voice.posts.models import LONGEST_TEXT


@require_POST
@officer_required
def check_draft(request: OfficerRequest) -> HttpResponse:
    """`spans` are of characters of the text, each with its severity; `html` is what stands below it."""
    text = request.POST.get("text", "").replace("\r\n", "\n")[: 2 * LONGEST_TEXT]
    draft = Draft(text, language=request.POST.get("language", "")[:35], has_media="has_media" in request.POST)
    verdict = verdict_on(draft, now=timezone.now())
    shown = {"findings": shown_findings(verdict), "decision": verdict.decision}
    spans = [[each.start, each.end, each.severity] for each in verdict.findings if each.end > each.start]
    html = render_to_string("desk/findings.html", shown, request)
    return JsonResponse({"spans": spans, "html": html, "said": summary(verdict)})
