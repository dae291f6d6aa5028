"""What people type: plain text made safe and turned into HTML with links, #hashtags and @mentions.

Text is kept as typed and turned into HTML when it is shown. All functions take linear time, whatever they are given.
"""

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlsplit

LONGEST_TAG = 100
LONGEST_LINK_SHOWN = 48

# Unicode 16 §23.2, UAX 9: embeddings, overrides and isolates can make text read as what it does not say. The plain
# marks (LRM, RLM, ALM) and the joiners stay: Arabic, Persian and emoji are written with them.
_BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = "\ufeff\u00ad\u2060\u2061\u2062\u2063\u2064\ufff9\ufffa\ufffb"
_UNWANTED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f{_BIDI_CONTROLS}{_INVISIBLE}]")
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")

_BEGINNING = re.compile(r"https?://|[#＃@]", re.IGNORECASE)  # noqa: RUF001 (the full-width sign begins hashtags in Japanese)
_ADDRESS = re.compile(r"""[^\s<>"'`\\^{|}]+""")
_HANDLE = re.compile(r"[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*")
_HOST = re.compile(r"(?:[^\W_](?:[^\W_]|-)*\.)*[^\W_](?:[^\W_]|-)*(?::[0-9]{2,5})?")
_NO_PAGES: Mapping[str, str] = {}
# with the classes by which Mastodon and its apps know what is no link out
_MENTION = '<span class="h-card"><a href="{address}" class="u-url mention"{rel}>{shown}</a></span>'
_SEARCH_WORD = re.compile(r"[^\W_]+")
_SHOWN_WORD = re.compile(r"[^\s]+")
_JOINERS = "_\u200c\u200d\u00b7"
_PAIRS = {")": "(", "]": "["}
_SENTENCE_END = ".,:;!?…'\"»”’"


class Html(str):
    """A string that is HTML already: templates show it as it is, as `__html__` tells them."""

    __slots__ = ()

    def __html__(self) -> "Html":
        return self


@dataclass(frozen=True)
class Piece:
    """A run of text: `kind` is plain, link, tag, mention or far; `value` the address, the tag's key or the handle.

    A far mention is of somebody at another server; its handle is `name@host`.
    """

    kind: str
    text: str
    value: str = ""


def clean(text: str) -> str:
    """`text` in NFC without control characters, bidirectional overrides and invisible ones; line ends are `\\n`."""
    text = _LINE_END.sub("\n", _NO_CHARACTER.sub("\ufffd", text))
    return unicodedata.normalize("NFC", without_controls(text))


def without_controls(text: str) -> str:
    """`text` without characters that are not seen, and those that make it read as what it does not say."""
    return _UNWANTED.sub("", text)


def tag_key(tag: str) -> str:
    """The spelling under which a hashtag (without its sign) is kept: `Café` and `CAFÉ` are one. "" if it is none."""
    for _ in range(2):  # UAX 31 §5: once is not stable for a few letters
        tag = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", tag).casefold())
    if len(tag) > LONGEST_TAG or not all(map(_belongs_to_tag, tag)) or not any(map(str.isalpha, tag)):
        return ""
    return tag


def pieces(text: str) -> Iterator[Piece]:
    """`text` cut into plain runs, links, hashtags and mentions; joined again they are the text."""
    plain_from = at = 0
    while found := _BEGINNING.search(text, at):
        piece = _piece_at(text, found)
        if piece is None:
            at = found.end()
            continue
        if found.start() > plain_from:
            yield Piece("plain", text[plain_from : found.start()])
        yield piece
        plain_from = at = found.start() + len(piece.text)
    if plain_from < len(text):
        yield Piece("plain", text[plain_from:])


def hashtags(text: str) -> list[str]:
    """The keys of the hashtags in `text`, each once, in their order."""
    return list(dict.fromkeys(piece.value for piece in pieces(clean(text)) if piece.kind == "tag"))


def mentions(text: str) -> list[str]:
    """The handles that `text` mentions, in lower case, each once; not those of other servers."""
    return list(dict.fromkeys(piece.value for piece in pieces(clean(text)) if piece.kind == "mention"))


def far_mentions(text: str) -> list[str]:
    """The handles at other servers that `text` mentions, as `name@host` in lower case, each once."""
    return list(dict.fromkeys(piece.value for piece in pieces(clean(text)) if piece.kind == "far"))


def to_html(
    text: str, *, handles: Container[str] = (), base_url: str = "", pages: Mapping[str, str] = _NO_PAGES
) -> Html:
    """Paragraphs with line breaks, links, and hashtags and mentions linked to this server's pages.

    `handles`: those that exist here (see `mentions`); others stay plain, so that no link leads nowhere. `pages`: the
    page of each that is known at another server (see `far_mentions`). `base_url`, as "https://police.example", makes
    the links whole for mail and feeds.
    """
    paragraphs = (part.strip() for part in _PARAGRAPH_END.split(clean(text)))
    return Html("".join(f"<p>{_inline(part, handles, base_url, pages)}</p>" for part in paragraphs if part))


def excerpt(text: str, length: int) -> str:
    """The beginning of `text` on one line, at most `length` characters, cut between words where there are any."""
    line = _SPACES.sub(" ", clean(text)).strip()
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    at_word = cut.rpartition(" ")[0] if not line[length - 1].isspace() else cut
    return (at_word if len(at_word) > length // 2 else cut).rstrip(_SENTENCE_END + " ") + "…"


def search_words(text: str) -> list[str]:
    """The words of `text` for searching: without accents and capitals, letters and digits only, in their order."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", clean(text)).casefold())
    return _SEARCH_WORD.findall("".join(c for c in folded if not unicodedata.category(c).startswith("M")))


def highlighted(text: str, wanted: list[str], *, length: int = 180) -> Html:
    """The part of `text` around the first word that begins with one of `wanted` (`search_words`), all such marked."""
    line = _SPACES.sub(" ", clean(text)).strip()
    starts = tuple(wanted)
    found = [
        word for word in _SHOWN_WORD.finditer(line) if any(each.startswith(starts) for each in search_words(word[0]))
    ]
    begin = line.rfind(" ", 0, max(0, found[0].start() - length // 3)) + 1 if found and len(line) > length else 0
    end = begin + len(excerpt(line[begin:], length).removesuffix("…"))
    parts, at = ["…" if begin else ""], begin
    for word in found if starts else []:
        if word.start() >= begin and word.end() <= end:
            parts += [escape(line[at : word.start()]), f"<mark>{escape(word[0])}</mark>"]
            at = word.end()
    return Html("".join([*parts, escape(line[at:end]), "…" if end < len(line) else ""]))


def _inline(text: str, handles: Container[str], base_url: str, pages: Mapping[str, str]) -> str:
    return "".join(_piece_html(piece, handles, base_url, pages) for piece in pieces(text)).replace("\n", "<br>\n")


def _piece_html(piece: Piece, handles: Container[str], base_url: str, pages: Mapping[str, str]) -> str:
    shown = escape(piece.text)
    if piece.kind == "link":
        return f'<a href="{escape(piece.value)}" rel="nofollow noreferrer">{escape(_shortened(piece.text))}</a>'
    if piece.kind == "tag":
        address = f"{escape(base_url)}/tags/{quote(piece.value, safe='')}/"
        return f'<a href="{address}" class="mention hashtag" rel="tag">{shown}</a>'
    if piece.kind == "mention" and piece.value in handles:
        return _MENTION.format(address=f"{escape(base_url)}/@{piece.value}/", rel="", shown=shown)
    if piece.kind == "far" and piece.value in pages:
        return _MENTION.format(address=escape(pages[piece.value]), rel=' rel="nofollow noreferrer"', shown=shown)
    return shown


def _piece_at(text: str, found: re.Match[str]) -> Piece | None:
    before = text[found.start() - 1] if found.start() else " "
    if before.isalnum() or before in "_&/#@.＃":  # noqa: RUF001
        return None
    if found[0] == "@":
        return _mention_at(text, found.end())
    if len(found[0]) == 1:
        return _tag_at(text, found.end())
    return _link_at(text, found)


def _tag_at(text: str, start: int) -> Piece | None:
    end = start
    while end < len(text) and end - start <= LONGEST_TAG and _belongs_to_tag(text[end]):
        end += 1
    key = tag_key(text[start:end])
    return Piece("tag", text[start - 1 : end], key) if key else None


def _belongs_to_tag(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character)[0] in "LMN"


def _mention_at(text: str, start: int) -> Piece | None:
    found = _HANDLE.match(text, start)
    if found is None:
        return None
    if text[found.end() : found.end() + 1] == "@":
        host = _HOST.match(text, found.end() + 1)
        return Piece("far", text[start - 1 : host.end()], f"{found[0]}@{host[0]}".lower()) if host else None
    return Piece("mention", text[start - 1 : found.end()], found[0].lower())


def _link_at(text: str, found: re.Match[str]) -> Piece | None:
    rest = _ADDRESS.match(text, found.end())
    if rest is None:
        return None
    address = _without_sentence(text[found.start() : rest.end()])
    try:
        parts = urlsplit(address)
        has_host = bool(parts.hostname)
    except ValueError:
        return None
    # `https://police.example@evil.example/` reads as what it is not
    if not has_host or "@" in parts.netloc:
        return None
    return Piece("link", address, address)


def _without_sentence(address: str) -> str:
    """`address` without the full stop or the bracket of the sentence around it."""
    opened = {closing: address.count(opening) for closing, opening in _PAIRS.items()}
    closed = {closing: address.count(closing) for closing in _PAIRS}
    end = len(address)
    while end:
        last = address[end - 1]
        if last in _PAIRS and closed[last] > opened[last]:
            closed[last] -= 1
        elif last not in _SENTENCE_END:
            break
        end -= 1
    return address[:end]


def _shortened(address: str) -> str:
    shown = address.partition("://")[2].removesuffix("/")
    return shown if len(shown) <= LONGEST_LINK_SHOWN else shown[: LONGEST_LINK_SHOWN - 1] + "…"
