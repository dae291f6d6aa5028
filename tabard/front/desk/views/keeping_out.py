"""For the digital lead: servers that are kept out, and reports."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.front.desk.answer_forms import HostForm, ListForm
from tabard.gateways.activitypub import block_lists
from tabard.gateways.activitypub.block_lists import ListUnreadable, Trouble
from tabard.people.accounts.access import SignedInRequest, lead_required
from tabard.voice.network.actions import keeping_out
from tabard.voice.network.actions.keeping_out import HostRule
from tabard.voice.network.models import HostBlock, Report

ON_A_PAGE = 50
MOST_AT_ONCE = 1_000
MOST_TOLD = 10


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def servers(request: SignedInRequest) -> HttpResponse:
    """Those that are kept out, and a form for one more."""
    form = HostForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        rule = form.rule()
        keeping_out.block_host(rule, by=request.user, now=timezone.now())
        messages.success(request, _("%(host)s is kept out from now on.") % {"host": rule.host})
        return redirect("desk:servers")
    return _servers(request, form, ListForm())


def _servers(request: SignedInRequest, form: HostForm, list_form: ListForm) -> HttpResponse:
    page = Paginator(HostBlock.objects.order_by("host", "pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/servers.html", {"form": form, "list_form": list_form, "page": page})


@require_POST
@lead_required
def remove_server(request: SignedInRequest, pk: int) -> HttpResponse:
    found = HostBlock.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    keeping_out.unblock_host(host=found.host, by=request.user, now=timezone.now())
    messages.success(
        request, _("%(host)s may write here again. Who followed before must follow again.") % {"host": found.host}
    )
    return redirect("desk:servers")


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def import_servers(request: SignedInRequest) -> HttpResponse:
    """Take over a list; what has a fault is left out and told, with its line. Opened or reloaded, the address leads to
    the page that has the form."""
    if request.method != "POST":
        return redirect("desk:servers")
    form = ListForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            found = list(block_lists.read_hosts(form.cleaned_data["file"]))
        except ListUnreadable:
            form.add_error("file", _("The file is no list of servers."))
        else:
            rules = {rule.host: rule for rule in found if isinstance(rule, HostRule)}
            if len(rules) > MOST_AT_ONCE:
                form.add_error(
                    "file",
                    _("More than %(most)s servers: whoever runs this one can take them over with tabard import-blocks.")
                    % {"most": MOST_AT_ONCE},
                )
            else:
                _take(request, list(rules.values()), [each for each in found if isinstance(each, Trouble)])
                return redirect("desk:servers")
    return _servers(request, HostForm(), form)


@transaction.atomic
def _take(request: SignedInRequest, rules: list[HostRule], troubles: list[Trouble]) -> None:
    for rule in rules:
        keeping_out.block_host(rule, by=request.user, now=timezone.now())
    told = ngettext("%(n)s server was taken over.", "%(n)s servers were taken over.", len(rules)) % {"n": len(rules)}
    messages.success(request, told)
    for trouble in troubles[:MOST_TOLD]:
        messages.error(request, _("Line %(line)s was left out: %(why)s.") % {"line": trouble.line, "why": trouble.why})
    if len(troubles) > MOST_TOLD:
        messages.error(request, _("%(n)s more lines were left out.") % {"n": len(troubles) - MOST_TOLD})


@require_safe
@lead_required
def export_servers(request: SignedInRequest) -> HttpResponse:
    text = block_lists.write_hosts(HostBlock.objects.order_by("host"))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="domain_blocks.csv"'
    return response


@require_safe
@lead_required
def reports(request: SignedInRequest) -> HttpResponse:
    """Those that wait, oldest first; then those that were settled."""
    found = Report.objects.select_related("reporter", "about").prefetch_related("notes__post")
    page = Paginator(found.filter(settled_at=None).order_by("reported_at", "pk"), ON_A_PAGE)
    settled = found.exclude(settled_at=None).order_by("-settled_at", "-pk")[:MOST_TOLD]
    return render(request, "desk/reports.html", {"page": page.get_page(request.GET.get("page")), "settled": settled})


@require_POST
@lead_required
def settle_report(request: SignedInRequest, pk: int) -> HttpResponse:
    found = Report.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    keeping_out.settle_report(report=found, by=request.user, now=timezone.now())
    messages.success(request, _("Settled."))
    return redirect("desk:reports")
