"""What a change of the rules would have done to the last posts, before it is made."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from tabard.voice.guidelines.checking.catalogue import Rulebook
from tabard.voice.guidelines.checking.claims import weighed
from tabard.voice.guidelines.checking.findings import Decision, decide
from tabard.voice.guidelines.models import Lexicon, RuleChoice
from tabard.voice.guidelines.verdicts import context_at, current_rulebook, rulebook_of
from tabard.voice.posts.checking import draft_of, words_of
from tabard.voice.posts.models import Post

LOOKED_AT = 1_000
SHOWN = 20


@dataclass(frozen=True)
class Effect:
    """One post that would have fared otherwise, and the words for which it would."""

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


def of_rule(rule: str, *, is_on: bool, gravity: str, now: datetime) -> Effects:
    others = RuleChoice.objects.exclude(rule=rule)
    tried = RuleChoice(rule=rule, is_on=is_on, gravity=gravity)
    return compared(rulebook_of([*others, tried], Lexicon.objects.in_use().by_name()), now=now)


def of_lexicon(lexicon: Lexicon, *, now: datetime) -> Effects:
    """`lexicon` as it is to be; it need not be saved."""
    others = Lexicon.objects.in_use().exclude(pk=lexicon.pk or 0).by_name()
    return compared(rulebook_of(RuleChoice.objects.all(), [*others, lexicon]), now=now)


def compared(tried: Rulebook, *, now: datetime) -> Effects:
    """The decisions on the last LOOKED_AT posts, as the rules are and as they would be."""
    present, context = current_rulebook(), context_at(now)
    before: Counter[Decision] = Counter()
    after: Counter[Decision] = Counter()
    changed: list[Effect] = []
    posts = list(Post.objects.public().for_lists().newest_first()[:LOOKED_AT])
    for post in posts:
        words = words_of(post)
        draft, claims = draft_of(words), words.said.claims
        was = decide(weighed(draft, context, present, claims))
        found = weighed(draft, context, tried, claims)
        would = decide(found)
        before[was] += 1
        after[would] += 1
        if was is not would:
            quoted = dict.fromkeys(draft.text[finding.start : finding.end] for finding in found)
            changed.append(Effect(post, was, would, tuple(word for word in quoted if word)[:5]))
    counts = [(decision, before[decision], after[decision]) for decision in Decision]
    return Effects(len(posts), len(changed), counts, changed[:SHOWN])
