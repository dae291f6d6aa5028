"""What a change of the rules would have done to the last posts, and to what is not out yet, before it is made."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tabard.voice.guidelines.checking.catalogue import Rulebook
from tabard.voice.guidelines.checking.claims import weighed
from tabard.voice.guidelines.checking.findings import Decision, Draft, Finding, decide
from tabard.voice.guidelines.models import Lexicon, RuleChoice
from tabard.voice.guidelines.verdicts import Way, context_at, current_rulebook, rulebook_of
from tabard.voice.posts.checking import draft_of, words_of
from tabard.voice.posts.models import Post, PostQuerySet

LOOKED_AT = 1_000
SHOWN = 20
MOST_WORDS = 5


@dataclass(frozen=True)
class Effect:
    """How one post is treated and would be, and the words for which that differs."""

    post: Post
    before: Decision
    after: Decision
    words: tuple[str, ...]


@dataclass(frozen=True)
class Drafts:
    """Of what is written and not out yet; `counts` holds how many are held and how many refused, and would be. Words
    that nobody has published are not shown to whoever tunes a rule."""

    looked_at: int
    counts: list[tuple[Decision, int, int]]


@dataclass(frozen=True)
class Effects:
    """`counts` holds, for each decision, how many posts had it and how many would have."""

    looked_at: int
    changed: int
    counts: list[tuple[Decision, int, int]]
    shown: list[Effect]
    drafts: Drafts


def of_rule(tried: RuleChoice, *, now: datetime) -> Effects:
    """The rule as it is to be; like a lexicon, it need not be saved."""
    others = RuleChoice.objects.exclude(rule=tried.rule)
    return _of_rulebook(rulebook_of([*others, tried], Lexicon.objects.in_use().by_name()), now)


def of_lexicon(tried: Lexicon, *, now: datetime) -> Effects:
    return _of_rulebook(_with_lexicons([*_others(tried), tried]), now)


def of_retired(lexicon: Lexicon, *, now: datetime) -> Effects:
    return _of_rulebook(_with_lexicons(_others(lexicon)), now)


def of_election(*, is_added: bool, now: datetime) -> Effects:
    """On one of its days, whichever day it is today."""
    rulebook, context = current_rulebook(), context_at(now)
    usual, strict = (Way(rulebook, replace(context, pre_election=is_near)) for is_near in (False, True))
    return compared(usual, strict) if is_added else compared(strict, usual)


def _others(lexicon: Lexicon) -> Iterable[Lexicon]:
    return Lexicon.objects.in_use().exclude(pk=lexicon.pk or 0).by_name()


def _with_lexicons(lexicons: Iterable[Lexicon]) -> Rulebook:
    return rulebook_of(RuleChoice.objects.all(), lexicons)


def _of_rulebook(tried: Rulebook, now: datetime) -> Effects:
    context = context_at(now)
    return compared(Way(current_rulebook(), context), Way(tried, context))


def compared(present: Way, tried: Way) -> Effects:
    """The decisions on the last LOOKED_AT posts and as many drafts, as they are checked and as they would be."""
    posts = _effects(Post.objects.public().newest_first(), present, tried)
    changed = [each for each in posts if each.before is not each.after]
    written = _effects(Post.objects.open_work().latest_saved_first(), present, tried)
    drafts = Drafts(len(written), _counts(written, Decision.REVIEW, Decision.REFUSE))
    return Effects(len(posts), len(changed), _counts(posts, *Decision), changed[:SHOWN], drafts)


def _effects(posts: PostQuerySet, present: Way, tried: Way) -> list[Effect]:
    last = posts.for_lists().select_related("reply_to")[:LOOKED_AT]
    return [_effect(post, present, tried) for post in last]


def _effect(post: Post, present: Way, tried: Way) -> Effect:
    words = words_of(post)
    draft, claims = draft_of(words), words.said.claims
    found, would_find = (weighed(draft, way.context, way.rulebook, claims) for way in (present, tried))
    was, would = decide(found), decide(would_find)
    return Effect(post, was, would, _words(draft, found, would_find) if was is not would else ())


def _counts(effects: Iterable[Effect], *decisions: Decision) -> list[tuple[Decision, int, int]]:
    pairs = [(each.before, each.after) for each in effects]
    before, after = Counter(was for was, _would in pairs), Counter(would for _was, would in pairs)
    return [(decision, before[decision], after[decision]) for decision in decisions]


def _words(draft: Draft, found: Iterable[Finding], would_find: Iterable[Finding]) -> tuple[str, ...]:
    """Those that only one of the two ways finds; what is found in the whole names no words."""
    places = sorted({(each.start, each.end) for each in set(found) ^ set(would_find)})
    words = (draft.text[start:end] for start, end in places if end - start < len(draft.text))
    return tuple(dict.fromkeys(filter(None, words)))[:MOST_WORDS]
