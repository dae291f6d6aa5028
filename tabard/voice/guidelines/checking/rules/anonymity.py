"""The rule about promises that nobody can be traced."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.checking.glances import ends_of, parts_of, words_of
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule

_SECRECY = parts_of(
    *("anon", "hidden", "invisib", "nameless", "unident", "secret", "geheim", "ddienw", "anhysbys", "gyfrinachol"),
    *("untrac", "confid", "guarant", "garand", "gwarant"),
) | words_of("life")
_SECRET = re.compile(
    r"\b(?:100\s?(?:%|percent|per cent)|totally|completely|fully|absolutely|always|guarantee\w*|promise\w*"
    r"|gegarandeerd|volledig|"
    r"volstrekt|helemaal|beloven|hollol|gwbl|addo)\W{1,3}(?:\w+\W{1,3}){0,6}?"
    r"(?:anonym\w*|anoniem|anoniteit|hidden|invisible|nameless|unidentified|ddienw|anhysbys|secret|geheim|gyfrinachol"
    r"|untraceable|confidential\w*)"
    r"|\b(?:anonym\w*|anoniem|secret|identity|name)\W{1,3}(?:\w+\W{1,3}){0,4}?(?:guarantee\w*|gegarandeerd|gwarant\w*"
    r"|for life)"
)


_NEVER_LIST = """
nobody never cannot can't cant won't wont don't dont doesn't doesnt impossible couldn't wouldn't isn't none noone no-one
not nowhere no nothing zero
"""
_NEVER = words_of(*_NEVER_LIST.split())
_GAP = r"[^\w.!?\n]{1,3}"
_NOT_DONE = (
    r"(?:can|do|does|did|wo|would|could|is|are|was|has|have)n'?t|cannot|(?:can|do|does|did|will|would|could|is|are|has)"
    r" (?:not|never)"
)
# Who denies: not you, who may keep your name to yourself, and nobody who is asked to ("please don't").
_DENIED = (
    r"(?:nobody|no one|no-one|noone|none|not (?:a|one) (?:living |single )?(?:soul|person)"
    r"|not even (?:the|your|our|my) \w+"
    r"|impossible|(?:no|zero|isn'?t any|any) (?:way|chance|danger|risk)"
    r"|(?<=\w )(?<!you )(?<!you'll )(?<!you will )(?<!please )(?<!and )never"
    r"|\b(?!you\b|please\b|and\b|or\b|but\b|so\b|if\b|to\b)\w{1,20}\s(?:" + _NOT_DONE + r"))\b"
)
_FINDS_OUT = (
    r"(?:know|see|tell|told|trace|find|found|hear|guess|identify|learn|suspect|discover|work|reveal|record|log|store|save"
    r"|keep|keeps|kept|appear|figure|clock|twig|connect|link|pass|passed|give|given|hand|share|mention|publish|name"
    r"|release|disclose|expose|show)"
)
_OF_CALLER = (
    r"(?:(?:it|that) (?:was|is) you\b|it'?s you\b|you (?:who )?(?:rang|called|told|said|spoke|reported|wrote|phoned"
    r"|talked|grassed)|who(?:'s|s| is| are|ever| has| had)? (?:(?:just|it|you) )?(?:you|called|calling|rang|sent|filled"
    r"|wrote|submitted|typed|ringing|told|phoned|reported|grassed|gave|tipped|spoke|was it|it was|it is|it came"
    r"|is calling)|who you are|(?:it|this|that|they) (?:came|comes|got it) from"
    r"|you(?:'re| are) (?:calling|the one)|your (?:name|number|identity|voice|details|involvement))"
)
_OF_CALLED = r"(?:name|names|number|identity|voice|call|secret|details|involvement)"
# "We'll never tell a soul it was you", "your name goes nowhere": a denial, what is denied, and the caller.
_NEVER_KNOWN = re.compile(
    rf"\b{_DENIED}(?:{_GAP}\w+){{0,7}}?{_GAP}{_FINDS_OUT}\b(?:{_GAP}(?!have\b|need\b)\w+){{0,4}}?{_GAP}{_OF_CALLER}"
    rf"|\b(?:they|he|she|dealers?|gang|neighbours?|boss)\b(?:{_GAP}\w+){{0,2}}?{_GAP}no (?:idea|clue|inkling)"
    rf"(?:{_GAP}\w+){{0,2}}?{_GAP}{_OF_CALLER}"
    rf"|\byour {_OF_CALLED}\b(?:{_GAP}\w+){{0,3}}?{_GAP}"
    rf"(?:never|can'?t|cannot|won'?t|isn'?t|doesn'?t|aren'?t|(?:will|is|are|does|can) not|goes nowhere)\b"
    rf"(?:{_GAP}\w+){{0,3}}?{_GAP}(?:traced|recorded|known|shared|appear\w*|leak\w*|come|comes|leave"
    r"|leaves|mentioned|revealed|disclosed|stored|kept|written|given|told|handed|released|saved|held|noted|spoken|heard"
    r"|used|seen|identified|logged|printed|published|passed|read)\b"
)
# "The call can't be traced", "we never give up a source", "no names taken": of whoever tells us something.
_UNTRACED = re.compile(
    r"\b(?:calls?|texts?|messages?|e-?mails?|tips?|reports?|forms?|lines?|numbers?|it|this|that|you|they|which|nothing"
    rf"|callers?|anything)\b(?:{_GAP}(?!who\b)\w+){{0,4}}?{_GAP}(?:(?:{_NOT_DONE}|never)(?:{_GAP}\w+){{0,2}}?"
    rf"|(?<=nothing )(?:\w+ ){{0,4}}(?:can|could|will)(?: ever)? be){_GAP}(?:traced|tracked|linked|tied|identified)\b"
    rf"|\bnothing\b(?:{_GAP}\w+){{0,5}}?{_GAP}(?:be|gets?|is){_GAP}(?:traced|tracked|linked)\b"
    r"|\b(?:never|not|don'?t|won'?t|cannot|can'?t|nobody|no one)\s(?:ever\s)?"
    r"(?:reveal|give up|give away|giving up|name|betray|expose|disclose|burn|identify|unmask|out)\s"
    r"(?:(?:our|a|any|your|the|its|their)\s)?"
    r"(?:sources?|informants?|callers?|tipsters?|"
    r"(?:anyone|anybody|people) who (?:calls?|rings?|tells?|reports?|tips?|helps?|comes?|speaks?|talks?"
    r"|gives?|grasse?s?|informs?|told|called|rang))\b"
    r"|\b(?:no|not one|not a single|none of our) (?:callers?|sources?|tipsters?|informants?"
    r"|(?:one|person|soul) who (?:\w+ ){1,5})\b"
    rf"(?:{_GAP}\w+){{0,5}}?{_GAP}(?:found out|named|traced|identified|unmasked|outed|known)\b"
    r"|\bno (?:names?|numbers?|details)(?:,? no \w+)?(?: (?:is|are|get|gets|ever|will be)){0,2}"
    r" (?:taken|logged|recorded|kept|stored|noted|written|saved)\b"
    rf"|\b(?:can'?t|cannot|couldn'?t|could not|wouldn'?t) (?:\w+ ){{0,3}}(?:find|trace|identify|name) you\b"
    r"[^.!?\n]{0,20}\bif (?:we|they|he|you|anyone) (?:\w+ )?(?:tried|wanted|had|asked)"
    r"|\b(?:no|zero) (?:way|chance) (?:\w+ ){1,4}(?:link|trace|tie|connect|lead) (?:\w+ ){0,3}(?:to|with) you\b"
    r"|\b(?:we|we'll|i|i'll|police|officers|team|line|form|system) "
    r"(?:(?:will|can|shall|always|swear|promise|to|do) ){0,3}"
    r"(?:protects?|hides?|guards?|shields?|conceals?|withholds?|masks?) your (?:identity|name|anonymity)\b"
    r"|\b(?:it|this|that|you|you'll|they|call|calls|tip|report|reports|information|form|message|line|everything|all) "
    r"(?:(?:will|always|also|do|shall|stays?|remains?|be|is|are) ){1,3}"
    r"(?:anonymous|nameless|untraceable)\b"
    r"(?! (?:report|survey|form|call|letter|donor|tip|note|gift|message|person|caller|source|poll|comment)s?\b)"
)
_TRACED = parts_of("trac", "source", "informant", "caller", "tipster", "anonym", "nameless", "identi") | words_of(
    "name", "names", "number", "numbers"
)
_HIDDEN, _NOT_SO = parts_of("anonym", "nameless", "untrac", "identi"), ends_of("n't")
_OF_YOU = ("find you", "to you", "found out")
_ABOUT_OTHERS = re.compile(
    r"\b(?:bank|pin|scam\w*|fraud\w*|passwords?|callers? (?:at|who)|cold|links|click\w*|stranger\w*|card|third part\w+"
    r"|marketing|newsletter|survey|privacy|gdpr|prize|draw|competition|donor|parcel|owners?|thanks?|thank|love|kind\w*)\b"
)
_ASKED_TO_TELL = re.compile(
    r"\b(?:tell|telling|told|call|calls|ring|report|reports|form|phone|tip|tips|message|contact|speak|talk|info|know"
    r" something|information|line|never will)\b"
)


def anonymity(reading: Reading) -> Iterator[Hit]:
    for found in _promises(reading):
        number = reading.sentence_at(found.start())
        if _is_of_charity(reading, number) or _ABOUT_OTHERS.search(reading.text_of(number)):
            continue
        if found[0].startswith("not ") or not _is_negated(reading, Mark(reading.word_at(found.start()), 0)):
            yield Hit(Span(*found.span()))
    for found in _SECRET.finditer(reading.lower) if reading.kinds & _SECRECY else ():
        number = reading.sentence_at(found.start())
        if number not in reading.sentences_with["negation"] and not _is_of_charity(reading, number):
            yield Hit(Span(*found.span()))
    for mark in reading.marks("anonymity"):
        is_ours = not _is_of_charity(reading, reading.sentence(mark)) and not _is_negated(reading, mark)
        if is_ours and not _is_of_other(reading.words[mark.last : mark.last + 2]):
            yield Hit(reading.span_of(mark))


def _is_of_other(following: list[str]) -> bool:
    """ "Nobody will know how hard they work"."""
    return not _ASKING.isdisjoint(following[:1]) and following[1:] != ["you"]


def _promises(reading: Reading) -> Iterator[re.Match[str]]:
    """Denials; that we do not know somebody is one only where they are asked to tell us something."""
    is_denied = reading.kinds & _NEVER
    for found in _NEVER_KNOWN.finditer(reading.lower) if is_denied and reading.has("caller-word") else ():
        if _IGNORANT.match(found[0]) is None or _ASKED_TO_TELL.search(reading.lower):
            yield found
    kinds = reading.kinds
    if kinds & _HIDDEN or (kinds & (_NEVER | _NOT_SO) and (kinds & _TRACED or reading.mentions(_OF_YOU))):
        yield from _UNTRACED.finditer(reading.lower)


_IGNORANT = re.compile(r"\w{1,20} (?:don'?t|do not) know\b")


def _is_of_charity(reading: Reading, number: int) -> bool:
    """Crimestoppers may promise it; who names them in the sentence before speaks of them."""
    return bool({number, number - 1} & reading.sentences_with["crimestoppers"])


def _is_negated(reading: Reading, mark: Mark) -> bool:
    """ "We cannot promise that you stay anonymous"; "don't worry, you are" is no denial of it."""
    begin = reading.sentence_span(reading.sentence(mark)).start
    first = max(mark.first - 4, bisect_left(reading.starts, begin))
    before = pairwise(reading.words[first : mark.first + 1])
    return any(word in _NOT and after not in _SOOTHING for word, after in before)


_ASKING = frozenset(["how", "what", "when", "why", "which", "until"])
_SOOTHING = frozenset(["worry", "be", "panic", "fear", "fret", "hesitate", "think", "only", "just"])
_NOT_LIST = "cannot can't cant not never don't dont unable won't niet kunnen nooit ni methu allwn"
_NOT = frozenset(_NOT_LIST.split())


RULES = (
    Rule(
        id="anonymity",
        title="A promise that nobody can be traced",
        severity=Severity.REFUSE,
        sentence="honest",
        advice="Say “you do not have to give your name”. If somebody’s life is at risk we may try to trace you.",
        source="Norfolk Constabulary: reporting anonymously; Crimestoppers",
        finds=anonymity,
        needs=frozenset({"anonymity"}),
        glance=_SECRECY | _TRACED | _NEVER,
        fires=(
            Example("Tell us, you are totally anonymous."),
            Example("Nobody will ever know it was you."),
            Example("We'll never tell a soul that it was you who rang."),
            Example("We guarantee that you will remain anonymous."),
        ),
        passes=(
            Example("You don't have to give your name."),
            Example("Contact Crimestoppers, 100% anonymous, on 0800 555 111."),
            Example("We cannot promise that you stay anonymous."),
        ),
    ),
)
