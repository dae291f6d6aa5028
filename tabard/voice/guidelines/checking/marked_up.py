"""Names that signs hold apart: tags and entities of HTML, stars and lines for stress, hashtags one by one, handles, a
hyphen or a picture between."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.hurried import Edit
from tabard.voice.guidelines.checking.lexicon import is_given, listed
from tabard.voice.guidelines.checking.reading import Reading

_TAG = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9]{0,9}\s?/?)>")
_SPACE = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|#0{0,4}160|#[xX]0{0,4}[aA]0);")
# At the edge of a word, so that "arr*sted" and "5*" stay what they are
_STRESS = re.compile(
    r"[*_~`]{1,3}(?:(?<![^\W_][*_~`])(?<![^\W_][*_~`]{2})(?<![^\W_][*_~`]{3})(?=[A-Za-z])|(?![\w*_~`]))"
)
_HASHTAGS = re.compile(r"#([A-Z][a-z]{1,20}) #(?=([A-Z][a-z'-]{1,20})(?!\w))")
_HANDLE = re.compile(
    r"(?<![\w@/.])@([a-z]{2,15})[._-]([a-z]{3,20})(?:\d{0,4})(?:@[\w.-]{3,40})?(?![\w@])", re.IGNORECASE
)
_JOINED = re.compile(r"[-/_](?<=[A-Za-z]{2}[-/_])(?=([A-Za-z]{3,20})(?![\w/.@-]))")
_PICTURE = re.compile(r"[^\x00-\x7f]{1,3} ?(?=([A-Z][a-z]{2,20}))")
_LAST_WORD = re.compile(r"([A-Za-z]{2,20}) ?$")
_LONGEST = 24


def is_marked_up(cased: str) -> bool:
    """A glance."""
    return "&" in cased or "*" in cased or "_" in cased or "<" in cased or "~" in cased or "`" in cased


def bare(reading: Reading) -> Iterator[Edit]:
    """ "<b>John</b>&nbsp;**Smith**"."""
    cased = reading.cased
    for found in _TAG.finditer(cased) if "<" in cased else ():
        yield *found.span(), []
    for found in _SPACE.finditer(cased) if "&" in cased else ():
        yield *found.span(), [(found.start(), " ")]
    for found in _STRESS.finditer(cased):
        yield *found.span(), []


def held_apart(reading: Reading) -> Iterator[Edit]:
    """ "#John #Smith", "@john_smith", "john-smith", a picture between them."""
    cased = reading.cased
    for found in _HASHTAGS.finditer(cased) if "#" in cased else ():
        if is_given(found[1].lower()) and found[2].lower() not in listed():
            yield found.start(), found.start(1), []
            yield found.end(1), found.end(), [(found.end(1), " ")]
    for found in _HANDLE.finditer(cased) if "@" in cased else ():
        if is_given(found[1].lower()) and found[2].lower() in listed("common-surname"):
            first = [(found.start(1) + at, letter) for at, letter in enumerate(found[1].capitalize())]
            last = [(found.start(2) + at, letter) for at, letter in enumerate(found[2].capitalize())]
            yield *found.span(), [*first, (found.end(1), " "), *last]
    for pattern in (_JOINED,) if cased.isascii() else (_JOINED, _PICTURE):
        for found in pattern.finditer(cased):
            before = _LAST_WORD.search(cased, max(0, found.start() - _LONGEST), found.start())
            if before is not None and is_given(before[1].lower()) and found[1].lower() in listed("common-surname"):
                yield *found.span(), [(found.start(), " ")]
