"""The guideline in public: the version that applies, and all before it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tabard.voice.guidelines import access
from tabard.voice.guidelines.models import Guideline
from tabard.voice.guidelines.shown import ShownSentence, sentences_of, texts_of
from tabard.voice.guidelines.verdicts import current_rulebook


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    return _page(request, Guideline.objects.current())


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, access.guideline(number))


def _page(request: HttpRequest, guideline: Guideline | None) -> HttpResponse:
    versions = list(Guideline.objects.newest_first())
    is_current = bool(versions) and guideline == versions[0]
    shown = {
        "guideline": guideline,
        "is_current": is_current,
        "sentences": _sentences(guideline, is_current=is_current) if guideline else [],
        "versions": versions,
    }
    return render(request, "guidelines/guideline.html", shown)


def _sentences(guideline: Guideline, *, is_current: bool) -> list[ShownSentence]:
    return sentences_of(guideline, current_rulebook()) if is_current else texts_of(guideline)
