"""For the digital lead: the guideline, its rules and the force's own words. What a change would have done is shown
before it is made."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.front.desk import effects
from tabard.front.desk.guideline_forms import ElectionForm, GuidelineForm, LexiconForm, RuleForm, initial_of
from tabard.people.accounts.access import SignedInRequest, lead_required
from tabard.voice.guidelines import access, actions
from tabard.voice.guidelines.checking.catalogue import RULES
from tabard.voice.guidelines.checking.rule import Rule
from tabard.voice.guidelines.models import ElectionPeriod, Guideline, Lexicon, RuleChoice
from tabard.voice.guidelines.shown import sentences_of
from tabard.voice.guidelines.verdicts import current_rulebook


@require_safe
@lead_required
def rules(request: SignedInRequest) -> HttpResponse:
    """All that can be tuned, on one page."""
    return _rules(request, ElectionForm())


def _rules(request: SignedInRequest, election_form: ElectionForm) -> HttpResponse:
    guideline, rulebook = Guideline.objects.current(), current_rulebook()
    shown = {
        "guideline": guideline,
        "sentences": sentences_of(guideline, rulebook) if guideline else [],
        "homeless": [
            rule for rule in RULES.values() if rule.id not in rulebook.off and not _has_sentence(guideline, rule)
        ],
        "off": [RULES[rule] for rule in sorted(rulebook.off) if rule in RULES],
        "lexicons": Lexicon.objects.in_use().by_name(),
        "periods": ElectionPeriod.objects.latest_first(),
        "form": election_form,
        "unread": guideline.unread_count() if guideline else 0,
    }
    return render(request, "desk/rules.html", shown)


def _has_sentence(guideline: Guideline | None, rule: Rule) -> bool:
    return guideline is not None and guideline.number_of(rule.sentence) is not None


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def rule(request: SignedInRequest, rule: str) -> HttpResponse:
    """One rule of the catalogue: first what the change would have done, then the change."""
    found = RULES.get(rule)
    if found is None:
        raise Http404
    choice = RuleChoice.objects.filter(rule=rule).first()
    initial = {"is_on": choice.is_on, "gravity": choice.gravity} if choice else {"is_on": True, "gravity": ""}
    form = RuleForm(request.POST if request.method == "POST" else None, rule=found, initial=initial)
    shown: dict[str, Any] = {"rule": found, "form": form}
    if request.method == "POST" and form.is_valid():
        wanted: dict[str, Any] = {name: form.cleaned_data[name] for name in ("is_on", "gravity")}
        if request.POST.get("do") == "adopt":
            actions.change_rule(by=request.user, rule=rule, now=timezone.now(), **wanted)
            messages.success(request, _("The rule applies like this from now on."))
            return redirect("desk:rules")
        shown["effects"] = effects.of_rule(rule, now=timezone.now(), **wanted)
    return render(request, "desk/rule.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def add_lexicon(request: SignedInRequest) -> HttpResponse:
    return _lexicon(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def lexicon(request: SignedInRequest, pk: int) -> HttpResponse:
    return _lexicon(request, access.lexicon_to_change(pk))


def _lexicon(request: SignedInRequest, lexicon: Lexicon | None) -> HttpResponse:
    form = LexiconForm(request.POST if request.method == "POST" else None, initial=initial_of(lexicon))
    shown: dict[str, Any] = {"lexicon": lexicon, "form": form}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "adopt":
            try:
                actions.save_lexicon(by=request.user, words=form.words, lexicon=lexicon, now=timezone.now())
            except actions.LexiconRefused:
                form.add_error("name", _("There are words of this name already."))
            else:
                messages.success(request, _("These words are looked for from now on."))
                return redirect("desk:rules")
        else:
            shown["effects"] = effects.of_lexicon(_tried(form, lexicon), now=timezone.now())
    return render(request, "desk/lexicon.html", shown)


def _tried(form: LexiconForm, lexicon: Lexicon | None) -> Lexicon:
    words = actions.checked_lexicon(form.words)
    return Lexicon(
        pk=lexicon.pk if lexicon else None,
        name=words.name,
        phrases=words.phrases,
        gravity=words.gravity,
        advice=words.advice,
        sentence=words.sentence,
    )


@require_POST
@lead_required
def retire_lexicon(request: SignedInRequest, pk: int) -> HttpResponse:
    found = access.lexicon_to_change(pk)
    actions.retire_lexicon(by=request.user, lexicon=found, now=timezone.now())
    messages.success(request, _("“%(name)s” is no longer looked for.") % {"name": found.name})
    return redirect("desk:rules")


@require_POST
@lead_required
def add_election(request: SignedInRequest) -> HttpResponse:
    form = ElectionForm(request.POST)
    if not form.is_valid():
        return _rules(request, form)
    actions.add_election_period(by=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("On these days the rule on politics refuses."))
    return redirect("desk:rules")


@require_POST
@lead_required
def remove_election(request: SignedInRequest, pk: int) -> HttpResponse:
    period = access.period_to_remove(pk)
    actions.remove_election_period(by=request.user, period=period, now=timezone.now())
    messages.success(request, _("“%(name)s” is removed.") % {"name": period.name})
    return redirect("desk:rules")


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def change_guideline(request: SignedInRequest) -> HttpResponse:
    """Write the next version."""
    form = GuidelineForm(request.POST if request.method == "POST" else None, guideline=Guideline.objects.current())
    if request.method == "POST" and form.is_valid():
        words = {"sentences": form.sentences, "what_changed": form.cleaned_data["what_changed"]}
        try:
            adopted = actions.adopt_guideline(by=request.user, now=timezone.now(), **words)
        except actions.NothingChanged:
            form.add_error(None, _("Nothing has changed: the version that applies says the same."))
        else:
            told = _("Version %(number)s applies from now on. Officers are asked to read it.")
            messages.success(request, told % {"number": adopted.number})
            return redirect("guidelines:current")
    return render(request, "desk/change_guideline.html", {"form": form})
