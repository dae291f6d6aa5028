"""For the digital lead: the guideline, its rules and the force's own words. What a change would have done is shown
before it is made."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tabard.front.desk import effects
from tabard.front.desk.confirming import is_confirmed, mark
from tabard.front.desk.findings import shown_examples
from tabard.front.desk.guideline_forms import ElectionForm, GuidelineForm, LexiconForm, RuleForm, initial_of
from tabard.front.desk.next_version import next_version
from tabard.people.accounts.access import SignedInRequest, lead_required
from tabard.voice.guidelines import access, actions
from tabard.voice.guidelines.checking.catalogue import RULES
from tabard.voice.guidelines.checking.rule import Rule
from tabard.voice.guidelines.models import ElectionPeriod, Guideline, Lexicon, RuleChoice
from tabard.voice.guidelines.shown import own_by_name, sentences_of
from tabard.voice.guidelines.verdicts import current_rulebook

POLITICS = "politics"  # the rule that refuses before an election


@require_safe
@lead_required
def rules(request: SignedInRequest) -> HttpResponse:
    """All that can be tuned, on one page."""
    guideline, rulebook = Guideline.objects.current(), current_rulebook()
    shown = {
        "guideline": guideline,
        "sentences": sentences_of(guideline, rulebook, own_by_name) if guideline else [],
        "homeless": [
            rule for rule in RULES.values() if rule.id not in rulebook.off and not _has_sentence(guideline, rule)
        ],
        "off": [RULES[rule] for rule in sorted(rulebook.off) if rule in RULES],
        "lexicons": Lexicon.objects.in_use().by_name(),
        "periods": ElectionPeriod.objects.latest_first(),
        "is_politics_off": POLITICS in rulebook.off,
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
    choice = RuleChoice.objects.filter(rule=rule).first() or RuleChoice(rule=rule)
    form = RuleForm(request.POST if request.method == "POST" else None, rule=found, choice=choice)
    examples = {"fires": shown_examples(found.fires), "passes": shown_examples(found.passes)}
    shown: dict[str, Any] = {"rule": found, "form": form, "seen": "", **examples}
    if request.method == "POST" and form.is_valid():
        wanted, now = form.wanted, timezone.now()
        seen = mark(wanted, model_to_dict(choice))
        if is_confirmed(request, seen):
            actions.change_rule(by=request.user, rule=rule, now=now, **wanted)
            messages.success(request, _("The rule applies like this from now on."))
            return redirect("desk:rules")
        shown |= {"seen": seen, "effects": effects.of_rule(RuleChoice(rule=rule, **wanted), now=now)}
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
    shown: dict[str, Any] = {"lexicon": lexicon, "form": form, "seen": ""}
    if request.method == "POST" and form.is_valid():
        now, seen = timezone.now(), mark(form.cleaned_data, model_to_dict(lexicon) if lexicon else None)
        if not is_confirmed(request, seen):
            shown |= {"seen": seen, "effects": effects.of_lexicon(_tried(form, lexicon), now=now)}
        elif _saved(request, form, lexicon, now):
            messages.success(request, _("These words are looked for from now on."))
            return redirect("desk:rules")
    return render(request, "desk/lexicon.html", shown)


def _saved(request: SignedInRequest, form: LexiconForm, lexicon: Lexicon | None, now: datetime) -> bool:
    try:
        actions.save_lexicon(by=request.user, words=form.words, lexicon=lexicon, now=now)
    except actions.LexiconRefused:
        form.add_error("name", _("There are words of this name already."))
        return False
    return True


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


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def retire_lexicon(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it would have done, and the button."""
    found, now = access.lexicon_to_change(pk), timezone.now()
    if request.method != "POST":
        shown = {"lexicon": found, "effects": effects.of_retired(found, now=now)}
        return render(request, "desk/retire_lexicon.html", shown)
    actions.retire_lexicon(by=request.user, lexicon=found, now=now)
    messages.success(request, _("“%(name)s” is no longer looked for.") % {"name": found.name})
    return redirect("desk:rules")


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def add_election(request: SignedInRequest) -> HttpResponse:
    form = ElectionForm(request.POST if request.method == "POST" else None)
    shown: dict[str, Any] = {"form": form, "seen": "", "is_election": True, "is_politics_off": _is_politics_off()}
    if request.method == "POST" and form.is_valid():
        now, seen = timezone.now(), mark(form.cleaned_data)
        if is_confirmed(request, seen):
            actions.add_election_period(by=request.user, now=now, **form.cleaned_data)
            _tell_what_an_election_does(request)
            return redirect("desk:rules")
        shown |= {"seen": seen, "effects": effects.of_election(is_added=True, now=now)}
    return render(request, "desk/election.html", shown)


def _tell_what_an_election_does(request: SignedInRequest) -> None:
    if _is_politics_off():
        messages.warning(request, _("It is added, and does nothing yet: the rule on politics is switched off."))
    else:
        messages.success(request, _("On these days the rule on politics refuses."))


def _is_politics_off() -> bool:
    return RuleChoice.objects.filter(rule=POLITICS, is_on=False).exists()


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def remove_election(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it would have done, and the button."""
    period, now = access.period_to_remove(pk), timezone.now()
    if request.method != "POST":
        shown = {
            "period": period,
            "effects": effects.of_election(is_added=False, now=now),
            "is_election": True,
            "is_politics_off": _is_politics_off(),
        }
        return render(request, "desk/remove_election.html", shown)
    actions.remove_election_period(by=request.user, period=period, now=now)
    messages.success(request, _("“%(name)s” is removed.") % {"name": period.name})
    return redirect("desk:rules")


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def change_guideline(request: SignedInRequest) -> HttpResponse:
    """Write the next version: first what is new in it, then it applies."""
    current = Guideline.objects.current()
    form = GuidelineForm(request.POST if request.method == "POST" else None, guideline=current)
    shown: dict[str, Any] = {"form": form, "seen": ""}
    if request.method == "POST" and form.is_valid():
        planned = next_version(current, form.sentences)
        seen = mark(form.cleaned_data, current.number if current else 0)
        if not planned.steps:
            form.add_error(None, _("Nothing has changed: the version that applies says the same."))
        elif not is_confirmed(request, seen):
            shown |= {"seen": seen, "planned": planned}
        elif _adopted(request, form):
            return redirect("desk:rules")
    return render(request, "desk/change_guideline.html", shown)


def _adopted(request: SignedInRequest, form: GuidelineForm) -> bool:
    words = {"sentences": form.typed, "what_changed": form.cleaned_data["what_changed"]}
    try:
        adopted = actions.adopt_guideline(by=request.user, now=timezone.now(), **words)
    except actions.NothingChanged:  # somebody else has adopted the same a moment ago
        form.add_error(None, _("Nothing has changed: the version that applies says the same."))
        return False
    told = _("Version %(number)s applies from now on. Officers are asked to read it.")
    messages.success(request, told % {"number": adopted.number})
    return True
