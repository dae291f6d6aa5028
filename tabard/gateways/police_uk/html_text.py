"""Fragments of HTML and plain text, one into the other: these fields hold the former, we keep the latter."""

import re
from html import escape
from html.parser import HTMLParser

from tabard.lib.text import clean

LONGEST = 200_000
PARAGRAPHS = {"p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section"}
LINES = {"br", "tr", "li"}
UNSEEN = {"script", "style", "template"}
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")


def fragment(text: str) -> str:
    """Plain text as HTML; a single line needs no tags."""
    paragraphs = [part.strip() for part in _PARAGRAPH_END.split(clean(text)) if part.strip()]
    if len(paragraphs) == 1 and "\n" not in paragraphs[0]:
        return escape(paragraphs[0], quote=False)
    return "".join("<p>{}</p>".format(escape(part, quote=False).replace("\n", "<br>")) for part in paragraphs)


def plain(html: str) -> str:
    """What a reader of the HTML sees: paragraphs, line breaks, dashes before list items, where links lead to."""
    reader = _Reader()
    reader.feed(html[:LONGEST])
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._unseen = 0
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break_at(tag)
        if tag == "li":
            self._parts.append("- ")
        if tag in UNSEEN:
            self._unseen += 1
        if tag == "a":
            href = dict(attrs).get("href") or ""
            self._link = href if href.startswith(("http://", "https://")) else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self._break_at(tag)
        if tag in UNSEEN and self._unseen:
            self._unseen -= 1
        if tag == "a" and self._link:
            if self._link not in "".join(self._parts[-3:]):
                self._parts.append(f" ({self._link})")
            self._link = ""

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._parts.append(re.sub(r"\s+", " ", data))

    def _break_at(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self._parts.append("\n\n")
        elif tag in LINES:
            self._parts.append("\n")

    def text(self) -> str:
        joined = re.sub(r" *\n *", "\n", clean("".join(self._parts)))
        return re.sub(r"\n{3,}", "\n\n", joined).strip()
