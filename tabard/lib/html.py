"""HTML from elsewhere made safe: what Mastodon lets through, and nothing that acts, loads or misleads.

Links lead to http and https only. Characters that turn the direction of reading round are taken out, and so is the
combining stroke: with the `>` before it, it becomes one character (NFC) wherever the HTML is normalised, and the tag
would stay open.
"""

import re
from html import unescape

import nh3

from tabard.lib.text import Html, clean, without_controls

LONGEST_HTML = 200_000
DEEPEST_HTML = 200

# Mastodon 4.5, lib/sanitize_ext/sanitize_config.rb
_TAGS = {
    *("p", "br", "span", "a", "abbr", "del", "s", "pre", "blockquote", "code", "b", "strong", "u", "sub", "sup"),
    *("i", "em", "ul", "ol", "li", "ruby", "rt", "rp"),
}
_CLASSES = {"h-card", "u-url", "mention", "hashtag", "invisible", "ellipsis", "quote-inline"}
_WITHOUT_CONTENT = {
    *("script", "style", "svg", "math", "iframe", "object", "embed", "noscript", "noembed", "noframes", "template"),
    *("textarea", "select", "title", "audio", "video", "canvas", "xmp"),
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_WITHOUT_CONTENT,
    attributes={"a": {"href"}, "abbr": {"title"}, "ol": {"start", "reversed"}, "li": {"value"}},
    allowed_classes={"a": _CLASSES, "span": _CLASSES, "p": _CLASSES},
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel="nofollow noopener noreferrer",
)
_STRIPPER = nh3.Cleaner(tags=set(), clean_content_tags=_WITHOUT_CONTENT)
_HEADING = re.compile(r"<(/?)h[1-6](?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ANY_TAG = re.compile(r"<[^<>]*>?")
_LINE_ENDS = re.compile(r"<(?:br|/p|/li|/h[1-6]|/div|/blockquote)\b[^<>]*>", re.IGNORECASE)
_STROKE = "\u0338"
_NEVER_CLOSED = {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}


def safe_html(html: str) -> Html:
    """`html` with harmless elements only; cut where it is too long, without its tags where they are too deep."""
    html = html[:LONGEST_HTML]
    if _is_too_deep(html):
        return _tidy(_STRIPPER.clean(_ANY_TAG.sub(" ", html)))
    headed = _HEADING.sub(lambda tag: "</strong></p>" if tag[1] else "<p><strong>", html)
    return _tidy(_CLEANER.clean(headed))


def plain_text(html: str) -> str:
    """What a reader of `html` reads, as clean plain text with line ends."""
    html = html[:LONGEST_HTML]
    html = _ANY_TAG.sub(" ", html) if _is_too_deep(html) else _LINE_ENDS.sub("\n", html)
    return clean(unescape(_STRIPPER.clean(html))).strip()


def _tidy(html: str) -> Html:
    return Html(without_controls(html).replace(_STROKE, ""))


def _is_too_deep(html: str) -> bool:
    """Whether more elements may be open at once than any text needs: parsers take long for these."""
    depth = 0
    for closes, name in _TAG.findall(html):
        depth = max(depth - 1, 0) if closes else depth + (name.lower() not in _NEVER_CLOSED)
        if depth > DEEPEST_HTML:
            return True
    return False
