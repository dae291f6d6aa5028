"""What the guidelines say of a draft while it is being written. Nothing is kept."""

from dataclasses import replace
from datetime import datetime

from django.http import HttpResponse, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from tabard.front.desk.findings import answerable, summary
from tabard.front.desk.slots import NUMBERS, opened
from tabard.lib import text as plain_text
from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.plant.media.models import MOST_ALT, Picture
from tabard.voice.guidelines.checking.claims import SAYABLE
from tabard.voice.guidelines.checking.findings import Decision, Kind
from tabard.voice.guidelines.verdicts import Verdict
from tabard.voice.posts import access
from tabard.voice.posts.checking import check_edit, check_post, check_words, words_of
from tabard.voice.posts.models import LONGEST_NOTICE, LONGEST_TEXT, Post, Series
from tabard.voice.posts.wording import Words, said_of

LONGEST_NAME = 200


@require_POST
@officer_required
def check_draft(request: OfficerRequest) -> HttpResponse:
    """`?post=12` for what the form has no field for. `spans` are of characters of a field, each with the field's name
    and its severity; `html` is what stands below the text; `held` says whether, sent now, a sergeant looks first."""
    now = timezone.now()
    post = _post(request, now)
    words = _typed(request, post, now)
    checked = check_edit(post, words, now) if post and post.is_public else check_words(words, now)
    verdict, is_approved = checked.verdict, _is_approved(post, words, now)
    return JsonResponse(
        {
            "spans": _spans(verdict, request.POST),
            "html": render_to_string("desk/findings.html", answerable(words.said, verdict), request),
            "said": summary(verdict, is_approved=is_approved),
            "held": verdict.decision == Decision.REVIEW and not is_approved,
        }
    )


def _post(request: OfficerRequest, now: datetime) -> Post | None:
    pk = _number(request.GET.get("post", ""))
    return None if pk is None else access.post_to_change(officer=request.officer, pk=pk, now=now)


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else None


def _is_approved(post: Post | None, words: Words, now: datetime) -> bool:
    """Whether the post may go out as it is kept, and these are its words: then no sergeant looks first."""
    if post is None or post.is_public or _told(words) != _told(words_of(post)):
        return False
    return post.reviews.approving(check_post(post, now).fingerprint, now) is not None


def _told(words: Words) -> tuple[object, ...]:
    texts = [plain_text.clean(each).strip() for each in (words.text, words.content_notice)]
    return *texts, words.language, words.series, words.said, [(each.pk, each.alt) for each in words.pictures]


def _typed(request: OfficerRequest, post: Post | None, now: datetime) -> Words:
    sent, words = request.POST, words_of(post) if post else Words(text="")
    kind = sent.get("kind", "")
    said = said_of({"kind": kind if kind in SAYABLE else Kind.POST, "claims": sent.getlist("claims")})
    return replace(
        words,
        text=sent.get("text", "").replace("\r\n", "\n")[: 2 * LONGEST_TEXT],
        content_notice=sent.get("content_notice", "")[: 2 * LONGEST_NOTICE],
        language=sent.get("language", "")[:35],
        pictures=tuple(_picture(request, post, number) for number in _pictured(sent)),
        series=_series(request, now) if "new_series" in sent else words.series,
        reply_to=_above(request, now) if "reply_to" in sent else words.reply_to,
        said=said,
    )


def _pictured(sent: QueryDict) -> list[int]:
    """The places that have a picture: one that is kept, or a file, of which the page sends no more than its name."""
    return [
        number
        for number in NUMBERS
        if sent.get(f"picture_{number}") or (sent.get(f"kept_{number}") and not sent.get(f"drop_{number}"))
    ]


def _above(request: OfficerRequest, now: datetime) -> Post | None:
    """The post after which a thread goes on."""
    pk = _number(request.POST["reply_to"])
    return None if pk is None else access.on_desk_of(request.officer, now).public().filter(pk=pk).first()


def _picture(request: OfficerRequest, post: Post | None, number: int) -> Picture:
    """One that is kept, with what is typed of it now, or a new one."""
    picture = opened(request.POST.get(f"kept_{number}", ""), officer=request.officer, post=post) or Picture()
    picture.alt = request.POST.get(f"alt_{number}", "")[: 2 * MOST_ALT]
    return picture


def _series(request: OfficerRequest, now: datetime) -> Series | None:
    name, pk = request.POST["new_series"].strip()[:LONGEST_NAME], _number(request.POST.get("series", ""))
    if name:
        return Series(name=name)
    posts = access.on_desk_of(request.officer, now)
    return None if pk is None else Series.objects.filter(pk=pk, team__in=posts.values("team")).first()


def _spans(verdict: Verdict, sent: QueryDict) -> list[tuple[str, int, int, str]]:
    slots = {f"alt_{place}": f"alt_{number}" for place, number in enumerate(_pictured(sent), start=1)}
    names = {**slots, "series": "new_series"}
    spans = []
    for finding in verdict.findings:
        field, start = verdict.draft.field_at(finding.start)
        if finding.end > finding.start:
            spans.append((names.get(field, field), finding.start - start, finding.end - start, finding.severity.value))
    return spans
