"""Every word of a page can be translated, and one thing has one word."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.architecture.floors import ROOT

NOT_SHOWN = re.compile(
    r"\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}|\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title", "aria-description"}
SILENT_ELEMENTS = {"script", "style", "code", "svg"}
# what is the same in every language
NAMES = {"Tabard", "Atom", "RSS", "JSON", "iCalendar", "QR", "GeoJSON", "KML", "SMTP", "px", "UTF"}
WORD = re.compile(r"[^\W\d_]{2,}")


class Words(HTMLParser):
    """Collects the words that a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT_ELEMENTS:
            self._silent.append(tag)
        button = tag == "input" and ("type", "submit") in attrs
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES or (button and name == "value"):
                self._note(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            self._silent.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._note(data)

    def _note(self, text: str) -> None:
        self.found += [word for word in WORD.findall(text) if word not in NAMES]


def untranslated(source: str) -> list[str]:
    words = Words()
    words.feed(NOT_SHOWN.sub("", source))
    return words.found


def pages() -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tabard/*/*/templates/**/*.html"))


@pytest.mark.parametrize("page", pages())
def test_every_word_of_a_page_can_be_translated(page):
    assert untranslated((ROOT / page).read_text()) == []


def test_a_forgotten_word_is_found():
    assert untranslated('<p>{% translate "Good" %} morning</p>') == ["morning"]
    assert untranslated('<img alt="Two officers"><p>{{ name }}</p>') == ["Two", "officers"]
    assert (
        untranslated('{% blocktranslate %}Good morning{% endblocktranslate %}<a href="/places/">{{ name }}</a>') == []
    )


# -- one word for one thing --------------------------------------------------------------------------------------------

MARKED = re.compile(
    r"\{%\s*translate\s+(\"[^\"]*\"|'[^']*')|\{%\s*blocktranslate\b[^%]*%\}(.*?)\{%\s*endblocktranslate", re.DOTALL
)
TRANSLATORS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
VARIABLE = re.compile(r"\{\{.*?\}\}|%\(\w+\)s|\{\w*\}")
OTHER_SPELLING = re.compile(r"\bemails?\b", re.IGNORECASE)


def shown_in(path: Path) -> Iterator[str]:
    """Every text for translation in a template or a module."""
    source = path.read_text()
    if path.suffix != ".py":
        yield from (first or second for first, second in MARKED.findall(source))
        return
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TRANSLATORS:
            yield from (str(word.value) for word in call.args if isinstance(word, ast.Constant))


def shown_anywhere() -> Iterator[str]:
    for path in sorted((ROOT / "tabard").rglob("*")):
        if path.suffix in {".py", ".html", ".txt", ".mjml"} and "tests" not in path.parts:
            yield from shown_in(path)


def test_an_e_mail_is_spelt_in_one_way():
    texts = [VARIABLE.sub("", text) for text in shown_anywhere()]

    assert any("e-mail" in text for text in texts)
    assert [text for text in texts if OTHER_SPELLING.search(text)] == []
