"""What a change of the rules would have done to the last posts, before it is made."""

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
from tabard.voice.posts.models import Post

LOOKED_AT = 1_000
SHOWN = 20
MOST_WORDS = 5


@dataclass(frozen=True)
class Effect:
    """One post that would have been treated differently, and the words for which it would."""

    post: Post
    before: Decision
    after: Decision
    words: tuple[str, ...]


@dataclass(frozen=True)
class Effects:
    """`counts` holds, for each decision, how many posts had it and how many would have."""

    looked_at: int
    changed: int
    counts: list[tuple[Decision, int, int]]
    shown: list[Effect]


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
    """The decisions on the last LOOKED_AT posts, as they are checked and as they would be."""
    before: Counter[Decision] = Counter()
    after: Counter[Decision] = Counter()
    changed: list[Effect] = []
    posts = list(Post.objects.public().for_lists().select_related("reply_to").newest_first()[:LOOKED_AT])
    for post in posts:
        words = words_of(post)
        draft, claims = draft_of(words), words.said.claims
        found, would_find = (weighed(draft, way.context, way.rulebook, claims) for way in (present, tried))
        was, would = decide(found), decide(would_find)
        before[was] += 1
        after[would] += 1
        if was is not would:
            changed.append(Effect(post, was, would, _words(draft, found, would_find)))
    counts = [(decision, before[decision], after[decision]) for decision in Decision]
    return Effects(len(posts), len(changed), counts, changed[:SHOWN])


def _words(draft: Draft, found: Iterable[Finding], would_find: Iterable[Finding]) -> tuple[str, ...]:
    """Those that only one of the two ways finds; what is found in the whole names no words."""
    places = sorted({(each.start, each.end) for each in set(found) ^ set(would_find)})
    words = (draft.text[start:end] for start, end in places if end - start < len(draft.text))
    return tuple(dict.fromkeys(filter(None, words)))[:MOST_WORDS]
