"""What people in the fediverse answer to the officer's team: showing, hiding, blocking, reporting, and the rule."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.front.desk import answers
from tabard.front.desk.answer_forms import HideForm, PolicyForm, ReportForm
from tabard.front.desk.teams import desk_of
from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.people.teams.guided import WordsStopped, asking
from tabard.voice.network import access
from tabard.voice.network.actions import keeping_out
from tabard.voice.network.actions.actors import open_actor
from tabard.voice.network.actions.keeping_out import ReasonIsMissing, ShowingNotAllowed
from tabard.voice.network.models import Note, ReplyPolicy, Showing

ON_A_PAGE = 20


@require_safe
@officer_required
def index(request: OfficerRequest) -> HttpResponse:
    """Answers to the chosen team: `?showing=hidden`, `?before=12`; those that wait first."""
    now = timezone.now()
    desk = desk_of(request.officer, request.session, now)
    if desk.team is None:
        return redirect("desk:start")
    asked = request.GET.get("showing", "")
    showing = Showing(asked) if asked in Showing.values else Showing.HELD
    notes = access.replies_to_team(desk.team).filter(showing=showing)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdecimal() and len(before) < 19:
        notes = notes.filter(pk__lt=int(before))
    found = list(notes.newest_first()[: ON_A_PAGE + 1])
    context = {
        "desk": desk,
        "showing": showing,
        "answers": answers.shown(found[:ON_A_PAGE]),
        "older": found[ON_A_PAGE - 1].pk if len(found) > ON_A_PAGE else None,
        "held_count": answers.held_count(desk.team),
        "blocks": access.blocks_of(desk.team, request.officer).order_by("-pk")[:ON_A_PAGE],
    }
    return render(request, "desk/answers.html", context)


@require_POST
@officer_required
def show(request: OfficerRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    note = access.reply_on_desk(officer=request.officer, pk=pk, now=now)
    keeping_out.show_reply(note=note, by=request.officer, now=now)
    messages.success(request, _("Shown: it stands under the post now."))
    return redirect("desk:answers")


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def hide(request: OfficerRequest, pk: int) -> HttpResponse:
    return _keep_out(
        request, pk, keeping_out.hide_reply, "desk/hide_answer.html", done=_("Hidden. Its author is not told.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def block(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hide the answer and keep its author away."""
    done = _("Blocked: they follow you no longer, and nothing that they write comes in.")
    return _keep_out(request, pk, keeping_out.block_replier, "desk/block_answer.html", done=done)


def _keep_out(
    request: OfficerRequest, pk: int, action: Callable[..., None], template: str, *, done: str
) -> HttpResponse:
    """Ask for a reason, and do it with that."""
    now = timezone.now()
    note = access.reply_on_desk(officer=request.officer, pk=pk, now=now)
    form = HideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            action(note=note, by=request.officer, reason=form.cleaned_data["reason"], now=now)
        except (ReasonIsMissing, ShowingNotAllowed):
            form.add_error("reason", _("Say in a word or two why."))
        else:
            messages.success(request, done)
            return redirect("desk:answers")
    return _page(request, note, form, template)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def report(request: OfficerRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    note = access.reply_on_desk(officer=request.officer, pk=pk, now=now)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with asking():
                keeping_out.report_reply(note=note, by=request.officer, now=now, **form.cleaned_data)
        except WordsStopped as stopped:
            form.add_error("words", str(stopped))
        else:
            messages.success(request, _("Reported. The digital lead finds it among the reports."))
            return redirect("desk:answers")
    return _page(request, note, form, "desk/report_answer.html")


def _page(request: OfficerRequest, note: Note, form: forms.Form, template: str) -> HttpResponse:
    return render(request, template, {"form": form, "answer": answers.shown([note])[0]})


@require_POST
@officer_required
def end_block(request: OfficerRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.block_on_desk(officer=request.officer, pk=pk, now=now)
    keeping_out.end_block(block=found, by=request.officer, now=now)
    messages.success(request, _("They may follow and answer again."))
    return redirect("desk:answers")


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def policy(request: OfficerRequest) -> HttpResponse:
    """Whose answers stand at once."""
    now = timezone.now()
    desk = desk_of(request.officer, request.session, now)
    if desk.team is None:
        return redirect("desk:start")
    team, own = open_actor(desk.team, now=now), open_actor(request.officer, now=now)
    initial = {"team": team.reply_policy, "own": own.reply_policy}
    form = PolicyForm(request.POST if request.method == "POST" else None, team_name=desk.team.name, initial=initial)
    if request.method == "POST" and form.is_valid():
        for actor, name in ((team, "team"), (own, "own")):
            chosen = ReplyPolicy(form.cleaned_data[name])
            keeping_out.set_reply_policy(actor=actor, policy=chosen, by=request.user, now=now)
        messages.success(request, _("Kept. It holds for answers that come from now on."))
        return redirect("desk:answers")
    return render(request, "desk/reply_policy.html", {"form": form, "desk": desk})
